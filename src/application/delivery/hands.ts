/**
 * Runs at most `most` workers of one kind. `fill` starts those that are missing, or so many of them, so that work which
 * comes later is not kept waiting by a worker busy with something long.
 */
export class Hands {
  readonly #most: number;
  readonly #work: () => Promise<void>;
  readonly #onFailed: (error: unknown) => void;
  readonly #busy = new Set<Promise<void>>();
  #asked = 0;

  /** `work` looks for something to do until there is nothing. */
  constructor(most: number, work: () => Promise<void>, onFailed: (error: unknown) => void) {
    this.#most = most;
    this.#work = work;
    this.#onFailed = onFailed;
  }

  get busy(): boolean {
    return this.#busy.size > 0;
  }

  fill(atMost = this.#most): void {
    this.#asked++;
    for (let more = atMost; more > 0 && this.#busy.size < this.#most; more--) this.#begin();
  }

  /** Resolves when all workers that are busy at this moment have finished. */
  async idle(): Promise<void> {
    await Promise.all(this.#busy);
  }

  #begin(): void {
    const asked = this.#asked;
    const hand: Promise<void> = this.#work()
      .catch(this.#onFailed)
      .finally(() => {
        this.#busy.delete(hand);
        // `fill` may have been called after this worker's last look and before its end: then it looks once more, else
        // that work would lie there.
        if (asked !== this.#asked) this.#begin();
      });
    this.#busy.add(hand);
  }
}
