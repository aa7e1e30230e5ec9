import type { Campaign } from './campaign.ts';
import { membersOf } from './membership.ts';
import type { Target } from './notice-facts.ts';

/** A target changed after the notice (/改任务); the last one of a list counts. */
export interface TargetChange {
  unitId: string;
  categoryId: string;
  number: number;
}

/**
 * unit → category → number. An entry that is missing means that there is no target, which is not the same as a target
 * of 0.
 */
export type Targets = ReadonlyMap<string, ReadonlyMap<string, number>>;

type Numbers = Map<string, Map<string, number>>;

/**
 * What each unit has to reach: the table's cells (surplus cells under no heading say nothing, a blank cell is no target), what
 * sentences ask of units and kinds, then the changes in the order made. A cap is no target, a number of the city is nobody's
 * own, and what is due by the month, by a day before the end, or together with others, is counted in `demand-state.ts`.
 */
export function targetsOf(campaign: Campaign, changes: readonly TargetChange[]): Targets {
  const targets = numbersOf(campaign, floorOf, campaign.table.bound !== 'max');
  const caps = capsOfNotice(campaign);
  for (const { unitId, categoryId, number } of changes) {
    if (isUndivided(campaign, categoryId)) continue;
    if (isCapOnly(targets, caps, unitId, categoryId)) continue;
    set(targets, unitId, categoryId, number);
  }
  return targets;
}

/** Whether the target of a category is the whole city's alone: the notice gives none of it to any unit. */
export const isUndivided = (campaign: Campaign, categoryId: string): boolean =>
  cityTargetOf(campaign, categoryId) !== undefined && !campaign.table.columns.includes(categoryId);
/** How many each unit may report at most, where the notice says so; more is kept, and named as more. */
export function capsOf(campaign: Campaign, changes: readonly TargetChange[]): Targets {
  const caps = capsOfNotice(campaign);
  if (caps.size === 0) return caps;
  const targets = numbersOf(campaign, floorOf, campaign.table.bound !== 'max');
  for (const { unitId, categoryId, number } of changes) {
    if (isCapOnly(targets, caps, unitId, categoryId)) set(caps, unitId, categoryId, number);
  }
  return caps;
}

/** A target of the whole city, never divided among units (三(三): 50 ambassadors). */
export function cityTargetOf(campaign: Campaign, categoryId: string): number | undefined {
  return campaign.cityTargets.find(({ category }) => category === categoryId)?.number;
}

const capsOfNotice = (campaign: Campaign): Numbers => {
  const { bound } = campaign.table;
  return numbersOf(
    campaign,
    ({ max, exactly, excluded }) => (excluded ? 0 : (max ?? exactly)),
    bound === 'max' || bound === 'exact',
  );
};

const floorOf = ({ min, exactly, number }: Target): number | undefined => min ?? exactly ?? number;

/** A change of what has a cap and no floor changes the cap. */
const isCapOnly = (targets: Targets, caps: Targets, unitId: string, categoryId: string): boolean =>
  targets.get(unitId)?.get(categoryId) === undefined && caps.get(unitId)?.get(categoryId) !== undefined;

/** From the least particular to the most: for each unit, by kind, by unit, then the table. */
function numbersOf(campaign: Campaign, size: (target: Target) => number | undefined, fromTable: boolean): Numbers {
  const numbers: Numbers = new Map();
  const counted = campaign.targets.filter(isCountedByUnit);
  const rank = ({ units, kinds }: Target) => (units ? 2 : kinds ? 1 : 0);
  for (const target of counted.sort((a, b) => rank(a) - rank(b))) {
    const number = size(target);
    const voids = target.none || target.excluded || target.outsideQuota;
    if (number === undefined && !voids) continue;
    const members = membersOf(campaign, target);
    for (const { id } of campaign.units) {
      if (members && !members.has(id)) continue;
      for (const categoryId of target.categories ?? []) {
        // 不限、自愿: no number, whatever is said of all the others.
        if (number === undefined) numbers.get(id)?.delete(categoryId);
        else set(numbers, id, categoryId, number);
      }
    }
  }
  if (!fromTable) return numbers;
  for (const row of campaign.table.rows) {
    const own = numbers.get(row.unit) ?? new Map<string, number>();
    numbers.set(row.unit, own);
    for (const [index, categoryId] of campaign.table.columns.entries()) {
      const cell = row.cells[index];
      if (cell !== undefined && cell !== null) own.set(categoryId, cell);
    }
  }
  return numbers;
}

const isCountedByUnit = ({ scope, who, per, until, together, pooled, either, share }: Target): boolean =>
  !(scope || who || (per && per !== 'year') || until || together || pooled || either || share);

function set(numbers: Numbers, unitId: string, categoryId: string, number: number): void {
  const own = numbers.get(unitId) ?? new Map<string, number>();
  numbers.set(unitId, own.set(categoryId, number));
}
