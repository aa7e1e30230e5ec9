import type { Day } from '../../domain/campaign.ts';
import { fold } from '../../domain/fold.ts';
import type { Direction } from '../../domain/spoken-days.ts';
import { beijingDay } from '../../domain/time.ts';
import { dayIn, type ReadDay, readDay } from '../language/days.ts';
import { categoryNames, categoryOf, surely } from '../words/lexicons.ts';
import type { Arguments } from '../words/parse.ts';
import type { PhraseId } from '../words/phrases.ts';
import { misuse } from '../words/refuse.ts';
import type { Arg, Args } from './args.ts';
import type { AnyCommand, Context } from './context.ts';
import { behindNumber, numberAtHead } from './entry-number.ts';
import { takeNames, type Unread } from './read-names.ts';

/** Arguments that can be told for certain are read first; those that may be any words get the rest. */
const ORDER: Arg['kind'][] = [
  ...(['choice', 'entry', 'everyone', 'day', 'time', 'number', 'link', 'linkCode'] as const),
  ...(['unit', 'units', 'category', 'categories', 'title', 'word', 'text', 'fields'] as const),
];

/** Reads a command's arguments as it declares them. Throws a `Refusal` for what cannot be read and for what is missing. */
export function readInput(context: Context, { args: declared }: AnyCommand, args: Arguments): Record<string, unknown> {
  const unread: Unread = {
    context,
    args,
    said: args.said,
    words: [...args.words],
    behindDay: undefined,
    entry: undefined,
    input: {},
  };
  const entries = Object.entries(declared);
  for (const kind of ORDER) {
    if (kind === 'unit') takeNames(unread, declared);
    for (const [name, arg] of entries) if (arg.kind === kind) takeOne(unread, name, arg, declared);
  }
  for (const [name, arg] of entries) requireGiven(unread, name, arg);
  return unread.input;
}

function takeOne(unread: Unread, name: string, arg: Arg, declared: Args): void {
  const { context, args, input } = unread;
  const labelled = args.fields[name];
  switch (arg.kind) {
    case 'choice':
      takeChoice(unread, name, arg.of);
      return;
    case 'entry':
      takeEntry(unread, name, arg.required);
      return;
    case 'everyone': {
      const { everyone } = context.vocabulary;
      input[name] = unread.words.some((word) => everyone.includes(word));
      unread.words = unread.words.filter((word) => !everyone.includes(word));
      return;
    }
    case 'day':
      takeDay(unread, name, arg.direction, arg.bare === true);
      return;
    case 'time':
      input[name] = labelled ?? unread.words.find((word) => /^\d{1,2}[:：点]/.test(word.normalize('NFKC')));
      unread.words = unread.words.filter((word) => word !== input[name]);
      return;
    case 'number':
      takeNumber(unread, name);
      return;
    case 'link':
      input[name] = labelled ?? LINK.exec(args.head)?.[0];
      unread.words = unread.words.filter((word) => !LINK.test(word));
      return;
    case 'linkCode':
      input[name] = labelled ?? /(?:提取码|密码)\s*[:：]?\s*([A-Za-z0-9]{4})/.exec(args.head)?.[1];
      return;
    case 'title':
      input[name] = titleOf(unread, arg.whole === true);
      if (arg.whole || args.title === undefined) unread.words = [];
      return;
    case 'word':
      input[name] = labelled ?? unread.words.shift();
      return;
    case 'text':
      input[name] = labelled ?? (arg.labelled ? '' : (unread.behindDay ?? restOf(unread)));
      return;
    case 'fields':
      input[name] = Object.fromEntries(Object.entries(args.fields).filter(([field]) => !(field in declared)));
  }
}

