const MOST_REMEMBERED = 5000;

/** Counts how often each message could not be stored, of the last that could not. */
export class Failures {
  readonly #failed = new Map<string, number>();

  /** How often it was this one, with this time. */
  count(id: string): number {
    const failed = (this.#failed.get(id) ?? 0) + 1;
    this.#failed.delete(id);
    this.#failed.set(id, failed);
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > MOST_REMEMBERED && oldest !== undefined) this.#failed.delete(oldest);
    return failed;
  }
}
