import { editDistance } from '../../domain/edit-distance.ts';
import { FIELDS, type FieldKind, isField } from '../../domain/field.ts';
import { fold } from '../../domain/fold.ts';
import { mobilesIn } from '../../domain/phone.ts';
import { type Mark, marksIn } from './labels.ts';
import { bareTitle, quotedTitle } from './titles.ts';

/** What stood after the command word, or in a form. */
export interface Arguments {
  /** All of it, as written. */
  whole: string;
  /** In front of the first field, without the title. */
  head: string;
  /** `head` as written, title and all. */
  said: string;
  /** The words of `head`. */
  words: string[];
  title?: string;
  fields: Record<string, string>;
  /** Labels that the command does not have: what was said under them is in the note now. */
  noted: string[];
  /** What the command has no place for at all, by its label or its own words. */
  leftOut: string[];
  /** A label that is almost one of the command's. */
  misspelt?: { written: string; meant: string };
}

/** What people write before a colon, by the field that it fills; and the labels of forms for which nothing has a field. */
export interface Labels {
  fields: Record<string, string[]>;
  strange?: readonly string[];
  /** Patterns of what stands around a link and says nothing. */
  noise?: readonly string[];
}

/** Something said under a label that the command does not have, or below a value that ends with its line. */
interface Other {
  label: string;
  value: string;
}

const TRAILING = /[\s,，;；、|。]+$/u;
/** Fields that go on over several lines; any other ends with its line. */
const LONG: readonly string[] = ['deeds', 'reason', 'basis', 'note'];

/** The kind of a field by its name; what only commands know is text. */
const kindOf = (field: string): FieldKind => (isField(field) ? FIELDS[field].kind : 'text');

/**
 * The one reader of `label：value`: of commands, forms, plain words and names of files, on one line or one a line, with a colon, an
 * equals sign or nothing between them. A value ends where the next label begins, known or not.
 */
export function readArguments(rest: string, labels: Labels): Arguments {
  const text = withoutNoise(rest, labels).replace(/[^\S\n]{2,}/gu, ' ');
  const marks = marksIn(text, labels, kindOf);
  const fields: Record<string, string> = {};
  const others: Other[] = [];
  let misspelt: Arguments['misspelt'];
  for (const [index, mark] of marks.entries()) {
    const next = marks[index + 1]?.start ?? text.length;
    const value = text
      .slice(mark.end, mark.until ?? next)
      .replace(TRAILING, '')
      .trim();
    const rest =
      mark.until === undefined
        ? ''
        : text
            .slice(mark.until, next)
            .replace(/^[\s,，;；、|。]+/u, '')
            .trim();
    if (rest !== '') others.push({ label: '', value: rest.replace(TRAILING, '') });
    if (mark.field === undefined) {
      misspelt ??= misspelling(mark, labels);
      if (value !== '') others.push({ label: mark.label, value });
    } else if (value !== '') keep(fields, others, mark.field, value);
  }
  const { noted, leftOut } = placed(fields, others, labels);
  const head = headOf(text, marks);
  const quoted = quotedTitle(head);
  const plain = quoted ? `${head.slice(0, quoted.start)} ${head.slice(quoted.end)}` : head;
  const found = 'phone' in labels.fields ? takePhones(plain, fields) : plain;
  // A reason stays as it is written.
  const taken = 'reason' in labels.fields ? plain : found;
  for (const field of Object.keys(fields))
    if (kindOf(field) === 'phone') fields[field] = numbersIn(fields[field] ?? '');
    else leftOut.push(...phonesOut(fields, field, labels));
  const written = quoted?.title ?? fields.title;
  const title = written === undefined ? undefined : bareTitle(written).replace(/\s+/g, ' ').trim();
  if (fields.title !== undefined) fields.title = bareTitle(fields.title);
  return {
    whole: rest,
    head: taken
      .trim()
      .replace(/[,，;；]+$/, '')
      .trim(),
    said: (taken === plain ? head : takePhones(head, {})).replace(/[\s,，;；]+$/, '').trim(),
    words: taken.split(/[\s,，;；、]+/).filter((word) => word !== ''),
    ...(title !== undefined && { title }),
    fields,
    noted,
    leftOut,
    ...(misspelt && { misspelt }),
  };
}

