import { randomUUID } from 'node:crypto';
import { ERRORS, type Lock, type Locker } from '@tus/server';
import type { Office } from '../../application/office.ts';

/** A process that was killed keeps nobody waiting for longer. */
const HELD_SECONDS = 10;
/** Of fifty who send at once each is a write: seldom enough for the embedded database. */
const RENEWED_EVERY_MS = 3_000;
const LOOKS_EVERY_MS = 250;
/** A sender whose line was cut has a dead request here, which is asked to let go. */
const PATIENCE_MS = 20_000;

/**
 * One request at a time writes to an upload, in whatever process, by the database's clock. The one that comes later is let in: it is the
 * sender, back on another line.
 */
export function rowLocker({ prisma, log }: Pick<Office, 'prisma' | 'log'>): Locker {
  return { newLock: (id) => rowLock(id) };

  function rowLock(id: string): Lock {
    const holder = randomUUID();
    let renewing: NodeJS.Timeout | undefined;

    const take = () => prisma.$executeRaw`
      UPDATE upload SET locked_by = ${holder}, locked_till = now() + make_interval(secs => ${HELD_SECONDS}), lock_wanted = false
      WHERE id = ${id} AND (locked_by IS NULL OR locked_till < now())`;
    const want = () => prisma.$executeRaw`UPDATE upload SET lock_wanted = true WHERE id = ${id}`;
    const renew = () => prisma.$queryRaw<{ wanted: boolean }[]>`
      UPDATE upload SET locked_till = now() + make_interval(secs => ${HELD_SECONDS})
      WHERE id = ${id} AND locked_by = ${holder} RETURNING lock_wanted AS wanted`;

    return {
      async lock(signal, letGo) {
        for (const begun = performance.now(); (await take()) === 0; await pause(LOOKS_EVERY_MS)) {
          if ((await want()) === 0) throw ERRORS.FILE_NOT_FOUND;
          if (signal.aborted || performance.now() - begun > PATIENCE_MS) throw ERRORS.ERR_LOCK_TIMEOUT;
        }
        const look = async () => {
          const [row] = await renew();
          // Another one has it, or wants it.
          if (row?.wanted !== false) await letGo();
        };
        renewing = setInterval(
          () => void look().catch((error) => log.warn({ error }, 'upload lock not renewed')),
          RENEWED_EVERY_MS,
        ).unref();
      },
      async unlock() {
        clearInterval(renewing);
        await prisma.$executeRaw`UPDATE upload SET locked_by = NULL, lock_wanted = false WHERE id = ${id} AND locked_by = ${holder}`;
      },
    };
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
