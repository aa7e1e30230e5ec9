import { signatureOf } from './identity.ts';
import type { Outcome, SignedRequest } from './types.ts';
import type { World } from './world.ts';

/** HTTP mode: the same body, POSTed with timestamp and sign (docs/protocol-dingtalk.md, section 5.1). */
export class HttpCallbacks {
  private readonly world: World;
  /** Milliseconds of the request before this one. */
  #last = 0;

  constructor(world: World) {
    this.world = world;
  }

  sign(body: string, at = this.world.clock.now(), secret = this.world.app.clientSecret): SignedRequest {
    const timestamp = String(at.getTime());
    return { headers: { timestamp, sign: signatureOf(secret, timestamp) }, body };
  }

  /** Once: whether the platform repeats it is not known. */
  async deliver(message: Record<string, unknown>): Promise<{ outcome: Outcome; latencyMs: number; status?: number }> {
    const url = this.world.robotUrl;
    if (url === undefined) return { outcome: 'lost', latencyMs: 0 };
    // A clock that stands still would give two messages one signature, which no two of the platform's have.
    this.#last = Math.max(this.world.clock.now().getTime(), this.#last + 1);
    const { headers, body } = this.sign(JSON.stringify(message), new Date(this.#last));
    const post = async () => {
      this.world.counters.callbacks += 1;
      const began = performance.now();
      const status = await this.posted(url, headers, body);
      const outcome: Outcome = status === undefined ? 'unacknowledged' : status === 200 ? 'acknowledged' : 'refused';
      return { outcome, latencyMs: performance.now() - began, ...(status !== undefined && { status }) };
    };
    const repeats = Array.from({ length: this.world.faults.duplicates }, post);
    const [first] = await Promise.all([post(), ...repeats]);
    return first;
  }

  private async posted(url: string, headers: Record<string, string>, body: string): Promise<number | undefined> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        body,
        signal: AbortSignal.timeout(this.world.timings.callbackMs),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return undefined;
    }
  }
}
