import type { Campaign } from './campaign.ts';
import { lastDayOf } from './deadline.ts';
import type { Period } from './notice-facts.ts';
import { firstDay, lastDay } from './phase.ts';
import { addDays, type Day, monthOf, monthRange, weekday } from './time.ts';

/** Days from and to, both included. */
export interface Span {
  from: Day;
  to: Day;
}

/** The week from Monday, the month, the quarter or the year that a day lies in. */
export function periodAt(per: Period, day: Day): Span {
  if (per === 'week') {
    const from = addDays(day, 1 - weekday(day));
    return { from, to: addDays(from, 6) };
  }
  const year = day.slice(0, 4);
  if (per === 'year') return { from: `${year}-01-01`, to: `${year}-12-31` };
  if (per === 'month') return spanOfMonths(monthOf(day), monthOf(day));
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  const month = (number: number) => `${year}-${String(number).padStart(2, '0')}`;
  return spanOfMonths(month(first), month(first + 2));
}

const spanOfMonths = (first: string, last: string): Span => ({
  from: monthRange(first).first,
  to: monthRange(last).last,
});

/** From the first to the last day on which the campaign runs; a side that the notice leaves open is missing. */
export function runOf({ document, phases, milestones }: Campaign): { from?: Day; to?: Day } {
  const starts = [...phases.map(firstDay), ...(document.issued === undefined ? [] : [document.issued])].sort();
  const ends = [...milestones.map(lastDayOf), ...phases.filter(({ to }) => to !== undefined).map(lastDay)].sort();
  const from = document.issued ?? starts[0];
  const to = ends.at(-1);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** The whole periods before the one of a day since the campaign began, the latest first; none where nobody knows when that was. */
export function periodsBefore(per: Period, day: Day, from: Day | undefined): Span[] {
  const before: Span[] = [];
  if (from === undefined) return before;
  for (;;) {
    const { from: next } = before.at(-1) ?? periodAt(per, day);
    const span = periodAt(per, addDays(next, -1));
    if (span.from < from) return before;
    before.push(span);
  }
}
