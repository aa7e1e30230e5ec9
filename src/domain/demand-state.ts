import type { Campaign } from './campaign.ts';
import {
  type Demand,
  type DemandKind,
  demandsOf,
  type OutsideQuota,
  outsideQuotaOf,
  reportedCategories,
} from './demand.ts';
import { periodAt, periodsBefore, runOf, type Span } from './demand-span.ts';
import type { Share, Target } from './notice-facts.ts';
import { dueIn } from './part-days.ts';
import type { DayCount, Tally } from './tally.ts';
import type { Targets } from './target.ts';
import type { Day } from './time.ts';

/** How far a demand is met. */
export interface DemandState {
  kind: DemandKind;
  text: string;
  clause: string;
  unitIds: string[];
  /** Of the one unit; otherwise of several together, and no part of it is any unit's. */
  own: boolean;
  categoryIds: string[];
  count: number;
  /** At least and at most; left out where the notice does not bound that side. */
  least?: number;
  most?: number;
  short: number;
  /** Above the most; kept all the same. */
  beyond: number;
  /** The days it is counted over, and the one it is due on; left out, it is due with its categories. */
  span?: Span;
  due?: Day;
  /** Its days are past: what is short can no longer be made up. */
  past: boolean;
  /** Earlier periods with fewer than asked. */
  missed: Span[];
  /** What it adds to the sum of the unit's targets, and how much of that is there. */
  owed: number;
  met: number;
}

export interface DemandFacts {
  targets: Targets;
  tallies: readonly Tally[];
  days: readonly DayCount[];
  today: Day;
}

/** Whether days have to be counted for it. */
export const countsByDay = (campaign: Campaign): boolean =>
  campaign.targets.some(({ per, until }) => (per !== undefined && per !== 'year') || until !== undefined);

/** Counts everything that the notice asks beside numbers by unit and category. */
export function demandStates(campaign: Campaign, facts: DemandFacts): DemandState[] {
  const demands = demandsOf(campaign);
  if (demands.length === 0) return [];
  const counter = counterOf(facts, outsideQuotaOf(campaign));
  const run = runOf(campaign);
  return demands.map((demand) => stateOf(demand, { ...facts, campaign, counter, run }));
}

interface Counting extends DemandFacts {
  campaign: Campaign;
  counter: Counter;
  run: ReturnType<typeof runOf>;
}

function stateOf(demand: Demand, counting: Counting): DemandState {
  if (demand.kind === 'either') return ofChoices(demand, counting);
  if (demand.kind === 'period') return ofPeriod(demand, counting);
  if (demand.kind === 'batch') return ofBatch(demand, counting);
  if (demand.kind === 'share') return ofShare(demand, counting);
  const { counter, targets } = counting;
  const bounds = boundsOf(demand.target);
  const quota = bounds.most !== undefined && bounds.least === undefined;
  const count = counter.all(demand.units, demand.categories, quota);
  const state = judged(demand, count, bounds);
  if (!demand.own || bounds.least === undefined) return state;
  const [unit = ''] = demand.units;
  // What the categories themselves ask is in the sum already.
  const each = demand.categories.map((category) => targets.get(unit)?.get(category) ?? 0);
  const asked = each.reduce((sum, number) => sum + number, 0);
  const filled = demand.categories.reduce(
    (sum, category, at) => sum + Math.min(each[at] ?? 0, counter.all([unit], [category])),
    0,
  );
  const owed = Math.max(0, bounds.least - asked);
  return { ...state, owed, met: Math.max(0, Math.min(owed, count - filled)) };
}

interface Bounds {
  least?: number;
  most?: number;
}

/** A bare number is a floor, as everywhere: more is welcome. */
function boundsOf({ min, max, exactly, number }: Target): Bounds {
  const least = min ?? exactly ?? number;
  const most = max ?? exactly;
  return { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) };
}

function judged(demand: Demand, count: number, { least, most }: Bounds, more: Partial<DemandState> = {}): DemandState {
  const { kind, own, units, categories, target } = demand;
  return {
    kind,
    text: target.text,
    clause: target.clause,
    unitIds: units,
    own,
    categoryIds: categories,
    count,
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
    short: Math.max(0, (least ?? 0) - count),
    beyond: most === undefined ? 0 : Math.max(0, count - most),
    past: false,
    missed: [],
    owed: 0,
    met: 0,
    ...more,
  };
}

/** The period that today lies in, or the campaign's last one, and those before in which too few came. */
function ofPeriod(demand: Demand, { counter, today, run, campaign }: Counting): DemandState {
  const per = demand.target.per ?? 'month';
  const bounds = boundsOf(demand.target);
  const { least = 0 } = bounds;
  const counted = (span: Span) => counter.within(demand.units, demand.categories, span);
  const day = run.to !== undefined && run.to < today ? run.to : today;
  const now = periodAt(per, day);
  const before = periodsBefore(per, day, run.from).reverse();
  const count = counted(now);
  const met = [...before, now].reduce((sum, span) => sum + Math.min(least, counted(span)), 0);
  return judged(demand, count, bounds, {
    span: now,
    due: dueIn(campaign, demand.target, now),
    past: now.to < today,
    missed: before.filter((span) => counted(span) < least),
    ...(demand.own ? { owed: least * (before.length + 1), met } : {}),
  });
}

