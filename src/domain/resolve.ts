import { areSwapped, editDistance } from './edit-distance.ts';

/** A unit or a category: what it is called, in the order of the notice. */
export interface Named {
  id: string;
  name: string;
  short: string;
  aliases: readonly string[];
}

/**
 * How sure it is is told by `how`: for `part` the text stands somewhere within one entry's names; guesses (`typo`,
 * `pinyin`) must be confirmed before anything is written.
 */
export type Resolution =
  | { kind: 'one'; id: string; how: 'exact' | 'alias' | 'prefix' | 'part' }
  | { kind: 'many'; ids: string[] }
  | { kind: 'guess'; ids: string[]; how: 'typo' | 'pinyin' }
  | { kind: 'none' };

/** Pinyin without tones and spaces. */
export type Spell = (text: string) => string;

export interface Lexicon {
  entries: readonly Named[];
  spell: Spell;
  /** Full and short names, with and without 总工会. */
  names: Index;
  /** Declared aliases. */
  aliases: Index;
  /** Names without 总工会 and without 县. */
  stems: Index;
  /** Where a mere part of a name is looked for. 总工会 is cut off, else it would fit every unit. */
  cores: Index;
  pinyin: Index;
  /**
   * Other things that people type in Latin letters: initials, and the ids of the campaign file, which are mostly
   * pinyin.
   */
  latin: Index;
  /** Words of at least two characters: in one of a single character a typo could mean anything. */
  typos: readonly { word: string; entry: number }[];
}

/**
 * All words in one string, one a line, so that `indexOf` of the engine searches three thousand units at once;
 * `owner[i]` is the entry whose word has the character at i.
 */
interface Index {
  text: string;
  owner: Int32Array;
}

type Pair = [word: string, entry: number];

const UNION = /(?:总工会|工会)$/;
const DIVISION = /[县市区旗]$/;
const MOST_GUESSES = 6;

export function lexicon(entries: readonly Named[], spell: Spell): Lexicon {
  const names: Pair[] = [];
  const aliases: Pair[] = [];
  const stems: Pair[] = [];
  const cores: Pair[] = [];
  const pinyin: Pair[] = [];
  const latin: Pair[] = [];
  const typos: { word: string; entry: number }[] = [];
  const initialOf = memoized((character: string) => spell(character).slice(0, 1));

  for (const [entry, { id, name, short, aliases: declared }] of entries.entries()) {
    const own = new Set([name, short].map(normalized).flatMap((text) => [text, withoutUnion(text)]));
    const called = new Set(declared.map(normalized));
    const core = new Set([...own].map(withoutUnion));
    const stem = new Set([...core].map(withoutDivision));
    for (const word of own) names.push([word, entry]);
    for (const word of called) aliases.push([word, entry]);
    for (const word of stem) stems.push([word, entry]);
    for (const word of new Set([...core, ...called])) cores.push([word, entry]);

    const shortCore = withoutUnion(normalized(short));
    const spoken = new Set([shortCore, withoutDivision(shortCore), ...[...called].map(withoutUnion)]);
    latin.push([normalized(id), entry]);
    for (const word of spoken) {
      pinyin.push([normalized(spell(word)), entry]);
      latin.push([[...word].map(initialOf).join(''), entry]);
      if (word.length > 2 || !DIVISION.test(word)) typos.push({ word, entry });
    }
  }
  return {
    entries,
    spell,
    names: indexOf(names),
    aliases: indexOf(aliases),
    stems: indexOf(stems),
    cores: indexOf(cores),
    pinyin: indexOf(pinyin),
    latin: indexOf(latin),
    typos,
  };
}

/**
 * Which entry a text names (docs/product.md, section 4). A full or short name wins over everything: 古县 is never 吉县. Any
 * other text that several names begin with is ambiguous, even if one entry is commonly called so: 侯马.
 */
