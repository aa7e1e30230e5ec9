import { writeNumeral } from '../../domain/notice/numerals.ts';
import { bareTitle, quotedTitle } from './titles.ts';

/** What somebody wrote to name several works at once. `found`: how many titles there are, which is neither one nor enough. */
export type ManyTitles = { titles: string[] } | { found: number };

const MARKED = /《([^《》]+)》/g;
const LISTED = [/、/, /[、，,;；|]/];
/** Blanks may stand inside of a title, so two words are no list. */
const LEAST_BY_BLANKS = 3;

/** A title for each of so many works: one a line, in title marks, or with 、 between them; one alone is numbered. */
export function titlesFor(count: number, written: string): ManyTitles {
  const lines = linesOf(written);
  const marked = [...written.matchAll(MARKED)].map(([, title = '']) => title);
  const lists = [lines, marked, ...LISTED.map((sign) => partsOf(written, sign))];
  if (count >= LEAST_BY_BLANKS) lists.push(partsOf(written, /\s+/));
  const fitting = lists.find((list) => list.length === count);
  const [first, ...more] = fitting ?? [];
  if (first !== undefined && !isCounting(more)) return { titles: [first, ...more].map(bareTitle) };
  const longest = lists.slice(0, 3).find((list) => list.length > 1);
  if (first === undefined && longest) return { found: longest.length };
  const only = first ?? bareTitle(quotedTitle(written)?.title ?? written);
  return { titles: numberedTitles(only, count) };
}

/** The titles of a list, where the text is one for so many works; undefined for anything else. */
export function listedTitles(count: number, written: string): string[] | undefined {
  if (count < 2) return undefined;
  const lists = [linesOf(written), [...written.matchAll(MARKED)], ...LISTED.map((sign) => partsOf(written, sign))];
  if (!lists.some((list) => list.length === count)) return undefined;
  const named = titlesFor(count, written);
  return 'titles' in named ? named.titles : undefined;
}

const partsOf = (written: string, sign: RegExp): string[] =>
  written
    .split(sign)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const ORDINAL = /^(?:第\s*)?[#＃]?\s*(\d{1,9})\s*(?:号|件|张)?\s*(?:[.、．:：)）]|\s)\s*(?=\S)/;

const linesOf = (written: string): string[] => withoutOrdinals(partsOf(written, /\n/));

/** Lines without the numbers in front of them, where every line has one and they count. */
export function withoutOrdinals(lines: string[]): string[] {
  const ordinals = lines.map((line) => ORDINAL.exec(line)?.[1]);
  const first = Number(ordinals[0]);
  const counted = lines.length > 1 && ordinals.every((one, index) => Number(one) === first + index);
  return counted ? lines.map((line) => line.replace(ORDINAL, '')) : lines;
}

/** Whether all that follows the first is 2, 3, 4: `古城四季1、2、3`. */
const isCounting = (more: string[]): boolean =>
  more.length > 0 && more.every((one, index) => one === String(index + 2));

/** `古城四季1`, `古城四季（1-10）`, `古城四季（一）`: where its number stands, and how it is written. */
const NUMBERED = /^(?<stem>.*?\D)(?<open>[（(【[]?)(?<one>1|一)(?:\s*[-~～—–至到]\s*[\d一-十]+)?(?<close>[）)】\]]?)$/u;

/** 古城四季 becomes 古城四季（一）, 古城四季（二）…; whoever has begun to count is followed. */
export function numberedTitles(title: string, count: number): string[] {
  if (count < 2) return [title];
  const places = Array.from({ length: count }, (_, index) => index + 1);
  const { stem = '', open = '', one = '', close = '' } = NUMBERED.exec(title)?.groups ?? {};
  // 庆五一 has a numeral for its end and counts nothing.
  const begun = stem !== '' && (one === '1' || open !== '') && (open === '') === (close === '');
  if (begun) return places.map((place) => `${stem}${open}${one === '1' ? place : writeNumeral(place)}${close}`);
  return places.map((place) => `${title}（${writeNumeral(place)}）`);
}
