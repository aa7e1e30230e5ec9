import chineseDays from 'chinese-days';
import type { Calendar } from '../domain/calendar.ts';
import type { Campaign } from '../domain/campaign.ts';

/** The State Council's calendar, corrected by the campaign's own lists of working days and days off. */
export function officialCalendar(overrides: Campaign['calendar'] = { workdays: [], holidays: [] }): Calendar {
  const workdays = new Set(overrides.workdays);
  const holidays = new Set(overrides.holidays);
  return {
    isWorkday: (day) => workdays.has(day) || (!holidays.has(day) && chineseDays.isWorkday(day)),
  };
}

/**
 * Whether the package has the State Council's notice for the year; without it every weekday counts as a working day.
 * National Day is looked up, as no other year's notice contains it (New Year's Day stands in two).
 */
export function knownYear(year: number): boolean {
  const nationalDay = `${year}-10-01`;
  return chineseDays.getHolidaysInRange(nationalDay, nationalDay, false).length > 0;
}
