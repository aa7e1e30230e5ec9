import type { House } from '../office.ts';

/** Whether a post is due that this process could send; another process may have made it. */
export async function isPostDue(house: House): Promise<boolean> {
  const here = [...house.channels.values()].filter((channel) => channel.sends?.() !== false).map(({ name }) => name);
  const [row] = await house.prisma.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM outbound WHERE state = 'waiting' AND next_at <= now() AND channel = ANY(${here})) AS due`;
  return row?.due === true;
}

/**
 * Milliseconds until the next post is due, 0 or less when that is now; undefined when none waits. Posts that have been
 * due for long do not count: somebody is sending them, or they stand behind one that is being sent.
 */
export async function untilNextPost({ prisma }: Pick<House, 'prisma'>): Promise<number | undefined> {
  const [row] = await prisma.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(next_at) - now()) * 1000)::float8 AS ms FROM outbound
    WHERE state = 'waiting' AND next_at > now() - interval '10 seconds'`;
  return row?.ms ?? undefined;
}
