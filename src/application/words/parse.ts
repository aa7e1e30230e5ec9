import { editDistance } from '../../domain/edit-distance.ts';
import { fold } from '../../domain/fold.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A message read as a command, whether or not the bot knows the word. */
export interface Spoken {
  /** The command's id; undefined when the word after the slash is unknown. */
  command?: string;
  word: string;
  /** Whether the sender wrote a slash, so that an unknown word deserves an answer. */
  slashed: boolean;
  rest: string;
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

/** The command whose name is nearest to a word nobody knows, if any is near; `slips`: a part of a name is not. */
export function nearestCommand(word: string, vocabulary: Vocabulary, only?: 'slips'): string | undefined {
  const folded = fold(word);
  let best: { id: string; distance: number } | undefined;
  for (const [name, id] of byName(vocabulary)) {
    const distance = editDistance(folded, name);
    const bound = Math.max(1, Math.floor(name.length / 3));
    const near = distance <= bound && distance < Math.max(folded.length, name.length);
    const within =
      only !== 'slips' && folded.length > 1 && name.length > 1 && (name.includes(folded) || folded.includes(name));
    const cost = within ? Math.min(distance, 0.5) : distance;
    if ((near || within) && (!best || cost < best.distance)) best = { id, distance: cost };
  }
  return best?.id;
}

/** `37`, `#37`, `第37号`: the number of an entry, or undefined. */
export function readNumber(text: string): number | undefined {
  const digits = /^(?:第|no\.?)?\s*#?\s*(\d{1,9})\s*(?:号|件)?$/i.exec(text.normalize('NFKC').trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
