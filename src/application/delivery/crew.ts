import type { Logger } from 'pino';
import { Hands } from './hands.ts';

/** Messages in hand at once, and as many posts: one person's long download or one slow chat keeps nobody waiting. */
export const HANDS = 4;

const RETRY_MS = 2_000;
const SHORTEST_SLEEP_MS = 50;
const LONGEST_SLEEP_MS = 60_000;

export interface Duties {
  /** Handles what waits, until there is nothing. */
  handle(): Promise<void>;
  /** Sends what waits, until there is nothing. */
  send(): Promise<void>;
  /** Looks what is left when nothing is to be sent; milliseconds until something is. */
  close(): Promise<number | undefined>;
  log: Pick<Logger, 'error'>;
}

/** Who handles and who sends, side by side; and who looks once for all of them what is left. */
export class Crew {
  readonly #handling: Hands;
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
    this.#sending = new Hands(HANDS, () => duties.send().finally(() => this.#closing.fill()), onFailed);
    this.#closing = new Hands(1, () => this.#close(), onFailed);
  }

  /** Resolves when nothing is left, also of what came meanwhile. Rejects with what failed first. */
  work(): Promise<void> {
    this.#handling.fill();
    this.#sending.fill();
    this.#working ??= this.#untilDone();
    return this.#working;
  }

  /** To be called by whoever does one of the duties. */
  send(): void {
    this.#sending.fill();
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
    const all = [this.#handling, this.#sending, this.#closing];
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
