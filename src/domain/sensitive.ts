import { digitGroups, type Group, joined, windows } from './digit-groups.ts';
import { mobilesIn } from './phone.ts';
import { isDay } from './time.ts';

/** Where a number stands that must not be kept. */
export interface Span {
  start: number;
  end: number;
}

const ID_LENGTH = 18;
const LONGEST_CARD = 19;
/** Of more parts than these only a number that is right to its last digit is one: the rest are lists of numbers. */
const MOST_PARTS = 5;
const LINK = /https?:\/\/[^\s，。；、《》"”]+/giu;
/** Behind these words any long number is meant as one, also one of the old fifteen digits, or with one too many or too few. */
const CALLED = /(?:身份证件?|证件|银行卡|储蓄卡|信用卡|工资卡|卡号|银行账[号户]|ID\s?card)(?:号码?|号)?[^\d\n]{0,6}$/iu;
const CALLED_LENGTHS = { least: 14, most: 20 };
/** As a table shows a long number that it has made a quantity of: 1.42601E+17. */
const ROUNDED = /(?<![\d.])([1-9])\.(\d{4,16})E\+1([5-8])(?!\d)/giu;

/**
 * The numbers of identity cards and bank cards in a text, in order, however they are spelt: in parts, in digits of any width, with
 * letters before or behind. A wrong digit makes no other number of one: whoever mistypes it has still said it.
 * Phones, dates, numbers of documents and orders, and links are none.
 */
export function sensitiveSpans(text: string): Span[] {
  const groups = digitGroups(text);
  const links = [...text.matchAll(LINK)].map((link) => ({ start: link.index, end: link.index + link[0].length }));
  const found: Span[] = [...text.matchAll(ROUNDED)]
    .filter((one) => isRounded(`${one[1]}${one[2]}`, Number(one[3])))
    .map((one) => ({ start: one.index, end: one.index + one[0].length }));
  const free = ({ start, end }: Span) => found.every((one) => end <= one.start || one.end <= start);
  const take = (window: readonly Group[]) => {
    const span = spanOf(window);
    if (free(span)) found.push(span);
  };
  const linked = (window: readonly Group[]) => links.some((link) => !apart(link, spanOf(window)));
  for (const window of allWindows(groups, { least: ID_LENGTH - 1, most: ID_LENGTH })) {
    const number = idNumber(window);
    const strict = linked(window) || window.length > MOST_PARTS;
    if (strict ? isIdentityCard(number) : nearlyIdentityCard(number)) take(window);
  }
  const phones = mobilesIn(text);
  const isPhones = (window: readonly Group[]) => phones.some((phone) => !apart(phone, spanOf(window)));
  for (const window of allWindows(groups, { ...CALLED_LENGTHS, parts: MOST_PARTS + 1 })) {
    if (linked(window) || !free(spanOf(window))) continue;
    if (isCalled(text, groups, window) || (!isPhones(window) && isBankCard(groups, window))) take(window);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The same numbers, as written. */
export const sensitiveNumbers = (text: string): string[] =>
  sensitiveSpans(text).map(({ start, end }) => text.slice(start, end));

/** The longest first, so that a number is taken whole. */
function* allWindows(groups: readonly Group[], of: Parameters<typeof windows>[2]): Generator<Group[]> {
  for (let from = 0; from < groups.length; from++) yield* windows(groups, from, of).reverse();
}

/** An X in the place of the eighteenth digit is one of the number's own. */
const idNumber = (window: readonly Group[]): string => {
  const number = joined(window);
  return number.length === ID_LENGTH - 1 && window.at(-1)?.check ? `${number}X` : number;
};

function spanOf(window: readonly Group[]): Span {
  const [first, last] = [window[0] as Group, window.at(-1) as Group];
  return { start: first.start, end: last.end + (joined(window).length === ID_LENGTH - 1 && last.check ? 1 : 0) };
}

const apart = (a: Span, b: Span): boolean => a.end <= b.start || b.end <= a.start;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';
/** The first two digits that GB/T 2260 and the cards of residents from elsewhere have. */
const REGIONS = new Set(
  [
    ...'11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46'.split(' '),
    ...'50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(' '),
  ].map(Number),
);

/** Eighteen characters with a region, a birthday and the check digit of GB 11643. */
const isIdentityCard = (number: string): boolean => isBuilt(number) && checkDigit(number) === number[17];

function isBuilt(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number) || !REGIONS.has(Number(number.slice(0, 2)))) return false;
  const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  return /^(?:19|20)/.test(day) && isDay(day);
}

const checkDigit = (number: string): string | undefined =>
  CHECK_DIGITS[WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(number[index]), 0) % 11];

/** Right but for one digit: either its check digit, or one by which it would be right. */
function nearlyIdentityCard(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  if (isBuilt(number)) return true;
  for (let at = 0; at < 14; at++)
    for (let digit = 0; digit < 10; digit++)
      if (isIdentityCard(`${number.slice(0, at)}${digit}${number.slice(at + 1)}`)) return true;
  return false;
}

/**
 * Sixteen to nineteen digits that pass Luhn's sum. Those of 银联 (62…) also with a wrong digit, when nothing else stands beside them
 * or they are written by fours: no other numbers of this length begin so.
 */
function isBankCard(groups: readonly Group[], window: readonly Group[]): boolean {
  const number = joined(window);
  if (!/^(?:[3-6]\d{15,18}|955[89]\d{12,15})$/.test(number) || number.length > LONGEST_CARD) return false;
  const passes = luhn(number);
  if (window.length === 1) return passes || number.startsWith('62');
  const byFours = window.every(({ digits }, index) => digits.length === 4 || index === window.length - 1);
  const alone = isAlone(groups, window);
  return (passes && (alone || byFours)) || (number.startsWith('62') && (alone || byFours));
}

/** Neither a digit before it nor behind it belongs to what is written. */
function isAlone(groups: readonly Group[], window: readonly Group[]): boolean {
  const first = window[0] as Group;
  const next = groups[(window.at(-1) as Group).index + 1];
  return first.gap === undefined && next?.gap === undefined;
}

const luhn = (number: string): boolean =>
  [...number].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0) %
    10 ===
  0;

function isCalled(text: string, groups: readonly Group[], window: readonly Group[]): boolean {
  const { length } = joined(window);
  const { least, most } = CALLED_LENGTHS;
  const first = window[0] as Group;
  if (length < least || length > most || (window.length > 1 && !isAlone(groups, window))) return false;
  return CALLED.test(text.slice(Math.max(0, first.start - 20), first.start));
}

/** What is left of the number begins as a card does. */
function isRounded(digits: string, exponent: number): boolean {
  if (digits.startsWith('62')) return true;
  return exponent === 7 && REGIONS.has(Number(digits.slice(0, 2))) && /^\d{6}(?:19|20|$)/.test(digits.slice(0, 8));
}
