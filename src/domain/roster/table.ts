import type { Sheet, SheetLine } from '../sheet.ts';
import { type Columns, headingAt } from './heading.ts';
import type { Judging, Listed } from './listed.ts';
import { isBlank, isFilledIn, listed } from './values.ts';
import { beginsWith, type RosterField, type RosterWords, rosterFields } from './words.ts';

type Said = Record<RosterField, string>;

/**
 * The people below a heading, whose first line is at `first`. The heading may come again, as on every printed page, and another one
 * with other columns may follow.
 */
export function peopleBelow(sheet: Sheet, first: number, judging: Judging): Listed[] | 'identity' {
  const { rows, name } = sheet;
  const people: Listed[] = [];
  let columns: Columns = {};
  let above: Said = {};
  for (let index = first; index < rows.length; index++) {
    const line = rows[index] as SheetLine;
    const heading = headingAt(sheet, index, judging.words);
    if (heading) {
      // Below the same heading on the next page a ditto still means the row above it.
      if (!sameColumns(columns, heading.columns, judging.words)) above = {};
      columns = heading.columns;
      index += heading.height - 1;
      continue;
    }
    const said = cellsOf(sheet, line, columns, judging.words);
    if (isNobody(sheet, line, said, columns, judging.words)) continue;
    if (isFilledIn(line.cells[columns.identity ?? -1] ?? '')) return 'identity';
    if (isExample(line, said, judging.words)) {
      people.push({ sheet: name, row: line.row, fields: {}, fault: 'example', hidden: line.hidden });
      continue;
    }
    const whole = withDitto(said, above, judging.words);
    above = { ...above, ...whole };
    people.push(listed({ sheet: name, row: line.row, hidden: line.hidden }, whole, line.cells, judging));
  }
  return people;
}

const sameColumns = (one: Columns, other: Columns, words: RosterWords): boolean =>
  rosterFields(words).every((field) => one[field] === other[field]);

/** The cells of one person; one that is merged over several rows is said of each of them. */
function cellsOf(sheet: Sheet, { row, cells }: SheetLine, columns: Columns, words: RosterWords): Said {
  return Object.fromEntries(
    rosterFields(words).flatMap((field) => {
      const column = columns[field];
      if (column === undefined) return [];
      const merge = field === words.needs[0] ? undefined : mergeOver(sheet, row, column);
      const from = merge && sheet.rows.find((line) => line.row === merge.fromRow);
      return [[field, (from ? from.cells[merge?.fromColumn ?? column] : cells[column]) ?? '']];
    }),
  );
}

/** The merged cell that this one is a lower part of. */
const mergeOver = ({ merges }: Sheet, row: number, column: number) =>
  merges.find(
    ({ fromRow, toRow, fromColumn, toColumn }) =>
      fromRow < row && row <= toRow && fromColumn <= column && column <= toColumn,
  );

/** Rows that are no person: numbered but empty, sums, notes, signatures, the name of a group, the second line of somebody above. */
function isNobody(sheet: Sheet, line: SheetLine, said: Said, columns: Columns, words: RosterWords): boolean {
  const filled = line.cells.filter((cell) => !isBlank(cell, words));
  const [first = ''] = filled;
  if (filled.length === 0) return true;
  const [lead, second] = words.needs;
  const column = columns[lead];
  if (column !== undefined && mergeOver(sheet, line.row, column)) return true;
  if (filled.every((cell) => /^\d{1,5}$/.test(cell))) return true;
  if (isSum(filled, said, words)) return true;
  const named = !isBlank(said[lead] ?? '', words) && said[lead] !== first;
  if (!named && [...words.notes, ...words.feet].some((word) => beginsWith(first, [word]))) return true;
  // One cell alone is somebody only where names or workplaces stand, and only if it may be one.
  const somebody = said[lead] === first || (said[second] === first && line.cells[0] !== first);
  return filled.length === 1 && (!somebody || first.length > 24 || /[\u3002\uff1b:\uff1a]/.test(first));
}

function isSum(filled: readonly string[], said: Said, words: RosterWords): boolean {
  const [first = ''] = filled;
  const lead = said[words.needs[0]];
  return (
    beginsWith(first, words.totals) ||
    (lead !== undefined && beginsWith(lead, words.totals)) ||
    (filled.length <= 3 && filled.some((cell) => beginsWith(cell, words.totals)))
  );
}

/** 例, or `张三（示例）`. */
function isExample({ cells }: SheetLine, said: Said, { examples, needs }: RosterWords): boolean {
  const name = said[needs[0]] ?? '';
  const told = cells.filter((cell) => cell !== '').slice(0, 2);
  const bracketed = examples.some((word) =>
    [`(${word})`, `[${word}]`].some((one) => name.normalize('NFKC').includes(one)),
  );
  return bracketed || [...told, name].some((cell) => beginsWith(cell, examples));
}

/** 同上 and its signs stand for what stands above. */
function withDitto(said: Said, above: Said, { ditto }: RosterWords): Said {
  return Object.fromEntries(
    Object.entries(said).map(([field, cell]) => [
      field,
      ditto.includes(cell.replace(/\s+/g, '')) ? (above[field as RosterField] ?? '') : cell,
    ]),
  );
}
