import type { Campaign } from './campaign.ts';
import { membersOf } from './membership.ts';
import type { Target } from './notice-facts.ts';

/**
 * How a number is counted that is not of one unit in one category to the end: `period` by the week, month or quarter; `batch` up to
 * a day before the end; `share` of what is reported; `whole` of several categories, or of the city; `pooled` of the members of a
 * group; `either` of which one is enough.
 */
export type DemandKind = 'period' | 'batch' | 'share' | 'whole' | 'pooled' | 'either';

/** Such a number, for one unit, or for several together. */
export interface Demand {
  kind: DemandKind;
  target: Target;
  /** All others of which one is enough, this one included. */
  choices: Target[];
  /** Whose entries count; one unit where it is the unit's own. */
  units: string[];
  own: boolean;
  /** Of which what is reported is counted together. */
  categories: string[];
}

/** What a unit reports beside its quota does not use it up: `unit category`. */
export type OutsideQuota = ReadonlySet<string>;

/** Everything that the notice asks in this manner; of units one after another, in the order of the notice. */
export function demandsOf(campaign: Campaign): Demand[] {
  const marks = new Set<string>();
  return campaign.targets.flatMap((target): Demand[] => {
    const kind = kindOf(target);
    if (kind === undefined) return [];
    if (target.either !== undefined) {
      if (marks.has(target.either)) return [];
      marks.add(target.either);
    }
    const choices = kind === 'either' ? campaign.targets.filter(({ either }) => either === target.either) : [target];
    const members = membersOf(campaign, target);
    const units = campaign.units.map(({ id }) => id).filter((id) => members?.has(id) ?? true);
    const common = { kind, target, choices };
    const groups = categoriesOf(campaign, target, kind, choices);
    if (target.scope === 'city' || kind === 'pooled') {
      const pools = target.scope === 'city' ? [units] : poolsOf(campaign, target);
      return pools.flatMap((pool) => groups.map((categories) => ({ ...common, units: pool, own: false, categories })));
    }
    return units.flatMap((unit) => groups.map((categories) => ({ ...common, units: [unit], own: true, categories })));
  });
}

/** Each kind that is named is a group with a number of its own. */
function poolsOf(campaign: Campaign, { units, kinds }: Target): string[][] {
  const pools = (kinds ?? []).map((kind) => [...(membersOf(campaign, { kinds: [kind] }) ?? [])]);
  return units ? [...pools, units] : pools;
}

/** Undefined: counted by unit and category (`target.ts`), or in words that no machine counts. */
function kindOf(target: Target): DemandKind | undefined {
  const { none, excluded, outsideQuota, who, either, per, until, share, pooled, together, scope, categories } = target;
  if (none || excluded || outsideQuota || who !== undefined) return undefined;
  if (either !== undefined) return 'either';
  if (until !== undefined) return 'batch';
  if (share) return share.base === 'reported' && categories !== undefined ? 'share' : undefined;
  if (per !== undefined && per !== 'year') return 'period';
  if (pooled) return 'pooled';
  return scope === 'city' || together || categories === undefined ? 'whole' : undefined;
}

/** Counted together, or each category on its own. */
function categoriesOf(campaign: Campaign, target: Target, kind: DemandKind, choices: Target[]): string[][] {
  if (kind === 'either') return [[...new Set(choices.flatMap(({ categories }) => categories ?? reported(campaign)))]];
  const named = target.categories ?? reported(campaign);
  const asOne = target.together || target.categories === undefined || kind === 'share' || kind === 'pooled';
  return asOne || (kind === 'whole' && target.scope === 'city') ? [named] : named.map((id) => [id]);
}

/** The written report is no work among the works. */
const reported = ({ categories }: Pick<Campaign, 'categories'>): string[] =>
  categories.filter(({ kind }) => kind !== 'report').map(({ id }) => id);

export const reportedCategories = reported;

/** The categories of units that the notice takes beside their quota. */
export function outsideQuotaOf(campaign: Campaign): OutsideQuota {
  const outside = new Set<string>();
  for (const target of campaign.targets) {
    if (!target.outsideQuota || target.who !== undefined) continue;
    const members = membersOf(campaign, target);
    for (const { id } of campaign.units) {
      if (members && !members.has(id)) continue;
      for (const category of target.categories ?? []) outside.add(`${id} ${category}`);
    }
  }
  return outside;
}
