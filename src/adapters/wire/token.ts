import { fieldOf, isFault, type Outcome } from './outcome.ts';

const EARLY_MS = 5 * 60_000;
const USUAL_SECONDS = 7_200;

export interface TokenParts {
  /** Asks for a new one; done, it has the token and its life in seconds under these names. */
  ask(): Promise<Outcome>;
  names: { token: string; seconds: string };
  now(): number;
}

type Fetched = { token: string } | { failed: Outcome };

/** An access token: fetched once for all who wait, renewed early, and once more when refused. */
export class AccessToken {
  readonly #parts: TokenParts;
  #held: { token: string; until: number } | undefined;
  #fetching: Promise<Fetched> | undefined;

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  /** Calls with a token; a token that turns out to be stale is replaced once. */
  async with(call: (token: string) => Promise<Outcome>): Promise<Outcome> {
    const first = await this.#token();
    if ('failed' in first) return first.failed;
    const outcome = await call(first.token);
    if (!isFault(outcome, 'token')) return outcome;
    if (this.#held?.token === first.token) this.#held = undefined;
    const second = await this.#token();
    return 'failed' in second ? second.failed : call(second.token);
  }

  async #token(): Promise<Fetched> {
    if (this.#held && this.#parts.now() < this.#held.until) return this.#held;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<Fetched> {
    const { ask, names, now } = this.#parts;
    const outcome = await ask();
    // Without a token the call itself has not begun, so it may be repeated.
    if (outcome.state === 'silent' || isFault(outcome, 'unclear')) return { failed: { state: 'offline' } };
    if (outcome.state !== 'done') return { failed: outcome };
    const token = fieldOf(outcome, names.token);
    if (token === undefined) return { failed: { state: 'fault', fault: 'refused', code: 'no token' } };
    const seconds = outcome.body[names.seconds];
    const lifeMs = (typeof seconds === 'number' ? seconds : USUAL_SECONDS) * 1000;
    this.#held = { token, until: now() + Math.max(lifeMs - EARLY_MS, lifeMs / 2) };
    return this.#held;
  }
}