export function resolve(lexicon: Lexicon, text: string): Resolution {
  const said = normalized(text);
  const core = withoutUnion(said);
  if (core === '') return { kind: 'none' };
  const { names, aliases, stems } = lexicon;

  for (const word of new Set([said, core])) {
    const exact = equal(names, word);
    if (exact.length > 0) return found(lexicon, exact, 'exact');
    const alias = equal(aliases, word);
    if (alias.length > 0) return found(lexicon, [...alias, ...prefixed(names, word)], 'alias');
  }
  const stem = withoutDivision(core);
  const bySuffix = equal(stems, stem);
  if (bySuffix.length > 0) return found(lexicon, [...bySuffix, ...prefixed(names, stem)], 'alias');

  const begun = [...prefixed(names, core), ...prefixed(aliases, core)];
  if (begun.length > 0) return found(lexicon, begun, 'prefix');
  const within = core.length > 1 ? containing(lexicon.cores, core) : [];
  if (within.length > 0) return found(lexicon, within, 'part');
  return guess(lexicon, core, stem);
}

function guess(lexicon: Lexicon, core: string, stem: string): Resolution {
  const heard = bySound(lexicon, core);
  if (heard.length > 0) return guessed(lexicon, heard, 'pinyin');
  const near: { entry: number; distance: number }[] = [];
  for (const { word, entry } of lexicon.typos) {
    const away = typoIn(core, word) ?? (stem === core ? undefined : typoIn(stem, word));
    if (away !== undefined) near.push({ entry, distance: away });
  }
  near.sort((a, b) => a.distance - b.distance || a.entry - b.entry);
  const entries = near.map(({ entry }) => entry);
  return entries.length > 0 ? guessed(lexicon, entries, 'typo') : { kind: 'none' };
}

/** Chinese that sounds like a name (习县 → 隰县), or pinyin typed for it, in full or by initials. */
function bySound({ spell, pinyin, latin }: Lexicon, core: string): number[] {
  if (core.length < 2) return [];
  if (/^[a-z0-9+]+$/.test(core)) {
    return [...equal(pinyin, core), ...equal(latin, core), ...prefixed(pinyin, core), ...prefixed(latin, core)];
  }
  const sound = normalized(spell(core));
  const same = equal(pinyin, sound);
  return same.length > 0 ? [...same, ...prefixed(pinyin, sound)] : [];
}

/**
 * How near a typo comes: 1 for two characters swapped, 2 for one wrong, missing or added; undefined for anything else.
 * Both words must have two characters, so that one at least is right.
 */
function typoIn(typed: string, word: string): number | undefined {
  if (typed.length < 2 || word.length < 2 || editDistance(typed, word, 1) > 1) return undefined;
  return areSwapped(typed, word) ? 1 : 2;
}

function found({ entries }: Lexicon, indexes: number[], how: 'exact' | 'alias' | 'prefix' | 'part'): Resolution {
  const ids = [...new Set(indexes)].sort((a, b) => a - b).flatMap((index) => entries[index]?.id ?? []);
  const [id] = ids;
  return ids.length === 1 && id !== undefined ? { kind: 'one', id, how } : { kind: 'many', ids };
}

function guessed({ entries }: Lexicon, indexes: number[], how: 'typo' | 'pinyin'): Resolution {
  const ids = [...new Set(indexes)].flatMap((index) => entries[index]?.id ?? []);
  return { kind: 'guess', ids: ids.slice(0, MOST_GUESSES), how };
}

/** Any width, case, spacing and punctuation. */
function normalized(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');
}

function withoutUnion(text: string): string {
  return text.replace(UNION, '');
}

/** 洪洞县 → 洪洞, but 古县 stays: one character names nothing. */
function withoutDivision(text: string): string {
  return text.length > 2 ? text.replace(DIVISION, '') : text;
}

function indexOf(pairs: readonly Pair[]): Index {
  const lines = pairs.map(([word]) => `\n${word}`);
  const text = `${lines.join('')}\n`;
  const owner = new Int32Array(text.length);
  let at = 0;
  for (const [word, entry] of pairs) {
    owner.fill(entry, at, at + word.length + 1);
    at += word.length + 1;
  }
  return { text, owner };
}

function equal(index: Index, word: string): number[] {
  return occurrences(index, `\n${word}\n`);
}

function prefixed(index: Index, word: string): number[] {
  return occurrences(index, `\n${word}`);
}

function containing(index: Index, word: string): number[] {
  return occurrences(index, word);
}

function occurrences({ text, owner }: Index, needle: string): number[] {
  const entries: number[] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) entries.push(owner[at] ?? 0);
  return entries;
}

function memoized(of: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const value = known.get(key) ?? of(key);
    known.set(key, value);
    return value;
  };
}
