import type { Office } from '../office.ts';

/** Whether a post is due that this process could send, such as one that another process has made. */
export async function isPostDue(office: Office): Promise<boolean> {
  const here = [...office.channels.values()].filter((channel) => channel.sends?.() !== false).map(({ name }) => name);
  const [row] = await office.prisma.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM outbound WHERE state = 'waiting' AND next_at <= now() AND channel = ANY(${here})) AS due`;
  return row?.due === true;
}

/**
 * Milliseconds until the next post that waits for its time, less than none for one whose time has just come; undefined when
 * none waits. What has long been due is in somebody's hands, or behind something that is.
 */
export async function untilNextPost({ prisma }: Pick<Office, 'prisma'>): Promise<number | undefined> {
  const [row] = await prisma.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(next_at) - now()) * 1000)::float8 AS ms FROM outbound
    WHERE state = 'waiting' AND next_at > now() - interval '10 seconds'`;
  return row?.ms ?? undefined;
}
