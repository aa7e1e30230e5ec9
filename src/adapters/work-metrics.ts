import { Gauge, type Registry } from 'prom-client';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** How many messages and posts are in each state; of all processes, as the database has them. */
export interface WorkCounts {
  inbox: Record<string, number>;
  outbox: Record<string, number>;
  /** Posts that got lost and that staff were not told of: not yet, or because they were meant for staff. */
  lost: Record<string, number>;
}

const INBOX = ['waiting', 'working', 'parked', 'handled', 'failed'];
const OUTBOX = ['waiting', 'working', 'sent', 'refused', 'unknown', 'dropped'];
const LOST = ['untold', 'kept'];

export async function countWork(prisma: PrismaClient): Promise<WorkCounts> {
  const rows = await prisma.$queryRaw<{ box: keyof WorkCounts; state: string; count: bigint }[]>`
    SELECT 'inbox' AS box, state, count(*) AS count FROM inbound GROUP BY state
    UNION ALL SELECT 'outbox', state, count(*) FROM outbound GROUP BY state
    UNION ALL SELECT 'lost', trouble, count(*) FROM outbound WHERE trouble IN ('untold', 'kept') GROUP BY trouble`;
  const none = (states: string[]) => Object.fromEntries(states.map((state) => [state, 0]));
  const counts: WorkCounts = { inbox: none(INBOX), outbox: none(OUTBOX), lost: none(LOST) };
  for (const { box, state, count } of rows) counts[box][state] = Number(count);
  return counts;
}

/** What waits or is in hand, and what got lost without anybody having been told. */
export const depths = ({ inbox, outbox, lost }: WorkCounts) => ({
  inboxWaiting: (inbox.waiting ?? 0) + (inbox.working ?? 0) + (inbox.parked ?? 0),
  outboxWaiting: (outbox.waiting ?? 0) + (outbox.working ?? 0),
  lostUntold: (lost.untold ?? 0) + (lost.kept ?? 0),
});

/** Returns what counts anew; the counts are left out while the database does not answer. */
export function measureWork(registry: Registry, prisma: PrismaClient): () => Promise<void> {
  const registers = [registry];
  const up = new Gauge({ name: 'baosong_database_up', help: 'Whether the database answers', registers });
  const labelNames = ['state'];
  const messages = new Gauge({
    name: 'baosong_messages',
    help: 'Messages accepted, by what became of them',
    labelNames,
    registers,
  });
  const posts = new Gauge({
    name: 'baosong_posts',
    help: 'Replies and posts, by what became of them',
    labelNames,
    registers,
  });
  const lost = new Gauge({
    name: 'baosong_posts_lost',
    help: 'Posts that did not arrive and that staff were not told of: not yet, or as they were meant for staff',
    labelNames,
    registers,
  });
  const inbox = new Gauge({ name: 'baosong_inbox_depth', help: 'Messages waiting or in hand', registers });
  const outbox = new Gauge({ name: 'baosong_outbox_depth', help: 'Posts waiting or being sent', registers });
  return async () => {
    const counts = await countWork(prisma).catch(() => undefined);
    up.set(counts ? 1 : 0);
    messages.reset();
    posts.reset();
    lost.reset();
    inbox.remove();
    outbox.remove();
    if (!counts) return;
    for (const [state, count] of Object.entries(counts.inbox)) messages.set({ state }, count);
    for (const [state, count] of Object.entries(counts.outbox)) posts.set({ state }, count);
    for (const [state, count] of Object.entries(counts.lost)) lost.set({ state }, count);
    inbox.set(depths(counts).inboxWaiting);
    outbox.set(depths(counts).outboxWaiting);
  };
}

/** Whether files can be stored; left out while nobody can tell. */
export function measureStore(registry: Registry, look: () => Promise<{ ready: boolean }>): () => Promise<void> {
  const up = new Gauge({ name: 'baosong_store_up', help: 'Whether files can be stored', registers: [registry] });
  return async () => {
    const seen = await look().catch(() => undefined);
    up.remove();
    if (seen) up.set(seen.ready ? 1 : 0);
  };
}

/** Codes that opened nothing in the last day: many of them are somebody's guesses. */
export function measureCodes(registry: Registry, prisma: PrismaClient): () => Promise<void> {
  const wrong = new Gauge({
    name: 'baosong_wrong_codes',
    help: 'Invitation and claim codes of the last day that opened nothing',
    registers: [registry],
  });
  return async () => {
    const count = await prisma.wrongCode.count().catch(() => undefined);
    wrong.remove();
    if (count !== undefined) wrong.set(count);
  };
}
