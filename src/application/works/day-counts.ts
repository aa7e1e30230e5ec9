import type { DayCount } from '../../domain/tally.ts';
import type { Turn } from '../turn.ts';

/** How many came on which day, of what counts now. As one text, for the reason given in the ledger; days are Beijing's whatever the zone of the database. */
export async function dayCountsOf(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  unitIds?: string[],
): Promise<DayCount[]> {
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
