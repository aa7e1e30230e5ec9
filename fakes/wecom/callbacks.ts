import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { toXml } from './inbound-xml.ts';
import { seal, sign } from './seal.ts';
import type { SealedRequest, Verification } from './types.ts';
import type { World } from './world.ts';

const TRIES = 3;

export interface Tried {
  tries: number;
  latencyMs: number;
  status?: number;
  /** Of the try that was answered with 200 in time; undefined when none was. */
  body?: string;
  nonce?: string;
}

export type Which = 'bot' | 'app';

interface Response {
  status: number;
  body: string;
  headers: NodeJS.Dict<string | string[]>;
}

/**
 * The platform as a client: it verifies the URL, posts sealed callbacks and repeats them
 * (docs/protocol-wecom.md, sections 1.5 to 1.7).
 */
export class Callbacks {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  seal(which: Which, message: string, given: { at?: Date; nonce?: string; receiver?: string } = {}): SealedRequest {
    const { token, aesKey } = this.world[which];
    const timestamp = String(Math.floor((given.at?.getTime() ?? this.world.now()) / 1000));
    const nonce = given.nonce ?? String(1_372_623_149 + this.world.next());
    const encrypt = seal(aesKey, message, given.receiver ?? this.receiver(which));
    const query = { msg_signature: sign(token, timestamp, nonce, encrypt), timestamp, nonce };
    return { query, body: which === 'bot' ? JSON.stringify({ encrypt }) : this.envelope(encrypt), encrypt };
  }

  /** Posts until it is answered with 200 within the five seconds; three tries in all, one for a card event (1.7). */
  async deliver(which: Which, message: string, once = false): Promise<Tried> {
    const first = this.seal(which, message);
    const tried: Tried = { tries: 0, latencyMs: 0 };
    while (tried.tries < (once ? 1 : TRIES) && !this.world.stopped) {
      if (tried.tries > 0) await pause(this.world.timings.retryMs);
      const sealed = tried.tries === 0 || this.world.faults.sameNonce ? first : this.seal(which, message);
      tried.tries += 1;
      this.world.counters.callbacks += 1;
      const began = performance.now();
      const response = await this.post(which, sealed);
      tried.latencyMs = performance.now() - began;
      if (response) tried.status = response.status;
      if (response?.status === 200) return { ...tried, body: response.body, nonce: sealed.query.nonce };
    }
    return tried;
  }

  /** docs/protocol-wecom.md, section 1.5: the bare text, HTTP 200, within one second, no redirect. */
  async verify(which: Which): Promise<Verification> {
    const echo = String(1_616_140_317_555_161_061n + BigInt(this.world.next()));
    const { query, encrypt } = this.seal(which, echo);
    const url = withQuery(this.urlOf(which), { ...query, echostr: encrypt });
    const response = await exchange('GET', url, '', '', this.world.timings.verifyMs);
    if (!response) return this.unverified('no answer within a second');
    const { status, body } = response;
    if (status !== 200) return { ...this.unverified(`HTTP ${status}`), status, body };
    if (body !== echo) return { ...this.unverified('not the bare text'), status, body };
    return { ok: true, status, body };
  }

  private unverified(why: string): Verification {
    this.world.violate('verify', 'url-not-verified', why);
    return { ok: false, why };
  }

  /** docs/protocol-wecom.md, section 1.4: the app's is the corporation, the bot's is empty. */
  private receiver(which: Which): string {
    return which === 'bot' ? '' : this.world.app.corpId;
  }

  private envelope(encrypt: string): string {
    const { corpId, agentId } = this.world.app;
    return `<xml>${toXml({ ToUserName: corpId, AgentID: String(agentId), Encrypt: encrypt })}</xml>`;
  }

  private urlOf(which: Which): string {
    const url = which === 'bot' ? this.world.botUrl : this.world.appUrl;
    if (url === undefined) throw new Error(`no ${which}Url: tell the fake where the bot listens`);
    return url;
  }

  private post(which: Which, sealed: SealedRequest): Promise<Response | undefined> {
    const type = which === 'bot' ? 'application/json' : 'text/xml';
    return exchange(
      'POST',
      withQuery(this.urlOf(which), sealed.query),
      type,
      sealed.body,
      this.world.timings.callbackMs,
    );
  }
}

function withQuery(address: string, query: Record<string, string>): URL {
  const url = new URL(address);
  // Percent-encoded as WeCom does it: `+` would be read as a blank (docs/protocol-wecom.md, section 1.1).
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return url;
}

/** Undefined when there is no whole answer in time; redirects are not followed. */
function exchange(
  method: string,
  url: URL,
  type: string,
  body: string,
  withinMs: number,
): Promise<Response | undefined> {
  return new Promise((resolve) => {
    const headers = { ...(type && { 'content-type': type }), 'content-length': Buffer.byteLength(body) };
    const call = request(url, { method, agent: false, headers, signal: AbortSignal.timeout(withinMs) }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => resolve(undefined));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts).toString(),
          headers: response.headers,
        }),
      );
    });
    call.on('error', () => resolve(undefined));
    call.end(body);
  });
}
