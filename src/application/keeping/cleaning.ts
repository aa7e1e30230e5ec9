import { keptHashes, seenHashes } from '../../domain/likeness.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Office, Tx } from '../office.ts';
import type { StoredFile } from '../ports.ts';

type Cleaner = Pick<Office, 'prisma' | 'store' | 'clock'>;

/** A stored file without an entry may belong to a draft that is just being made: it is left alone for a day. */
const A_DAY_MS = 24 * 3_600_000;

/** Until the transaction ends nobody else records or removes these bytes. */
const lock = (tx: Tx, sha256: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`file/${sha256}`}, 0))`;

/** As bytes of nobody, between being stored and being recorded. */
export class BytesRemoved extends Error {}

/**
 * Records bytes that `store.put` has stored, so that the cleaning leaves them alone for a day. Throws `BytesRemoved` when
 * the cleaning removed them just before: the caller has to store them again.
 */
export async function recordFile({ prisma, store, clock }: Cleaner, stored: StoredFile): Promise<void> {
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
    const { likeness, looks } = measured;
    const hashes = [...(likeness ? keptHashes(likeness) : []), ...(looks ? seenHashes(looks) : [])];
    if (hashes.length > 0)
      await tx.fingerprint.createMany({
        data: hashes.map((hash) => ({ sha256, ...hash })),
        skipDuplicates: true,
      });
    if (!(await store.has(sha256))) throw new BytesRemoved();
  });
}

/**
 * Removes stored files that belong to nothing: older than a day, in no version of an entry or of what waits to be screened, no screenshot of one, with no mail, in no message in hand, in
 * no post on its way. Safe to run in several processes while others store files. Returns how many were removed.
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
      AND NOT EXISTS (SELECT 1 FROM submission_file f WHERE f.sha256 = b.sha256)
      AND NOT EXISTS (SELECT 1 FROM platform_report r WHERE r.sha256 = b.sha256)
      AND NOT EXISTS (SELECT 1 FROM candidate_file c WHERE c.sha256 = b.sha256)
      AND NOT EXISTS (SELECT 1 FROM mail_file m WHERE m.sha256 = b.sha256)`;
  for (const { sha256 } of unused) await remove(sha256);
  // Files without a row: their process died after storing and before `recordFile`.
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
          OR EXISTS (SELECT 1 FROM candidate_file WHERE sha256 = ${sha256})
          OR EXISTS (SELECT 1 FROM platform_report WHERE sha256 = ${sha256})
          OR EXISTS (SELECT 1 FROM mail_file WHERE sha256 = ${sha256})
          OR EXISTS (SELECT 1 FROM inbound WHERE state IN ('waiting', 'working') AND fetched::text LIKE ${named})
          OR EXISTS (SELECT 1 FROM outbound WHERE state IN ('waiting', 'working') AND post::text LIKE ${named})
          OR EXISTS (SELECT 1 FROM upload WHERE state IN ('arrived', 'kept') AND files::text LIKE ${named})
          OR EXISTS (SELECT 1 FROM practice_message WHERE files::text LIKE ${named}) AS used`;
      if (row?.used !== false) return false;
      await tx.blob.deleteMany({ where: { sha256 } });
      // Removed before the commit: whoever stores the same bytes waits for the lock, then finds them missing and stores
      // them again. After the commit they could find them and lose them.
      await store.remove(sha256);
      return true;
    },
    { timeout: 60_000, maxWait: 60_000 },
  );
}
