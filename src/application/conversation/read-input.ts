import { fold } from '../../domain/fold.ts';
import { linkIn } from '../../domain/link.ts';
import { isName, isSurname } from '../../domain/person-name.ts';
import type { Arguments } from '../words/form.ts';
import { categoryNames, categoryOf, surely } from '../words/lexicons.ts';
import type { PhraseId } from '../words/phrases.ts';
import { misuse } from '../words/refuse.ts';
import type { Arg, Args } from './args.ts';
import type { AnyCommand, Context } from './context.ts';
import { beginsWithNumber, behindNumber, numberAtHead, numbersAtHead, numbersIn } from './entry-number.ts';
import { codeIn, codeInAddress } from './intake/link-said.ts';
import { takeDay, takeTime } from './read-days.ts';
import { takeFlag, takeNamed, takeNumbered } from './read-flags.ts';
import { takeNames, type Unread } from './read-names.ts';
import { takeLines, takeWorks } from './read-works.ts';

/** Arguments that can be told for certain are read first; those that may be any words get the rest. */
const ORDER: Arg['kind'][] = [
  ...([
    'choice',
    'flag',
    'numbered',
    'named',
    'entry',
    'entries',
    'lines',
    'day',
    'time',
    'everyone',
    'works',
    'number',
    'link',
    'linkCode',
  ] as const),
  ...(['unit', 'units', 'category', 'categories', 'candidates', 'titles', 'title', 'word', 'text', 'fields'] as const),
];

/** A person and a word may both be any word: which comes first is as the command declares them. */
const rankOf = (kind: Arg['kind']): Arg['kind'] => (kind === 'person' ? 'word' : kind);

/** Reads a command's arguments as it declares them. Throws a `Refusal` for what cannot be read and for what is missing. */
export function readInput(
  context: Context,
  { id, args: declared }: AnyCommand,
  args: Arguments,
): Record<string, unknown> {
  const unread: Unread = {
    context,
    command: id,
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
    for (const [name, arg] of entries) if (rankOf(arg.kind) === kind) takeOne(unread, name, arg, declared);
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
    case 'entries':
      takeEntries(unread, name, arg);
      return;
    case 'titles':
      input[name] = args.fields.title ?? unread.said;
      return;
    case 'lines':
      takeLines(unread, name);
      return;
    case 'works':
      takeWorks(unread, name);
      return;
    case 'everyone': {
      const { everyone } = context.vocabulary;
      input[name] = unread.words.some((word) => everyone.includes(word));
      unread.words = unread.words.filter((word) => !everyone.includes(word));
      return;
    }
    case 'flag':
      takeFlag(unread, name, arg);
      return;
    case 'numbered':
      takeNumbered(unread, name, arg);
      return;
    case 'named':
      takeNamed(unread, name, arg);
      return;
    case 'day':
      takeDay(unread, name, arg);
      return;
    case 'time':
      takeTime(unread, name, declared);
      return;
    case 'number':
      takeNumber(unread, name);
      return;
    case 'link':
      input[name] = linkIn(labelled ?? '') ?? labelled ?? linkIn(args.head);
      unread.words = unread.words.filter((word) => linkIn(word) === undefined);
      return;
    case 'linkCode':
      takeLinkCode(unread, name);
      return;
    case 'title':
      input[name] = titleOf(unread, arg.whole === true);
      if (arg.whole || args.title === undefined) unread.words = [];
      return;
    case 'person':
      input[name] = labelled ?? takePerson(unread);
      return;
    case 'word':
      input[name] = labelled ?? unread.words.shift();
      return;
    case 'text':
      input[name] = arg.written
        ? unread.said
        : (labelled ?? (arg.labelled ? '' : (unread.behindDay ?? restOf(unread))));
      return;
    case 'fields':
      input[name] = Object.fromEntries(Object.entries(args.fields).filter(([field]) => !(field in declared)));
  }
}

/** The first word, with the next ones where only together they are a name; and the names that are listed with it. */
function takePerson(unread: Unread): string | undefined {
  const [first = '', second = '', third = ''] = unread.words;
  const letters = [first, second, third].every((word) => [...word].length === 1);
  const parts = letters && isName(first + second + third) ? 3 : isSurname(first) && isName(first + second) ? 2 : 1;
  if (unread.words.length === 0) return undefined;
  const people = [unread.words.splice(0, parts).join('')];
  const listed = unread.said.normalize('NFKC').replace(/\s/g, '');
  const follows = (next: string) => [...'、,;'].some((sign) => listed.includes(`${people.at(-1)}${sign}${next}`));
  while (isName(unread.words[0] ?? '') && follows(unread.words[0] ?? '')) people.push(unread.words.shift() ?? '');
  return people.join('、');
}

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
  const behind = (text: string) => text.slice(text.indexOf(first) + first.length).trim();
  unread.said = behind(unread.said);
  // The numbers of entries stand at the head, which begins behind this word.
  unread.args = { ...unread.args, head: behind(unread.args.head), said: behind(unread.args.said) };
}

function takeEntry(unread: Unread, name: string, required: boolean): void {
  if (!required && unread.args.head === '') return;
  const { number, rest } = numberAtHead(unread.args.head);
  unread.input[name] = number;
  unread.entry = number;
  unread.said = behindNumber(unread.args.said);
  unread.words = rest.split(/[\s,，;；、]+/).filter((word) => word !== '');
}

function takeEntries(
  unread: Unread,
  name: string,
  { leading = false, optional = false }: { leading?: boolean | 'reason'; optional?: boolean },
): void {
  const { args, input } = unread;
  if (optional && !beginsWithNumber(args.head)) {
    input[name] = [];
    return;
  }
  if (!leading) {
    input[name] = numbersIn(args.head);
    unread.words = [];
    return;
  }
  const spaced = leading === 'reason';
  const { numbers, rest } = numbersAtHead(args.head, spaced);
  input[name] = numbers;
  unread.entry = numbers[0];
  // A title in marks is no part of `head`, so what was said may go on where the numbers alone end there.
  unread.said = numbersAtHead(args.said, spaced).rest;
  unread.words = rest.split(/[\s,，;；、]+/).filter((word) => word !== '');
}

/** A code behind its word, or in the link itself; it is no part of a title. */
function takeLinkCode(unread: Unread, name: string): void {
  const { args, context, input } = unread;
  const labelled = args.fields[name];
  const words = codeIn(context.tongue, unread.words.join(' '));
  input[name] =
    labelled === undefined ? (words?.code ?? codeOfLink(args)) : (/[A-Za-z0-9]{4,8}/.exec(labelled)?.[0] ?? labelled);
  if (words) unread.words = words.left.split(' ').filter((word) => word !== '');
}

const codeOfLink = ({ head, fields }: Arguments): string | undefined =>
  codeInAddress(linkIn(fields.link ?? '') ?? linkIn(head) ?? '');

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
    .filter((word) => !surely(context.lexicons.units, word) && linkIn(word) === undefined)
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
