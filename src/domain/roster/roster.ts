import type { Sheet } from '../sheet.ts';
import { formsIn } from './form.ts';
import { headingAt } from './heading.ts';
import type { Judging, Listed } from './listed.ts';
import { peopleBelow } from './table.ts';

export type Roster =
  | { kind: 'people'; people: Listed[] }
  /** A column with numbers of identity or bank cards is filled in. */
  | { kind: 'identity' }
  /** There is neither a heading with name and workplace, nor a form. */
  | { kind: 'none' };

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
