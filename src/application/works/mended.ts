import type { Turn } from '../turn.ts';

/** What staff look at anew: a returned entry that was handed in again, and one whose files are others now. */
interface Snapshot {
  state?: string;
  files?: { sha256: string }[];
}

/**
 * When entries were mended last, by their numbers: of some entries, or of all since an instant. What was mended before staff decided on
 * it is no news.
 */
export async function mendedAt(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  of: { numbers: number[] } | { since: Date },
): Promise<Map<number, Date>> {
  const rows = await tx.audit.findMany({
    where: {
      action: { in: ['submission.correct', 'submission.attach', 'submission.accept'] },
      ...('since' in of
        ? { at: { gte: of.since }, subject: { startsWith: 'submission:' } }
        : { subject: { in: of.numbers.map((number) => `submission:${number}`) } }),
    },
    select: { subject: true, action: true, before: true, after: true, at: true },
    orderBy: { id: 'asc' },
  });
  const found = new Map<number, Date>();
  for (const { subject, action, before, after, at } of rows) {
    const number = Number(subject.slice('submission:'.length));
    if (action === 'submission.accept') found.delete(number);
    else if (isMended(before as Snapshot | null, after as Snapshot | null)) found.set(number, at);
  }
  if (found.size === 0 || 'numbers' in of) return found;
  const own = await tx.submission.findMany({
    where: { number: { in: [...found.keys()] }, campaign: campaign.id },
    select: { number: true },
  });
  return new Map(own.flatMap(({ number }) => (found.has(number) ? [[number, found.get(number) as Date]] : [])));
}

function isMended(before: Snapshot | null, after: Snapshot | null): boolean {
  const hashes = (one: Snapshot | null) => (one?.files ?? []).map(({ sha256 }) => sha256).join(' ');
  return before?.state === 'returned' || hashes(before) !== hashes(after);
}

/** How many of the entries that wait for review had been returned and were handed in again. */
export async function countMended({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM submission s WHERE s.campaign = ${campaign.id} AND s.state = 'received' AND EXISTS (
      SELECT 1 FROM audit a WHERE a.subject = 'submission:' || s.number
        AND a.action IN ('submission.correct', 'submission.attach') AND a.before ->> 'state' = 'returned')`;
  return Number(row?.count ?? 0);
}
