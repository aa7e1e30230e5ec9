import type { CategoryKind } from './campaign.ts';
import type { DemandState } from './demand-state.ts';
import type { Tally } from './tally.ts';
import type { Targets } from './target.ts';

export type { Tally };

/** "We have none" (/零报). */
export interface ZeroReport {
  unitId: string;
  categoryId: string;
}

export interface Item {
  categoryId: string;
  /** Received and accepted (docs/product.md, section 7). */
  count: number;
  accepted: number;
  returned: number;
  target: number | undefined;
  short: number;
  /** Above the target. */
  over: number;
  /** How many the notice takes at most; what is beyond counts, and is named as beyond. */
  cap: number | undefined;
  beyond: number;
  zero: boolean;
  /** Due once from every unit beside its targets, as the written report is, and not there yet. */
  owed: boolean;
}

/** `nothing` 没报, `partial` 没报全. A unit that has only made zero reports is `partial`: it has answered. */
export type UnitState = 'nothing' | 'partial' | 'complete' | 'no-target';

export interface UnitProgress {
  unitId: string;
  /** In the order of the categories asked for. */
  items: Item[];
  /** What is asked of it beside numbers by category: by the month, by half, in shares, of several together. */
  demands: DemandState[];
  state: UnitState;
  /** It has neither a counted entry nor a zero report. Needed for units without a target, whose state says nothing. */
  silent: boolean;
  /** Σ target, with what demands add to it. */
  target: number;
  /** The sum of min(count, target): too many in one category do not fill another one. */
  met: number;
  /** met / target; undefined without a target. */
  ratio: number | undefined;
}

export interface CategoryTotal {
  categoryId: string;
  count: number;
  accepted: number;
  returned: number;
  /** Σ of the units' targets; undefined when no unit has one. */
  target: number | undefined;
  /** Σ of the units' min(count, target). */
  met: number;
}

export interface Progress {
  units: UnitProgress[];
  categories: CategoryTotal[];
  /** What is asked of several units together, no part of which is any unit's. */
  shared: DemandState[];
  /** How many units are in each state. */
  states: Record<UnitState, number>;
  target: number;
  met: number;
  ratio: number | undefined;
}

interface Facts {
  targets: Targets;
  caps?: Targets;
  tallies: Iterable<Tally>;
  zeroReports: Iterable<ZeroReport>;
  demands?: readonly DemandState[];
}

/**
 * Counts the units against their targets, in the order given (docs/product.md, section 7). With some of the categories
 * only, every figure and state is about those.
 */
export function progressOf(
  units: readonly { id: string }[],
  categories: readonly { id: string; kind?: CategoryKind }[],
  facts: Facts,
): Progress {
  const tallies = byUnitAndCategory(facts.tallies);
  const zeros = byUnitAndCategory(facts.zeroReports);
  const kinds = new Map(categories.map(({ id, kind }) => [id, kind]));
  const totals = categories.map(({ id }): CategoryTotal => {
    return { categoryId: id, count: 0, accepted: 0, returned: 0, target: undefined, met: 0 };
  });
  const asked = new Set(categories.map(({ id }) => id));
  const demands = (facts.demands ?? []).filter(({ categoryIds }) => categoryIds.every((id) => asked.has(id)));
  const own = new Map<string, DemandState[]>();
  for (const demand of demands) {
    const [unitId = ''] = demand.own ? demand.unitIds : [];
    own.set(unitId, [...(own.get(unitId) ?? []), demand]);
  }
  const progress: Progress = {
    units: [],
    categories: totals,
    shared: own.get('') ?? [],
    states: { nothing: 0, partial: 0, complete: 0, 'no-target': 0 },
    target: 0,
    met: 0,
    ratio: undefined,
  };
  for (const { id: unitId } of units) {
    const targetsOfUnit = facts.targets.get(unitId);
    const capsOfUnit = facts.caps?.get(unitId);
    const talliesOfUnit = tallies.get(unitId);
    const zerosOfUnit = zeros.get(unitId);
    const items = totals.map((total) => {
      const { categoryId } = total;
      const zero = zerosOfUnit?.has(categoryId) ?? false;
      const bounds = { target: targetsOfUnit?.get(categoryId), cap: capsOfUnit?.get(categoryId) };
      const isOwed = kinds.get(categoryId) === 'report';
      const item = itemOf(categoryId, talliesOfUnit?.get(categoryId), bounds, { zero, isOwed });
      addTo(total, item);
      return item;
    });
    const unit = unitProgress(unitId, items, own.get(unitId) ?? []);
    progress.units.push(unit);
    progress.states[unit.state] += 1;
    progress.target += unit.target;
    progress.met += unit.met;
  }
  progress.ratio = ratioOf(progress.met, progress.target);
  return progress;
}

function itemOf(
  categoryId: string,
  tally: Tally | undefined,
  { target, cap }: Pick<Item, 'target' | 'cap'>,
  { zero, isOwed }: { zero: boolean; isOwed: boolean },
): Item {
  const accepted = tally?.accepted ?? 0;
  const count = (tally?.received ?? 0) + accepted;
  return {
    categoryId,
    count,
    accepted,
    returned: tally?.returned ?? 0,
    target,
    short: target === undefined ? 0 : Math.max(0, target - count),
    over: target === undefined ? 0 : Math.max(0, count - target),
    cap,
    beyond: cap === undefined ? 0 : Math.max(0, count - cap),
    zero,
    owed: isOwed && target === undefined && count === 0 && !zero,
  };
}

function unitProgress(unitId: string, items: Item[], demands: DemandState[]): UnitProgress {
  let target = 0;
  let met = 0;
  let silent = true;
  for (const item of items) {
    target += item.target ?? 0;
    met += metBy(item);
    if (item.count > 0 || item.zero) silent = false;
  }
  for (const demand of demands) {
    target += demand.owed;
    met += demand.met;
  }
  const lacks = demands.some(({ short, past }) => short > 0 && !past);
  const state = stateOf(target, met, { silent, lacks });
  return { unitId, items, demands, state, silent, target, met, ratio: ratioOf(met, target) };
}

/** Half by June is part of the whole, and not in the sum: who lacks it is not complete all the same. */
function stateOf(target: number, met: number, { silent, lacks }: { silent: boolean; lacks: boolean }): UnitState {
  if (target === 0 && !lacks) return 'no-target';
  if (met === target && !lacks) return 'complete';
  return silent ? 'nothing' : 'partial';
}

function metBy(item: Item): number {
  return item.target === undefined ? 0 : item.target - item.short;
}

function addTo(total: CategoryTotal, item: Item): void {
  total.count += item.count;
  total.accepted += item.accepted;
  total.returned += item.returned;
  total.met += metBy(item);
  if (item.target !== undefined) total.target = (total.target ?? 0) + item.target;
}

function ratioOf(met: number, target: number): number | undefined {
  return target === 0 ? undefined : met / target;
}

function byUnitAndCategory<T extends ZeroReport>(rows: Iterable<T>): Map<string, Map<string, T>> {
  const index = new Map<string, Map<string, T>>();
  for (const row of rows) {
    let ofUnit = index.get(row.unitId);
    if (!ofUnit) {
      ofUnit = new Map();
      index.set(row.unitId, ofUnit);
    }
    ofUnit.set(row.categoryId, row);
  }
  return index;
}
