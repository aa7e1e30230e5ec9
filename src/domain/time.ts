/** A calendar day in Beijing, `YYYY-MM-DD`. */
export type Day = string;
/** A calendar month in Beijing, `YYYY-MM`; a month without a day stays a month. */
export type Month = string;
/** The day, or the month where a notice names none. */
export type DayOrMonth = Day | Month;

// Beijing time is +08:00 all year (docs/product.md, section 3): a UTC clock moved by eight hours reads as the clock on
// the wall, whatever zone the machine is in.
const OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A time of day in Beijing, `HH:MM`. */
export type Time = string;

export function beijingDay(instant: Date): Day {
  return wallClock(instant).slice(0, 10);
}

export function beijingTime(instant: Date): Time {
  return wallClock(instant).slice(11, 16);
}

/** `YYYY-MM-DD HH:MM` in Beijing, as receipts print it. */
export function beijingDayAndTime(instant: Date): string {
  return wallClock(instant).slice(0, 16).replace('T', ' ');
}

export function instantAt(day: Day, time: Time): Date {
  const [hours = '0', minutes = '0'] = time.split(':');
  return new Date(utc(day) - OFFSET_MS + (Number(hours) * 60 + Number(minutes)) * 60_000);
}

/** 24:00 of the day, which is the first instant that no longer belongs to it. */
export function endOfDay(day: Day): Date {
  return new Date(utc(day) - OFFSET_MS + DAY_MS);
}

export function addDays(day: Day, days: number): Day {
  return new Date(utc(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days `to` lies after `from`; negative when it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return (utc(to) - utc(from)) / DAY_MS;
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(day: Day): number {
  return new Date(utc(day)).getUTCDay() || 7;
}

/** Negative, zero or positive, for sorting. */
export function compareDays(a: Day, b: Day): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the text is a day of the calendar, written `YYYY-MM-DD`: 2020-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = utc(text);
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === text;
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

export function monthRange(month: Month): { first: Day; last: Day } {
  const first = `${month}-01`;
  const next = monthOf(addDays(first, 31));
  return { first, last: addDays(`${next}-01`, -1) };
}

function wallClock(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString();
}

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * An instant as it is written, such as `2020-09-10T15:00:00+08:00`; without a zone it is Beijing's, whatever that of the machine.
 * Undefined for anything else.
 */
export function readInstant(text: string): Date | undefined {
  const [, day, time = '00:00', zone = '+08:00'] = INSTANT.exec(text.trim()) ?? [];
  const at = new Date(`${day}T${time}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  return day === undefined || !isDay(day) || Number.isNaN(at.getTime()) ? undefined : at;
}
