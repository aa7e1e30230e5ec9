import { type Deadline, deadlinesOf } from '../../domain/deadline.ts';
import type { Turn } from '../turn.ts';
import { extensionsOf } from './ledger.ts';

/** What is late, in a form that the database can compare thousands of entries by. */
export interface Due {
  /** For every unit and category that is not named below. */
  base: Date;
  unitIds: string[];
  categoryIds: string[];
  untils: Date[];
  /** Nothing that came before is late. */
  first: Date;
}

/** Later than any entry; the database knows no later than the year 294276. */
const NEVER = new Date('9999-12-31T00:00:00Z');

const untilOf = ({ open, until }: Deadline): Date => (open ? NEVER : until);

/** The deadlines in force, of the notice and of what was granted. */
export async function dueNow(reads: Pick<Turn, 'tx' | 'campaign'>): Promise<Due> {
  const { units, categories } = reads.campaign;
  const deadlines = deadlinesOf(reads.campaign, await extensionsOf(reads));
  const base = untilOf(deadlines.base);
  const due: Due = { base, unitIds: [], categoryIds: [], untils: [], first: base };
  if (deadlines.days.length <= 1 && deadlines.own.length <= 1) return due;
  for (const { id: unitId } of units)
    for (const { id: categoryId } of categories) {
      const until = untilOf(deadlines.of(unitId, categoryId));
      if (until.getTime() === base.getTime()) continue;
      due.unitIds.push(unitId);
      due.categoryIds.push(categoryId);
      due.untils.push(until);
      if (until < due.first) due.first = until;
    }
  return due;
}

/** How many of the counted entries of each unit and category came late. */
export async function lateCounts(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  due: Due,
  unitIds?: string[],
): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ unit_id: string; category_id: string; late: number }[]>`
    SELECT s.unit_id, s.category_id, count(*)::int AS late FROM submission s
    LEFT JOIN unnest(${due.unitIds}::text[], ${due.categoryIds}::text[], ${due.untils}::timestamptz[]) AS d(unit_id, category_id, until)
      ON d.unit_id = s.unit_id AND d.category_id = s.category_id
    WHERE s.campaign = ${campaign.id} AND s.received_at >= ${due.first} AND s.state IN ('received', 'accepted')
      AND s.received_at >= coalesce(d.until, ${due.base}::timestamptz) AND (${unitIds === undefined} OR s.unit_id = ANY(${unitIds ?? []}))
    GROUP BY 1, 2`;
  return new Map(rows.map(({ unit_id, category_id, late }) => [`${unit_id} ${category_id}`, late]));
}
