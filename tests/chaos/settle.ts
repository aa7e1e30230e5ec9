import type { PrismaClient } from '../../src/generated/prisma/client.ts';
import type { Processes } from './processes.ts';
import { type Condition, conditionOf } from './watch.ts';

/** A post that may wait a minute for its turn, the two minutes of a dead sender, and the tick after them. */
const LONGEST_MS = 8 * 60_000;
const LONGEST_HURRY_MS = 15_000;
const LOOK_MS = 100;

/**
 * Waits until nothing is to be done any more. In a `hurry` all processes are ended, so that whatever is still in hand is
 * in the hands of the dead, whose leases are made old: what waiting would come to, as the database's clock cannot be set.
 */
export async function settle({
  prisma,
  processes,
  progress,
  hurry,
}: {
  prisma: PrismaClient;
  processes: Processes;
  progress(line: string): void;
  hurry: boolean;
}): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  if (hurry && (await quiet(prisma, until, isDone, LONGEST_HURRY_MS)) !== undefined) {
    await Promise.all(processes.running.map((one) => processes.kill(one, 'terminate')));
    await prisma.$executeRaw`UPDATE inbound SET lease_until = now() - interval '1 second' WHERE state = 'working'`;
    await prisma.$executeRaw`UPDATE outbound SET lease_until = now() - interval '1 second' WHERE state = 'working'`;
    await prisma.$executeRaw`UPDATE outbound SET next_at = now() WHERE state = 'waiting' AND next_at > now()`;
    await processes.startOne();
  }
  const left = await quiet(prisma, until, isDone);
  if (left) progress(`still to be done: ${left}`);
}

const isDone = ({ inbox, outbox, later }: Condition) => inbox + outbox + later === 0;

/** Resolves when the condition has held twice in a row; with what is left when time is over. */
async function quiet(
  prisma: PrismaClient,
  until: number,
  isQuiet: (condition: Condition) => boolean,
  mostMs = Number.POSITIVE_INFINITY,
): Promise<string | undefined> {
  const end = Math.min(until, performance.now() + mostMs);
  let held = 0;
  let left = 'nobody knows';
  while (performance.now() < end) {
    const condition = await conditionOf(prisma);
    held = condition && isQuiet(condition) ? held + 1 : 0;
    if (held === 3) return undefined;
    left = JSON.stringify(condition);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return left;
}
