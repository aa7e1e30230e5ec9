import { addDays, beijingDay, beijingTime, instantAt } from '../../domain/time.ts';
import type { DayFault } from './days.ts';
import type { Slots } from './intents.ts';
import type { ReaderName } from './names.ts';
import type { SlotReader } from './reading.ts';
import { dayOf, dayRead, type Reading, type Thing, thingsOf, wordsOf } from './reading.ts';

const days = (reading: Reading): Thing[] => thingsOf(reading, 'day', 'nth');

/** 15号前弄不完 says when it will not be done, not until when. */
function daysGiven(reading: Reading): Thing[] {
  const cannot = reading.tongue.grammar.words.cannot_by;
  return days(reading).filter(({ end }) => !cannot?.test(reading.masked.slice(end)));
}

/** Until the last of several days. */
function until(reading: Reading): Slots {
  const thing = daysGiven(reading).at(-1);
  const read = thing && dayRead(reading, thing, 'future');
  if (!thing || !read) return {};
  return read.ok ? { until: read.last ?? read.day } : unread(reading, thing, read.reason);
}

/** What was said of a day that cannot be taken for one, and why: it is asked about before anything is done. */
const unread = (reading: Reading, thing: Thing, reason: DayFault): Slots => ({
  day_unread: { said: wordsOf(reading, thing), reason },
});

function length(reading: Reading): Slots {
  if (daysGiven(reading).length > 0) return {};
  // 停电三天，能延吗 tells how long the power was off.
  const asks = reading.tongue.grammar.words.length_clause;
  const clauses = reading.masked.split(/[\s，,。；;]+/);
  const [said] = thingsOf(reading, 'length').filter(({ start }) => {
    const clause = reading.masked.slice(0, start).split(/[\s，,。；;]+/).length - 1;
    return clauses.length === 1 || asks?.test(clauses[clause] ?? '');
  });
  return said?.n ? { days: said.n } : {};
}

function datePast(reading: Reading): Slots {
  const [first] = days(reading);
  const read = first && dayRead(reading, first, 'past');
  if (first && read && !read.ok && read.reason !== 'unreadable') return unread(reading, first, read.reason);
  const day = dayOf(reading, first, 'past');
  const today = reading.tongue.grammar.words.period_of_today?.test(reading.masked);
  return day !== undefined ? { date: day } : today ? { date: reading.today } : {};
}

/** A day alone is a date; with an hour it is an instant. An hour alone is today's, or tomorrow's when it has passed. */
function at(reading: Reading): Slots {
  const [time] = thingsOf(reading, 'time');
  const [first] = days(reading);
  const read = first && dayRead(reading, first, 'future');
  if (first && read && !read.ok) return unread(reading, first, read.reason);
  const day = dayOf(reading, first, 'future');
  if (time?.delay !== undefined) return { at: beijing(new Date(reading.now.getTime() + time.delay * 60_000)) };
  if (time?.minutes === undefined) return day === undefined ? {} : { date: day };
  const clock = `${two(Math.floor(time.minutes / 60) % 24)}:${two(time.minutes % 60)}`;
  const today = beijingDay(reading.now);
  const past = instantAt(today, clock) <= reading.now;
  return { at: `${day ?? (past ? addDays(today, 1) : today)}T${clock}:00+08:00` };
}

/** What the sender said of when something was sent, for people to read. */
function timeSaid(reading: Reading): Slots {
  const { words } = reading.tongue.grammar;
  const [day] = days(reading);
  const part = words.period_of_today?.exec(reading.masked)?.[0];
  const today = /^(?<day>.*)$/.exec(words.today_is?.source ?? '')?.groups?.day ?? '';
  const vague = words.vague_past?.exec(reading.masked)?.[0];
  if (day) return { time_expr: wordsOf(reading, day) };
  if (vague !== undefined) return { time_expr: vague };
  return part === undefined ? {} : { time_expr: `${today}${part}` };
}

const beijing = (instant: Date): string => `${beijingDay(instant)}T${beijingTime(instant)}:00+08:00`;

const two = (number: number) => String(number).padStart(2, '0');

export const timeReaders: Partial<Record<ReaderName, SlotReader>> = {
  until,
  days: length,
  daysBefore: length,
  datePast,
  at,
  timeSaid,
};
