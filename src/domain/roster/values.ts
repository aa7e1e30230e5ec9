import type { Judging, Listed } from './listed.ts';
import { type RosterField, type RosterWords, rosterFields } from './words.ts';

/** Digits of an identity or bank card, though mistyped, or rounded where the program took them for a number. */
const LONG_NUMBER = /(?<!\d)\d{15,19}(?!\d)|\d{17}[xX]/;

export const cardIn = (cells: readonly string[], { hasCard }: Judging): boolean =>
  cells.some((cell) => hasCard(cell) || LONG_NUMBER.test(cell.normalize('NFKC').replace(/[\s-]/g, '')));

/** A column meant for such numbers holds one as soon as it holds a few digits. */
export const isFilledIn = (cell: string): boolean => /\d{6}/.test(cell.normalize('NFKC').replace(/[\s-]/g, ''));

export const isBlank = (cell: string, { blanks }: RosterWords): boolean => {
  const bare = cell.replace(/\s+/g, '');
  return bare === '' || blanks.includes(bare);
};

/** `王 丽` → `王丽`; a name in letters keeps its blanks. */
function nameOf(cell: string): string {
  const line = cell.replace(/\s+/g, ' ').trim();
  return /^[\p{Script=Han}\s\u00b7\u30fb]+$/u.test(line) ? line.replace(/\s/g, '') : line;
}

/** Several names in one cell: 王小梅、李四. */
const SEVERAL =
  /^[\p{Script=Han}\u00b7\s]{2,12}[\u3001,\uff0c;\uff1b/\n]\s*[\p{Script=Han}\u00b7\s]{2,12}([\u3001,\uff0c;\uff1b/\n]|$)/u;

/** Digits of a mobile or a landline number, with what is written between them. */
const PHONE = /(?<!\d)(?:(?:\+?86)?1[3-9]\d{9}|0\d{2,3}\d{7,8}|[2-9]\d{6,7})(?!\d)/;

/** The first number that a phone may have; undefined when there is none. */
export function phoneOf(cell: string): string | undefined {
  const narrow = cell.normalize('NFKC').trim();
  for (const text of [narrow.replace(/\.0+$/, ''), narrow.replace(/[\s().\-\u2010-\u2015]/g, '')]) {
    const found = PHONE.exec(text)?.[0];
    if (found !== undefined) return found.replace(/^\+?86(?=1\d{10}$)/, '');
  }
  return undefined;
}

/** Somebody of a list by what their cells say; what is wrong is told, nothing is thrown. */
export function listed(
  place: Pick<Listed, 'sheet' | 'row' | 'hidden'>,
  said: Record<RosterField, string>,
  cells: readonly string[],
  judging: Judging,
): Listed {
  const fields: Listed['fields'] = {};
  for (const field of rosterFields(judging.words)) {
    const cell = said[field] ?? '';
    if (!isBlank(cell, judging.words)) fields[field] = field === 'name' ? nameOf(cell) : cell.trim();
  }
  if (cardIn(cells, judging)) return { ...place, fields: {}, fault: 'card' };
  const { phone: written } = fields;
  const phone = written === undefined ? undefined : phoneOf(written);
  if (phone === undefined) delete fields.phone;
  else fields.phone = phone;
  const fault = faultOf(fields, said.name ?? '', judging.words);
  return {
    ...place,
    fields,
    ...(fault && { fault }),
    ...(written !== undefined && phone === undefined && { unreadPhone: written }),
  };
}

function faultOf(fields: Listed['fields'], written: string, { needs }: RosterWords): Listed['fault'] {
  const [lead, second] = needs;
  if ((fields[lead] ?? '') === '') return lead;
  if (SEVERAL.test(written.trim())) return 'several-names';
  return (fields[second] ?? '') === '' ? second : undefined;
}
