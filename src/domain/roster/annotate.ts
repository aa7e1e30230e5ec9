import type { Sheet } from '../sheet.ts';
import type { Cell } from '../sheet-to-write.ts';
import { headingAt } from './heading.ts';
import type { RosterWords } from './words.ts';

/** A list as it was sent, below its heading, with one more column that says what became of each row. */
export interface Annotated {
  heads: string[];
  rows: Cell[][];
}

/**
 * `resultOf`: what is said of a row, by its number in the sheet; nothing of what is no row of the list. `masked` blanks what must not be
 * sent back. A column of results that a list already has is written anew. Undefined when the sheet has no heading.
 */
export function annotated(
  sheet: Sheet,
  words: RosterWords,
  result: { head: string; of: (row: number) => string },
  masked: (cell: string) => string,
): Annotated | undefined {
  const index = sheet.rows.findIndex((_, at) => headingAt(sheet, at, words));
  const heading = index < 0 ? undefined : headingAt(sheet, index, words);
  if (!heading) return undefined;
  const labels = sheet.rows[index + heading.height - 1]?.cells ?? [];
  const upper = sheet.rows[index]?.cells ?? [];
  const below = sheet.rows.slice(index + heading.height);
  const widest = Math.max(labels.length, upper.length, ...below.map(({ cells }) => cells.length));
  const columns = Array.from({ length: widest }, (_, column) => column).filter(
    (column) =>
      labels[column] !== result.head &&
      ((labels[column] ?? '') !== '' ||
        (upper[column] ?? '') !== '' ||
        below.some(({ cells }) => (cells[column] ?? '') !== '')),
  );
  return {
    heads: [...columns.map((column) => labels[column] || upper[column] || ''), result.head],
    rows: below.map(({ row, cells }) => [...columns.map((column) => masked(cells[column] ?? '')), result.of(row)]),
  };
}