/** Only where there is a link: elsewhere the same words may be a title. */
const withoutNoise = (text: string, { noise = [] }: Labels): string =>
  /https?:\/\//i.test(text)
    ? noise.reduce((left, pattern) => left.replace(new RegExp(pattern, 'giu'), ' '), text).trim()
    : text;

/** What stands before the first label, without the name of the form. */
function headOf(text: string, [first]: readonly Mark[]): string {
  return first === undefined ? text : text.slice(0, first.start).replace(/^\s*【[^】\n]*】\s*(?=\n|$)/u, '');
}

/** What has no field of its own goes into the note, where there is one. */
function placed(
  fields: Record<string, string>,
  others: readonly Other[],
  { fields: known }: Labels,
): Pick<Arguments, 'noted' | 'leftOut'> {
  const names = others.map(({ label, value }) => label || value);
  if (!('note' in known)) return { noted: [], leftOut: names };
  const lines = others.map(({ label, value }) => (label === '' ? value : `${label}：${value}`));
  if (lines.length > 0) fields.note = [fields.note, ...lines].filter((line) => line !== undefined).join('；');
  return { noted: others.flatMap(({ label }) => (label === '' ? [] : [label])), leftOut: [] };
}

/** Mobile numbers in one spelling; a number of any other kind as it is written. */
const numbersIn = (written: string): string => {
  const found = mobilesIn(written).map(({ number }) => number);
  return found.length === 0 ? written : [...new Set(found)].join('、');
};

/** A value that ends with its line leaves what stands below; a label that is said twice says what was not said yet. */
function keep(fields: Record<string, string>, others: Other[], field: string, written: string): void {
  const [line = '', ...below] = LONG.includes(field) || field === 'title' ? [written] : written.split('\n');
  const more = below.join(' ').trim();
  if (more !== '') others.push({ label: '', value: more });
  if (fields[field] === undefined) fields[field] = line.trim();
  else if (fields[field] !== line.trim()) fields[field] = `${fields[field]}、${line.trim()}`;
}

/** The text without its mobile numbers, which become the phone. */
function takePhones(text: string, fields: Record<string, string>): string {
  let left = '';
  let last = 0;
  for (const { number, start, end } of mobilesIn(text)) {
    left += `${text.slice(last, start)} `;
    last = end;
    addPhone(fields, number);
  }
  return last === 0 ? text : left + text.slice(last);
}

function addPhone(fields: Record<string, string>, number: string): void {
  const known = fields.phone === undefined ? [] : mobilesIn(fields.phone).map((one) => one.number);
  if (!known.includes(number)) fields.phone = fields.phone === undefined ? number : `${fields.phone}、${number}`;
}

/** Where anybody may write freely, or a number is part of an address. */
const MAY_HOLD_PHONES: readonly string[] = ['title', 'link', 'code', 'reason', 'basis', 'number', 'day', 'date'];
/** 电话 that stood between the value and the number, if any. */
const CALLED_PHONE = /(?:联系)?(?:电话|手机号?码?|号码|tel|联系方式)[\s:：]*$/iu;

/** A mobile number never becomes part of another field. Returns those for which the command has no field. */
function phonesOut(fields: Record<string, string>, field: string, { fields: known }: Labels): string[] {
  const value = fields[field] ?? '';
  const phones = MAY_HOLD_PHONES.includes(field) ? [] : mobilesIn(value);
  if (phones.length === 0) return [];
  const left = takePhones(value, {}).replace(/\s+/g, ' ').trim().replace(TRAILING, '');
  const bare = left.replace(CALLED_PHONE, '').replace(TRAILING, '').trim();
  if (bare === '') delete fields[field];
  else fields[field] = bare;
  if ('phone' in known) for (const { number } of phones) addPhone(fields, number);
  return 'phone' in known ? [] : phones.map(({ number }) => number);
}

function misspelling({ label }: Mark, { fields, strange = [] }: Labels): Arguments['misspelt'] {
  if ([...label].length < 2 || strange.some((one) => fold(one) === fold(label))) return undefined;
  const names = Object.values(fields).flat();
  const near = names.filter((name) => [...name].length > 1 && editDistance(fold(label), fold(name)) === 1);
  return near.length > 0 ? { written: label, meant: near.slice(0, 3).join('、') } : undefined;
}
