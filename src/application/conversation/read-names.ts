import { resolve } from '../../domain/resolve.ts';
import type { Arguments } from '../words/form.ts';
import {
  categoriesMeant,
  categoryCandidates,
  categoryMeant,
  categoryNames,
  surely,
  unitMeant,
  unitsMeant,
} from '../words/lexicons.ts';
import { misuse } from '../words/refuse.ts';
import type { Arg, Args } from './args.ts';
import type { Context } from './context.ts';
import { unitToReport } from './speaking.ts';

/** What is still unread of a message while a command's arguments are taken from it. */
export interface Unread {
  context: Context;
  /** The id of the command. */
  command: string;
  args: Arguments;
  /** As written, title and all. */
  said: string;
  words: string[];
  /** The text behind the day, mostly the reason. Undefined without a day. */
  behindDay: string | undefined;
  /** The number of the entry that was named. */
  entry: number | undefined;
  input: Record<string, unknown>;
}

/** Units and categories among the words, in either order: first what is named for certain, then what can be nothing else. */
export function takeNames(unread: Unread, declared: Args): void {
  const { context, args, input } = unread;
  const { units, categories } = context.lexicons;
  const [unitName, unit] = argOf(declared, 'unit', 'units');
  const [categoryName, category] = argOf(declared, 'category', 'categories', 'candidates');
  const unitWords = labelledWords(args, unitName);
  const categoryWords = labelledWords(args, categoryName);
  const fitsUnit = () => unit !== undefined && (unit.kind === 'units' || unitWords.length === 0);
  const fitsCategory = () => category !== undefined && (category.kind === 'categories' || categoryWords.length === 0);
  const take = (isUnit: (word: string) => boolean, isCategory: (word: string) => boolean) => {
    unread.words = unread.words.filter((word) => {
      if (fitsCategory() && isCategory(word) && !(unit?.kind === 'units' && isUnit(word))) categoryWords.push(word);
      else if (fitsUnit() && isUnit(word)) unitWords.push(word);
      else return true;
      return false;
    });
  };
  take(
    (word) => surely(units, word),
    (word) => surely(categories, word),
  );
  // The words that are left may be the title or the reason, so they are searched for names only if those were marked by
  // a label.
  const free = Object.values(declared).some((arg) => isFree(arg)) && args.title === undefined;
  if (!free || unread.behindDay !== undefined) {
    const known = (lexicon: typeof units) => (word: string) => resolve(lexicon, word).kind !== 'none';
    if (!asksAll(unit, category)) take(known(units), known(categories));
    takeUnknown(unread, { unit, category, unitWords, categoryWords });
  }
  if (unitName !== undefined && unit) input[unitName] = unitsNamed(unread, unit, unitWords);
  if (categoryName !== undefined && category) input[categoryName] = categoriesNamed(unread, category, categoryWords);
}

const isFree = (arg: Arg): boolean =>
  (arg.kind === 'text' && !arg.labelled) || ['title', 'word', 'person'].includes(arg.kind);

/**
 * A question that takes units and categories both: when no word is certain, all words together are looked up as one
 * name.
 */
const asksAll = (unit: Arg | undefined, category: Arg | undefined): boolean =>
  unit?.kind === 'units' && unit.for === 'read' && category?.kind === 'categories';

/** A write names the word that it could not read. */
function takeUnknown(
  unread: Unread,
  {
    unit,
    category,
    unitWords,
    categoryWords,
  }: Record<'unit' | 'category', Arg | undefined> & Record<'unitWords' | 'categoryWords', string[]>,
): void {
  const { actor } = unread.context;
  const wantsUnit = unit?.kind === 'unit' && (unit.for === 'write' || actor.units.length !== 1);
  if (unit?.kind === 'units' && unit.for === 'write') unitWords.push(...unread.words.splice(0));
  const next = (words: string[]) => {
    const word = words.length === 0 ? unread.words.shift() : undefined;
    if (word !== undefined) words.push(word);
  };
  if (
    (category?.kind === 'candidates' || (category?.kind === 'category' && category.required !== undefined)) &&
    unit?.kind === 'unit' &&
    unit.for === 'report'
  )
    next(categoryWords);
  if (wantsUnit) next(unitWords);
  if (category?.kind === 'category') next(categoryWords);
}

function argOf(declared: Args, ...kinds: Arg['kind'][]): [name: string | undefined, arg: Arg | undefined] {
  return Object.entries(declared).find(([, { kind }]) => kinds.includes(kind)) ?? [undefined, undefined];
}

const labelledWords = ({ fields }: Arguments, name: string | undefined): string[] => {
  const labelled = name === undefined ? undefined : fields[name];
  return labelled === undefined ? [] : [labelled];
};

function unitsNamed(unread: Unread, unit: Arg, words: string[]): string | string[] | undefined {
  const { context } = unread;
  if (unit.kind === 'unit') {
    if (unit.for === 'report') return unitToReport(context, words[0]);
    return words[0] === undefined ? undefined : unitMeant(context, words[0]);
  }
  if (unit.kind !== 'units') return undefined;
  if (unit.for === 'write') return [...new Set(words.map((word) => unitMeant(context, word)))];
  if (words.length === 0 && unread.words.length > 0 && !unit.sure) return wholeHead(unread, 'units');
  return [...new Set(words.flatMap((word) => unitsMeant(context, word)))];
}

function categoriesNamed(unread: Unread, category: Arg, words: string[]): string | string[] | undefined {
  const { context, input } = unread;
  if (category.kind === 'candidates') return words[0] === undefined ? [] : categoryCandidates(context, words[0]);
  if (category.kind === 'category') return words[0] === undefined ? undefined : categoryMeant(context, words[0]);
  if (category.kind !== 'categories') return undefined;
  if (category.for === 'write') return [...new Set(words.map((word) => categoryMeant(context, word)))];
  const unitsFound = (input.units as string[] | undefined)?.length ?? 0;
  if (words.length === 0 && unread.words.length > 0 && unitsFound === 0) return wholeHead(unread, 'categories');
  return [...new Set(words.flatMap((word) => categoriesMeant(context, word)))];
}

/** When no word is certain: the words together may be one name with a typo, or a part of a name. */
function wholeHead({ context, words, input, args }: Unread, which: 'units' | 'categories'): string[] {
  const { lexicons } = context;
  const head = words.join(' ');
  const category = resolve(lexicons.categories, head);
  const unit = resolve(lexicons.units, head);
  const both = 'everyone' in input;
  if (which === 'units') {
    if (both && category.kind === 'guess' && unit.kind === 'none') return [];
    if (both && unit.kind === 'none')
      misuse('progress.unknown', { word: args.head, categories: categoryNames(context) });
    return unit.kind === 'none' ? words.flatMap((word) => unitsMeant(context, word)) : unitsMeant(context, head);
  }
  if (both) return category.kind === 'guess' ? category.ids.slice(0, 1) : [];
  if (category.kind !== 'none') return categoriesMeant(context, head);
  const known = words.filter((word) => resolve(lexicons.categories, word).kind !== 'none');
  return known.length > 0 ? known.flatMap((word) => categoriesMeant(context, word)) : categoriesMeant(context, head);
}
