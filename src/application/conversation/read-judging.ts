import type { Juror } from '../reviewing/jury.ts';
import { categoryMeant, surely, unitMeant } from '../words/lexicons.ts';
import { readNumber } from '../words/parse.ts';
import { misuse } from '../words/refuse.ts';
import type { Context } from './context.ts';

/** The words behind `/评审 …`, of which one after another is taken. */
export interface Words {
  context: Context;
  text: string;
  left: string[];
}

const split = (text: string): string[] => text.split(/[\s,，;；]+/).filter((word) => word !== '');

export const wordsOf = (context: Context, text: string): Words => ({ context, text, left: split(text) });

/** The rest, as a reason: as it was written, with its commas. */
export function reasonIn({ text, left }: Words): string {
  const rest = left.splice(0).join(' ');
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const behind = split(text.slice(at)).join(' ');
    if (behind === rest) return text.slice(at).trim();
  }
  return rest;
}

/** The judge whose name comes first; undefined where it is no judge's. */
export function jurorIn({ left }: Words, jury: Juror[]): Juror | undefined {
  const named = jury.filter(({ name }) => name === left[0]);
  if (named.length !== 1) return undefined;
  left.shift();
  return named[0];
}

/** The number of a work, as `37`, `#37` or `37号`. */
export function numberIn({ left }: Words): number | undefined {
  const number = readNumber(left[0] ?? '');
  if (number !== undefined) left.shift();
  return number;
}

/** All words among them that name a category for certain. */
export function categoriesIn(words: Words): string[] {
  const { lexicons } = words.context;
  const isOne = (word: string) => surely(lexicons.categories, word);
  const found = words.left.filter(isOne).map((word) => categoryMeant(words.context, word));
  words.left = words.left.filter((word) => !isOne(word));
  return [...new Set(found)];
}

/** The unit that comes first, if the word names one for certain. */
export function unitIn({ context, left }: Words): string | undefined {
  const [first = ''] = left;
  if (!surely(context.lexicons.units, first)) return undefined;
  left.shift();
  return unitMeant(context, first);
}

/** The level that comes first: empty for none, null to take a decision back. */
export function awardIn({ context, left }: Words): string | null {
  const [word = ''] = left;
  const { none, back } = context.vocabulary.awardWords;
  const awards = context.campaign.review?.awards ?? [];
  const level = awards.find(({ name }) => name === word);
  left.shift();
  if (level) return level.id;
  if (none.includes(word)) return '';
  if (back.includes(word)) return null;
  return misuse('judging.no-award', { awards: awards.map(({ name }) => name).join('、') });
}
