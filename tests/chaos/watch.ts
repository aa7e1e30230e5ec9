import type { PrismaClient } from '../../src/generated/prisma/client.ts';

/** How the bot is doing, as its database tells. */
export interface Condition {
  /** Messages that are not handled. */
  inbox: number;
  /** Posts that are due or on their way. */
  outbox: number;
  /** Posts that wait for their time. */
  later: number;
  /** Process ids of who holds the long connection, and the schedule. */
  lineHolder: number | undefined;
  scheduleHolder: number | undefined;
}

/** Undefined while the database does not answer. */
export async function conditionOf(prisma: PrismaClient): Promise<Condition | undefined> {
  try {
    const [row] = await prisma.$queryRaw<
      { inbox: bigint; outbox: bigint; later: bigint; line: string | null; schedule: string | null }[]
    >`
      SELECT (SELECT count(*) FROM inbound WHERE state IN ('waiting', 'working', 'parked')) AS inbox,
        (SELECT count(*) FROM outbound WHERE state = 'working' OR (state = 'waiting' AND next_at <= now())) AS outbox,
        (SELECT count(*) FROM outbound WHERE state = 'waiting' AND next_at > now()) AS later,
        (SELECT holder FROM lease WHERE name = 'wecom' AND expires_at >= now()) AS line,
        (SELECT holder FROM lease WHERE name = 'schedule' AND expires_at >= now()) AS schedule`;
    if (!row) return undefined;
    return {
      inbox: Number(row.inbox),
      outbox: Number(row.outbox),
      later: Number(row.later),
      lineHolder: processIn(row.line),
      scheduleHolder: processIn(row.schedule),
    };
  } catch {
    return undefined;
  }
}

/** A lease names its holder as host/process/start. */
function processIn(holder: string | null): number | undefined {
  const id = Number(holder?.split('/')[1]);
  return Number.isInteger(id) ? id : undefined;
}
