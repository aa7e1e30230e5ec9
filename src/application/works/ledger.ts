import type { Extension } from '../../domain/deadline.ts';
import { countsByDay, type DemandFacts, type DemandState, demandStates } from '../../domain/demand-state.ts';
import { type Item, type Progress, progressOf, type Tally, type ZeroReport } from '../../domain/progress.ts';
import { capsOf, type TargetChange, type Targets, targetsOf } from '../../domain/target.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { dayCountsOf } from './day-counts.ts';

type Reads = Pick<Turn, 'tx' | 'campaign'>;
/** What is asked by the month or up to a day depends on the day it is asked on. */
type ReadsNow = Reads & Pick<Turn, 'now'>;

/** How far the given units are in the given categories; all of them when left out. */
export async function progressNow(context: ReadsNow, unitIds?: string[], categoryIds?: string[]): Promise<Progress> {
  const { campaign } = context;
  const units = unitIds ? campaign.units.filter(({ id }) => unitIds.includes(id)) : campaign.units;
  const categories = categoryIds
    ? campaign.categories.filter(({ id }) => categoryIds.includes(id))
    : campaign.categories;
  const bounds = await boundsNow(context);
  const tallies = await talliesOf(context, unitIds);
  return progressOf(units, categories, {
    ...bounds,
    tallies,
    zeroReports: await zeroReportsOf(context, unitIds),
    demands: await demandsNow(context, { ...bounds, tallies }, unitIds),
  });
}

/** With units named only what is asked of each of them: a number of several together is counted of all. */
async function demandsNow(
  context: ReadsNow,
  { targets, tallies }: Pick<DemandFacts, 'targets' | 'tallies'>,
  unitIds?: string[],
): Promise<DemandState[]> {
  const { campaign, now } = context;
  if (campaign.targets.length === 0) return [];
  const days = countsByDay(campaign) ? await dayCountsOf(context, unitIds) : [];
  const states = demandStates(campaign, { targets, tallies, days, today: beijingDay(now) });
  return unitIds === undefined ? states : states.filter(({ own }) => own);
}

/** One unit's count and target in one category. */
export async function standingOf(context: ReadsNow, unitId: string, categoryId: string): Promise<Item> {
  const progress = await progressNow(context, [unitId], [categoryId]);
  return progress.units[0]?.items[0] as Item;
}

/** At least and at most, of each unit in each category, after all changes. */
export async function boundsNow(reads: Reads): Promise<{ targets: Targets; caps: Targets }> {
  const changes = await targetChangesOf(reads);
  return { targets: targetsOf(reads.campaign, changes), caps: capsOf(reads.campaign, changes) };
}

/** In the order in which they were made. */
export function targetChangesOf({ tx, campaign }: Reads): Promise<TargetChange[]> {
  return tx.targetChange.findMany({
    where: { campaign: campaign.id },
    orderBy: { id: 'asc' },
    select: { unitId: true, categoryId: true, number: true },
  });
}

/**
 * One text with a line for each unit and category: for thousands of units the rows, or as much JSON, take longer to
 * transfer than to count. Ids of a campaign have no blanks, so a blank can separate them.
 */
export async function talliesOf({ tx, campaign }: Reads, unitIds?: string[]): Promise<Tally[]> {
  const [row] = await tx.$queryRaw<{ tallies: string | null }[]>`
    SELECT string_agg(concat_ws(' ', unit_id, category_id, received, accepted, returned), E'\n') AS tallies FROM tally
    WHERE campaign = ${campaign.id} AND (${unitIds === undefined} OR unit_id = ANY(${unitIds ?? []}))`;
  return (row?.tallies?.split('\n') ?? []).map((line) => {
    const [unitId = '', categoryId = '', received, accepted, returned] = line.split(' ');
    return {
      unitId,
      categoryId,
      received: Number(received),
      accepted: Number(accepted),
      returned: Number(returned),
    };
  });
}

export function zeroReportsOf(
  { tx, campaign }: Reads,
  unitIds?: string[],
): Promise<(ZeroReport & { reason: string })[]> {
  return tx.zeroReport.findMany({
    where: { campaign: campaign.id, ...(unitIds && { unitId: { in: unitIds } }) },
    select: { unitId: true, categoryId: true, reason: true },
  });
}

export function extensionsOf({ tx, campaign }: Reads, unitIds?: string[]): Promise<Extension[]> {
  return tx.extension.findMany({
    where: { campaign: campaign.id, ...(unitIds && { unitId: { in: unitIds } }) },
    orderBy: { id: 'asc' },
    select: { unitId: true, categoryId: true, day: true, at: true },
  });
}
