import type { World } from './world.ts';

export interface Answer {
  status: number;
  /** Sent as JSON, unless there is another content type. */
  body: unknown;
  type?: string;
}

export const ok = (body: Record<string, unknown> = {}): Answer => ({ status: 200, body });
export const okOapi = (body: Record<string, unknown> = {}): Answer => ok({ errcode: 0, errmsg: 'ok', ...body });

export interface ApiError {
  status?: number;
  code: string;
  message?: string;
  more?: Record<string, unknown>;
  /** A rule that a correct client never breaks. */
  rule?: string;
  detail?: string;
}

export interface OapiError {
  errcode: number;
  errmsg?: string;
  more?: Record<string, unknown>;
  rule?: string;
  detail?: string;
}

/**
 * The two error shapes of docs/protocol-dingtalk.md, section 4.10: api.dingtalk.com with an HTTP status,
 * oapi.dingtalk.com with 200.
 */
export function apiError(world: World, where: string, error: ApiError): Answer {
  const { status = 400, code, more, rule, detail = '' } = error;
  const message = error.message ?? [rule ?? code, detail].join(' ').trim();
  if (rule !== undefined) world.violate(where, rule, detail);
  world.note({ where, code, message });
  return { status, body: { code, requestid: requestId(world), message, ...more } };
}

export function oapiError(world: World, where: string, error: OapiError): Answer {
  const { errcode, more, rule, detail = '' } = error;
  const errmsg = error.errmsg ?? [rule ?? errcode, detail].join(' ').trim();
  if (rule !== undefined) world.violate(where, rule, detail);
  world.note({ where, code: String(errcode), message: errmsg });
  return { status: 200, body: { errcode, errmsg, ...more, request_id: requestId(world) } };
}

export const missingScope = (scope: string): ApiError => ({
  status: 403,
  code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
  message: '没有调用该接口的权限，接口权限申请参考：https://open.dingtalk.com',
  more: { accessdenieddetail: { requiredScopes: [scope] } },
});

const requestId = (world: World) => `FA4E-${world.next()}`;
