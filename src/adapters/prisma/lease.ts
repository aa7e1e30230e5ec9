import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import type { Lease } from '../../application/ports.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';

export interface HeldLease extends Lease {
  /** Gives it up for another process to take at once. */
  release(): Promise<void>;
}

/** A dead holder is replaced after one term and one interval at the latest. */
export interface LeaseTimes {
  termMs: number;
  /** Of renewing, and of asking by those who wait. */
  intervalMs: number;
}

const TIMES: LeaseTimes = { termMs: 20_000, intervalMs: 8000 };

/**
 * The holder gives the lease up this much before the database does, as the clocks of two machines do not run at exactly
 * the same speed.
 */
const MARGIN = 0.05;

const FREE = 0;

/** Asks for the lease again and again, and keeps it once it is there. The database's clock alone decides who has it. */
export function startLease(
  prisma: PrismaClient,
  name: string,
  log: Pick<Logger, 'info' | 'warn'>,
  { termMs, intervalMs }: LeaseTimes = TIMES,
): HeldLease {
  const holder = `${os.hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const watchers = new Set<(held: boolean) => void>();
  const term = termMs / 1000;
  // Looks at two clocks: the monotonic one cannot be set but stands still while the machine sleeps; the other one goes
  // on.
  let until = { running: FREE, wall: FREE };
  let told = false;
  let stopped = false;
  let next: NodeJS.Timeout | undefined;
  let lapse: NodeJS.Timeout | undefined;
  let asking: Promise<void> = Promise.resolve();

  const held = () => performance.now() < until.running && Date.now() < until.wall;

  function tell(): void {
    const now = held();
    if (now === told) return;
    told = now;
    log.info({ lease: name, held: now }, 'lease');
    for (const heed of watchers) heed(now);
  }

  async function ask(): Promise<void> {
    // Counted from before the question was sent, so that the lease ends here before it ends in the database.
    const keep = termMs * (1 - MARGIN);
    const given = { running: performance.now() + keep, wall: Date.now() + keep };
    const rows = await prisma.$queryRaw<unknown[]>`
      INSERT INTO lease (name, holder, expires_at) VALUES (${name}, ${holder}, now() + make_interval(secs => ${term}))
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
      WHERE lease.holder = excluded.holder OR lease.expires_at < now() RETURNING 1`;
    // It may have run out while this was asked; whoever watches must hear of that first.
    tell();
    if (stopped || rows.length === 0 || given.running < until.running) return;
    until = given;
    clearTimeout(lapse);
    lapse = setTimeout(tell, keep + 1).unref();
    tell();
  }

  async function round(): Promise<void> {
    // A connection that hangs is not waited for longer than the lease lasts.
    asking = ask().catch((error) => log.warn({ lease: name, error }, 'lease not renewed'));
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, termMs).unref())]);
    tell();
    if (!stopped) next = setTimeout(round, intervalMs).unref();
  }

  round();
  return {
    name,
    held,
    watch(heed) {
      watchers.add(heed);
      if (told) heed(true);
    },
    async holder() {
      const rows = await prisma.$queryRaw<{ holder: string }[]>`
        SELECT holder FROM lease WHERE name = ${name} AND expires_at >= now()`;
      return rows[0]?.holder;
    },
    async release() {
      stopped = true;
      clearTimeout(next);
      clearTimeout(lapse);
      until = { running: FREE, wall: FREE };
      tell();
      await asking;
      await prisma.lease.deleteMany({ where: { name, holder } });
    },
  };
}

/** Of the embedded database, which one process alone can open: held until it is given up. */
export function soleLease(name: string): HeldLease {
  let holding = true;
  const watchers = new Set<(held: boolean) => void>();
  return {
    name,
    held: () => holding,
    holder: async () => (holding ? `${os.hostname()}/${process.pid}` : undefined),
    watch(heed) {
      watchers.add(heed);
      if (holding) heed(true);
    },
    async release() {
      if (!holding) return;
      holding = false;
      for (const heed of watchers) heed(false);
    },
  };
}