/** So many, or such a part of the unit's targets, by a day before the end. */
function ofBatch(demand: Demand, { counter, targets, today, run }: Counting): DemandState {
  const { target, units, categories } = demand;
  const { until: to = today } = target;
  const span = { from: run.from ?? '0000-01-01', to };
  const past = today > to;
  if (!target.share) {
    const count = counter.within(units, categories, { from: '', to });
    return judged(demand, count, boundsOf(target), { span, past, due: to });
  }
  let asked = 0;
  let count = 0;
  for (const unit of units) {
    for (const category of categories) {
      const own = targets.get(unit)?.get(category) ?? 0;
      asked += own;
      count += Math.min(own, counter.within([unit], [category], { from: '', to }));
    }
  }
  return judged(demand, count, partOf(target.share, asked), { span, past, due: to });
}

/** Of everything reported so much is of these categories. */
function ofShare(demand: Demand, { counter, campaign }: Counting): DemandState {
  const base = counter.all(demand.units, reportedCategories(campaign));
  const count = counter.all(demand.units, demand.categories);
  return judged(demand, count, demand.target.share ? partOf(demand.target.share, base) : {});
}

/**
 * A part of a number in whole pieces. Where the notice does not say how to round, a floor is not met below it and a cap not kept
 * above it.
 */
export function partOf({ percent, bound = 'min', rounding }: Share, base: number): Bounds {
  const exact = (percent * base) / 100;
  const least = { up: Math.ceil, down: Math.floor, nearest: Math.round }[rounding ?? 'up'](near(exact));
  const most = { up: Math.ceil, down: Math.floor, nearest: Math.round }[rounding ?? 'down'](near(exact));
  if (bound === 'min') return { least };
  return bound === 'max' ? { most } : { least, most: Math.max(least, most) };
}

/** 29 % of 100 is 28.999999999999996. */
const near = (value: number): number => Math.round(value * 1e6) / 1e6;

/** One of them is enough; where they are caps, one of them may be used. */
function ofChoices(demand: Demand, { counter }: Counting): DemandState {
  const states = demand.choices.map((target) => {
    const categories = target.categories ?? demand.categories;
    const bounds = boundsOf(target);
    return { bounds, state: judged(demand, counter.all(demand.units, categories), bounds) };
  });
  const all = counter.all(demand.units, demand.categories);
  const nearest = states.reduce((best, one) => (one.state.short < best.state.short ? one : best));
  const capped = states.every(({ bounds }) => bounds.most !== undefined && bounds.least === undefined);
  const beyond = capped
    ? Math.min(...states.map(({ state }) => all - Math.min(state.count, state.most ?? 0)))
    : Math.min(...states.map(({ state }) => state.beyond));
  const { least = 0 } = nearest.bounds;
  const text = demand.choices.map((one) => one.text).filter((one, at, texts) => texts.indexOf(one) === at);
  return {
    ...nearest.state,
    categoryIds: demand.categories,
    text: text.join('；'),
    count: nearest.state.count,
    beyond,
    ...(demand.own ? { owed: least, met: least - nearest.state.short } : {}),
  };
}

interface Counter {
  /** Everything that counts now; with `quota` without what is taken beside it. */
  all(units: readonly string[], categories: readonly string[], quota?: boolean): number;
  within(units: readonly string[], categories: readonly string[], span: Span): number;
}

function counterOf({ tallies, days }: DemandFacts, outside: OutsideQuota): Counter {
  const totals = new Map(tallies.map((one) => [`${one.unitId} ${one.categoryId}`, one.received + one.accepted]));
  const byDay = new Map<string, DayCount[]>();
  for (const one of days) {
    const key = `${one.unitId} ${one.categoryId}`;
    byDay.set(key, [...(byDay.get(key) ?? []), one]);
  }
  const over = (units: readonly string[], categories: readonly string[], count: (key: string) => number): number => {
    let sum = 0;
    for (const unit of units) for (const category of categories) sum += count(`${unit} ${category}`);
    return sum;
  };
  return {
    all: (units, categories, quota = false) =>
      over(units, categories, (key) => (quota && outside.has(key) ? 0 : (totals.get(key) ?? 0))),
    within: (units, categories, { from, to }) =>
      over(units, categories, (key) =>
        (byDay.get(key) ?? []).reduce((sum, { day, count }) => sum + (from <= day && day <= to ? count : 0), 0),
      ),
  };
}
