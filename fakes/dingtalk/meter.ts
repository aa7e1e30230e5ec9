import { MINUTE, Rate } from '../platform/rate.ts';
import { type Answer, apiError, missingScope, oapiError } from './answers.ts';
import type { Call, Endpoint } from './rest.ts';
import type { Token } from './token.ts';
import type { World } from './world.ts';

const SECOND = 1_000;
const BEIJING = 8 * 60 * MINUTE;

/**
 * What stands in front of every metered API: the month's quota, calls per second, token, permission
 * (docs/protocol-dingtalk.md, section 4.9).
 */
export class Meter {
  private readonly perSecond: Rate;
  private readonly world: World;
  private readonly token: Token;

  constructor(world: World, token: Token) {
    this.world = world;
    this.token = token;
    this.perSecond = new Rate(
      () => world.now(),
      () => [{ ms: SECOND, most: world.limits.perSecond }],
    );
  }

  /** On api.dingtalk.com, with the token in a header. */
  api(scope: string, endpoint: Endpoint): Endpoint {
    return (call) => this.apiOver(call) ?? this.token.apiStale(call) ?? this.apiScope(call, scope) ?? endpoint(call);
  }

  /** On oapi.dingtalk.com, with the token in the address. */
  oapi(scope: string | undefined, endpoint: Endpoint): Endpoint {
    return (call) => this.oapiOver(call) ?? this.token.oapiStale(call) ?? this.oapiScope(call, scope) ?? endpoint(call);
  }

  /** Without a token, as the calls that give one. */
  bare(host: 'api' | 'oapi', endpoint: Endpoint): Endpoint {
    return (call) => (host === 'api' ? this.apiOver(call) : this.oapiOver(call)) ?? endpoint(call);
  }

  private apiOver(call: Call): Answer | undefined {
    const over = this.over(call.path);
    const code = over === 'month' ? 'ApiCountLimitForOrg' : 'QpsLimitForAppkeyAndApi';
    if (over) return apiError(this.world, call.path, { status: 403, code: `Forbidden.AccessDenied.${code}` });
    return undefined;
  }

  private oapiOver(call: Call): Answer | undefined {
    const over = this.over(call.path);
    if (over) return oapiError(this.world, call.path, { errcode: over === 'month' ? 90020 : 90018 });
    return undefined;
  }

  private over(path: string): 'month' | 'second' | undefined {
    const { calls } = this.world.counters;
    const month = new Date(this.world.now() + BEIJING).toISOString().slice(0, 7);
    const used = calls[month] ?? 0;
    if (used >= this.world.limits.callsPerMonth) return 'month';
    if (!this.perSecond.take(path)) return 'second';
    calls[month] = used + 1;
    return undefined;
  }

  private apiScope(call: Call, scope: string): Answer | undefined {
    if (this.world.app.scopes.includes(scope)) return undefined;
    return apiError(this.world, call.path, missingScope(scope));
  }

  private oapiScope(call: Call, scope: string | undefined): Answer | undefined {
    if (scope === undefined || this.world.app.scopes.includes(scope)) return undefined;
    const submsg = `没有调用该接口的权限: ${scope}`;
    return oapiError(this.world, call.path, {
      errcode: 88,
      errmsg: `ding talk error[subcode=60011,submsg=${submsg}]`,
      more: { sub_code: '60011', sub_msg: submsg },
    });
  }
}
