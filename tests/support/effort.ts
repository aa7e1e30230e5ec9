/** What the reference takes on the machine on which the limits of the tests were chosen, with nothing else going on. */
export const QUIET_MS = 6;
const LETTERS = 'x'.repeat(4000);
/** A search that is quadratic in its 4,000 letters: eight million steps. */
const reference = () => /x+y/.test(LETTERS);

const TRIES = 20;
/** The first try pays for what is compiled, and something else may come in between in the next. */
const FEWEST = 2;
/** What is so many times too long is not tried again. */
const HOPELESS = 4;

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of the processor. Others' work is not in it, but makes each step slower: compare it with something. */
export function took(work: () => unknown): number {
  const before = spent();
  work();
  return spent() - before;
}

/** What the reference takes on this machine as it is now. */
export const referenceTime = (): number => Math.min(...Array.from({ length: FEWEST }, () => took(reference)));

/** How many times as long one piece of work takes as another: done by turns, the shortest times of both, until it is clear whether it is less than enough. */
function timesAsLong(work: () => unknown, other: () => unknown, enough: number): number {
  let [shortest, shortestOther] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tries = 1; tries <= TRIES; tries++) {
    shortest = Math.min(shortest, took(work));
    shortestOther = Math.min(shortestOther, took(other));
    const times = shortest / shortestOther;
    if (tries >= FEWEST && (times < enough || times > HOPELESS * enough)) break;
  }
  return shortest / shortestOther;
}

/** Milliseconds of a quiet machine's processor, counted in the reference's: a slow or busy machine is slow at both. */
export const effort = (work: () => unknown, allowed: number): number =>
  timesAsLong(work, reference, allowed / QUIET_MS) * QUIET_MS;

/** The same of work that waits for something in this process. */
export async function effortOf(work: () => Promise<unknown>, allowed: number): Promise<number> {
  let [shortest, measure] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tries = 1; tries <= TRIES; tries++) {
    const before = spent();
    await work();
    shortest = Math.min(shortest, spent() - before);
    measure = Math.min(measure, took(reference));
    if (tries >= FEWEST && (shortest / measure) * QUIET_MS < allowed) break;
  }
  return (shortest / measure) * QUIET_MS;
}

/** What grows as the square takes sixteen times as long for four times as much, what grows evenly four times. */
export const QUADRATIC = 8;

/** How many times as long the larger piece of work takes, which is to be four times as large. */
export const growth = (smaller: () => unknown, larger: () => unknown): number =>
  timesAsLong(larger, smaller, QUADRATIC);
