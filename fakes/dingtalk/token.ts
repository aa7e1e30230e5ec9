import { z } from 'zod';
import { type Answer, apiError, oapiError, ok, okOapi } from './answers.ts';
import { wrong } from './bodies.ts';
import { type Call, jsonOf } from './rest.ts';
import type { World } from './world.ts';

const LIFE_S = 7200;
const asking = z.strictObject({ appKey: z.string(), appSecret: z.string() });

/** One live access token of the app, good on both hosts (docs/protocol-dingtalk.md, section 4.0). */
export class Token {
  private live: { token: string; until: number } | undefined;
  private readonly old = new Map<string, 'expired' | 'invalid'>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  end(how: 'expired' | 'invalid'): void {
    if (this.live) this.old.set(this.live.token, how);
    this.live = undefined;
  }

  /** `POST /v1.0/oauth2/accessToken`. */
  give(call: Call): Answer {
    const where = 'accessToken';
    this.world.counters.tokens += 1;
    const read = asking.safeParse(jsonOf(call));
    if (!read.success)
      return apiError(this.world, where, { code: 'invalidParameter', rule: 'malformed', detail: wrong(read.error) });
    const { clientId, clientSecret } = this.world.app;
    if (read.data.appKey !== clientId || read.data.appSecret !== clientSecret)
      return apiError(this.world, where, {
        code: 'invalidClientIdOrSecret',
        message: '无效的clientId或者clientSecret',
      });
    return ok({ accessToken: this.renewed(), expireIn: LIFE_S });
  }

  /** `GET /gettoken`, the older one; the secret stands in the address. */
  giveLegacy({ query }: Call): Answer {
    this.world.counters.tokens += 1;
    const { clientId, clientSecret } = this.world.app;
    if (query.get('appkey') !== clientId || query.get('appsecret') !== clientSecret)
      return oapiError(this.world, 'gettoken', { errcode: 40089, errmsg: '不合法的corpid或corpsecret' });
    return okOapi({ access_token: this.renewed(), expires_in: LIFE_S });
  }

  /** An expired one is answered with 401, an unknown one with 400: clients meet both. */
  apiStale(call: Call): Answer | undefined {
    const stale = this.stale(String(call.headers['x-acs-dingtalk-access-token'] ?? ''));
    if (stale === undefined) return undefined;
    const status = stale === 'expired' ? 401 : 400;
    return apiError(this.world, call.path, { status, code: 'InvalidAuthentication', message: '不合法的access_token' });
  }

  oapiStale({ path, query }: Call): Answer | undefined {
    const stale = this.stale(query.get('access_token') ?? '');
    if (stale === undefined) return undefined;
    const [errcode, errmsg] = stale === 'expired' ? [42001, 'access_token已过期'] : [40014, '不合法的access_token'];
    return oapiError(this.world, path, { errcode: errcode as number, errmsg: errmsg as string });
  }

  /** Asked again within its life, the same token is given, and lives on from there. */
  private renewed(): string {
    const now = this.world.now();
    if (this.live && now >= this.live.until) this.end('expired');
    this.live ??= { token: `fake${this.world.next()}accesstoken`, until: 0 };
    this.live.until = now + LIFE_S * 1000;
    return this.live.token;
  }

  private stale(token: string): 'expired' | 'invalid' | undefined {
    if (this.live?.token !== token) return this.old.get(token) ?? 'invalid';
    return this.world.now() < this.live.until ? undefined : 'expired';
  }
}
