import { type Day, isDay, monthRange } from '../time.ts';
import type { Span } from './sentences.ts';

/** A date as it stands in the text. */
export interface DateMention extends Span {
  year?: number;
  /** Left out where only a day of the month is said (至18日). */
  month?: number;
  day?: number;
  /** 上旬, 中旬, 下旬, 底, 初 */
  part?: 'early' | 'middle' | 'late' | 'end' | 'begin';
  /** `HH:MM`, to `24:00`. */
  time?: string;
  /** 1 is Monday. */
  weekday?: number;
}

const DATE =
  /(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号]|份?\s*(上旬|中旬|下旬|月?底|末|初))?|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(?<=[至到~-]\s*)(\d{1,2})\s*[日号]/g;
const WEEKDAY = /^\s*\(?(?:星期|周|礼拜)([一二三四五六日天])\)?/;
const TIME = /^\s*(上午|中午|下午|晚上?|晚间)?\s*(\d{1,2})\s*(?:[:时点]\s*(\d{2})?\s*分?)(?:整)?/;
const PARTS = { 上旬: 'early', 中旬: 'middle', 下旬: 'late', 底: 'end', 月底: 'end', 末: 'end', 初: 'begin' } as const;

/** Every date of a text, in order. A month alone counts, a year alone does not. */
export function datesIn(folded: string): DateMention[] {
  const found: DateMention[] = [];
  for (const match of folded.matchAll(DATE)) {
    const [whole, year, month, day, part, isoYear, isoMonth, isoDay, dayOnly] = match;
    // 3个月 and 12月龄 are no months of the calendar.
    if (month !== undefined && (Number(month) < 1 || Number(month) > 12)) continue;
    const date: DateMention = { from: match.index, to: match.index + whole.length };
    if (year ?? isoYear) date.year = Number(year ?? isoYear);
    if (month ?? isoMonth) date.month = Number(month ?? isoMonth);
    if (day ?? isoDay ?? dayOnly) date.day = Number(day ?? isoDay ?? dayOnly);
    if (part) date.part = PARTS[part as keyof typeof PARTS];
    found.push(withTime(folded, date));
  }
  return found;
}

function withTime(folded: string, date: DateMention): DateMention {
  const weekday = WEEKDAY.exec(folded.slice(date.to));
  if (weekday) {
    date.weekday = '一二三四五六日'.indexOf((weekday[1] ?? '').replace('天', '日')) + 1;
    date.to += weekday[0].length;
  }
  const time = date.day === undefined ? null : TIME.exec(folded.slice(date.to));
  if (time) {
    const [whole, half = '', hour = '', minute = '00'] = time;
    const hours = Number(hour) + (/下午|晚/.test(half) && Number(hour) < 12 ? 12 : 0);
    if (hours <= 24 && Number(minute) < 60) {
      date.time = `${String(hours).padStart(2, '0')}:${minute}`;
      date.to += whole.length;
    }
  }
  return date;
}

/** The day, or the month where none is said; undefined without a year or for a day that no calendar has. */
export function dayOf(date: DateMention, year: number | undefined): string | undefined {
  const y = date.year ?? year;
  if (y === undefined || date.month === undefined) return undefined;
  const month = `${y}-${String(date.month).padStart(2, '0')}`;
  if (date.day === undefined) return month;
  const day = `${month}-${String(date.day).padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

/** The first and last day of the third of the month that is said: 上旬 ends on the 10th. */
export function thirdOf(month: string, part: DateMention['part']): { first: Day; last: Day } | undefined {
  const { last } = monthRange(month);
  if (part === 'early') return { first: `${month}-01`, last: `${month}-10` };
  if (part === 'middle') return { first: `${month}-11`, last: `${month}-20` };
  if (part === 'late') return { first: `${month}-21`, last };
  return undefined;
}
