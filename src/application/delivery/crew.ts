import type { Logger } from 'pino';
import { Hands, type Work } from './hands.ts';
import type { Lane } from './inbox.ts';

/** Messages in hand at once, and as many posts: one slow chat keeps nobody waiting. */
export const HANDS = 4;
/**
 * Messages whose files are being fetched, beside those: a line that drips may take twenty minutes, and every county has its own.
 * They wait for the net more than they work.
 */
const FETCHING_HANDS = 24;

const RETRY_MS = 2_000;
const SHORTEST_SLEEP_MS = 50;
const LONGEST_SLEEP_MS = 60_000;

export interface Duties {
  /** Handles what waits and has no files to be fetched, until there is nothing. */
  handle: Work;
  /** Fetches what has, and handles it, until there is nothing. Begun by `another`: a look of `handle` sees whether it is needed. */
  fetch: Work;
  /** Sends what waits, until there is nothing. */
  send: Work;
  /**
   * Called once the posts are sent: does what is left over and returns the milliseconds until the next post is due,
   * undefined for none.
   */
  close(): Promise<number | undefined>;
  log: Pick<Logger, 'error'>;
}

/** Runs the hands that handle messages, those that fetch files, those that send posts, and one that looks what is left, side by side. */
export class Crew {
  readonly #handling: Hands;
  readonly #fetching: Hands;
  readonly #sending: Hands;
  readonly #closing: Hands;
  readonly #duties: Duties;
  #working: Promise<void> | undefined;
  #failed: { error: unknown } | undefined;
  #stopping = false;
  #waking: NodeJS.Timeout | undefined;
  #retrying: NodeJS.Timeout | undefined;

  constructor(duties: Duties) {
    this.#duties = duties;
    const onFailed = (error: unknown) => this.#fail(error);
    this.#handling = new Hands(HANDS, duties.handle, onFailed);
    this.#fetching = new Hands(FETCHING_HANDS, duties.fetch, onFailed);
    this.#sending = new Hands(HANDS, (looks) => duties.send(looks).finally(() => this.#closing.another()), onFailed);
    this.#closing = new Hands(1, () => this.#close(), onFailed);
  }

  /** Resolves when nothing is left, also of what came meanwhile. Rejects with what failed first. */
  work(): Promise<void> {
    this.#handling.another();
    this.#sending.another();
    this.#working ??= this.#untilDone();
    return this.#working;
  }

  /**
   * Another hand that sends: when a post was found, and while messages are handled, so that an answer does not wait for the
   * next one.
   */
  send(): void {
    this.#sending.another();
  }

  /** Another hand for what waits in a lane: when one was found there, or what kept it waiting is done. */
  another(lane: Lane): void {
    (lane === 'fetch' ? this.#fetching : this.#handling).another();
  }

  /** Resolves when nothing is in hand and no timer will start anything. */
  async idle(): Promise<void> {
    this.#clearTimers();
    await this.#working?.catch(() => undefined);
    this.#clearTimers();
  }

  /** Nothing is begun by itself any more. */
  stop(): void {
    this.#stopping = true;
  }

  async #untilDone(): Promise<void> {
    const all = [this.#handling, this.#fetching, this.#sending, this.#closing];
    while (all.some(({ busy }) => busy)) await Promise.all(all.map((hands) => hands.idle()));
    // No `await` between the last look and this line: a call of `work` in between would join a run that is over, and
    // never be served.
    this.#working = undefined;
    const failed = this.#failed;
    this.#failed = undefined;
    if (failed) throw failed.error;
  }

  /**
   * Tries again soon by itself: else what failed while the database was away would wait for the next message or minute.
   */
  #fail(error: unknown): void {
    this.#failed ??= { error };
    clearTimeout(this.#retrying);
    this.#retrying = this.#workIn(RETRY_MS);
  }

  /**
   * One timer for the post that is due next. If another process puts that post off, the timer is wrong, and the tick of
   * every minute finds it.
   */
  async #close(): Promise<void> {
    const ms = await this.#duties.close();
    clearTimeout(this.#waking);
    this.#waking =
      ms === undefined || ms > LONGEST_SLEEP_MS ? undefined : this.#workIn(Math.max(ms, SHORTEST_SLEEP_MS));
  }

  #workIn(ms: number): NodeJS.Timeout | undefined {
    if (this.#stopping) return undefined;
    const work = () => this.work().catch((error) => this.#duties.log.error({ error }, 'work failed'));
    return setTimeout(work, ms).unref();
  }

  #clearTimers(): void {
    clearTimeout(this.#waking);
    clearTimeout(this.#retrying);
  }
}
