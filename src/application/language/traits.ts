import { FILLING } from './bounded.ts';
import { conditions } from './conditions.ts';
import { PLACES } from './learnt.ts';
import type { Reading } from './reading.ts';

const LONGEST_GRAM = 3;
const LONGEST_SOUND = 3;
// The end of a longer text says little about what is wanted, and a sentence must be read in two milliseconds.
const LONGEST_HEARD = 200;

/**
 * What a sentence is judged by, as places in a table: its runs of one to three characters, how they sound, how it begins and ends,
 * which words of `words.yaml` are in it, what was recognised, who speaks and where.
 */
export function traitsOf(reading: Reading): Int32Array {
  const { who, inGroup, things, files, quote, toPerson, tongue, masked } = reading;
  const { words, choices } = tongue.grammar;
  const traits = new Set<string>();
  const bare = `^${bareOf(masked)}$`;
  runs(traits, 'g', [...bare], 1, LONGEST_GRAM, '');
  const heard = [...bare.replace(/[\s\p{P}]/gu, '')].map((one) => soundOf(one, tongue.spell));
  runs(traits, 'p', heard, 2, LONGEST_SOUND, '-');
  clauses(traits, bare);
  traits.add(`r${who}`).add(`c${inGroup}`).add(`b${who}${inGroup}`);
  for (const { kind, ids } of things) {
    traits.add(`k${kind}`).add(`k${kind}${who}`);
    if (kind === 'category') traits.add(`i${ids?.join('|')}`);
  }
  if (files.length > 0) traits.add('file');
  if (quote !== undefined) traits.add('quote');
  if (toPerson) traits.add('person');
  for (const [name, word] of Object.entries(words)) if (word.test(masked)) traits.add(`w${name}`).add(`w${name}${who}`);
  for (const [name, list] of Object.entries(choices))
    for (const { value, when } of list) if (when.test(masked)) traits.add(`h${name}${value}`);
  for (const [name, holds] of Object.entries(conditions)) if (holds(reading)) traits.add(`d${name}`);
  traits.add(`l${Math.min(12, Math.floor(Math.sqrt(bare.length) * 1.5))}`);
  return Int32Array.from(new Set([...traits].map(placeOf)));
}

/** Without what fills a sign's place, and with one mark for all that ask, exclaim or divide. */
const bareOf = (masked: string): string =>
  masked
    .replaceAll(FILLING, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{P}\p{S}]+/gu, (marks) => {
      if (/[?？]/.test(marks)) return '?';
      if (/[!！]/.test(marks)) return '!';
      return /[。，,;；]/.test(marks) ? ',' : (marks[0] ?? '');
    })
    .slice(0, LONGEST_HEARD);

function runs(traits: Set<string>, sort: string, signs: string[], least: number, most: number, between: string): void {
  for (let size = least; size <= most; size++)
    for (let at = 0; at + size <= signs.length; at++) traits.add(sort + signs.slice(at, at + size).join(between));
}

/** How a sentence and each part of it begins and ends. */
function clauses(traits: Set<string>, bare: string): void {
  const parts = bare.split(/[,? !^$]/).filter((part) => part !== '');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  for (const size of [2, 3]) traits.add(`a${first.slice(0, size)}`);
  for (const size of [1, 2, 3]) traits.add(`z${last.slice(-size)}`);
  for (const part of parts) traits.add(`s${part.slice(0, 2)}`).add(`e${part.slice(-2)}`);
}

const sounds = new Map<string, string>();

/** As it is mistyped and misheard: zh like z, ng like n, l like n. */
function soundOf(sign: string, spell: (text: string) => string): string {
  const known = sounds.get(sign);
  if (known !== undefined) return known;
  const sound = /\p{Script=Han}/u.test(sign)
    ? spell(sign)
        .replace(/^([zcs])h/, '$1')
        .replace(/ng$/, 'n')
        .replace(/^l/, 'n')
    : sign;
  sounds.set(sign, sound);
  return sound;
}

/** FNV-1a, mixed so that the low bits depend on all of it. */
function placeOf(trait: string): number {
  let hash = 2166136261;
  for (let at = 0; at < trait.length; at++) hash = Math.imul(hash ^ trait.charCodeAt(at), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) & (PLACES - 1);
}
