import type { Calendar } from './calendar.ts';
import type { DayCount } from './tally.ts';
import type { Targets } from './target.ts';
import { addDays, type Day } from './time.ts';

/** How far something is, and how far it will be when its time is up if it goes on as it did. */
export interface Outlook {
  met: number;
  target: number;
  /** The last day that counts. */
  until: Day;
  /** `open`: silence, as there are too few days to go by. `over`: no working day is left. */
  state: 'done' | 'likely' | 'unsure' | 'unlikely' | 'open' | 'over';
  /** What would be met at the end, and between what it will lie in four cases out of five. Missing with `done`, `open` and `over`. */
  expected?: number;
  low?: number;
  high?: number;
  /** What the figures rest on: so much of the target was met on so many working days, with so many working days left. */
  basis?: { from: Day; filled: number; workdays: number; left: number };
}

export interface Forecast {
  city: Outlook;
  units: (Outlook & { unitId: string })[];
  categories: (Outlook & { categoryId: string })[];
}

interface Asked {
  units: readonly { id: string }[];
  categories: readonly { id: string }[];
  targets: Targets;
  arrivals: readonly DayCount[];
  /** Today does not count as seen, and counts as left. */
  today: Day;
  calendar: Calendar;
  until: { city: Day; of(unitId: string, categoryId: string): Day };
}

/** Days on which something came in, below which nothing is said. */
const LEAST_DAYS = 3;
/** Working days looked back on: older ones say little of how fast it goes now. */
const LOOK_BACK = 15;
/** How much a pace itself changes until the end, as a share of what is still to come: people hurry, or fall silent. */
const RESTLESSNESS = 0.4;
/** One of ten lies beyond on either side. */
const ONE_IN_TEN = 1.2816;

/**
 * How the campaign will end, by unit, by category and in all, from the pace at which targets were filled in the last
 * weeks. What is above a target fills nothing. In the order of the units and categories given; what has no target is
 * left out.
 */
export function forecastOf(asked: Asked): Forecast {
  const { units, categories, targets, calendar, today, until } = asked;
  const filled = fillings(asked);
  const begun = filled.reduce((first, { day }) => (day < first ? day : first), today);
  const seen = workdaysBefore(calendar, today, begun);
  const left = new Map<Day, number>();
  const outlook = (cells: { unitId: string; categoryId: string }[], own: Filling[], last: Day): Outlook => {
    if (!left.has(last)) left.set(last, workdaysFrom(calendar, today, last));
    const target = cells.reduce((sum, cell) => sum + targetOf(targets, cell), 0);
    return outlookOf({ target, filled: own, until: last, left: left.get(last) ?? 0, today, seen });
  };
  const cellsOf = (unitId: string) =>
    categories.map(({ id: categoryId }) => ({ unitId, categoryId })).filter((cell) => targetOf(targets, cell) > 0);
  const cells = units.flatMap(({ id }) => cellsOf(id));
  const byUnit = grouped(filled, ({ unitId }) => unitId);
  const byCategory = grouped(filled, ({ categoryId }) => categoryId);
  const latest = (unitId: string, own: typeof cells) =>
    own.map(({ categoryId }) => until.of(unitId, categoryId)).reduce((a, b) => (a > b ? a : b), '');
  return {
    city: outlook(cells, filled, until.city),
    units: units.flatMap(({ id: unitId }) => {
      const own = cellsOf(unitId);
      return own.length === 0 ? [] : { unitId, ...outlook(own, byUnit.get(unitId) ?? [], latest(unitId, own)) };
    }),
    categories: categories.flatMap(({ id: categoryId }) => {
      const own = cells.filter((cell) => cell.categoryId === categoryId);
      return own.length === 0 ? [] : { categoryId, ...outlook(own, byCategory.get(categoryId) ?? [], until.city) };
    }),
  };
}

/** Whoever is furthest from the target by the pace first; those of whom nothing can be said, and who lack most, before all others. */
export function tightestFirst<T extends Outlook>(outlooks: readonly T[]): T[] {
  const share = ({ state, met, target, expected = met }: Outlook) => (state === 'done' ? 2 : expected / target);
  return outlooks.toSorted((a, b) => share(a) - share(b));
}

interface Filling {
  unitId: string;
  categoryId: string;
  day: Day;
  count: number;
}

