import { z } from 'zod';
import { DAY_MEANINGS } from '../../domain/spoken-days.ts';
import { bounded, FILLING } from './bounded.ts';
import { ANSWER, type HowTo, howTos } from './how-to.ts';
import { INTENTS } from './intents.ts';
import { CONDITIONS, READERS } from './names.ts';

const patterns = z.array(z.string().min(1)).default([]);
const choice = z.strictObject({ value: z.string(), when: z.array(z.string()).min(1) });
const said = z.record(z.string(), z.array(z.string()));

const entities = z.strictObject({
  digits: z.record(z.string(), z.int()),
  tens: z.record(z.string(), z.int()),
  number: z.string(),
  lookAlikes: z.array(z.string()),
  smallWords: z.string(),
  between: z.string(),
  misspelt: z.record(z.string(), z.string()),
  /** Pairs of characters; the first is heard as the second. */
  traditional: z.string(),
  openings: z.strictObject({ person: z.string(), filler: z.string() }),
  placeAfter: z.string(),
  notUnits: z.array(z.string()),
  notCategories: z.array(z.string()),
  mediaWords: z.record(z.string(), z.array(z.string())),
  /** Without a pattern: a kind of number that is read by code, at this place of the order. */
  spans: z.array(z.strictObject({ kind: z.string(), pattern: z.string().optional() })),
  days: z.array(
    z.strictObject({
      pattern: z.string(),
      means: z.enum(DAY_MEANINGS),
      n: z.int().optional(),
      weeks: z.int().optional(),
      weekday: z.int().optional(),
      month: z.int().optional(),
    }),
  ),
  years: z.record(z.string(), z.int()),
  weekdays: z.record(z.string(), z.int()),
  nth: z.string(),
  times: z.array(z.string()),
  delays: z.array(z.strictObject({ pattern: z.string(), minutes: z.int() })),
  halves: z.record(z.string(), z.int()),
  afternoon: z.array(z.string()),
  noon: z.array(z.string()),
  lengths: z.array(z.strictObject({ pattern: z.string(), days: z.int() })),
  count: z.string(),
  labels: z.strictObject({ file: patterns, quotedFile: patterns, quote: patterns, bot: patterns }),
});

const slotWords = z.strictObject({
  metric: z.array(choice),
  countedAsReceived: patterns,
  basis: z.array(choice),
  milestone: z.array(choice),
  aspect: z.array(choice),
  format: z.array(choice),
  field: z.array(choice),
  nameParts: z.record(z.string(), z.string()),
  reasonStarts: z.string(),
  reasonDropped: z.string(),
  reasonRewrites: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  said,
});

const rule = z.strictObject({
  intent: z.enum(INTENTS),
  who: z.array(z.enum(['staff', 'county', 'anyone'])).optional(),
  needs: z.array(z.enum(CONDITIONS)).default([]),
  needsAny: z.array(z.enum(CONDITIONS)).default([]),
  notIf: z.enum(CONDITIONS).optional(),
  when: z.array(z.string()).min(1),
  unless: patterns,
  slots: z.array(z.enum(READERS)).default([]),
  set: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  examples: z.array(z.string()).default([]),
  vague: z.boolean().default(false),
});

const schema = z.strictObject({
  words: z.record(z.string(), z.string()),
  entities,
  slots: slotWords,
  rules: z.array(rule),
  answers: z.array(ANSWER),
  commands: z.record(z.string(), z.strictObject({ intent: z.enum(INTENTS), slots: z.array(z.enum(READERS)) })),
  examples: z.partialRecord(z.enum(INTENTS), z.array(z.string())),
  /** What each reading is called when people are asked which they mean. */
  readings: z.record(z.enum(INTENTS), z.string().min(1)),
});

type Raw = z.infer<typeof schema>;
export type Rule = Omit<z.infer<typeof rule>, 'when' | 'unless'> & { when: RegExp; unless: RegExp | undefined };
export interface SlotWords {
  value: string;
  when: RegExp;
}

/** The language of `prompts/language/`, compiled once. */
export interface Grammar {
  raw: Raw;
  words: Record<string, RegExp>;
  spans: { kind: string; pattern: RegExp | undefined }[];
  days: (Omit<Raw['entities']['days'][number], 'pattern'> & { pattern: RegExp })[];
  nth: RegExp;
  times: RegExp[];
  delays: { pattern: RegExp; minutes: number }[];
  lengths: { pattern: RegExp; days: number }[];
  count: RegExp;
  placeAfter: RegExp;
  /** What may stand between the numbers of a list. */
  between: RegExp;
  /** Words written in Latin letters or with a wrong character, and what stands between title marks. */
  misspelt: RegExp;
  traditional: Map<string, string>;
  openings: { person: RegExp; filler: RegExp };
  self: RegExp;
  mediaWords: { media: string; pattern: RegExp }[];
  choices: Record<'metric' | 'basis' | 'milestone' | 'aspect' | 'format' | 'field', SlotWords[]>;
  countedAsReceived: RegExp;
  said: Record<string, RegExp[]>;
  reasonStarts: RegExp;
  reasonDropped: RegExp;
  reasonRewrites: { from: RegExp; to: string }[];
  rules: Rule[];
  answers: HowTo[];
  /** What the commands with a slash are meant as. */
  commands: Raw['commands'];
}

/**
 * Rules match a text in which each recognised thing is one sign followed by filling, as long as the words it replaces:
 * so positions in it are positions in the sentence.
 */
