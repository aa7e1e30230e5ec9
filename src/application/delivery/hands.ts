/**
 * Looks for something to do until there is nothing, and calls `looks` before each look: what is asked for after it may
 * have been missed.
 */
export type Work = (looks: () => void) => Promise<void>;

/**
 * Runs at most `most` workers of one kind. `another` begins one more, so that work which comes later is not kept waiting
 * by a worker busy with something long. One that finds something asks for the next: to look costs as much as to find.
 */
export class Hands {
  readonly #most: number;
  readonly #work: Work;
  readonly #onFailed: (error: unknown) => void;
  readonly #busy = new Set<Promise<void>>();
  #asked = 0;

  constructor(most: number, work: Work, onFailed: (error: unknown) => void) {
    this.#most = most;
    this.#work = work;
    this.#onFailed = onFailed;
  }

  get busy(): boolean {
    return this.#busy.size > 0;
  }

  another(): void {
    this.#asked++;
    if (this.#busy.size < this.#most) this.#begin();
  }

  /** Resolves when all workers that are busy at this moment have finished. */
  async idle(): Promise<void> {
    await Promise.all(this.#busy);
  }

  #begin(): void {
    let asked = this.#asked;
    const looks = () => {
      asked = this.#asked;
    };
    const hand: Promise<void> = this.#work(looks)
      .catch(this.#onFailed)
      .finally(() => {
        this.#busy.delete(hand);
        // When all are busy, `another` may be called after this worker's last look and before its end: then it looks once
        // more, else that work would lie there.
        if (asked !== this.#asked) this.#begin();
      });
    this.#busy.add(hand);
  }
}
