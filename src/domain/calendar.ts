import { addDays, type Day } from './time.ts';

export interface Calendar {
  /** Whether a Beijing day is a working day by the official calendar with 调休. */
  isWorkday(day: Day): boolean;
}

// The longest official holiday is nine days. A calendar without a working day in two months is broken, and without this
// limit the search would never end.
const LONGEST_SEARCH = 60;

/** The day itself when it is a working day, else the last working day before it. */
export function workdayOnOrBefore(calendar: Calendar, day: Day): Day {
  return walk(calendar, day, -1);
}

/** The day itself when it is a working day, else the first working day after it. */
export function workdayOnOrAfter(calendar: Calendar, day: Day): Day {
  return walk(calendar, day, 1);
}

/** The nth working day after the day (before it, for a negative n); the day itself for 0, even a day off. */
export function addWorkdays(calendar: Calendar, day: Day, n: number): Day {
  const step = Math.sign(n);
  let result = day;
  for (let left = Math.abs(n); left > 0; left--) result = walk(calendar, addDays(result, step), step);
  return result;
}

function walk(calendar: Calendar, day: Day, step: number): Day {
  let result = day;
  for (let tries = 0; tries < LONGEST_SEARCH; tries++) {
    if (calendar.isWorkday(result)) return result;
    result = addDays(result, step);
  }
  throw new Error(`the calendar knows no working day within ${LONGEST_SEARCH} days of ${day}`);
}
