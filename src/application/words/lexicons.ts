import type { Campaign, Category, Unit } from '../../domain/campaign.ts';
import { type Lexicon, lexicon, type Resolution, resolve } from '../../domain/resolve.ts';
import { misuse, refuse } from './refuse.ts';

/** The campaign and the names people may use in it. */
export interface Names {
  campaign: Campaign;
  lexicons: Lexicons;
}

export interface Lexicons {
  units: Lexicon;
  categories: Lexicon;
}

/** The names people may use for units and categories, from the campaign alone. */
export function lexiconsOf(campaign: Campaign, spell: (text: string) => string): Lexicons {
  return {
    units: lexicon(campaign.units, spell),
    // Of two characters one that is wrong leaves too little: 相声 is no 相片.
    categories: lexicon(campaign.categories, spell, 3),
  };
}

const idsOf = (found: Resolution): string[] =>
  found.kind === 'one' ? [found.id] : found.kind === 'none' ? [] : found.ids;

/** For reads: every unit the word may mean; refuses when it means none. */
export function unitsMeant(context: Names, word: string): string[] {
  const ids = idsOf(resolve(context.lexicons.units, word));
  if (ids.length === 0) misuse('resolve.unit-unknown', { word });
  return ids;
}

/** For reads: every category the word may mean; refuses when it means none. */
export function categoriesMeant(context: Names, word: string): string[] {
  const ids = idsOf(resolve(context.lexicons.categories, word));
  if (ids.length === 0) misuse('resolve.category-unknown', { word, categories: categoryNames(context) });
  return ids;
}

/** For writes: the one unit meant. An ambiguous word or a guess is asked back, since a write must not guess. */
export function unitMeant(context: Names, word: string): string {
  const found = resolve(context.lexicons.units, word);
  if (found.kind === 'one') return found.id;
  if (found.kind === 'none') return misuse('resolve.unit-unknown', { word });
  const units = found.ids
    .slice(0, 6)
    .map((id) => unitOf(context, id).short)
    .join('、');
  return misuse(found.kind === 'many' ? 'resolve.unit-ambiguous' : 'resolve.unit-guess', { word, units });
}

/** For writes: the one category meant; see `unitMeant`. */
export function categoryMeant(context: Names, word: string): string {
  const found = resolve(context.lexicons.categories, word);
  if (found.kind === 'one') return found.id;
  if (found.kind === 'none') return misuse('resolve.category-unknown', { word, categories: categoryNames(context) });
  const categories = found.ids
    .slice(0, 6)
    .map((id) => categoryOf(context, id).short)
    .join('、');
  return misuse(found.kind === 'many' ? 'resolve.category-ambiguous' : 'resolve.category-guess', { word, categories });
}

/** What is to be reported: every category that the word names for certain; a guess is asked back. */
export function categoryCandidates(context: Names, word: string): string[] {
  const found = resolve(context.lexicons.categories, word);
  return found.kind === 'many' ? found.ids : [categoryMeant(context, word)];
}

/** Whether a word names one or several for certain; a guess, or a mere part of a name, is no certainty. */
export function surely(lexicon: Lexicon, word: string): boolean {
  const found = resolve(lexicon, word);
  return found.kind === 'many' || (found.kind === 'one' && found.how !== 'part');
}

type Named = Pick<Names, 'campaign'>;

type Others = { campaigns?: ReadonlyMap<string, Named> };

/** A unit of the campaign, or, as people may speak for units of another one, of any that is at hand. */
export function unitOf({ campaign, campaigns }: Named & Others, id: string): Unit {
  const others = campaigns?.size ? [...campaigns.values()].map((one) => one.campaign) : [];
  const home = [campaign, ...others].find(({ units }) => units.some((unit) => unit.id === id)) ?? campaign;
  return byId(home.units, id);
}

export function categoryOf({ campaign }: Named, id: string): Category {
  return byId(campaign.categories, id);
}

const indexes = new WeakMap<object, Map<string, unknown>>();

function byId<T extends { id: string }>(entries: T[], id: string): T {
  const index = (indexes.get(entries) ?? new Map(entries.map((entry) => [entry.id, entry]))) as Map<string, T>;
  indexes.set(entries, index);
  const entry = index.get(id);
  if (!entry) throw new Error(`${id} is not in the campaign`);
  return entry;
}

export function categoryOfKind(context: Named, kind: 'event' | 'ambassador' | 'report') {
  return context.campaign.categories.find((one) => one.kind === kind) ?? refuse('resolve.kind-unused');
}

export const categoryNames = (context: Named): string =>
  context.campaign.categories.map((category) => category.short).join('、');
