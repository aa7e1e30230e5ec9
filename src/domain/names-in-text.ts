import type { Lexicon, Spell } from './resolve.ts';
import { resolve } from './resolve.ts';

/**
 * A name found in a sentence. Several `ids`: the words fit several names. A guess came from a typo, a sound or Latin
 * letters.
 */
export interface Mention {
  start: number;
  end: number;
  ids: string[];
  guess: boolean;
}

export interface NamesInText {
  /**
   * Names in a sentence, left to right; where two overlap, the longer one. Characters marked in `taken` are skipped.
   * `certain: true` returns only names that need no guess, `false` only guesses.
   */
  find(text: string, taken?: (index: number) => boolean, certain?: boolean): Mention[];
}

export interface SearchOptions {
  /** Whether the beginning or the end of a name names it: 侯马, 开发区. */
  parts: boolean;
  /** Whether initials in Latin letters name it. */
  initials: boolean;
  /** Groups of characters that are mistaken for one another. */
  lookAlikes: readonly string[];
  /** Words that name something larger, though a name begins with them. */
  notNames: readonly string[];
  /** Small words that are never a wrong character of a name. */
  smallWords: string;
}

const LATIN = /[a-z][a-z_]*[a-z]/g;
const CHINESE = /\p{Script=Han}/u;
const DIVISION = /[县市区旗]$/;
const UNION = /(?:总工会|工会)$/;
const LONGEST = 16;
const WILD = '?';

/** Builds the search for the names of a lexicon within sentences; the time of a search does not grow with the lexicon. */
export function namesInText(lexicon: Lexicon, options: SearchOptions): NamesInText {
  const sure = surely(lexicon, options);
  const guesses = new Map<string, Set<string>>();
  const heard = new Map<string, { ids: string[]; word: string }[]>();
  const latin = new Map<string, Set<string>>();
  const spell = memoized(lexicon.spell);

  for (const [word, ids] of sure) {
    if (word.length < 2 || word.length > LONGEST || !CHINESE.test(word)) continue;
    for (const variant of variantsOf(word, options))
      if (!sure.has(variant)) for (const id of ids) add(guesses, variant, id);
    if (word.length > 6) continue;
    const [only] = ids.length === 1 ? ids : [];
    const sounds = new Set([folded(spell(word)), spelt(word, spell)]);
    for (const sound of sounds) for (const id of ids) if (word !== id) add(latin, sound, id);
    if (only !== undefined) sounds.add(only);
    for (const sound of sounds) heard.set(sound, [...(heard.get(sound) ?? []), { ids, word }]);
    const initials = [...word].map((letter) => spell(letter).slice(0, 1)).join('');
    if (options.initials && only !== undefined && word.length <= 3 && new Set(initials).size > 1)
      add(latin, initials, only);
  }
  for (const { id } of lexicon.entries) latin.set(id, new Set([id]));

  return {
    find(written, taken = () => false, certain) {
      const text = folded(written);
      const mentions: Mention[] = [];
      const covered = (index: number) =>
        taken(index) || mentions.some(({ start, end }) => index >= start && index < end);
      const scan = (shortest: number, read: (word: string) => string[] | undefined, guess: boolean) => {
        for (let start = 0; start < text.length; start++) {
          let free = 0;
          while (free < LONGEST && start + free < text.length && !covered(start + free)) free++;
          for (let length = free; length >= shortest; length--) {
            const ids = read(text.slice(start, start + length));
            if (!ids || ids.length === 0) continue;
            mentions.push({ start, end: start + length, ids, guess });
            start += length - 1;
            break;
          }
        }
      };
      if (certain !== false) scan(1, (word) => sure.get(word), false);
      if (certain === true) return mentions.sort((a, b) => a.start - b.start);
      scan(2, (word) => (CHINESE.test(word) ? soundsLike(word, heard, spell) : undefined), true);
      scan(2, (word) => spread(guesses.get(word)), true);
      scan(3, (word) => wild(word, guesses, options.smallWords), true);
      for (const match of text.matchAll(LATIN)) {
        const start = match.index;
        const end = start + match[0].length;
        const ids = latin.get(match[0]);
        if (ids && !covered(start) && !/[./:@\\-]/.test(`${text[start - 1] ?? ' '}${text[end] ?? ' '}`))
          mentions.push({ start, end, ids: [...ids], guess: true });
      }
      return mentions.sort((a, b) => a.start - b.start);
    },
  };
}

