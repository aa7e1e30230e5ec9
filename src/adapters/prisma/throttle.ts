import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import type { Allowance, Bucket } from '../wire/bucket.ts';

type Statements = Pick<PrismaClient, '$queryRaw'>;

/** How soon to ask again while the database does not answer; nothing is sent uncounted. */
const AGAIN_MS = 5000;
const SWEPT_EVERY = 500;

/**
 * A bucket that all processes on this database share, by the database's clock: within no span of an allowance is more
 * taken than it allows, whoever asks. What is counted is kept as a hash, as webhook keys are secret.
 */
export function throttle(
  prisma: PrismaClient,
  name: string,
  allowances: Allowance[],
  log: Pick<Logger, 'warn'>,
): Bucket {
  const hashed = (key: string) => createHash('sha256').update(`${name}\n${key}`).digest('hex');
  let untilSweep = 1;

  return {
    async take(key) {
      try {
        if (--untilSweep <= 0) {
          untilSweep = SWEPT_EVERY;
          await sweep(prisma);
        }
        return await ask(prisma, hashed(key), allowances);
      } catch (error) {
        log.warn({ error, bucket: name }, 'allowance not asked for');
        return AGAIN_MS;
      }
    },
  };
}

/** Takes when it is the key's turn, else tells the wait. The row's lock makes the processes wait for each other. */
async function ask(prisma: Statements, key: string, allowances: Allowance[]): Promise<number> {
  const most = allowances.map((one) => one.most);
  const spans = allowances.map(({ ms }) => BigInt(ms));
  const longest = Math.max(...allowances.map(({ ms }) => ms));
  const kept = Math.max(...most);
  // If the database's clock was set back, stored times lie in the future; they count for one span only, else nothing
  // would be sent for as long as that.
  const [row] = await prisma.$queryRaw<{ wait: bigint }[]>`
    INSERT INTO throttle AS t (key, taken, wait_ms, until)
    VALUES (${key}, ARRAY[floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint], 0,
      clock_timestamp() + make_interval(secs => ${longest / 1000}))
    ON CONFLICT (key) DO UPDATE SET (taken, wait_ms, until) = (
      SELECT CASE WHEN wait = 0 THEN (array_append(past, at))[greatest(1, cardinality(past) + 2 - ${kept}::int):] ELSE past END,
        wait, clock_timestamp() + make_interval(secs => ${longest / 1000})
      FROM (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at) AS clock,
        LATERAL (SELECT array(SELECT x FROM unnest(t.taken) WITH ORDINALITY AS u (x, n)
          WHERE x BETWEEN at - ${longest}::bigint AND at + ${longest}::bigint ORDER BY n) AS past) AS looked,
        LATERAL (SELECT coalesce(max(past[cardinality(past) + 1 - l.most] + l.span - at) FILTER (
          WHERE past[cardinality(past) + 1 - l.most] + l.span > at), 0) AS wait
          FROM unnest(${most}::int[], ${spans}::bigint[]) AS l (most, span)) AS found)
    RETURNING wait_ms AS wait`;
  return Number(row?.wait ?? 0);
}

/** Rows of chats that are silent by now; those in use are left alone. */
async function sweep(prisma: Statements): Promise<void> {
  await prisma.$queryRaw`
    DELETE FROM throttle WHERE key IN (
      SELECT key FROM throttle WHERE until < clock_timestamp() LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}
