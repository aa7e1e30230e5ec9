import type { Sheet, SheetLine } from '../sheet.ts';
import { type Meaning, meaningOf, type RosterWords } from './words.ts';

/** Which column holds what. */
export type Columns = Partial<Record<Meaning, number>>;

export interface Heading {
  columns: Columns;
  /** How many rows it takes. */
  height: number;
}

/** The heading that begins at this line: one row or two, of which the lower tells more exactly. */
export function headingAt({ rows }: Sheet, index: number, words: RosterWords): Heading | undefined {
  const line = rows[index];
  if (!line || isForm(rows, index, words)) return undefined;
  const single = columnsOf(line.cells, words);
  const below = rows[index + 1];
  const lower = below && isSubHeading(line, below, single, words) ? below : undefined;
  if (lower && !isWhole(columnsOf(lower.cells, words), words)) {
    const both = columnsOf(joined(line.cells, lower.cells), words);
    if (isWhole(both, words)) return { columns: both, height: 2 };
  }
  if (!isWhole(single, words)) return undefined;
  return { columns: single, height: 1 };
}

const isWhole = (columns: Columns, { needs }: RosterWords) => needs.every((field) => columns[field] !== undefined);

function columnsOf(cells: readonly string[], words: RosterWords): Columns {
  const columns: Columns = {};
  for (const exactly of [true, false])
    cells.forEach((cell, column) => {
      const meaning = meaningOf(cell, words, exactly);
      const taken = Object.values(columns).includes(column);
      if (meaning !== undefined && meaning !== 'other' && !taken) columns[meaning] ??= column;
    });
  return columns;
}

/** The row below a heading tells more of some of its columns, and nothing of a person. */
function isSubHeading(above: SheetLine, { row, cells }: SheetLine, columns: Columns, words: RosterWords): boolean {
  if (row !== above.row + 1) return false;
  const lead = columns[words.needs[0]];
  if (lead !== undefined && (cells[lead] ?? '') !== '') return false;
  const filled = cells.filter((cell) => cell !== '');
  const labels = filled.filter((cell) => meaningOf(cell, words) !== undefined);
  return labels.length > 0 && filled.every((cell) => cell.length <= 12 && !/\d{4}/.test(cell));
}

/** What the lower row says of a column, else what the upper one says. */
const joined = (upper: readonly string[], lower: readonly string[]): string[] =>
  Array.from({ length: Math.max(upper.length, lower.length) }, (_, column) => lower[column] || upper[column] || '');

/**
 * A form has labels left of values: 姓名 何某 性别 女. In a heading, labels stand beside labels, and what stands below a label is
 * none.
 */
function isForm(rows: readonly SheetLine[], index: number, words: RosterWords): boolean {
  const cells = rows[index]?.cells ?? [];
  const isLabel = (cell: string) => cell !== '' && meaningOf(cell, words, true) !== undefined;
  const filled = cells.filter((cell) => cell !== '');
  const below = rows[index + 1]?.cells ?? [];
  const [lead] = words.needs;
  const name = cells.findIndex((cell) => meaningOf(cell, words, true) === lead);
  if (name >= 0 && isLabel(below[name] ?? '') && meaningOf(below[name] ?? '', words, true) !== lead) return true;
  let beside = 0;
  let followed = 0;
  filled.forEach((cell, place) => {
    const next = filled[place + 1];
    if (!isLabel(cell) || next === undefined) return;
    if (isLabel(next)) beside++;
    else followed++;
  });
  return beside === 0 && followed >= 2 && (rows[index + 1] === undefined || below.some(isLabel));
}
