import type { House } from '../office.ts';

/** Whether a post is due that this process could send; another process may have made it. */
export async function isPostDue(house: House): Promise<boolean> {
  const here = [...house.channels.values()].filter((channel) => channel.sends?.() !== false).map(({ name }) => name);
  const [row] = await house.prisma.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM outbound WHERE state = 'waiting' AND next_at <= now() AND channel = ANY(${here})) AS due`;
  return row?.due === true;
}

export interface LeftOver {
  /**
   * Milliseconds until the next post is due, 0 or less when that is now; undefined when none waits. Posts that have been
   * due for long do not count: somebody is sending them, or they stand behind one that is being sent.
   */
  nextMs: number | undefined;
  /** Something did not arrive, and staff have not heard of it. */
  untold: boolean;
}

/** What is left when nothing is to be sent any more. */
export async function leftOver({ prisma }: Pick<House, 'prisma'>): Promise<LeftOver> {
  const [row] = await prisma.$queryRaw<[{ ms: number | null; untold: boolean }]>`
    SELECT EXISTS (SELECT 1 FROM outbound WHERE trouble = 'untold') AS untold,
      (SELECT (extract(epoch FROM min(next_at) - now()) * 1000)::float8 FROM outbound
        WHERE state = 'waiting' AND next_at > now() - interval '10 seconds') AS ms`;
  return { nextMs: row.ms ?? undefined, untold: row.untold };
}
