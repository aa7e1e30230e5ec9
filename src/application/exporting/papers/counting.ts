import type { Counted, FigureRow, How, Query } from './figures.ts';

/** A figure with what it was counted from. Its value follows from its rows alone. */
export interface Figure {
  /** The section of `figures.md` that explains it, with what it is of. */
  explained: string;
  category: string;
  unit: string;
  how: How;
  rows: FigureRow[];
  value: number | string;
}

/** Undefined where there is none as things are. */
export function figureOf(
  counted: Counted,
  { how, rows: find }: Query,
  about: Pick<Figure, 'explained' | 'category' | 'unit'>,
  join: (names: string[]) => string,
): Figure | undefined {
  const rows = find(counted);
  if (rows === undefined) return undefined;
  return { ...about, how, rows, value: valueFrom(how, rows, (id) => counted.making.unitOf(id)?.short ?? id, join) };
}

function valueFrom(
  how: How,
  rows: FigureRow[],
  nameOf: (unitId: string) => string,
  join: (names: string[]) => string,
): number | string {
  const counts = rows.reduce((sum, row) => sum + row.counts, 0);
  const of = rows.reduce((sum, row) => sum + row.of, 0);
  if (how === 'sum') return counts;
  if (how === 'share') return percent(counts, of);
  if (how === 'ratio') return of === 0 ? counts : `${counts}/${of}`;
  const withShare = (row: FigureRow) => `${percent(row.counts, row.of)}`;
  return join(rows.map((row) => nameOf(row.unitId) + (how === 'ranking' ? withShare(row) : '')));
}

/** Rounded down, so that what lacks one is not called whole. */
const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.floor((part * 100) / whole)}%`;
