/**
 * At most so many at a time do one kind of work. Each call of `fill` brings the hands that are missing, or so many of them, so that
 * one which has something long in hand keeps nothing waiting that comes later.
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

  /** Resolves when none of those that are busy now is so any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#busy);
  }

  #begin(): void {
    const asked = this.#asked;
    const hand: Promise<void> = this.#work()
      .catch(this.#onFailed)
      .finally(() => {
        this.#busy.delete(hand);
        // What came while it took its last look is looked for once more.
        if (asked !== this.#asked) this.#begin();
      });
    this.#busy.add(hand);
  }
}
