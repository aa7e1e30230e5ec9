import type { Sheet } from '../sheet.ts';
import { pointsIn } from './points.ts';

/** What the heads of a sheet of scores, or of votes, are called. */
export interface SheetHeads {
  number: string;
  /** Columns of marks by what they are for. */
  marks: { id: string; name: string }[];
}

export interface SheetRow {
  /** As the sheet numbers it. */
  row: number;
  number: number;
  /** Hundredths, by the ids of the heads; an empty cell is missing. */
  marks: Record<string, number>;
  /** Heads whose cell is no number. */
  unread: string[];
}

export interface FilledSheet {
  rows: SheetRow[];
  /** The judge's number, which the sheet says above its heads. */
  judge?: number;
}

/** The rows below the heads, wherever in the workbook these stand; undefined where no line has them. Rows without any mark are passed over. */
export function readMarks(sheets: readonly Sheet[], heads: SheetHeads): FilledSheet | undefined {
  for (const { rows } of sheets)
    for (const [at, line] of rows.entries()) {
      const column = (name: string) => line.cells.findIndex((cell) => cell.replace(/\s/g, '').startsWith(name));
      const number = column(heads.number);
      const marks = heads.marks.map(({ id, name }) => ({ id, name, at: column(name) })).filter((head) => head.at >= 0);
      if (number < 0 || marks.length === 0) continue;
      const above = rows
        .slice(0, at)
        .flatMap(({ cells }) => cells)
        .join(' ');
      const judge = /[(（]#(\d{1,9})[)）]/.exec(above)?.[1];
      return {
        rows: rows.slice(at + 1).flatMap(({ row, cells }) => rowIn(row, cells, { number, marks })),
        ...(judge !== undefined && { judge: Number(judge) }),
      };
    }
  return undefined;
}

function rowIn(
  row: number,
  cells: string[],
  { number, marks }: { number: number; marks: { id: string; name: string; at: number }[] },
): SheetRow[] {
  const entry = /^[#＃]?(\d{1,9})$/.exec((cells[number] ?? '').normalize('NFKC').trim())?.[1];
  const filled = marks.filter(({ at }) => (cells[at] ?? '').trim() !== '');
  if (entry === undefined || filled.length === 0) return [];
  const read = filled.map((head) => ({ ...head, points: pointsIn(cells[head.at] ?? '') }));
  return [
    {
      row,
      number: Number(entry),
      marks: Object.fromEntries(read.flatMap(({ id, points }) => (points === undefined ? [] : [[id, points]]))),
      unread: read.flatMap(({ name, points }) => (points === undefined ? [name] : [])),
    },
  ];
}
