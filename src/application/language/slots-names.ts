import type { Campaign } from '../../domain/campaign.ts';
import { mediaOf, withoutExtension } from '../../domain/formats.ts';
import type { Slots } from './intents.ts';
import type { ReaderName } from './names.ts';
import { readNumeral } from './numerals.ts';
import { defined, type Reading, type SlotReader, type Thing, thingsOf, wordsOf } from './reading.ts';
import { saidAs } from './slots-people.ts';

/** The units of the sentence, else of the names of its files. */
export function unitsSaid(reading: Reading): { ids: string[]; several: boolean; guess: boolean } {
  const inText = thingsOf(reading, 'unit');
  const found =
    inText.length > 0 ? inText : reading.files.flatMap(({ name }) => reading.tongue.units.find(name).slice(0, 1));
  const ids = [...new Set(found.flatMap((one) => one.ids ?? []))];
  const several = new Set(found.map((one) => (one.ids ?? []).join())).size > 1;
  return { ids, several, guess: found.some(({ guess }) => guess) };
}

function unit(reading: Reading): Slots {
  const { ids, several } = unitsSaid(reading);
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return { unit: only };
  if (ids.length > 1) return several ? { units: ids } : { unit_candidates: ids };
  return thingsOf(reading, 'self').length > 0 ? { unit: '@self' } : {};
}

/** A coordinator who names no unit speaks of their own. */
function ownUnit(reading: Reading): Slots {
  const said = unit(reading);
  return Object.keys(said).length > 0 || reading.who !== 'county' ? said : { unit: '@self' };
}

export function categoriesSaid(reading: Reading): string[][] {
  const inText = thingsOf(reading, 'category').map(({ ids }) => ids ?? []);
  const inNames = () =>
    reading.files.flatMap(({ name }) => [categoryInName(reading, name) ?? []].filter((ids) => ids.length > 0));
  const groups = inText.length > 0 ? inText : inNames();
  const sure = groups.filter((ids) => ids.length === 1).flat();
  return groups.filter((ids) => ids.length === 1 || !ids.some((id) => sure.includes(id)));
}

/** The first category in a file's name, but a report stays one whatever it is about. */
function categoryInName({ tongue }: Reading, name: string): string[] | undefined {
  const found = tongue.categories.find(name);
  const report = categoryOfKind(tongue.campaign, 'report');
  return (found.find(({ ids }) => ids.length === 1 && ids[0] === report) ?? found[0])?.ids;
}

function category(reading: Reading): Slots {
  const groups = categoriesSaid(reading);
  const [first = categoriesOfFile(reading)] = groups;
  const [only] = first;
  if (only === undefined) return {};
  return first.length === 1 ? { category: only } : { category_candidates: first };
}

/**
 * A video alone may belong to several categories; it is named only when just one takes it, else the sender is asked.
 */
function categoriesOfFile({ files: [first], tongue }: Reading): string[] {
  const media = first && mediaOf({ name: first.name, extension: '' });
  const fit = tongue.campaign.categories.filter((one) => one.kind === 'work' && media && one.media.includes(media));
  return fit.length > 1 ? fit.map(({ id }) => id) : [];
}

/** The category alone, without guessing from a mere word for a medium. */
function sureCategory(reading: Reading): Slots {
  const [only] = categoriesSaid(reading).filter((ids) => ids.length === 1);
  return only === undefined ? {} : { category: only[0] ?? '' };
}

/** Rules on size or length are asked of the one category that has them. */
function ruleCategory(reading: Reading): Slots {
  const [first = []] = categoriesSaid(reading);
  const ruled = reading.tongue.campaign.categories.filter(
    ({ id, rules }) => first.includes(id) && rules.some(({ check }) => check),
  );
  const [only] = ruled;
  return first.length > 1 && ruled.length === 1 && only ? { category: only.id } : category(reading);
}

const categoryOfKind = ({ categories }: Campaign, kind: string): string | undefined =>
  categories.find((one) => one.kind === kind)?.id;

/** A number that is the whole city's target, or is said to be one, named along with the category. */
function cityTarget(reading: Reading): Slots {
  const [first = []] = categoriesSaid(reading);
  if (first.length !== 1) return {};
  const { campaign, grammar } = reading.tongue;
  const city = campaign.cityTargets.find(({ category }) => first[0] === category);
  if (city && new RegExp(`(?<!\\d)${city.number}(?!\\d)`).test(reading.said)) return { target: city.number };
  const said = grammar.said.city_target?.map((pattern) => pattern.exec(reading.said)?.groups?.v).find(Boolean);
  return defined('target', readNumeral(said ?? '', grammar.raw.entities)) as Slots;
}

/** What a file is named besides its unit and category: `洪洞县-微视频-奋斗者.mp4`, or `…-奋斗者-李芳.mp4`. */
function namedInFile(reading: Reading, name: string): { title?: string; author?: string } {
  const parts = withoutExtension(name)
    .split(/[-_—－＿+\s]+/)
    .filter((part) => part !== '');
  if (parts.length < 2) return {};
  const named = (found: Thing[] | { start: number; end: number }[], part: string) =>
    found.some(({ start, end }) => end - start >= part.length - 2);
  const rest = parts.filter(
    (part) => !named(reading.tongue.units.find(part), part) && !named(reading.tongue.categories.find(part), part),
  );
  if (rest.length === 0 || rest.length === parts.length) return {};
  const [first = '', last = ''] = rest;
  const byPerson = rest.length === 2 && (reading.tongue.grammar.words.person_name?.test(last) ?? false);
  const title = (byPerson ? first : rest.join('-')).replace(/^《(.*)》$/, '$1');
  return { title, ...(byPerson && { author: last }) };
}

function title(reading: Reading): Slots {
  const [said] = thingsOf(reading, 'title');
  const [{ title: ofFile } = {}] = reading.files.map(({ name }) => namedInFile(reading, name));
  const text = said ? wordsOf(reading, said).slice(1, -1) : (ofFile ?? saidAs(reading, 'title'));
  return defined('title', text) as Slots;
}

function author(reading: Reading): Slots {
  const [{ author: ofFile } = {}] = reading.files.map(({ name }) => namedInFile(reading, name));
  return defined('author', saidAs(reading, 'author') || ofFile) as Slots;
}

export const nameReaders: Partial<Record<ReaderName, SlotReader>> = {
  unit,
  ownUnit,
  impliedUnit: ownUnit,
  unitNamed: (reading) => (unitsSaid(reading).ids.length > 0 ? unit(reading) : {}),
  category,
  ruleCategory,
  sureCategory,
  eventCategory: (reading) => defined('category', categoryOfKind(reading.tongue.campaign, 'event')) as Slots,
  city: (reading) => (reading.tongue.grammar.words.city_strong?.test(reading.said) ? { scope: 'city' } : {}),
  cityTarget,
  title,
  author,
};
