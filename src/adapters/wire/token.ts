const EARLY_MS = 5 * 60_000;

export interface TokenParts<Answer> {
  /** A new token with its life in milliseconds, or the answer to give to whoever wanted one. */
  fetch(): Promise<{ token: string; lifeMs: number } | { failed: Answer }>;
  isStale(answer: Answer): boolean;
  now(): number;
}

/** An access token: fetched once for all who wait, renewed early, and once more when refused. */
export class AccessToken<Answer> {
  readonly #parts: TokenParts<Answer>;
  #held: { token: string; until: number } | undefined;
  #fetching: Promise<{ token: string } | { failed: Answer }> | undefined;

  constructor(parts: TokenParts<Answer>) {
    this.#parts = parts;
  }

  /** Calls with a token; a token that turns out to be stale is replaced once. */
  async with(call: (token: string) => Promise<Answer>): Promise<Answer> {
    const first = await this.#token();
    if ('failed' in first) return first.failed;
    const answer = await call(first.token);
    if (!this.#parts.isStale(answer)) return answer;
    if (this.#held?.token === first.token) this.#held = undefined;
    const second = await this.#token();
    return 'failed' in second ? second.failed : call(second.token);
  }

  async #token(): Promise<{ token: string } | { failed: Answer }> {
    if (this.#held && this.#parts.now() < this.#held.until) return this.#held;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<{ token: string } | { failed: Answer }> {
    const fetched = await this.#parts.fetch();
    if ('failed' in fetched) return fetched;
    const { token, lifeMs } = fetched;
    this.#held = { token, until: this.#parts.now() + Math.max(lifeMs - EARLY_MS, lifeMs / 2) };
    return this.#held;
  }
}
