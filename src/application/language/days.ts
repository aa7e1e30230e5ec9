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

/** Why a text is no day: the calendar has none such (2月30日), it is one of the moon's, or nothing of the kind is said. */
export type DayFault = 'unreadable' | 'impossible' | 'lunar' | 'weekday';

/** `last`: the last day of several (9月3日至5日). `weekday`: another weekday is said than the day has, which is to be asked about. */
export type ReadDay =
  | { ok: true; day: Day; last?: Day }
  | { ok: false; reason: Exclude<DayFault, 'weekday'> }
  | { ok: false; reason: 'weekday'; day: Day };

/** A place of a text where a day is named. */
export interface NamedDay {
  said: SaidDay;
  /** Of several days, the last. */
  until?: SaidDay;
  /** The weekday that is said beside it: it confirms the day, and never decides. */
  confirms?: number;
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
const DAY_ALONE = /(?<![\d月.])(?<day>\d{1,2})\s?[日号]/g;
/** Between a day and the weekday that it is: the weekday can confirm the date or contradict it, but never changes it. */
const BESIDE = /^\s?[(（]?\s?(?:也就是|就是|即|是)?\s?$/;
/** Between the first of several days and the last. */
const UP_TO = '(?:至|到|[-—–~～－]{1,2})';
const RANGE = new RegExp(`^\\s?${UP_TO}\\s?$`);
/** 至5日, 、4、5日: more days of the same month. */
const MORE_DAYS = new RegExp(`^(?:\\s?(?:${UP_TO}|[、和])\\s?(?<day>\\d{1,2})\\s?[日号]?){1,8}(?<=[日号])`);
/** What may stand around a day without saying another: the part of it, the hour. */
const AROUND =
  /^(?:[\s,，。()（）]|之前|以前|前|为止|止|当天|全天|整天|一天|这天|上午|下午|早上|早晨|中午|晚上|傍晚|凌晨|\d{1,2}[:：]\d{2}|\d{1,2}[点时](?:半|\d{1,2}分?)?|[-—至到](?=\d{1,2}[:：点时]))*$/;

/**
 * Every place of a text where a day is named, in their order; where two readings overlap, the one that the grammar lists first.
 * `alone`: whether 15号 is a day, and no number of anything.
 */
export function daysNamed({ grammar }: Pick<DayReader, 'grammar'>, text: string, alone = true): NamedDay[] {
  const { weekdays, years, ...entities } = grammar.raw.entities;
  const found: NamedDay[] = [];
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
  for (const { pattern, means, n, weeks, weekday: fixed, month } of grammar.days)
    take(pattern, (groups) => {
      const said: SaidDay = { means };
      const values = {
        n: numeral(groups.n ?? groups.n2) ?? n,
        weeks,
        weekday: weekdays[groups.weekday ?? ''] ?? fixed,
        year: numeral(groups.year),
        years: years[groups.years ?? ''],
        month: numeral(groups.month) ?? month,
        day: numeral(groups.day),
      };
      for (const [name, value] of Object.entries(values))
        if (value !== undefined) Object.assign(said, { [name]: value });
      return said;
    });
  if (alone) take(DAY_ALONE, ({ day }) => ({ means: 'date', day: Number(day) }));
  found.sort((a, b) => a.start - b.start);
  return confirmed(text, ranged(text, found));
}

const namesWeekday = ({ said: { means } }: NamedDay): boolean => means === 'weekday' || means === 'nearest-weekday';

/** A day and a weekday side by side are one day: the weekday is what it should be. */
function confirmed(text: string, days: readonly NamedDay[]): NamedDay[] {
  const found: NamedDay[] = [];
  for (const next of days) {
    const last = found.at(-1);
    const beside = last && BESIDE.test(text.slice(last.end, next.start));
    if (!last || !beside || namesWeekday(last) === namesWeekday(next) || last.confirms !== undefined) {
      found.push(next);
      continue;
    }
    const [day, named] = namesWeekday(last) ? [next, last] : [last, next];
    const closing = /^\s?[)）]/.exec(text.slice(next.end))?.[0].length ?? 0;
    found.pop();
    found.push({
      ...day,
      ...(named.said.weekday !== undefined && { confirms: named.said.weekday }),
      start: last.start,
      end: next.end + closing,
    });
  }
  return found;
}

function ranged(text: string, days: readonly NamedDay[]): NamedDay[] {
  const found: NamedDay[] = [];
  for (const next of days) {
    const last = found.at(-1);
    if (last && next.start < last.end) continue;
    if (last && last.until === undefined && RANGE.test(text.slice(last.end, next.start))) {
      found.pop();
      found.push({ ...last, until: sameMonth(last.said, next.said), end: next.end });
      continue;
    }
    const more = next.said.means === 'date' ? MORE_DAYS.exec(text.slice(next.end)) : null;
    const until = more && sameMonth(next.said, { means: 'date', day: Number(more.groups?.day) });
    found.push(until ? { ...next, until, end: next.end + more[0].length } : next);
  }
  return found;
}

/** 9月3日至5日: the month is said once. */
function sameMonth({ year, years, month }: SaidDay, last: SaidDay): SaidDay {
  if (last.means !== 'date' || last.month !== undefined) return last;
  const said = { ...(year !== undefined && { year }), ...(years !== undefined && { years }) };
  return { ...said, ...(month !== undefined && { month }), ...last };
}

/**
 * The one reader of days: a text that names one day, as typed into a command, a field, a form, a sheet, or a file's name.
 * A year that is left out is today's; a month too, unless `direction` says that the day is over or to come.
 */
export function readDay(reader: DayReader, written: string, today: Day, direction?: Direction): ReadDay {
  const text = written.normalize('NFKC').trim().slice(0, LONGEST);
  for (const form of TYPED) {
    const parts: { year?: string; month?: string; day?: string } | undefined = form.exec(
      text.replace(/\s/g, ''),
    )?.groups;
    if (parts) return typed(parts, today);
  }
  const at = dayIn(reader, text, today, direction);
  if (!at) return { ok: false, reason: 'unreadable' };
  const around = [text.slice(0, at.start), text.slice(at.end)];
  const plain = around.every((part) => AROUND.test(part));
  return plain || (!at.read.ok && at.read.reason === 'lunar') ? at.read : { ok: false, reason: 'unreadable' };
}

const LONGEST = 60;

function typed(parts: { year?: string; month?: string; day?: string }, today: Day): ReadDay {
  const { year = today.slice(0, 4), month = today.slice(5, 7), day: date = '' } = parts;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? { ok: true, day } : { ok: false, reason: 'impossible' };
}

/** The first day that a text names, with where it stands. */
export function dayIn(
  reader: DayReader,
  text: string,
  today: Day,
  direction?: Direction,
): { read: ReadDay; start: number; end: number } | undefined {
  const [first] = daysNamed(reader, text);
  return first && { read: dayRead(reader, first, today, direction), start: first.start, end: first.end };
}

/** The day that is named at a place; the one answer for everything that is said in words. */
export function dayRead(
  { calendar }: Pick<DayReader, 'calendar'>,
  { said, until, confirms }: Pick<NamedDay, 'said' | 'until' | 'confirms'>,
  today: Day,
  direction?: Direction,
): ReadDay {
  if (said.means === 'lunar') return { ok: false, reason: 'lunar' };
  const day = meant(said, today, calendar, direction);
  const last = until && meant(until, today, calendar, direction);
  if (day === undefined || !isDay(day) || (until && (last === undefined || last < day)))
    return { ok: false, reason: 'impossible' };
  if (confirms !== undefined && ![day, last].some((one) => one !== undefined && weekday(one) === confirms))
    return { ok: false, reason: 'weekday', day };
  return { ok: true, day, ...(last !== undefined && { last }) };
}

/** Without a direction, a bare day of the month is this month's. */
function meant(said: SaidDay, today: Day, calendar: Calendar, direction: Direction | undefined): Day | undefined {
  if (direction !== undefined || said.means !== 'date' || said.month !== undefined)
    return dayMeant(said, today, calendar, direction ?? 'future');
  return dayMeant({ ...said, month: Number(today.slice(5, 7)) }, today, calendar, 'future');
}
