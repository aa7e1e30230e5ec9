import type { Campaign } from '../../domain/campaign.ts';
import { folded, type NamesInText } from '../../domain/names-in-text.ts';
import { type Direction, dayMeant, type SaidDay } from '../../domain/spoken-days.ts';
import type { Day } from '../../domain/time.ts';
import type { Calendar } from '../ports.ts';
import { FILLING, type Grammar, SIGNS } from './grammar.ts';
import type { Slots } from './intents.ts';
import type { Nearest } from './nearest.ts';
import { readNumeral, readRoughNumeral } from './numerals.ts';
import type { Segments } from './segments.ts';

/** Who speaks, as far as the meaning of words depends on it. */
export type Who = 'staff' | 'county' | 'anyone';

/** What a language needs besides the sentence. Built once per campaign. */
export interface Tongue {
  grammar: Grammar;
  campaign: Campaign;
  units: NamesInText;
  categories: NamesInText;
  calendar: Calendar;
  nearest: Nearest;
}

/** A recognised thing; `ids` for units and categories, `said` for days, `n` for numbers. */
export interface Thing {
  kind: string;
  start: number;
  end: number;
  ids?: string[];
  guess?: boolean;
  said?: SaidDay;
  n?: number;
  /** A number said roughly: 60多. */
  more?: boolean;
  minutes?: number;
}

/** A sentence read: its things, and the text with a sign in place of each. */
export interface Reading extends Segments {
  tongue: Tongue;
  who: Who;
  inGroup: boolean;
  today: Day;
  now: Date;
  /** Units the actor coordinates. */
  ownUnits: readonly string[];
  things: Thing[];
  /** `said` with a sign for every thing; as long as `said`. */
  masked: string;
  /** It begins with the name of somebody: 王主任，…  */
  toPerson: boolean;
  /** Where the rule that won matched. */
  match?: { start: number; end: number };
}

type Situation = Pick<Reading, 'who' | 'inGroup' | 'today' | 'now' | 'ownUnits'>;

export function readSentence(tongue: Tongue, segments: Segments, situation: Situation): Reading {
  const { grammar } = tongue;
  const { raw } = grammar;
  const { said, toPerson } = withoutOpening(grammar, wellSpelt(grammar, segments.said));
  const text = folded(said);
  const things: Thing[] = [];
  let masked = text;
  const take = (thing: Thing) => {
    things.push(thing);
    const length = thing.end - thing.start;
    const sign = (SIGNS[signOf(thing, tongue.campaign)] ?? FILLING) + FILLING.repeat(length - 1);
    masked = masked.slice(0, thing.start) + sign + masked.slice(thing.end);
  };
  const numeral = (written: string | undefined) =>
    written === undefined ? undefined : readNumeral(written, raw.entities);
  const each = (
    pattern: RegExp,
    read: (groups: Record<string, string | undefined>) => Partial<Thing> & { kind: string },
  ) => {
    for (const found of masked.matchAll(pattern))
      if (found[0] !== '')
        take({ ...read(found.groups ?? {}), start: found.index, end: found.index + found[0].length });
  };

  for (const { kind, pattern } of grammar.spans) each(pattern, ({ n }) => ({ kind, ...defined('n', numeral(n)) }));
  for (const { pattern, means, n, weeks, weekday } of grammar.days)
    each(pattern, (groups) => ({
      kind: 'day',
      said: {
        means,
        ...defined('n', numeral(groups.n ?? groups.n2) ?? n),
        ...defined('weeks', weeks),
        ...defined('weekday', raw.entities.weekdays[groups.weekday ?? ''] ?? weekday),
        ...defined('year', numeral(groups.year)),
        ...defined('month', numeral(groups.month)),
        ...defined('day', numeral(groups.day)),
      },
    }));
  for (const pattern of grammar.times)
    each(pattern, (groups) => {
      const minute = raw.entities.halves[groups.minute ?? ''] ?? numeral(groups.minute) ?? 0;
      return { kind: 'time', minutes: clockMinutes(groups.period, numeral(groups.hour) ?? 0, minute, raw.entities) };
    });
  for (const { pattern, days } of grammar.lengths)
    each(pattern, ({ n }) => ({ kind: 'length', n: (n === undefined ? 1 : (numeral(n) ?? 0)) * days }));
  each(grammar.nth, ({ n, n2 }) => {
    const number = numeral(n ?? n2) ?? 0;
    return number >= 1 && number <= 31 ? { kind: 'nth', n: number } : { kind: 'entry', n: number };
  });
  if (situation.who !== 'staff' || situation.ownUnits.length > 0) each(grammar.self, () => ({ kind: 'self' }));

  const noUnit = barredBy(masked, raw.entities.notUnits);
  const barred = barredBy(masked, raw.entities.notCategories);
  const taken = (index: number) => (masked.charCodeAt(index) & 0xff00) === 0xe000;
  const takeUnits = (certain: boolean) => {
    for (const { start, end, ids, guess } of tongue.units.find(masked, (at) => taken(at) || noUnit(at), certain))
      if (!grammar.placeAfter.test(masked.slice(end))) take({ kind: 'unit', start, end, ids, guess });
  };
  const takeCategories = (certain: boolean) => {
    for (const { start, end, ids, guess } of tongue.categories.find(masked, (at) => taken(at) || barred(at), certain))
      take({ kind: 'category', start, end, ids, guess });
  };
  for (const certain of [true, false]) {
    takeUnits(certain);
    takeCategories(certain);
  }
  for (const { media, pattern } of grammar.mediaWords)
    each(pattern, () => ({
      kind: 'category',
      ids: tongue.campaign.categories.filter((one) => one.media.some((has) => has === media)).map(({ id }) => id),
    }));
  for (const found of masked.matchAll(grammar.count)) {
    const { n2, n = n2, more } = found.groups ?? {};
    const rough = n === undefined ? undefined : readRoughNumeral(n, raw.entities);
    const end = found.index + found[0].length;
    const thing = { kind: 'count', start: found.index, end, more: more !== undefined || rough !== undefined };
    // 导一份 (export one) counts nothing: the words stay in the text for the rules.
    if (n !== undefined && !/\d/.test(n) && numeral(n) === 1) things.push({ ...thing, n: 1 });
    else take({ ...thing, ...defined('n', rough ?? numeral(n)) });
  }
  things.sort((a, b) => a.start - b.start);
  return { ...segments, ...situation, said, toPerson, tongue, things, masked };
}

