const MOST = 20_000;

/**
 * Remembers which requests were seen, so that a recorded one cannot be played again. Only signed requests within the
 * window get this far, so it stays small; beyond `MOST` the oldest go first.
 */
export class Nonces {
  readonly #seen = new Map<string, number>();
  readonly #keepMs: number;

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** False when it was seen before. */
  remember(nonce: string, now: number): boolean {
    for (const [old, at] of this.#seen) {
      if (at > now - this.#keepMs && this.#seen.size < MOST) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(nonce)) return false;
    this.#seen.set(nonce, now);
    return true;
  }

  /** What was not stored may come again as it is. */
  forget(nonce: string): void {
    this.#seen.delete(nonce);
  }
}
