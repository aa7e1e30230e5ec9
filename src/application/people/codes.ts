import { createHash, randomInt } from 'node:crypto';

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A code of the form `K7Q2-9MXT`, without letters that look like digits. */
export function newCode(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** As it is compared: however it was typed, in whatever width. */
const plain = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');

/** Codes are kept as hashes, so that a copy of the database opens no door. */
export const codeHash = (code: string): string => createHash('sha256').update(plain(code)).digest('hex');

const SHORTEST = 8;
/** From here on letters alone, or digits alone, are as hard to guess as a mixture of eight. */
const LONG = 14;
const FEWEST_DIFFERENT = 5;
const WORDS = /PASSWORD|PASSWD|ADMIN|BAOSONG|LINFEN|QWERTY|ASDFGH|ZXCVBN|LETMEIN|WELCOME|IAMGOD|TEST|DEMO|ABC123/;

/** Whether somebody who knows nothing would come upon a code: too short, of few letters, a row, a word, a date. */
export function isWeakCode(code: string): boolean {
  const letters = plain(code);
  if (letters.length < SHORTEST || new Set(letters).size < FEWEST_DIFFERENT) return true;
  const mixed = /\d/.test(letters) && /[A-Z]/.test(letters);
  return (!mixed && letters.length < LONG) || WORDS.test(letters) || isInRows(letters) || repeats(letters);
}

/** `ABCD1234`, `98765WXYZ`: made of rows of neighbours, up or down. */
function isInRows(letters: string): boolean {
  let breaks = 0;
  for (let at = 2; at < letters.length; at++) {
    const [before = 0, middle = 0, here = 0] = [at - 2, at - 1, at].map((index) => letters.charCodeAt(index));
    if (here - middle !== middle - before || Math.abs(here - middle) > 1) breaks++;
  }
  return breaks <= 3 && breaks < letters.length / 3;
}

/** `K7Q2K7Q2`. */
const repeats = (letters: string): boolean => /^(.{1,8})\1+$/.test(letters);
