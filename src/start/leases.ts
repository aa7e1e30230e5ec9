import type { Logger } from 'pino';
import type { Database } from '../adapters/prisma/database.ts';
import { type HeldLease, soleLease, startLease } from '../adapters/prisma/lease.ts';

/** What one process alone may do, among those that share a database. */
export interface Leases {
  /** Asks for it, from now on. */
  take(name: string): HeldLease;
  /** Which process has each. */
  holders(): Promise<Record<string, string | undefined>>;
}

/** `alone`: there is no other process, as with the embedded database or with the practice clock. */
export function leasesOn({ prisma }: Pick<Database, 'prisma'>, alone: boolean, log: Logger): Leases {
  const taken: HeldLease[] = [];
  return {
    take(name) {
      const lease = alone ? soleLease(name) : startLease(prisma, name, log);
      taken.push(lease);
      return lease;
    },
    holders: async () =>
      Object.fromEntries(await Promise.all(taken.map(async (one) => [one.name, await one.holder()]))),
  };
}
