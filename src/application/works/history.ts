import type { Turn } from '../turn.ts';

const LISTED = 20;

/** One change of an entry. */
export interface Change {
  at: Date;
  action: string;
  /** Why, when that was said. */
  reason: string;
}

/** What became of an entry, the earliest first. */
export async function historyOf({ tx }: Pick<Turn, 'tx'>, number: number): Promise<Change[]> {
  const rows = await tx.audit.findMany({
    where: { subject: `submission:${number}` },
    orderBy: { id: 'asc' },
    take: LISTED,
  });
  return rows.map(({ at, action, after }) => ({ at, action, reason: reasonIn(after) }));
}

const reasonIn = (after: unknown): string => {
  const reason = (after as { reason?: unknown } | null)?.reason;
  return typeof reason === 'string' ? reason : '';
};

/** The latest change of an entry: by whom, and the state it had before. A question to its unit changes nothing. */
export async function latestChange(
  { tx }: Pick<Turn, 'tx'>,
  number: number,
): Promise<{ id: bigint; action: string; personId: number | null; at: Date; state: string | undefined } | undefined> {
  // What is asked of the unit, and what is said of another platform, changes nothing of the entry itself.
  const where = { subject: `submission:${number}`, action: { notIn: ['submission.ask', 'submission.on-platform'] } };
  const row = await tx.audit.findFirst({ where, orderBy: { id: 'desc' } });
  if (!row) return undefined;
  const state = (row.before as { state?: unknown } | null)?.state;
  return {
    id: row.id,
    action: row.action,
    personId: row.personId,
    at: row.at,
    state: typeof state === 'string' ? state : undefined,
  };
}
