import type { PrismaClient } from '../../src/generated/prisma/client.ts';

/** How the bot is doing, as its database tells. */
export interface Condition {
  /** Messages that are not handled. */
  inbox: number;
  /** Posts that are due or on their way. */
  outbox: number;
  /** Posts that wait for their time. */
  later: number;
  /** Process id of who holds the long connection. */
  lineHolder: number | undefined;
}

/** Undefined while the database does not answer. */
export async function conditionOf(prisma: PrismaClient): Promise<Condition | undefined> {
  try {
    const [row] = await prisma.$queryRaw<{ inbox: bigint; outbox: bigint; later: bigint; holder: string | null }[]>`
      SELECT (SELECT count(*) FROM inbound WHERE state IN ('waiting', 'working')) AS inbox,
        (SELECT count(*) FROM outbound WHERE state = 'working' OR (state = 'waiting' AND next_at <= now())) AS outbox,
        (SELECT count(*) FROM outbound WHERE state = 'waiting' AND next_at > now()) AS later,
        (SELECT holder FROM lease WHERE name = 'wecom' AND expires_at >= now()) AS holder`;
    if (!row) return undefined;
    const holder = Number(row.holder?.split('/')[1]);
    return {
      inbox: Number(row.inbox),
      outbox: Number(row.outbox),
      later: Number(row.later),
      lineHolder: Number.isInteger(holder) ? holder : undefined,
    };
  } catch {
    return undefined;
  }
}