export const SIGNS: Record<string, string> = Object.fromEntries(
  [
    ...['unit', 'category', 'self', 'day', 'time', 'entry', 'nth', 'count', 'title', 'template', 'link', 'code'],
    ...['card', 'mobile', 'last', 'length', 'event', 'workplace'],
  ].map((kind, index) => [kind, String.fromCharCode(0xe000 + index)]),
);

/** What `prompts/language/` says and the bot cannot use; `written` is the text in question, as it stands there. */
export class GrammarInvalid extends Error {
  readonly written: string;
  constructor(written: string, problem: string) {
    super(problem);
    this.written = written;
  }
}

/** What each file of `prompts/language/` holds. */
export const LANGUAGE_FILES = schema.shape;
export type GrammarFiles = Raw;

/** Compiles the language. Throws `GrammarInvalid` naming what cannot be used. */
export function grammarFrom(raw: GrammarFiles): Grammar {
  const { entities: known, slots } = raw;
  const source = (text: string) => bounded(expand(text, raw));
  const one = (text: string, flags = 'iu') => compile(source(text), flags, text);
  const every = (text: string) => one(text, 'giu');
  const any = (texts: string[]) => {
    const sources = texts.map((text) => ({ text, source: `(?:${source(text)})` }));
    try {
      return new RegExp(sources.map((each) => each.source).join('|') || '(?!)', 'iu');
    } catch (error) {
      // One of them is no pattern: it is the one to be named.
      for (const each of sources) compile(each.source, 'iu', each.text);
      throw error;
    }
  };
  const choices = (list: { value: string; when: string[] }[]) =>
    list.map(({ value, when }) => ({ value, when: any(when) }));
  return {
    raw,
    words: Object.fromEntries(Object.entries(raw.words).map(([name, words]) => [name, one(words)])),
    spans: known.spans.map(({ kind, pattern }) => ({
      kind,
      pattern: pattern === undefined ? pattern : every(pattern),
    })),
    days: known.days.map((day) => ({ ...day, pattern: every(day.pattern) })),
    nth: every(known.nth),
    times: known.times.map(every),
    delays: known.delays.map(({ pattern, minutes }) => ({ pattern: every(pattern), minutes })),
    lengths: known.lengths.map(({ pattern, days }) => ({ pattern: every(pattern), days })),
    count: every(known.count),
    traditional: new Map(
      [...known.traditional.replace(/\s/g, '').matchAll(/(.)(.)/gu)].map(([, from = '', to = '']) => [from, to]),
    ),
    openings: { person: one(`^(?:${known.openings.person})`), filler: one(`^(?:${known.openings.filler})`) },
    placeAfter: one(`^${known.placeAfter}`),
    between: one(`^(?:${known.between})$`),
    misspelt: compile(misspelling(Object.keys(known.misspelt)), 'giu', 'misspelt'),
    self: every('{self}'),
    mediaWords: Object.entries(known.mediaWords).map(([media, words]) => ({ media, pattern: every(words.join('|')) })),
    choices: {
      metric: choices(slots.metric),
      basis: choices(slots.basis),
      milestone: choices(slots.milestone),
      aspect: choices(slots.aspect),
      format: choices(slots.format),
      field: choices(slots.field),
    },
    countedAsReceived: any(slots.countedAsReceived),
    said: Object.fromEntries(Object.entries(slots.said).map(([name, list]) => [name, list.map((text) => one(text))])),
    reasonStarts: one(slots.reasonStarts),
    reasonDropped: one(slots.reasonDropped),
    reasonRewrites: slots.reasonRewrites.map(({ from, to }) => ({ from: every(from), to })),
    commands: raw.commands,
    answers: howTos(raw.answers, any),
    rules: raw.rules.map(({ when, unless, ...rest }) => ({
      ...rest,
      when: any(when),
      unless: unless.length > 0 ? any(unless) : undefined,
    })),
  };
}

/** `{name}` stands for a group of words, `{n}` for a number, `<kind>` for a recognised thing. */
function expand(text: string, raw: Raw, depth = 0): string {
  if (depth > 5) throw new GrammarInvalid(text, 'words that contain themselves');
  return text
    .replace(/\{([a-z_]+)\}/g, (_, name: string) => {
      const words = name === 'n' ? raw.entities.number : raw.words[name];
      if (words === undefined) throw new GrammarInvalid(text, `no words {${name}}`);
      return `(?:${expand(words, raw, depth + 1)})`;
    })
    .replace(/(?<!\(\?|\\k)<([a-z]+)>/g, (_, kind: string) => {
      const sign = kind === 'category' ? `[${SIGNS.category}${SIGNS.event}]` : SIGNS[kind];
      if (sign === undefined) throw new GrammarInvalid(text, `nothing is recognised as <${kind}>`);
      return `(?:${sign}${FILLING}*)`;
    });
}

/** Latin words only whole: `jin` in `jindu` is none. What stands in title marks or is an address comes first, to be left alone. */
function misspelling(words: string[]): string {
  const byLength = words.sort((a, b) => b.length - a.length);
  const latin = byLength.filter((word) => /^[a-z]+$/.test(word)).join('|');
  const han = byLength.filter((word) => !/^[a-z]/.test(word)).join('|');
  return `《[^》]{0,80}》|“[^”]{0,80}”|https?://\\S{1,2000}|(?<![A-Za-z0-9_.@/-])(?:${latin})(?![A-Za-z0-9_.@/-])|${han}`;
}

function compile(source: string, flags: string, written: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new GrammarInvalid(written, (error as Error).message);
  }
}
