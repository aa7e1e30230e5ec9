import type { Logger } from 'pino';
import { Hands } from './hands.ts';
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
  handle(): Promise<void>;
  /** Fetches what has, and handles it, until there is nothing. */
  fetch(): Promise<void>;
  /** Sends what waits, until there is nothing. */
  send(): Promise<void>;
  /** Looks what is left when nothing is to be sent; milliseconds until something is. */
  close(): Promise<number | undefined>;
  log: Pick<Logger, 'error'>;
}

/** Who handles, who fetches and who sends, side by side; and who looks once for all of them what is left. */
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
    this.#sending = new Hands(HANDS, () => duties.send().finally(() => this.#closing.fill()), onFailed);
    this.#closing = new Hands(1, () => this.#close(), onFailed);
  }

  /** Resolves when nothing is left, also of what came meanwhile. Rejects with what failed first. */
  work(): Promise<void> {
    this.#handling.fill();
    this.#fetching.fill(1);
    this.#sending.fill();
    this.#working ??= this.#untilDone();
    return this.#working;
  }

  /** To be called by whoever does one of the duties. */
  send(): void {
    this.#sending.fill();
  }

  /** Another hand for what waits in a lane: when one was found there, or what kept it waiting is done. */
  another(lane: Lane): void {
    (lane === 'fetch' ? this.#fetching : this.#handling).fill(1);
  }

  /** Resolves when nothing is in hand any more, nor will be by itself. */
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
    // In the same step as the last look, so that no call of `work` falls in between.
    this.#working = undefined;
    const failed = this.#failed;
    this.#failed = undefined;
    if (failed) throw failed.error;
  }

  /** A database that is away for a moment is no reason to wait for the next message or minute. */
  #fail(error: unknown): void {
    this.#failed ??= { error };
    clearTimeout(this.#retrying);
    this.#retrying = this.#workIn(RETRY_MS);
  }

  /** One timer for all that waits; what it misses, because another process put it off, the tick finds. */
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