const LINK = /https?:\/\/[^\s，。；、《》"”]+/i;

/** Behind an entry's number the text is kept exactly as it was written: a reason reaches the county word for word. */
const restOf = ({ entry, said, words }: Unread): string =>
  entry !== undefined ? said.replace(/^[，,：:]\s*/, '') : words.join(' ');

/** The first word, when the table has it. */
function takeChoice(unread: Unread, name: string, of: Extract<Arg, { kind: 'choice' }>['of']): void {
  const table: Record<string, string[]> = unread.context.vocabulary[of];
  const whole = fold(unread.args.head);
  const [first = ''] = unread.words;
  const among = (said: string) => Object.keys(table).find((id) => table[id]?.some((word) => fold(word) === said));
  const chosen = of === 'roles' ? among(whole) : among(fold(first));
  if (chosen === undefined) return;
  unread.input[name] = chosen;
  unread.words.shift();
  unread.said = unread.said.slice(unread.said.indexOf(first) + first.length).trim();
}

function takeEntry(unread: Unread, name: string, required: boolean): void {
  if (!required && unread.args.head === '') return;
  const { number, rest } = numberAtHead(unread.args.head);
  unread.input[name] = number;
  unread.entry = number;
  unread.said = behindNumber(unread.args.said);
  unread.words = rest.split(/[\s,，;；、]+/).filter((word) => word !== '');
}

/** `大宁县 到 9月18日 山区停电`: what stands before, the day, and why. */
function takeDay(unread: Unread, name: string, direction: Direction | undefined, bare: boolean): void {
  const { context, args } = unread;
  const today = beijingDay(context.now);
  const labelled = args.fields[name];
  if (labelled !== undefined) {
    unread.input[name] = dayOf(readDay(context.tongue, labelled, today, direction), labelled);
    return;
  }
  const text = bare ? unread.words.join(' ') : unread.said;
  for (const { start, end } of bare ? [{ start: 0, end: 0 }] : [...prepositions(text)]) {
    const rest = text.slice(end);
    const found = dayIn(context.tongue, rest.normalize('NFKC'), today, direction);
    const here = found && (bare || rest.slice(0, found.start).trim() === '');
    if (bare && !found) return;
    if (!here && !/^\s*\d/.test(rest.normalize('NFKC'))) continue;
    const written = /^\s*(\S*)/.exec(rest)?.[1] ?? '';
    unread.input[name] = dayOf(here ? found.read : { ok: false, reason: 'unreadable' }, written);
    const before = bare ? rest.slice(0, found?.start ?? 0) : text.slice(0, start);
    const behind = rest.slice(found?.end ?? 0).trim();
    unread.behindDay = bare ? undefined : behind;
    unread.words = (bare ? `${before} ${behind}` : before).split(/[\s,，;；、]+/).filter((word) => word !== '');
    return;
  }
}

function* prepositions(text: string): Generator<{ start: number; end: number }> {
  for (const found of text.matchAll(/\s*(?:到|至)/g)) yield { start: found.index, end: found.index + found[0].length };
}

/** The day, or why there is none, with the words that were typed. */
export function dayOf(read: ReadDay, written: string): Day {
  if (read.ok) return read.day;
  if (read.reason === 'weekday') return misuse('date.weekday', { written, day: read.day });
  return misuse(read.reason === 'impossible' ? 'date.impossible' : 'date.unreadable', { written });
}

const MOST_DIGITS = 9;

function takeNumber(unread: Unread, name: string): void {
  // What is longer may be a phone; no number here can be so large, and no column takes it.
  const isNumber = (word: string) => /^\d{1,9}\D{0,2}$/.test(word.normalize('NFKC'));
  const written = unread.args.fields[name] ?? unread.words.find(isNumber);
  const digits = /\d+/.exec(written?.normalize('NFKC') ?? '')?.[0];
  if (digits !== undefined && digits.length > MOST_DIGITS) misuse('bot.too-large', { written: digits });
  if (digits !== undefined) unread.input[name] = Number(digits);
  unread.words = unread.words.filter((word) => word !== written);
}

function titleOf({ args, words, context }: Unread, whole: boolean): string {
  if (args.title === undefined) return words.join(' ');
  if (!whole || words.length === 0) return args.title;
  // The title marks belong to a longer name here, so the words are taken with them.
  return args.said
    .split(/\s+/)
    .filter((word) => !surely(context.lexicons.units, word))
    .join(' ');
}

/** What is missing is asked for, in the order in which the command declares it. */
function requireGiven({ context, input, entry }: Unread, name: string, arg: Arg): void {
  const value = input[name];
  const given = value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  const phrase = 'required' in arg && typeof arg.required === 'string' ? arg.required : undefined;
  if (given || phrase === undefined) return;
  const category = typeof input.category === 'string' ? categoryOf(context, input.category).short : '';
  const facts = { categories: categoryNames(context), category, number: entry ?? '' };
  (misuse as (id: PhraseId, facts: object) => never)(phrase, facts);
}