/** Every word that names something for certain, with what it names. */
function surely(lexicon: Lexicon, options: SearchOptions): Map<string, string[]> {
  const words = new Set<string>();
  for (const { name, short, aliases } of lexicon.entries) {
    const called = [name, short, ...aliases].map(folded);
    for (const [at, word] of called.entries()) {
      const core = word.replace(UNION, '');
      for (const one of [word, core, core.length > 2 ? core.replace(DIVISION, '') : core]) words.add(one);
      if (options.parts && at < 2) for (const part of partsOf(core)) words.add(part);
    }
  }
  for (const word of ['', ...options.notNames]) words.delete(word);
  const found = [...words].map((word): [string, string[]] => {
    const meant = resolve(lexicon, word);
    return [word, meant.kind === 'one' ? [meant.id] : meant.kind === 'many' ? meant.ids : []];
  });
  return new Map(found.filter(([, ids]) => ids.length > 0));
}

/** Chinese that sounds like a name and shares a character with it: 洪桐 is 洪洞, but 分析 is not 汾西. */
function soundsLike(
  word: string,
  heard: Map<string, { ids: string[]; word: string }[]>,
  spell: Spell,
): string[] | undefined {
  if (word.length > 6) return undefined;
  const same = heard.get(spelt(word, spell))?.filter((one) => [...one.word].some((letter, at) => letter === word[at]));
  return same && same.length > 0 ? [...new Set(same.flatMap(({ ids }) => ids))] : undefined;
}

function wild(word: string, guesses: Map<string, Set<string>>, smallWords: string): string[] | undefined {
  if (word.length > 9) return undefined;
  for (let at = 0; at < word.length; at++) {
    const letter = word[at] ?? '';
    const ids =
      CHINESE.test(letter) &&
      !smallWords.includes(letter) &&
      guesses.get(`${word.slice(0, at)}${WILD}${word.slice(at + 1)}`);
    if (ids) return spread(ids);
  }
  return undefined;
}

/** A word of two characters turned round, look-alikes in it, and a longer one with one character of its own wrong. */
function variantsOf(word: string, { lookAlikes, parts }: SearchOptions): string[] {
  const variants: string[] = [];
  if (parts && word.length === 2 && !DIVISION.test(word)) variants.push(`${word[1]}${word[0]}`);
  for (let at = 0; at < word.length; at++) {
    const letter = word[at] ?? '';
    const put = (other: string) => `${word.slice(0, at)}${other}${word.slice(at + 1)}`;
    for (const group of lookAlikes)
      if (group.includes(letter)) for (const other of group) if (other !== letter) variants.push(put(other));
    const own = at < word.length - 1 || !DIVISION.test(word);
    const enough = word.length > 3 || (word.length === 3 && DIVISION.test(word));
    if (parts && own && enough) variants.push(put(WILD));
  }
  return variants;
}

/** Beginnings (from two characters) and endings (from three) of a longer name, by which people may call it: 侯马, 开发区. */
function partsOf(core: string): string[] {
  const parts: string[] = [];
  for (let length = 2; length < core.length; length++) parts.push(core.slice(0, length));
  for (let from = 1; from <= core.length - 3; from++) parts.push(core.slice(from));
  return parts.filter((part) => CHINESE.test(part));
}

/**
 * Makes width and case alike one character at a time: the result is as long as the text, so positions in it are
 * positions in the text.
 */
export function folded(text: string): string {
  return text
    .replace(/[！-～]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const spelt = (word: string, spell: Spell) => [...word].map(spell).join('');

const spread = (ids: Set<string> | undefined) => (ids ? [...ids] : undefined);

function add(map: Map<string, Set<string>>, key: string, id: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(id));
}

function memoized(of: Spell): Spell {
  const known = new Map<string, string>();
  return (key) => {
    const value = known.get(key) ?? of(key);
    known.set(key, value);
    return value;
  };
}
