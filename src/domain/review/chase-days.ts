import { addWorkdays, type Calendar, workdayOnOrBefore } from '../calendar.ts';
import { addDays, compareDays, type Day } from '../time.ts';
import type { PapersDue } from './rules.ts';

/** The days on which judges who owe papers are asked for them: before the last one, on it, and afterwards. In order. */
export function chaseDays({ until, beforeDays, afterWorkingDays }: PapersDue, calendar: Calendar): Day[] {
  const days = [
    ...beforeDays.map((days) => workdayOnOrBefore(calendar, addDays(until, -days))),
    until,
    ...afterWorkingDays.map((days) => addWorkdays(calendar, until, days)),
  ];
  return [...new Set(days)].sort(compareDays);
}
