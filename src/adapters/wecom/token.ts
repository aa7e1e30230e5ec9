import type { Answered } from './delivery.ts';
import type { Rest } from './rest.ts';

const EARLY_MS = 5 * 60_000;
/** Invalid, expired (section 9). */
const STALE = new Set([40014, 42001]);

/** The access token of the app (section 2.1): fetched once for all who wait, renewed early, and once more when refused. */
export class AccessToken {
  readonly #rest: Rest;
  readonly #credentials: { corpid: string; corpsecret: string };
  readonly #now: () => number;
  #held: { token: string; until: number } | undefined;
  #fetching: Promise<Answered | string> | undefined;

  constructor(rest: Rest, credentials: { corpId: string; secret: string }, now: () => number) {
    this.#rest = rest;
    this.#credentials = { corpid: credentials.corpId, corpsecret: credentials.secret };
    this.#now = now;
  }

  /** Calls with a token; a token that turns out to be stale is replaced once. */
  async with(call: (token: string) => Promise<Answered>): Promise<Answered> {
    const first = await this.#token();
    if (typeof first !== 'string') return first;
    const answer = await call(first);
    if (answer.state !== 'answered' || !STALE.has(answer.errcode)) return answer;
    if (this.#held?.token === first) this.#held = undefined;
    const second = await this.#token();
    return typeof second === 'string' ? call(second) : second;
  }

  async #token(): Promise<Answered | string> {
    if (this.#held && this.#now() < this.#held.until) return this.#held.token;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<Answered | string> {
    const answer = await this.#rest.get('/cgi-bin/gettoken', this.#credentials);
    // Whatever the token was wanted for has not begun.
    if (answer.state !== 'answered') return { state: 'offline' };
    const { access_token: token, expires_in: seconds } = answer.body;
    if (answer.errcode !== 0 || typeof token !== 'string') return answer;
    const lifeMs = (typeof seconds === 'number' ? seconds : 7200) * 1000;
    this.#held = { token, until: this.#now() + Math.max(lifeMs - EARLY_MS, lifeMs / 2) };
    return token;
  }
}
