import { deadlinesOf } from '../../domain/deadline.ts';
import { type Forecast, forecastOf } from '../../domain/forecast.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { dayCountsOf } from './day-counts.ts';
import { boundsNow, extensionsOf } from './ledger.ts';

/**
 * How the campaign will end by the pace so far (docs/product.md, section 15). With units named, the figures of all are
 * those of these units alone, so that nothing is learnt of others.
 */
export async function forecastNow(
  turn: Pick<Turn, 'tx' | 'campaign' | 'calendar' | 'now'>,
  unitIds?: string[],
): Promise<Forecast> {
  const { campaign, calendar, now } = turn;
  const deadlines = deadlinesOf(campaign, await extensionsOf(turn, unitIds));
  return forecastOf({
    units: unitIds ? campaign.units.filter(({ id }) => unitIds.includes(id)) : campaign.units,
    categories: campaign.categories,
    targets: (await boundsNow(turn)).targets,
    arrivals: await dayCountsOf(turn, unitIds),
    today: beijingDay(now),
    calendar,
    until: { city: deadlines.base.day, of: (unitId, categoryId) => deadlines.of(unitId, categoryId).day },
  });
}
