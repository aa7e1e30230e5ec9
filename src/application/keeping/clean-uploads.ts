import type { Office } from '../office.ts';

type Cleaner = Pick<Office, 'prisma' | 'pieces' | 'clock'>;

const DAY_MS = 24 * 3_600_000;
/** A page's row is of use no longer: what was handed in by it says so in its own audit. */
const PAGES_KEPT_MS = 30 * DAY_MS;

/**
 * Throws away what came by pages and will not be handed in: half a file of which nothing more came for a day, a whole one whose page has
 * been closed for a day, and pages that ended a month ago. Safe to run in several processes. Returns how many files went.
 */
export async function cleanUploads({ prisma, pieces, clock }: Cleaner): Promise<number> {
  const now = clock.now().getTime();
  const aDayAgo = new Date(now - DAY_MS);
  const ended = {
    OR: [{ expiresAt: { lt: aDayAgo } }, { revokedAt: { lt: aDayAgo } }, { usedAt: { lt: aDayAgo } }],
  };
  const gone = await prisma.upload.findMany({
    where: {
      OR: [
        { state: 'coming', lastAt: { lt: aDayAgo } },
        { state: { in: ['coming', 'arrived', 'kept', 'refused'] }, page: ended },
      ],
    },
    select: { id: true, state: true },
    take: 1_000,
  });
  let removed = 0;
  for (const { id, state } of gone) {
    // Not what has gone on meanwhile.
    const { count } = await prisma.upload.deleteMany({
      where: { id, state, ...(state === 'coming' && { lastAt: { lt: new Date(now) } }) },
    });
    if (count === 1) await pieces.remove(id);
    removed += count;
  }
  await forgetPages(prisma, new Date(now - PAGES_KEPT_MS));
  return removed;
}

async function forgetPages(prisma: Cleaner['prisma'], before: Date): Promise<void> {
  const where = { expiresAt: { lt: before } };
  await prisma.upload.deleteMany({ where: { page: where } });
  await prisma.page.deleteMany({ where });
}

/** Pieces without a row: their upload was dropped, or its process died over it. */
export async function cleanPieces({ prisma, pieces }: Cleaner): Promise<void> {
  for await (const { id, ageMs } of pieces.list())
    if (ageMs > DAY_MS && (await prisma.upload.count({ where: { id, state: { in: ['coming', 'arrived'] } } })) === 0)
      await pieces.remove(id);
}
