import { createHash } from 'node:crypto';

const MOST = 20_000;

/**
 * Remembers with which body a signature came first, where the signature itself says nothing of the body. Only signed requests
 * within the window get this far, so it stays small; beyond `MOST` the oldest go first.
 */
export class BoundBodies {
  readonly #seen = new Map<string, { hash: string; at: number }>();
  readonly #keepMs: number;

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** False when the signature came with another body before. */
  belongs(signature: string, body: Buffer, now: number): boolean {
    for (const [old, { at }] of this.#seen) {
      if (at > now - this.#keepMs && this.#seen.size < MOST) break;
      this.#seen.delete(old);
    }
    const hash = createHash('sha256').update(body).digest('base64');
    const before = this.#seen.get(signature);
    if (!before) this.#seen.set(signature, { hash, at: now });
    return before === undefined || before.hash === hash;
  }
}
