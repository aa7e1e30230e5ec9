import type { House } from '../office.ts';

/** Renews a hold on something again and again while this process works on it. Returns how to stop. */
export function keepRenewing(house: Pick<House, 'log'>, renew: () => Promise<unknown>, everyMs: number): () => void {
  const timer = setInterval(() => renew().catch((error) => house.log.warn({ error }, 'hold not renewed')), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

const PAUSES_MS = [500, 2_000, 5_000, 15_000];

/**
 * Repeats a write whose effect has already happened outside (a post is in the chat): a database that is away for a
 * moment must not make us forget it. Throws when it stays away.
 */
export async function writtenDown<Result>(house: Pick<House, 'log'>, write: () => Promise<Result>): Promise<Result> {
  for (const pause of PAUSES_MS)
    try {
      return await write();
    } catch (error) {
      house.log.warn({ error, againMs: pause }, 'outcome not written down');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  return write();
}
