import type { Prisma } from '../../generated/prisma/client.ts';
import type { Office, Tx } from '../office.ts';
import type { StoredFile } from '../ports.ts';

type Cleaner = Pick<Office, 'prisma' | 'store' | 'clock'>;

/** What nothing refers to may still be on its way into an entry for so long. */
const A_DAY_MS = 24 * 3_600_000;

/** Nobody else keeps or removes these bytes until the transaction ends. */
const lock = (tx: Tx, sha256: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`file/${sha256}`}, 0))`;

/**
 * Records bytes that `store.put` has stored; from now on they are left alone for a day. Throws when they were removed in
 * between, for whoever put them to put them again.
 */
export async function keepFile({ prisma, store, clock }: Cleaner, stored: StoredFile): Promise<void> {
  const { sha256, size, extension, mime, measured } = stored;
  const storedAt = clock.now();
  const json = measured as Prisma.InputJsonObject;
  await prisma.$transaction(async (tx) => {
    await lock(tx, sha256);
    await tx.blob.upsert({
      where: { sha256 },
      // A later program may measure more; one that did not look knows less.
      update: { storedAt, ...(measured.heldBack !== true && { extension, mime, measured: json }) },
      create: { sha256, size, extension, mime, measured: json, storedAt },
    });
    if (!(await store.has(sha256))) throw new Error('the bytes were removed as nobody’s');
  });
}

/**
 * Removes bytes that no entry ever had or that its message was refused with: older than a day, of no file of an entry in any
 * version, of no message in hand, of no post on its way. Several processes may do it, while others store. Returns how many.
 */
export async function cleanFiles(cleaner: Cleaner): Promise<number> {
  const { prisma, store, clock } = cleaner;
  const before = new Date(clock.now().getTime() - A_DAY_MS);
  let removed = 0;
  const remove = async (sha256: string) => {
    if (await removeUnused(cleaner, sha256, before)) removed++;
  };
  const unused = await prisma.$queryRaw<{ sha256: string }[]>`
    SELECT sha256 FROM blob b WHERE stored_at < ${before}::timestamptz
      AND NOT EXISTS (SELECT 1 FROM submission_file f WHERE f.sha256 = b.sha256)`;
  for (const { sha256 } of unused) await remove(sha256);
  // A process that died after storing recorded nothing.
  for await (const { sha256, ageMs } of store.list())
    if (ageMs > A_DAY_MS && (await prisma.blob.count({ where: { sha256 } })) === 0) await remove(sha256);
  return removed;
}

function removeUnused({ prisma, store }: Cleaner, sha256: string, before: Date): Promise<boolean> {
  return prisma.$transaction(
    async (tx) => {
      await lock(tx, sha256);
      const named = `%${sha256}%`;
      const [row] = await tx.$queryRaw<{ used: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM blob WHERE sha256 = ${sha256} AND stored_at >= ${before}::timestamptz)
          OR EXISTS (SELECT 1 FROM submission_file WHERE sha256 = ${sha256})
          OR EXISTS (SELECT 1 FROM inbound WHERE state IN ('waiting', 'working') AND fetched::text LIKE ${named})
          OR EXISTS (SELECT 1 FROM outbound WHERE state IN ('waiting', 'working') AND post::text LIKE ${named})
          OR EXISTS (SELECT 1 FROM practice_message WHERE files::text LIKE ${named}) AS used`;
      if (row?.used !== false) return false;
      await tx.blob.deleteMany({ where: { sha256 } });
      // Before the commit: whoever stores them again waits for the lock, and looks whether they are there.
      await store.remove(sha256);
      return true;
    },
    { timeout: 60_000, maxWait: 60_000 },
  );
}
