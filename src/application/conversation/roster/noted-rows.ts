import type { Listed, Place } from '../../../domain/roster/listed.ts';
import { oneLine } from '../../words/normalise.ts';
import type { Context } from '../context.ts';

const MOST_PLACES = 20;

/** What is said of rows that were taken: those that nobody saw as they are hidden or filtered out, and phones that were left out. */
export function notedOf(context: Context, taken: readonly Listed[]): { hidden: string; unreadPhones: string } {
  const places = (list: readonly Listed[]) =>
    list
      .slice(0, MOST_PLACES)
      .map((one) => placeInWords(context, one))
      .join('、');
  return {
    hidden: places(taken.filter(({ hidden }) => hidden)),
    unreadPhones: places(taken.filter(({ unreadPhone }) => unreadPhone !== undefined)),
  };
}

export const placeInWords = ({ say, inGroup }: Context, { sheet, row }: Place): string =>
  say('ambassador.place', { sheet: inGroup ? '' : oneLine(sheet, 20), row });
