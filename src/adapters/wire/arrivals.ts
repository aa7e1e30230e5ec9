import type { Logger } from 'pino';
import type { Message } from '../../application/message.ts';

type Accepted = 'stored' | 'duplicate';

export interface Receiver {
  acceptAll(messages: Message[]): Promise<Accepted[]>;
  work(): Promise<void>;
}

interface Waiting {
  message: Message;
  resolve(accepted: Accepted): void;
  reject(error: unknown): void;
}

/** A burst is stored before the first of it is handled; nobody notices so short a wait. */
const QUIET_MS = 15;
/** Handling begins after this time even if messages keep coming without a pause. */
const LONGEST_QUIET_MS = 1_000;
const MOST_AT_ONCE = 100;
const MOST_GATHERING_MS = 30;
/** With so many a statement is worth its cost; those who come meanwhile are read while it runs. */
const ENOUGH = 16;

/**
 * Stores messages in the order in which they came, all that wait at a time, and has them handled when nobody waits to be
 * stored any more: to acknowledge comes before to work.
 */
export class Arrivals {
  readonly #bot: Receiver;
  readonly #log: Logger;
  readonly #waiting: Waiting[] = [];
  /** The last message of each sender that is still being tried: what the sender writes next waits behind it. */
  readonly #inTurn = new Map<string, Promise<boolean>>();
  #storing: Promise<void> | undefined;
  #soon: NodeJS.Timeout | undefined;
  #unworkedSince: number | undefined;

  constructor(bot: Receiver, log: Logger) {
    this.#bot = bot;
    this.#log = log;
  }

  /** Resolves when the message is stored. */
  accept(message: Message): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject });
      this.#storing ??= this.#store().finally(() => {
        this.#storing = undefined;
        this.#workSoon();
      });
    });
  }

  /**
   * For a platform that may send nothing twice: a database that is away for a moment loses no message, and nothing that a
   * person sends later gets ahead of it. False: it could not be stored.
   */
  acceptFirmly(message: Message, pausesMs: readonly number[]): Promise<boolean> {
    const sender = `${message.channel}/${message.sender.id}`;
    const before = this.#inTurn.get(sender);
    const turn = (
      before ? before.then(() => this.#tryFirmly(message, pausesMs)) : this.#tryFirmly(message, pausesMs)
    ).finally(() => {
      if (this.#inTurn.get(sender) === turn) this.#inTurn.delete(sender);
    });
    this.#inTurn.set(sender, turn);
    return turn;
  }

  async #tryFirmly(message: Message, pausesMs: readonly number[]): Promise<boolean> {
    for (let attempt = 0; ; attempt++)
      try {
        await this.accept(message);
        return true;
      } catch (error) {
        const pause = pausesMs[attempt];
        this.#log.error({ error, message: message.id, again: pause !== undefined }, 'message not stored');
        if (pause === undefined) return false;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
  }

  /** Resolves when nothing waits to be stored. */
  async idle(): Promise<void> {
    while (this.#storing || this.#inTurn.size > 0) await Promise.all([this.#storing, ...this.#inTurn.values()]);
    clearTimeout(this.#soon);
  }

  async #store(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gathered();
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        const accepted = await this.#bot.acceptAll(batch.map(({ message }) => message));
        for (const [index, { resolve }] of batch.entries()) resolve(accepted[index] ?? 'stored');
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else await this.#storeSingly(batch);
      }
    }
  }

  /** A statement costs more than the rows in it: while a burst comes in, what has come goes along, up to a limit. */
  async #gathered(): Promise<void> {
    const latest = performance.now() + MOST_GATHERING_MS;
    for (let count = -1; count < this.#waiting.length && this.#waiting.length < ENOUGH; ) {
      if (performance.now() > latest) return;
      count = this.#waiting.length;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** If a burst fails, its messages are stored one by one, so that one bad message takes no other with it. */
  async #storeSingly(batch: Waiting[]): Promise<void> {
    for (const { message, resolve, reject } of batch)
      await this.#bot.acceptAll([message]).then(([accepted = 'stored']) => resolve(accepted), reject);
  }

  #workSoon(): void {
    clearTimeout(this.#soon);
    const now = performance.now();
    this.#unworkedSince ??= now;
    const left = this.#unworkedSince + LONGEST_QUIET_MS - now;
    this.#soon = setTimeout(
      () => {
        this.#unworkedSince = undefined;
        this.#bot.work().catch((error) => this.#log.error({ error }, 'work failed'));
      },
      Math.max(0, Math.min(QUIET_MS, left)),
    );
  }
}
