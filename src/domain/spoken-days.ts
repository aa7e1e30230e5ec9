import { addWorkdays, type Calendar, workdayOnOrBefore } from './calendar.ts';
import { addDays, type Day, isDay, monthOf, monthRange, weekday } from './time.ts';

/** The ways of saying a day; the words for each are data. */
export const DAY_MEANINGS = [
  'date',
  'next-month',
  'month-end',
  'next-month-end',
  'next-month-start',
  'after-holiday',
  'before-holiday',
  'workdays-after',
  'weekday',
  'nearest-weekday',
  'offset',
  'days-after',
  'lunar',
] as const;

/** A day as it was said, its numbers read. */
export interface SaidDay {
  means: (typeof DAY_MEANINGS)[number];
  year?: number;
  /** Whole years from this one. */
  years?: number;
  month?: number;
  day?: number;
  weekday?: number;
  /** Whole weeks from this one. */
  weeks?: number;
  n?: number;
}

/** In a report the day is over, in a plan it is to come: `Friday` is the last one or the next one. */
export type Direction = 'past' | 'future';

// A holiday is a run of days off longer than a weekend: that is how 国庆节后 is found in the calendar.
const HOLIDAY_DAYS = 3;
const LONGEST_SEARCH = 400;

/** The day that was meant; undefined when the calendar has none such. */
export function dayMeant(said: SaidDay, today: Day, calendar: Calendar, direction: Direction): Day | undefined {
  const n = said.n ?? 1;
  const nextMonth = monthOf(addDays(monthRange(monthOf(today)).last, 1));
  switch (said.means) {
    case 'date':
      return dateMeant(said, today, direction);
    case 'next-month':
      return existing(`${nextMonth}-${two(said.day)}`);
    case 'month-end': {
      if (said.month === undefined) return monthRange(monthOf(today)).last;
      const month = `${yearMeant(said, today)}-${two(said.month)}`;
      return existing(`${month}-01`) && monthRange(month).last;
    }
    case 'next-month-end':
      return monthRange(nextMonth).last;
    case 'next-month-start':
      return `${nextMonth}-01`;
    case 'after-holiday': {
      const holiday = nextHoliday(today, calendar);
      return holiday && addWorkdays(calendar, holiday.last, n);
    }
    case 'before-holiday': {
      const holiday = nextHoliday(today, calendar);
      return holiday && workdayOnOrBefore(calendar, addDays(holiday.first, -1));
    }
    case 'workdays-after':
      return addWorkdays(calendar, today, n);
    case 'weekday':
      return addDays(today, (said.weekday ?? 1) - weekday(today) + 7 * (said.weeks ?? 0));
    case 'nearest-weekday': {
      const away = (said.weekday ?? 1) - weekday(today);
      if (direction === 'future') return addDays(today, away < 0 ? away + 7 : away);
      return addDays(today, away > 0 ? away - 7 : away);
    }
    case 'offset':
    case 'days-after':
      return addDays(today, n);
    // Festivals are known by the official calendar; the moon's own days are for people to look up.
    case 'lunar':
      return undefined;
  }
}

const yearMeant = ({ year, years = 0 }: SaidDay, today: Day): number => year ?? Number(today.slice(0, 4)) + years;

function dateMeant(said: SaidDay, today: Day, direction: Direction): Day | undefined {
  const { month, day } = said;
  if (month !== undefined) return existing(`${yearMeant(said, today)}-${two(month)}-${two(day)}`);
  const here = existing(`${monthOf(today)}-${two(day)}`);
  if (direction === 'past' && (here === undefined || here > today))
    return existing(`${monthOf(addDays(`${monthOf(today)}-01`, -1))}-${two(day)}`);
  if (direction === 'future' && here !== undefined && here < today)
    return existing(`${monthOf(addDays(monthRange(monthOf(today)).last, 1))}-${two(day)}`);
  return here;
}

function nextHoliday(today: Day, calendar: Calendar): { first: Day; last: Day } | undefined {
  let run: Day[] = [];
  let day = today;
  for (let tries = 0; tries < LONGEST_SEARCH; tries++, day = addDays(day, 1)) {
    if (!calendar.isWorkday(day)) run.push(day);
    else if (run.length > HOLIDAY_DAYS - 1) break;
    else run = [];
  }
  const [first] = run;
  const last = run.at(-1);
  return first !== undefined && last !== undefined && run.length >= HOLIDAY_DAYS ? { first, last } : undefined;
}

const two = (number = 0) => String(number).padStart(2, '0');
const existing = (day: string): Day | undefined => (isDay(day) ? day : undefined);
