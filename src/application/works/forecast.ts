import { deadlinesOf } from '../../domain/deadline.ts';
import { type Arrival, type Forecast, forecastOf } from '../../domain/forecast.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
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
    arrivals: await arrivalsOf(turn, unitIds),
    today: beijingDay(now),
    calendar,
    until: { city: deadlines.base.day, of: (unitId, categoryId) => deadlines.of(unitId, categoryId).day },
  });
}

/** As one text, for the reason given in the ledger; days are Beijing's whatever the zone of the database. */
async function arrivalsOf({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>, unitIds?: string[]): Promise<Arrival[]> {
  const [row] = await tx.$queryRaw<{ arrivals: string | null }[]>`
    SELECT string_agg(concat_ws(' ', unit_id, category_id, day, count), E'\n') AS arrivals FROM (
      SELECT unit_id, category_id, to_char(received_at AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM-DD') AS day, count(*) AS count
      FROM submission
      WHERE campaign = ${campaign.id} AND state IN ('received', 'accepted') AND received_at IS NOT NULL
        AND (${unitIds === undefined} OR unit_id = ANY(${unitIds ?? []}))
      GROUP BY 1, 2, 3
    ) AS arrived`;
  return (row?.arrivals?.split('\n') ?? []).map((line) => {
    const [unitId = '', categoryId = '', day = '', count] = line.split(' ');
    return { unitId, categoryId, day, count: Number(count) };
  });
}
