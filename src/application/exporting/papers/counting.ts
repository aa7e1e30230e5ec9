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

/** How lists are written. */
export interface Spelling {
  join(names: string[]): string;
  /** How many have an award of that level. */
  level(level: string, count: number): string;
}

/** Undefined where there is none as things are. */
export function figureOf(
  counted: Counted,
  { how, rows: find }: Query,
  about: Pick<Figure, 'explained' | 'category' | 'unit'>,
  spell: Spelling,
): Figure | undefined {
  const rows = find(counted);
  if (rows === undefined) return undefined;
  return { ...about, how, rows, value: valueFrom(how, rows, (id) => counted.making.unitOf(id)?.short ?? id, spell) };
}

function valueFrom(how: How, rows: FigureRow[], nameOf: (unitId: string) => string, spell: Spelling): number | string {
  const counts = rows.reduce((sum, row) => sum + row.counts, 0);
  const of = rows.reduce((sum, row) => sum + row.of, 0);
  if (how === 'sum') return counts;
  if (how === 'share') return percent(counts, of);
  if (how === 'ratio') return of === 0 ? counts : `${counts}/${of}`;
  if (how === 'levels') return spell.join(levelsOf(rows, spell));
  const withShare = (row: FigureRow) => `${percent(row.counts, row.of)}`;
  return spell.join(rows.map((row) => nameOf(row.unitId) + (how === 'ranking' ? withShare(row) : '')));
}

/** In the order in which the levels come up first, which is from the highest down in every category. */
function levelsOf(rows: FigureRow[], { level: spelt }: Spelling): string[] {
  const counts = new Map<string, number>();
  for (const { level = '', counts: one } of rows) counts.set(level, (counts.get(level) ?? 0) + one);
  return [...counts].map(([level, count]) => spelt(level, count));
}

/** Rounded down, so that what lacks one is not called whole. */
const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.floor((part * 100) / whole)}%`;
