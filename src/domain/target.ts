import type { Campaign } from './campaign.ts';

/** A target changed after the notice (/改任务); the last one of a list counts. */
export interface TargetChange {
  unitId: string;
  categoryId: string;
  number: number;
}

/**
 * unit → category → target. An entry that is missing means that there is no target, which is not the same as a target
 * of 0.
 */
export type Targets = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The table's cells under a heading (附件1; surplus cells under none say nothing), then the changes in the order made. */
export function targetsOf(campaign: Campaign, changes: readonly TargetChange[]): Targets {
  const targets = new Map<string, Map<string, number>>();
  for (const row of campaign.table.rows) {
    const ofUnit = new Map<string, number>();
    for (const [index, categoryId] of campaign.table.columns.entries()) {
      const cell = row.cells[index];
      if (cell !== undefined) ofUnit.set(categoryId, cell);
    }
    targets.set(row.unit, ofUnit);
  }
  for (const { unitId, categoryId, number } of changes) {
    if (isUndivided(campaign, categoryId)) continue;
    const ofUnit = targets.get(unitId) ?? new Map<string, number>();
    targets.set(unitId, ofUnit.set(categoryId, number));
  }
  return targets;
}

/** Whether the target of a category is the whole city's alone: the notice gives none of it to any unit. */
export const isUndivided = (campaign: Campaign, categoryId: string): boolean =>
  cityTargetOf(campaign, categoryId) !== undefined && !campaign.table.columns.includes(categoryId);

/** A target of the whole city, never divided among units (三(三): 50 ambassadors). */
export function cityTargetOf(campaign: Campaign, categoryId: string): number | undefined {
  return campaign.cityTargets.find(({ category }) => category === categoryId)?.number;
}
