import type { Sheet } from '../sheet.ts';
import { formsIn } from './form.ts';
import { headingAt } from './heading.ts';
import { peopleBelow } from './table.ts';
import type { RosterField, RosterWords } from './words.ts';

/** Why somebody of a list cannot be registered as the list stands. */
export type RowFault = 'card' | 'name' | 'workplace' | 'several-names' | 'other-unit' | 'example';

/** Where somebody stands in a list: the sheet is told when there are several with people. */
export interface Place {
  sheet: string;
  row: number;
}

export interface Listed extends Place {
  fields: Partial<Record<RosterField, string>>;
  fault?: RowFault;
  /** The row is hidden or filtered out of sight; it is taken all the same. */
  hidden: boolean;
  /** The phone that could not be read, and was left out. */
  unreadPhone?: string;
}

export type Roster =
  | { kind: 'people'; people: Listed[] }
  /** A column with numbers of identity or bank cards is filled in. */
  | { kind: 'identity' }
  /** There is neither a heading with name and workplace, nor a form. */
  | { kind: 'none' };

/** What is needed to judge a cell. */
export interface Judging {
  words: RosterWords;
  /** Whether the number of an identity or bank card stands in it. */
  hasCard: (cell: string) => boolean;
}

/** The people of all sheets: below a heading that names the columns, or in forms with the label left of each value. */
export function readRoster(sheets: readonly Sheet[], judging: Judging): Roster {
  const read = sheets.map((sheet) => ofSheet(sheet, judging)).filter((found) => found !== undefined);
  if (read.includes('identity')) return { kind: 'identity' };
  const lists = read.filter((found): found is Listed[] => found !== 'identity' && found.length > 0);
  if (read.length === 0) return { kind: 'none' };
  const several = lists.length > 1;
  return { kind: 'people', people: lists.flat().map((one) => (several ? one : { ...one, sheet: '' })) };
}

function ofSheet(sheet: Sheet, judging: Judging): Listed[] | 'identity' | undefined {
  const first = sheet.rows.findIndex((_, index) => headingAt(sheet, index, judging.words));
  return first >= 0 ? peopleBelow(sheet, first, judging) : formsIn(sheet, judging);
}
