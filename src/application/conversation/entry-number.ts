import { readNumber } from '../words/parse.ts';
import { misuse } from '../words/refuse.ts';

const NUMBER = /^(?:第\s*)?[#＃]?\s*[\d０-９]{1,9}\s*(?:号|件)?(?![\d])/;

/** More numbers behind the first: `、13`, `-13`, `和 13`. `，60 人太少` is a reason, not a number. */
const MORE =
  /^\s*(?:[、，,和及与~～至到-]|(?=[#＃]))\s*[#＃]?\s*[\d０-９]{1,9}\s*(?:号|件)?(?=$|[\s、，,和及与~～至到-])/;

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

/** What follows the number, title marks and all. */
export const behindNumber = (said: string): string => said.replace(NUMBER, '').trim();
