import type { Day } from './campaign.ts';
import { addDays, isDay } from './time.ts';

/** `impossible`: it reads like a day, but the calendar has none such (2月30日). */
export type ReadDay = { ok: true; day: Day } | { ok: false; reason: 'unreadable' | 'impossible' };

interface Parts {
  year?: string | undefined;
  month?: string | undefined;
  day?: string | undefined;
}

// What people type, in the order tried. A year or month that is left out is today's.
const WRITTEN: readonly RegExp[] = [
  /^(?<year>\d{4})(?<between>[-/.])(?<month>\d{1,2})\k<between>(?<day>\d{1,2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<year>\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})[日号]?$/,
  /^(?<month>\d{1,2})月(?<day>\d{1,2})[日号]?$/,
  /^(?<month>\d{1,2})[-/.](?<day>\d{1,2})$/,
  /^(?<day>\d{1,2})[日号]$/,
];

const SPOKEN: readonly [RegExp, number][] = [
  [/^大前天$/, -3],
  [/^前[天日]$/, -2],
  [/^昨[天日]$/, -1],
  [/^今[天日]$/, 0],
  [/^明[天日]$/, 1],
  [/^后[天日]$/, 2],
  [/^大后天$/, 3],
];

/** A day as people type it into a command, in any width and spacing. */
export function readDay(text: string, today: Day): ReadDay {
  const said = text.normalize('NFKC').replace(/\s/g, '');
  for (const [word, offset] of SPOKEN) if (word.test(said)) return { ok: true, day: addDays(today, offset) };
  for (const form of WRITTEN) {
    const parts: Parts | undefined = form.exec(said)?.groups;
    if (parts !== undefined) return dayOf(parts, today);
  }
  return { ok: false, reason: 'unreadable' };
}

function dayOf(parts: Parts, today: Day): ReadDay {
  const year = parts.year ?? today.slice(0, 4);
  const month = parts.month ?? today.slice(5, 7);
  const day = `${year}-${month.padStart(2, '0')}-${(parts.day ?? '').padStart(2, '0')}`;
  return isDay(day) ? { ok: true, day } : { ok: false, reason: 'impossible' };
}
