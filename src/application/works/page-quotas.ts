import type { Office, Tx } from '../office.ts';
import { refuse } from '../words/refuse.ts';

const HOUR_MS = 3_600_000;
const GB = 1024 ** 3;
/** From one address, as all of a house may have the same. */
export const OF_ADDRESS = { inAnHour: 200, filesOfDay: 1_000, bytesOfDay: 60 * GB, begunInAnHour: 60 };

/** As far as a page is counted by. */
interface Counted {
  id: number;
  /** The page that many use, of which this is one sender's own. */
  parentId: number | null;
}

interface At {
  tx: Tx;
  now: Date;
}

/** Two at once do not count past each other: the one that comes later waits for the transaction of the other. */
export const inOrderOf = (tx: Tx, what: string): Promise<number> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${what}, 0))`;

/** Throws a `Refusal` where a page, or the one that it came from, has no room for so many bytes more. */
export async function requireRoom(
  { tx, uploadLimit }: Pick<Office, 'uploadLimit'> & Pick<At, 'tx'>,
  page: Counted & { mostFiles: number; mostBytes: number },
  size: number,
): Promise<void> {
  const parent = page.parentId === null ? null : await tx.page.findUnique({ where: { id: page.parentId } });
  for (const { id, mostFiles, mostBytes } of [page, ...(parent ? [parent] : [])]) {
    // What is sent by senders' own pages counts for the page that they came from as well.
    const where = { state: { not: 'refused' }, page: { OR: [{ id }, { parentId: id }] } };
    const { _count, _sum } = await tx.upload.aggregate({ where, _count: true, _sum: { size: true } });
    const shared = id !== page.id;
    if (_count >= mostFiles) refuse('upload.page-files', { most: mostFiles, shared });
    // One file of the greatest size goes through whatever page.
    const most = Math.max(Number(mostBytes), uploadLimit);
    if (Number(_sum.size ?? 0) + size > most) refuse('upload.page-bytes', { most: Math.floor(most / GB), shared });
  }
}

/** Throws a `Refusal` for an address that sends too many files, or too many bytes; by whatever page. */
export async function requirePatience({ tx, now }: At, address: string, size: number): Promise<void> {
  const since = (ms: number) => ({ address, begunAt: { gt: new Date(now.getTime() - ms) } });
  const { _count, _sum } = await tx.upload.aggregate({
    where: since(24 * HOUR_MS),
    _count: true,
    _sum: { size: true },
  });
  const tooMuch = _count >= OF_ADDRESS.filesOfDay || Number(_sum.size ?? 0) + size > OF_ADDRESS.bytesOfDay;
  if (tooMuch || (await tx.upload.count({ where: since(HOUR_MS) })) >= OF_ADDRESS.inAnHour) refuse('upload.too-often');
}

/** Throws a `Refusal` for an address that has begun too many pages of its own. */
export async function requireFewBegun({ tx, now }: At, address: string): Promise<void> {
  await inOrderOf(tx, `address/${address}`);
  const madeAt = { gt: new Date(now.getTime() - HOUR_MS) };
  if ((await tx.page.count({ where: { address, madeAt } })) >= OF_ADDRESS.begunInAnHour)
    refuse('upload.begun-too-often');
}

/** Nobody is told of the same page more often. */
const WARNED_AGAIN_MS = 24 * HOUR_MS;

/** Notes that too much comes by a page, which is the one that many use. False: those whom it concerns have been told of it. */
export async function noteTooMuch({ tx, now }: At, page: Counted): Promise<boolean> {
  const { count } = await tx.page.updateMany({
    where: {
      id: page.parentId ?? page.id,
      OR: [{ warnedAt: null }, { warnedAt: { lt: new Date(now.getTime() - WARNED_AGAIN_MS) } }],
    },
    data: { warnedAt: now },
  });
  return count === 1;
}
