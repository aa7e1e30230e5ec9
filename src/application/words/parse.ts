import { editDistance } from '../../domain/edit-distance.ts';
import { fold } from '../../domain/fold.ts';
import type { CommandWords, Vocabulary } from './vocabulary.ts';

/** A message read as a command, whether or not the bot knows the word. */
export interface Spoken {
  /** The command's id; undefined when the word after the slash is unknown. */
  command?: string;
  word: string;
  /** Whether the sender wrote a slash, so that an unknown word deserves an answer. */
  slashed: boolean;
  rest: string;
}

/** What stood after the command word. */
export interface Arguments {
  /** In front of the first field, without the title. */
  head: string;
  /** `head` as written, title and all. */
  said: string;
  /** The words of `head`. */
  words: string[];
  title?: string;
  fields: Record<string, string>;
  /** `word:value` in the head whose word is almost a field's name. */
  misspelt?: { written: string; meant: string };
}

const PUNCTUATION = ':：,，。.!！?？;；';

/**
 * Recognises the command of a normalised text (docs/product.md, section 5): after a prefix in any width, or bare when
 * the first word is exactly a command's name. With a prefix the name may be glued to what follows (`/进度侯马`).
 */
export function readCommand(text: string, vocabulary: Vocabulary): Spoken | undefined {
  const first = text[0]?.normalize('NFKC') ?? '';
  const slashed = text.length > 1 && vocabulary.prefixes.some((prefix) => prefix === text[0] || prefix === first);
  const body = slashed ? text.slice(1).trimStart() : text;
  const word = /^[^\s《“"「:：]+/.exec(body)?.[0] ?? '';
  const bare = [...word].filter((letter) => !PUNCTUATION.includes(letter)).join('');
  const exact = byName(vocabulary).get(fold(word)) ?? byName(vocabulary).get(fold(bare));
  if (exact)
    return {
      command: exact,
      word,
      slashed,
      rest: body
        .slice(word.length)
        .replace(/^[:：]/, '')
        .trim(),
    };
  if (!slashed || word === '') return undefined;
  const folded = fold(word);
  let longest = '';
  for (const name of byName(vocabulary).keys())
    if (name.length > longest.length && /\P{ASCII}/u.test(name) && folded.startsWith(name)) longest = name;
  if (longest === '') return { word, slashed, rest: body.slice(word.length).trim() };
  const command = byName(vocabulary).get(longest) as string;
  return { command, word: longest, slashed, rest: body.slice(longest.length).trim() };
}

/**
 * Whether a further line of a command is a command as well. Without a slash, only a line that begins as the first does:
 * a field or a title may have a command's name for its first word.
 */
export function hasFurtherCommand(text: string, { command, slashed }: Spoken, vocabulary: Vocabulary): boolean {
  const [, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  return lines.some((line) => {
    const next = readCommand(line.trim(), vocabulary);
    if (!next?.command || next.slashed) return next?.command !== undefined;
    return !slashed && next.command === command && !/^[:：]/.test(line.trim().slice(next.word.length));
  });
}

const nameIndex = new WeakMap<Vocabulary, Map<string, string>>();

function byName(vocabulary: Vocabulary): Map<string, string> {
  let index = nameIndex.get(vocabulary);
  if (!index) {
    index = new Map();
    for (const [id, words] of Object.entries(vocabulary.commands))
      for (const name of [words.name, ...words.aliases]) index.set(fold(name), id);
    nameIndex.set(vocabulary, index);
  }
  return index;
}

/** The command whose name is nearest to a word nobody knows, if any is near. */
export function nearestCommand(word: string, vocabulary: Vocabulary): string | undefined {
  const folded = fold(word);
  let best: { id: string; distance: number } | undefined;
  for (const [name, id] of byName(vocabulary)) {
    const distance = editDistance(folded, name);
    const bound = Math.max(1, Math.floor(name.length / 3));
    const near = distance <= bound && distance < Math.max(folded.length, name.length);
    const within = folded.length > 1 && name.length > 1 && (name.includes(folded) || folded.includes(name));
    const cost = within ? Math.min(distance, 0.5) : distance;
    if ((near || within) && (!best || cost < best.distance)) best = { id, distance: cost };
  }
  return best?.id;
}

/** Splits what follows a command word into head, title and the command's fields, on one line or one field per line. */
export function readArguments(rest: string, words: CommandWords): Arguments {
  const owners = new Map<string, string>();
  for (const [field, names] of Object.entries(words.fields)) for (const name of names) owners.set(fold(name), field);
  const marks: { field: string; start: number; end: number }[] = [];
  let misspelt: Arguments['misspelt'];
  for (const match of protectTitle(rest).matchAll(/(^|[\s,，;；、|])([^\s,，;；、|:：=＝《》]{1,12}) *[:：=＝]/g)) {
    const written = match[2] as string;
    const field = owners.get(fold(written));
    const start = (match.index as number) + (match[1] as string).length;
    if (field) marks.push({ field, start, end: (match.index as number) + match[0].length });
    else if (!/^https?$/i.test(written)) misspelt ??= misspelling(written, owners);
  }
  const head = rest.slice(0, marks[0]?.start ?? rest.length);
  const fields: Record<string, string> = {};
  marks.forEach((mark, index) => {
    const value = rest.slice(mark.end, marks[index + 1]?.start ?? rest.length).replace(/[\s,，;；、|]+$/, '');
    if (value.trim() !== '') fields[mark.field] = value.trim();
  });
  const quoted = quotedTitle(head);
  const plain = (quoted ? `${head.slice(0, quoted.start)} ${head.slice(quoted.end)}` : head).trim();
  const title = quoted?.title ?? (fields.title ? (quotedTitle(fields.title)?.title ?? fields.title) : undefined);
  return {
    head: plain.replace(/[,，;；]+$/, '').trim(),
    said: head.replace(/[\s,，;；]+$/, '').trim(),
    words: plain.split(/[\s,，;；、]+/).filter((word) => word !== ''),
    ...(title !== undefined && { title: title.replace(/\s+/g, ' ').trim() }),
    fields,
    ...(misspelt && { misspelt }),
  };
}

const BRACKETS: Record<string, string> = { '《': '》', '“': '”', '"': '"', '「': '」', '〈': '〉', '＂': '＂' };

function quotedTitle(text: string): { title: string; start: number; end: number } | undefined {
  const start = [...text].findIndex((letter) => BRACKETS[letter]);
  if (start < 0) return undefined;
  const offset = [...text].slice(0, start).join('').length;
  const close = BRACKETS[text[offset] as string] as string;
  const end = text.lastIndexOf(close);
  if (end > offset) return { title: text.slice(offset + 1, end), start: offset, end: end + 1 };
  const line = /^[^\n]*/.exec(text.slice(offset + 1))?.[0] ?? '';
  return { title: line, start: offset, end: offset + 1 + line.length };
}

/** The same text with what stands inside 《》 blanked, so that a colon in a title is no field. */
const protectTitle = (text: string) => text.replace(/《[^》]*》/g, (title) => ' '.repeat(title.length));

function misspelling(written: string, owners: Map<string, string>): Arguments['misspelt'] {
  if ([...written].length < 2) return undefined;
  const near = [...owners.keys()].filter((name) => editDistance(fold(written), name) === 1);
  return near.length > 0 ? { written, meant: near.slice(0, 3).join('、') } : undefined;
}

/** `37`, `#37`, `第37号`: the number of an entry, or undefined. */
export function readNumber(text: string): number | undefined {
  const digits = /^(?:第|no\.?)?\s*#?\s*(\d{1,9})\s*(?:号|件)?$/i.exec(text.normalize('NFKC').trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
