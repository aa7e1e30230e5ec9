import { deadlinesOf, isLate } from '../../domain/deadline.ts';
import { beijingDay, endOfDay, instantAt } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { type Entry, entriesWhere } from './entries.ts';
import { extensionsOf } from './ledger.ts';
import { mendedAt } from './mended.ts';

/** Which of what came in: what waits for review, what came late, what came today. */
export type Arrived = 'pending' | 'late' | 'today';

/** An entry that came in, and whether after its deadline. */
export interface Arrival {
  entry: Entry;
  late: boolean;
  /** When it was handed in again after it had been returned, or got other files: staff look at it anew. */
  mended: Date | undefined;
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
  const midnight = instantAt(today, '00:00');
  const again = which === 'today' ? [...(await mendedAt(turn, { since: midnight })).keys()] : [];
  const since = {
    pending: {},
    // Nobody's deadline is before the notice's.
    late: { receivedAt: { gte: deadlines.base.until } },
    today: { OR: [{ receivedAt: { gte: midnight, lt: endOfDay(today) } }, { number: { in: again } }] },
  }[which];
  const entries = await entriesWhere(turn, {
    state: { in: STATES[which] },
    ...since,
    ...(of.unitIds.length > 0 && { unitId: { in: of.unitIds } }),
    ...(of.categoryIds.length > 0 && { categoryId: { in: of.categoryIds } }),
  });
  const mended = await mendedAt(turn, { numbers: entries.map(({ number }) => number) });
  const found = entries.map((entry) => {
    const at = entry.receivedAt ?? entry.createdAt;
    return { entry, at, late: isLate(at, deadlines.of(entry.unitId, entry.categoryId)) };
  });
  return found
    .filter(({ late }) => which !== 'late' || late)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.entry.number - b.entry.number)
    .map(({ entry, late }) => ({ entry, late, mended: mended.get(entry.number) }));
}
