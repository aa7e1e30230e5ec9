import type { Campaign } from '../../domain/campaign.ts';
import { folded, type NamesInText } from '../../domain/names-in-text.ts';
import { mobilesIn } from '../../domain/phone.ts';
import { sensitiveSpans } from '../../domain/sensitive.ts';
import type { Direction, SaidDay } from '../../domain/spoken-days.ts';
import type { Day } from '../../domain/time.ts';
import type { Calendar } from '../ports.ts';
import { FILLING } from './bounded.ts';
import { daysNamed, type ReadDay, dayRead as readAt } from './days.ts';
import { type Grammar, SIGNS } from './grammar.ts';
import { timesNamed } from './hours.ts';
import type { Slots } from './intents.ts';
import type { Learnt } from './learnt.ts';
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
  /** What was learnt from many people's sentences; without it the rules decide alone. */
  learnt?: Learnt;
  /** The sound of Chinese characters in Latin letters. */
  spell: (text: string) => string;
}

/** A recognised thing; `ids` for units and categories, `said` for days, `n` for numbers. */
export interface Thing {
  kind: string;
  start: number;
  end: number;
  ids?: string[];
  guess?: boolean;
  said?: SaidDay;
  /** Of several days, the last. */
  until?: SaidDay;
  /** The weekday that is said beside a day. */
  confirms?: number;
  n?: number;
  /** A number said roughly: 60多. */
  more?: boolean;
  /** Of a time of day, since midnight; of a delay, from now. */
  minutes?: number;
  delay?: number;
  /** Of a mobile number: its eleven digits. */
  number?: string;
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

/** The kinds of numbers that are read by code. */
const NUMBERS: Record<string, (text: string) => { start: number; end: number; number?: string }[]> = {
  card: sensitiveSpans,
  mobile: mobilesIn,
};

type Situation = Pick<Reading, 'who' | 'inGroup' | 'today' | 'now' | 'ownUnits'>;

export function readSentence(tongue: Tongue, segments: Segments, situation: Situation): Reading {
  const { grammar } = tongue;
  const { raw } = grammar;
  const { said, toPerson } = withoutOpening(grammar, wellSpelt(grammar, asSpoken(segments.said)));
  // What is kept of a name or a title stays as it was written.
  const text = [...folded(said)].map((sign) => grammar.traditional.get(sign) ?? sign).join('');
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

  for (const { kind, pattern } of grammar.spans)
    if (pattern) each(pattern, ({ n }) => ({ kind, ...defined('n', numeral(n)) }));
    else for (const number of NUMBERS[kind]?.(masked) ?? []) take({ kind, ...number });
  for (const named of daysNamed({ grammar }, masked, false)) take({ kind: 'day', ...named });
  for (const named of timesNamed(grammar, masked)) take({ kind: 'time', ...named });
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

/** Of a longer text the rest is no sentence any more; forms are read elsewhere, whole. */
const LONGEST_SENTENCE = 1000;

/** What is heard of a text: its beginning, with one blank where many are. */
const asSpoken = (text: string): string =>
  text
    .replace(/[^\S\n]{2,}/gu, ' ')
    .replace(/\n(?:[^\S\n]?\n)+/gu, '\n')
    .slice(0, LONGEST_SENTENCE);

/** The usual slips of a pinyin keyboard put right, and the daily words that it left in Latin letters. */
export function wellSpelt({ misspelt, raw }: Grammar, written: string): string {
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

/** The day a thing names, or why there is none; a bare number of a day too (15号). */
export function dayRead(reading: Reading, thing: Thing, direction: Direction): ReadDay {
  const said: SaidDay | undefined =
    thing.said ?? (thing.kind === 'nth' ? { means: 'date', day: thing.n ?? 0 } : undefined);
  if (said === undefined) return { ok: false, reason: 'unreadable' };
  return readAt(reading.tongue, { ...thing, said }, reading.today, direction);
}

/** The day a thing names, if it can be read. */
export function dayOf(reading: Reading, thing: Thing | undefined, direction: Direction): Day | undefined {
  const read = thing && dayRead(reading, thing, direction);
  return read?.ok ? read.day : undefined;
}

export function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]?: Value });
}

/** Takes one thing from a sentence: the slots it fills. */
export type SlotReader = (reading: Reading) => Slots;
