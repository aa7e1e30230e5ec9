import { randomUUID } from 'node:crypto';
import { ERRORS, type Lock, type Locker } from '@tus/server';
import type { Office } from '../../application/office.ts';

/** A process that was killed keeps nobody waiting for longer. */
const HELD_SECONDS = 10;
const RENEWED_EVERY_MS = 3_000;
const LOOKS_EVERY_MS = 250;
/** A sender whose line was cut has a dead request here, which is asked to let go. */
const PATIENCE_MS = 20_000;
/** Nobody who uploads needs more at once; each that waits asks the database several times a second. */
const MOST_WAITING = 8;

/**
 * One request at a time writes to an upload, in whatever process, by the database's clock. The one that comes later is let in: it is the
 * sender, back on another line.
 */
export function rowLocker({ prisma, log }: Pick<Office, 'prisma' | 'log'>): Locker {
  /** What this process writes to, by its holder, and how each is asked to let go. */
  const held = new Map<string, () => unknown>();
  let renewing: NodeJS.Timeout | undefined;
  /** How many wait here for an upload, by its id. */
  const waiting = new Map<string, number>();
  return { newLock: (id) => rowLock(id) };

  /** All of them at once: fifty who send would be fifty writes. */
  async function renew(): Promise<void> {
    const holders = [...held.keys()];
    const rows = await prisma.$queryRaw<{ holder: string; wanted: boolean }[]>`
      UPDATE upload SET locked_till = now() + make_interval(secs => ${HELD_SECONDS})
      WHERE locked_by = ANY(${holders}) RETURNING locked_by AS holder, lock_wanted AS wanted`;
    const kept = new Set(rows.flatMap(({ holder, wanted }) => (wanted ? [] : [holder])));
    // Another one has it, or wants it.
    for (const holder of holders) if (!kept.has(holder)) await held.get(holder)?.();
  }

  function hold(holder: string, letGo: () => unknown): void {
    held.set(holder, letGo);
    renewing ??= setInterval(
      () => void renew().catch((error) => log.warn({ error }, 'upload locks not renewed')),
      RENEWED_EVERY_MS,
    ).unref();
  }

  function drop(holder: string): void {
    held.delete(holder);
    if (held.size > 0) return;
    clearInterval(renewing);
    renewing = undefined;
  }

  function rowLock(id: string): Lock {
    const holder = randomUUID();
    const take = () => prisma.$executeRaw`
      UPDATE upload SET locked_by = ${holder}, locked_till = now() + make_interval(secs => ${HELD_SECONDS}), lock_wanted = false
      WHERE id = ${id} AND (locked_by IS NULL OR locked_till < now())`;
    const want = () => prisma.$executeRaw`UPDATE upload SET lock_wanted = true WHERE id = ${id}`;

    return {
      async lock(signal, letGo) {
        const others = waiting.get(id) ?? 0;
        if (others >= MOST_WAITING) throw ERRORS.ERR_LOCK_TIMEOUT;
        waiting.set(id, others + 1);
        try {
          for (const begun = performance.now(); (await take()) === 0; await pause(LOOKS_EVERY_MS)) {
            if ((await want()) === 0) throw ERRORS.FILE_NOT_FOUND;
            if (signal.aborted || performance.now() - begun > PATIENCE_MS) throw ERRORS.ERR_LOCK_TIMEOUT;
          }
        } finally {
          const left = (waiting.get(id) ?? 1) - 1;
          if (left > 0) waiting.set(id, left);
          else waiting.delete(id);
        }
        hold(holder, letGo);
      },
      async unlock() {
        drop(holder);
        await prisma.$executeRaw`UPDATE upload SET locked_by = NULL, lock_wanted = false WHERE id = ${id} AND locked_by = ${holder}`;
      },
    };
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
