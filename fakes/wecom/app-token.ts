import type { Call, Endpoint, Endpoints } from './rest.ts';
import { type Answer, OK, type World } from './world.ts';

const LIFE_S = 7200;

/**
 * One live access token of the app, and the IP allow-list in front of every call
 * (docs/protocol-wecom.md, sections 1.9, 2.1).
 */
export class AppToken {
  private live: { token: string; until: number } | undefined;
  private readonly old = new Map<string, 40014 | 42001>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  endpoints(): Endpoints {
    return { 'GET /cgi-bin/gettoken': (call) => this.get(call) };
  }

  end(how: 'expired' | 'invalid'): void {
    if (this.live) this.old.set(this.live.token, how === 'expired' ? 42001 : 40014);
    this.live = undefined;
  }

  guard(endpoint: Endpoint): Endpoint {
    return (call) => this.stranger(call) ?? this.stale(call) ?? endpoint(call);
  }

  /** Asked again within its life, the same token is given. */
  private get(call: Call): Answer {
    const where = 'gettoken';
    const { corpId, secret } = this.world.app;
    this.world.counters.tokens += 1;
    if (call.query.get('corpid') !== corpId) return this.world.refuse(where, 40013, 'invalid corpid');
    if (call.query.get('corpsecret') !== secret) return this.world.refuse(where, 40001, 'invalid credential');
    const stranger = this.stranger(call);
    if (stranger) return stranger;
    if (this.live && this.world.now() >= this.live.until) this.end('expired');
    this.live ??= { token: `fake-token-${this.world.next()}`, until: this.world.now() + LIFE_S * 1000 };
    const left = Math.ceil((this.live.until - this.world.now()) / 1000);
    return { ...OK, access_token: this.live.token, expires_in: left };
  }

  private stranger({ path, ip }: Call): Answer | undefined {
    const { allowedIps } = this.world.app;
    if (allowedIps === undefined || allowedIps.includes(ip)) return undefined;
    return this.world.refuse(path, 60020, `not allow to access from your ip, hint: [fake], from ip: ${ip}`);
  }

  private stale({ path, query }: Call): Answer | undefined {
    const token = query.get('access_token') ?? '';
    if (this.live?.token === token && this.world.now() < this.live.until) return undefined;
    const code = this.live?.token === token ? 42001 : (this.old.get(token) ?? 40014);
    return this.world.refuse(path, code, code === 42001 ? 'access_token expired' : 'invalid access_token');
  }
}
