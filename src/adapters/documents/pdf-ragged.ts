import type { TableCell } from '../../domain/document.ts';
import { groupsOf, type PdfLine } from './pdf-lines.ts';

type Group = ReturnType<typeof groupsOf>[number];

export interface RaggedTable {
  rows: TableCell[][];
  lines: Set<PdfLine>;
  top: number;
}

const LONGEST_CELL = 20;

/** Runs of lines whose words stand in columns. The columns are those of the fullest row; an empty cell stays empty. */
export function raggedTables(lines: readonly PdfLine[]): RaggedTable[] {
  const runs: { line: PdfLine; groups: Group[] }[][] = [[]];
  for (const line of lines) {
    const groups = groupsOf(line);
    const inRow = groups.length >= 3 && groups.every(({ text }) => text.length <= LONGEST_CELL);
    if (inRow) runs.at(-1)?.push({ line, groups });
    else runs.push([]);
  }
  return runs
    .filter((run) => run.length >= 2)
    .map((run) => ({
      rows: aligned(run.map(({ groups }) => groups)),
      lines: new Set(run.map(({ line }) => line)),
      top: run[0]?.line.base ?? 0,
    }));
}

function aligned(rows: Group[][]): TableCell[][] {
  const fullest = rows.reduce((most, row) => (row.length > most.length ? row : most));
  const centres = fullest.map(({ left, right }) => (left + right) / 2);
  return rows.map((groups) => {
    const cells = centres.map((): TableCell => ({ text: '', columns: 1, rows: 1 }));
    for (const { text, left, right } of groups) {
      const cell = cells[nearest(centres, (left + right) / 2)];
      if (cell) cell.text += text;
    }
    return cells;
  });
}

function nearest(centres: number[], x: number): number {
  return centres.reduce(
    (best, centre, at) => (Math.abs(centre - x) < Math.abs((centres[best] ?? 0) - x) ? at : best),
    0,
  );
}