/** The usual slips of a pinyin keyboard put right, and the daily words that it left in Latin letters. */
function wellSpelt({ misspelt, raw }: Grammar, written: string): string {
  return written.replace(misspelt, (word) => raw.entities.misspelt[word.toLowerCase()] ?? word);
}

/** What is said without whom it is said to, and without the words one begins with. */
function withoutOpening({ openings }: Grammar, written: string): { said: string; toPerson: boolean } {
  let said = written;
  let toPerson = false;
  for (let before = ''; before !== said; ) {
    before = said;
    const person = openings.person.exec(said)?.[0] ?? '';
    toPerson ||= person !== '';
    said = said.slice(person.length);
    said = said.slice(openings.filler.exec(said)?.[0].length ?? 0);
  }
  return { said: said.trim() === '' ? written : said, toPerson };
}

/** A category that is the events has a sign of its own, since a day and a place go with it. */
function signOf({ kind, ids }: Thing, { categories }: Campaign): string {
  const event =
    kind === 'category' && ids?.length === 1 && categories.find(({ id }) => id === ids[0])?.kind === 'event';
  return event ? 'event' : kind;
}

/** Whether the hour is in the afternoon: words say so, or it is an hour at which no office works in the morning. */
function clockMinutes(
  period: string | undefined,
  hour: number,
  minute: number,
  { afternoon, noon }: Grammar['raw']['entities'],
): number {
  const late = period !== undefined && (afternoon.includes(period) || (noon.includes(period) && hour < 11));
  const unsaid = period === undefined && hour >= 1 && hour <= 6;
  return ((late || unsaid) && hour < 12 ? hour + 12 : hour) * 60 + minute;
}

function barredBy(text: string, words: readonly string[]): (index: number) => boolean {
  const spans = words.flatMap((word) => {
    const at = text.indexOf(word);
    return at < 0 ? [] : [{ at, end: at + word.length }];
  });
  return (index) => spans.some(({ at, end }) => index >= at && index < end);
}

export const thingsOf = (reading: Reading, ...kinds: string[]): Thing[] =>
  reading.things.filter(({ kind }) => kinds.includes(kind));

/** The words of a thing, as typed. */
export const wordsOf = ({ said }: Pick<Segments, 'said'>, { start, end }: Pick<Thing, 'start' | 'end'>): string =>
  said.slice(start, end);

/** The day a thing names; a bare number of a day too (15号). */
export function dayOf(reading: Reading, thing: Thing | undefined, direction: Direction): Day | undefined {
  if (thing === undefined) return undefined;
  const said: SaidDay | undefined =
    thing.said ?? (thing.kind === 'nth' ? { means: 'date', day: thing.n ?? 0 } : undefined);
  return said && dayMeant(said, reading.today, reading.tongue.calendar, direction);
}

export function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]?: Value });
}

/** Takes one thing from a sentence: the slots it fills. */
export type SlotReader = (reading: Reading) => Slots;
