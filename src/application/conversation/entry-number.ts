import { readNumber } from '../words/parse.ts';
import { misuse } from '../words/refuse.ts';

const NUMBER = /^(?:第\s*)?[#＃]?\s*[\d０-９]{1,9}\s*(?:号|件)?(?![\d])/;

/** More numbers behind the first: `、13`, `-13`, `和 13`. */
const MORE =
  /^\s*(?:[、，,和及与~～至到—–-]+|(?=[#＃]))\s*[#＃]?\s*[\d０-９]{1,9}\s*(?:号|件)?(?=$|[\s、，,和及与~～至到—–-])/;
/** The same with nothing but a space between them. */
const SPACED = /^\s+[#＃]?[\d０-９]{1,9}(?:号|件)?(?=$|[\s、，,和及与~～至到—–-])/;
/** `，60 人太少`, `3 处错字`: what is counted makes of a number a part of the reason. */
const COUNTED = /^\s*[人处个张秒分点页字行遍次天月日年幅段位名条层]/;

/**
 * The numbers at the head of a command that changes several entries alike, and what follows them: `84-93 春、夏`. `spaced`: a reason
 * follows, and a space alone may stand between two of them.
 */
export function numbersAtHead(head: string, spaced = false): { numbers: number[]; rest: string } {
  const first = NUMBER.exec(head)?.[0] ?? misuse('entry.no-number', { written: head });
  let end = first.length;
  if (isNumbersOnly(head.slice(end))) return { numbers: numbersIn(head), rest: '' };
  const next = (rest: string) => {
    const more = (MORE.exec(rest) ?? (spaced ? SPACED.exec(rest) : null))?.[0].length ?? 0;
    return spaced && COUNTED.test(rest.slice(more)) ? 0 : more;
  };
  for (let more = next(head.slice(end)); more > 0; more = next(head.slice(end))) end += more;
  return { numbers: numbersIn(head.slice(0, end)), rest: head.slice(end).replace(/^[，,：:\s]+/, '') };
}

const ONLY_NUMBERS = /^(?=.*[\d０-９])[\d０-９\s#＃号件第、，,和及与~～至到—–-]+$/;
const isNumbersOnly = (text: string): boolean => ONLY_NUMBERS.test(text);

/**
 * The number at the head of a command, and what follows it. Several numbers are refused: nobody would notice that only
 * the first was done.
 */
export function numberAtHead(head: string): { number: number; rest: string } {
  const written = NUMBER.exec(head)?.[0];
  const number = written === undefined ? undefined : readNumber(written);
  if (written === undefined || number === undefined) return misuse('entry.no-number', { written: head });
  const rest = head.slice(written.length);
  const alone = rest.replace(/[\d０-９\s#＃号]+/g, '') === '' && /[\d０-９]/.test(rest);
  if (alone || MORE.test(rest)) return misuse('entry.several-numbers', { number });
  return { number, rest: rest.trim() };
}

/** Whether a command's words begin with the number of an entry. */
export const beginsWithNumber = (said: string): boolean => NUMBER.test(said);

/** `补正22`: a word and the number that is glued to it, with what follows. */
export function splitAtNumber(text: string): { word: string; rest: string } | undefined {
  const [, word = '', rest = ''] = /^(\p{Script=Han}+?)\s*((?:第\s*)?[#＃]?\s*[\d０-９].*)$/su.exec(text) ?? [];
  return word === '' ? undefined : { word, rest };
}

/** What follows the number, title marks and all. */
export const behindNumber = (said: string): string => said.replace(NUMBER, '').trim();

const ONE = /^\s*(?:第\s*)?[#＃]?\s*(\d{1,9})\s*(?:号|件)?\s*/;
const RANGE = /^(?:-|~|—+|–|到|至)\s*(?:第\s*)?[#＃]?\s*(\d{1,9})\s*(?:号|件)?\s*/;
const BETWEEN = /^(?:[、，,;；和及与跟]\s*)+/;
/** More at once are a slip of the finger, or too much to answer on one screen. */
const MOST_NUMBERS = 50;

/** `1 3-5、8号`: every number meant, once, in the order in which it was written. */
export function numbersIn(head: string): number[] {
  const numbers: number[] = [];
  let rest = head.normalize('NFKC').trim();
  if (rest === '') misuse('entry.no-number', { written: '' });
  while (rest !== '') {
    const one = ONE.exec(rest);
    if (!one) return misuse('entry.no-number', { written: rest });
    rest = rest.slice(one[0].length);
    const range = RANGE.exec(rest);
    const [from, to] = [Number(one[1]), Number(range?.[1] ?? one[1])];
    if (Math.abs(to - from) >= MOST_NUMBERS) misuse('entry.too-many-numbers', { most: MOST_NUMBERS });
    for (let number = Math.min(from, to); number <= Math.max(from, to); number++) numbers.push(number);
    rest = rest.slice(range?.[0].length ?? 0).replace(BETWEEN, '');
  }
  const each = [...new Set(numbers)];
  if (each.length > MOST_NUMBERS) misuse('entry.too-many-numbers', { most: MOST_NUMBERS });
  return each;
}

const MENTIONED = /#\s*(\d{1,9})(?!\d)|第\s*(\d{1,9})\s*[号件]/;

/** The first number of an entry in a sentence: #37, 第37号. */
export function numberMentioned(text: string): number | undefined {
  const [, sharp, ordinal] = MENTIONED.exec(text.normalize('NFKC')) ?? [];
  const digits = sharp ?? ordinal;
  return digits === undefined ? undefined : Number(digits);
}
