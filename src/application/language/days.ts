import { type Direction, dayMeant, type SaidDay } from '../../domain/spoken-days.ts';
import { type Day, isDay, weekday } from '../../domain/time.ts';
import type { Calendar } from '../ports.ts';
import type { Grammar } from './grammar.ts';
import { readNumeral } from './numerals.ts';

/** What reading a day leans on: the words for days (`prompts/language/entities.yaml`) and the official calendar. */
export interface DayReader {
  grammar: Grammar;
  calendar: Calendar;
}

/** `impossible`: it reads like a day, but the calendar has none such (2月30日). `weekday`: it says another weekday than the day has. */
export type ReadDay =
  | { ok: true; day: Day }
  | { ok: false; reason: 'unreadable' | 'impossible' }
  | { ok: false; reason: 'weekday'; day: Day };

interface Found {
  said: SaidDay;
  start: number;
  end: number;
}

/** What people type where only a day can stand, in the order tried. A year or a month that is left out is today's. */
const TYPED: readonly RegExp[] = [
  /^(?<year>\d{4})(?<between>[-/.])(?<month>\d{1,2})\k<between>(?<day>\d{1,2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<year>\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})[日号]?$/,
  /^(?<month>\d{1,2})月(?<day>\d{1,2})[日号]?$/,
  /^(?<month>\d{1,2})[-/.](?<day>\d{1,2})$/,
  /^(?<day>\d{1,2})[日号]$/,
];
/** `20200903`, as machines write a day. */
const COMPACT = /(?<!\d)(?<year>20\d{2})(?<month>\d{2})(?<day>\d{2})(?!\d)/g;
/** `15号`: a day of this month. */
const DAY_ALONE = /(?<![\d月.])(?<day>\d{1,2})\s*[日号]/g;
/** A weekday behind a date, in brackets or not: it can confirm the date or contradict it, but never changes it. */
const WEEKDAY_BEHIND = /^\s*[(（]?\s*(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])\s*[)）]?/;
/** What may stand around a day without saying anything else. */
const AROUND = /^[\s,，。]*(?:前|之前|以前|为止|止|当天)?[\s,，。]*$/;

/** Every place of a text where a day is named, in their order; where two readings overlap, the one that the grammar lists first. */
function daysNamed({ grammar }: Pick<DayReader, 'grammar'>, text: string): Found[] {
  const { weekdays, ...entities } = grammar.raw.entities;
  const found: Found[] = [];
  const free = (start: number, end: number) => found.every((one) => end <= one.start || one.end <= start);
  const numeral = (written: string | undefined) => (written === undefined ? undefined : readNumeral(written, entities));
  const take = (pattern: RegExp, said: (groups: Record<string, string | undefined>) => SaidDay) => {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (match[0] !== '' && free(match.index, end))
        found.push({ said: said(match.groups ?? {}), start: match.index, end });
    }
  };
  take(COMPACT, ({ year, month, day }) => ({
    means: 'date',
    year: Number(year),
    month: Number(month),
    day: Number(day),
  }));
  for (const { pattern, means, n, weeks, weekday: fixed } of grammar.days)
    take(pattern, (groups) => {
      const said: SaidDay = { means };
      const values = {
        n: numeral(groups.n ?? groups.n2) ?? n,
        weeks,
        weekday: weekdays[groups.weekday ?? ''] ?? fixed,
        year: numeral(groups.year),
        month: numeral(groups.month),
        day: numeral(groups.day),
      };
      for (const [name, value] of Object.entries(values))
        if (value !== undefined) Object.assign(said, { [name]: value });
      return said;
    });
  take(DAY_ALONE, ({ day }) => ({ means: 'date', day: Number(day) }));
  return found.sort((a, b) => a.start - b.start);
}

/**
 * The one reader of days: a text that names one day, as typed into a command, a field, a form, a sheet, or a file's name.
 * A year that is left out is today's; a month too, unless `direction` says that the day is over or to come.
 */
export function readDay(reader: DayReader, written: string, today: Day, direction?: Direction): ReadDay {
  const text = written.normalize('NFKC').trim();
  for (const form of TYPED) {
    const parts: { year?: string; month?: string; day?: string } | undefined = form.exec(
      text.replace(/\s/g, ''),
    )?.groups;
    if (parts) return typed(parts, today);
  }
  const at = dayIn(reader, text, today, direction);
  if (!at) return { ok: false, reason: 'unreadable' };
  const around = `${text.slice(0, at.start)}|${text.slice(at.end)}`.split('|');
  return around.every((part) => AROUND.test(part)) ? at.read : { ok: false, reason: 'unreadable' };
}

function typed(parts: { year?: string; month?: string; day?: string }, today: Day): ReadDay {
  const { year = today.slice(0, 4), month = today.slice(5, 7), day: date = '' } = parts;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? { ok: true, day } : { ok: false, reason: 'impossible' };
}

/** The first day that a text names, with where it stands; the weekday behind it belongs to it. */
export function dayIn(
  { grammar, calendar }: DayReader,
  text: string,
  today: Day,
  direction?: Direction,
): { read: ReadDay; start: number; end: number } | undefined {
  const [first] = daysNamed({ grammar }, text);
  if (!first) return undefined;
  const behind = WEEKDAY_BEHIND.exec(text.slice(first.end));
  const confirmed = first.said.means === 'date' ? behind : null;
  const end = first.end + (confirmed?.[0].length ?? 0);
  const day = meant(first.said, today, calendar, direction);
  const place = { start: first.start, end };
  if (day === undefined || !isDay(day)) return { read: { ok: false, reason: 'impossible' }, ...place };
  const said = grammar.raw.entities.weekdays[confirmed?.groups?.weekday ?? ''];
  if (said !== undefined && said !== weekday(day)) return { read: { ok: false, reason: 'weekday', day }, ...place };
  return { read: { ok: true, day }, ...place };
}

/** Without a direction, a bare day of the month is this month's. */
function meant(said: SaidDay, today: Day, calendar: Calendar, direction: Direction | undefined): Day | undefined {
  if (direction !== undefined || said.means !== 'date' || said.month !== undefined)
    return dayMeant(said, today, calendar, direction ?? 'future');
  return dayMeant({ ...said, month: Number(today.slice(5, 7)) }, today, calendar, 'future');
}