/** The arrivals cut down to what filled a target: the first ones of each unit and category, up to its number. */
function fillings({ arrivals, targets, today }: Asked): Filling[] {
  const room = new Map<string, number>();
  return arrivals
    .filter(({ day }) => day <= today)
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .flatMap((arrival) => {
      const key = `${arrival.unitId} ${arrival.categoryId}`;
      const left = room.get(key) ?? targetOf(targets, arrival);
      const count = Math.min(left, arrival.count);
      room.set(key, left - count);
      return count > 0 ? { ...arrival, count } : [];
    });
}

interface Pace {
  target: number;
  filled: Filling[];
  until: Day;
  /** Working days. */
  left: number;
  today: Day;
  /** Working days that were seen, the newest first. */
  seen: Day[];
}

function outlookOf({ target, filled, until, left, today, seen }: Pace): Outlook {
  const met = filled.reduce((sum, { count }) => sum + count, 0);
  const known = { met, target, until };
  if (met >= target) return { ...known, state: 'done' };
  if (left === 0) return { ...known, state: 'over' };
  const from = seen.at(-1);
  const days = new Set(filled.map(({ day }) => day));
  if (from === undefined || seen.length < LEAST_DAYS || days.size < LEAST_DAYS) return { ...known, state: 'open' };
  const perDay = new Map(seen.map((day) => [day, 0]));
  for (const { day, count } of filled) {
    if (day < from || day >= today) continue;
    // What comes on a day off is counted with the working day before it.
    const workday = seen.find((one) => one <= day) ?? from;
    perDay.set(workday, (perDay.get(workday) ?? 0) + count);
  }
  const counts = [...perDay.values()];
  const sum = counts.reduce((a, b) => a + b, 0);
  const { low, high, expected } = range(counts, left);
  const ends = (more: number) => Math.min(target, met + more);
  return {
    ...known,
    state: met + low >= target ? 'likely' : met + high < target ? 'unlikely' : 'unsure',
    expected: ends(Math.round(expected)),
    low: ends(low),
    high: ends(high),
    basis: { from, filled: sum, workdays: seen.length, left },
  };
}

/**
 * How many more come in `left` days after days with these counts. Half a one is added to what was seen: nothing in three
 * weeks does not mean never. The variance is that of arrivals in bunches, of a pace known from few days, and of a
 * pace that does not stay.
 */
function range(counts: number[], left: number): { expected: number; low: number; high: number } {
  const days = counts.length;
  const sum = counts.reduce((a, b) => a + b, 0);
  const mean = sum / days;
  const spread = counts.reduce((total, count) => total + (count - mean) ** 2, 0) / Math.max(1, days - 1);
  const bunching = mean > 0 ? Math.max(1, spread / mean) : 1;
  const expected = ((sum + 0.5) / days) * left;
  const variance = expected * bunching * (1 + left / days) + (RESTLESSNESS * expected) ** 2;
  return {
    expected,
    low: Math.floor(Math.max(0, gammaQuantile(expected, variance, -ONE_IN_TEN))),
    high: Math.ceil(gammaQuantile(expected, variance, ONE_IN_TEN)),
  };
}

/** Of a gamma distribution with this mean and variance, by Wilson and Hilferty; `z` is the normal quantile. */
function gammaQuantile(mean: number, variance: number, z: number): number {
  const shape = mean ** 2 / variance;
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return root <= 0 ? 0 : mean * root ** 3;
}

function grouped(filled: Filling[], keyOf: (one: Filling) => string): Map<string, Filling[]> {
  const groups = new Map<string, Filling[]>();
  for (const one of filled) {
    const own = groups.get(keyOf(one));
    if (own) own.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

const targetOf = (targets: Targets, { unitId, categoryId }: { unitId: string; categoryId: string }): number =>
  targets.get(unitId)?.get(categoryId) ?? 0;

/** The working days before today, newest first, back to the first day and no more than are looked back on. */
function workdaysBefore(calendar: Calendar, today: Day, first: Day): Day[] {
  const days: Day[] = [];
  for (let day = addDays(today, -1); day >= first && days.length < LOOK_BACK; day = addDays(day, -1))
    if (calendar.isWorkday(day)) days.push(day);
  return days;
}

function workdaysFrom(calendar: Calendar, today: Day, last: Day): number {
  // A deadline without a day lies beyond every calendar: there is nothing to foretell.
  if (last > addDays(today, 800)) return 0;
  let count = 0;
  for (let day = today; day <= last; day = addDays(day, 1)) if (calendar.isWorkday(day)) count += 1;
  return count;
}
