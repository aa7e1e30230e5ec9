import { deadlinesOf, isLate } from '../../domain/deadline.ts';
import { beijingDay, endOfDay, instantAt } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { type Entry, entriesWhere } from './entries.ts';
import { extensionsOf } from './ledger.ts';

/** Which of what came in: what waits for review, what came late, what came today. */
export type Arrived = 'pending' | 'late' | 'today';

/** An entry that came in, and whether after its deadline. */
export interface Arrival {
  entry: Entry;
  late: boolean;
}

const STATES = { pending: ['received'], late: ['received', 'accepted'], today: ['received', 'accepted', 'returned'] };

/** What came in of the units and categories, all of them where none is named; in the order of time. */
export async function arrived(
  turn: Pick<Turn, 'tx' | 'campaign' | 'now'>,
  which: Arrived,
  of: { unitIds: string[]; categoryIds: string[] },
): Promise<Arrival[]> {
  const { campaign, now } = turn;
  const deadlines = deadlinesOf(campaign, await extensionsOf(turn));
  const today = beijingDay(now);
  const since = {
    pending: {},
    // Nobody's deadline is before the notice's.
    late: { receivedAt: { gte: deadlines.base.until } },
    today: { receivedAt: { gte: instantAt(today, '00:00'), lt: endOfDay(today) } },
  }[which];
  const entries = await entriesWhere(turn, {
    state: { in: STATES[which] },
    ...since,
    ...(of.unitIds.length > 0 && { unitId: { in: of.unitIds } }),
    ...(of.categoryIds.length > 0 && { categoryId: { in: of.categoryIds } }),
  });
  const found = entries.map((entry) => {
    const at = entry.receivedAt ?? entry.createdAt;
    return { entry, at, late: isLate(at, deadlines.of(entry.unitId, entry.categoryId)) };
  });
  return found
    .filter(({ late }) => which !== 'late' || late)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.entry.number - b.entry.number)
    .map(({ entry, late }) => ({ entry, late }));
}
