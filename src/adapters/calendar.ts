import official from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { Calendar } from '../domain/calendar.ts';
import type { Campaign } from '../domain/campaign.ts';
import { weekday } from '../domain/time.ts';

const holidays = new Set(Object.keys(official.holidays));
const workdays = new Set(Object.keys(official.workdays));
const SATURDAY = 6;

/**
 * The package's lists of days, and a weekday of our own: its functions read the clock's zone, and a day of Beijing is none of another
 * zone's.
 */
const isOfficialWorkday = (day: string): boolean =>
  workdays.has(day) || (!holidays.has(day) && weekday(day) < SATURDAY);

/** The State Council's calendar, corrected by the campaign's own lists of working days and days off. */
export function officialCalendar(overrides: Campaign['calendar'] = { workdays: [], holidays: [] }): Calendar {
  const worked = new Set(overrides.workdays);
  const off = new Set(overrides.holidays);
  return { isWorkday: (day) => worked.has(day) || (!off.has(day) && isOfficialWorkday(day)) };
}

/**
 * Whether the package has the State Council's notice for the year; without it every weekday counts as a working day.
 * National Day is looked up, as no other year's notice contains it (New Year's Day stands in two).
 */
export function knownYear(year: number): boolean {
  return holidays.has(`${year}-10-01`);
}
