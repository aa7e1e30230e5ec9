import type { Body, Fault, Faulted, Outcome } from '../wire/outcome.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** Codes by what follows from them (docs/protocol-dingtalk.md, sections 4.9 and 4.10). */
const LEGACY: Record<string, Fault> = {
  '-1': 'busy',
  15: 'unclear',
  40014: 'token',
  42001: 'token',
  90002: 'too-often',
  90018: 'too-often',
  90019: 'too-often',
  130101: 'too-often',
  302033: 'too-often',
  410100: 'too-often',
  90030: 'too-often',
  90020: 'quota',
  60011: 'permission',
};
/** A robot of a group that sent too much is blocked so long (docs/protocol-dingtalk.md, section 4.8). */
const BLOCKED_MS: Record<string, number> = {
  130101: 10 * MINUTE,
  302033: 10 * MINUTE,
  410100: 10 * MINUTE,
  90030: 10 * MINUTE,
};
/** An address that called too much is barred so long, whatever `wait` says (docs/protocol-dingtalk.md, section 4.9). */
const BARRED_MS = 5 * MINUTE;

/** Names by what follows, and how long to wait. */
const NAMED: [RegExp, Fault, number?][] = [
  [/ApiCountLimit|daily\.call\.limit/i, 'quota'],
  // The platform does not know itself what became of it.
  [/unknown\.send\.result/i, 'unclear'],
  [/QpmLimit|qps\.exceed\.limit/i, 'too-often', MINUTE],
  [/QpsLimit|too\.?fast|too\.many\.(people|group)|Throttl|FlowControl/i, 'too-often', 2 * SECOND],
  [/PermissionDenied/i, 'permission'],
  [/InvalidAuthentication|invalid(AccessToken|Token)|authFailed/i, 'token'],
];

/** Reads an answer of either host; `body` is undefined when it was no JSON. */
export function outcomeOf(status: number, body: Body | undefined): Outcome {
  if (Number(body?.status) === 1111) return fault('too-often', '1111', BARRED_MS);
  if (status === 429) return fault('too-often', '429', Math.max(Number(body?.wait) || 0, 5) * SECOND);
  const errcode = body && 'errcode' in body ? String(body.errcode) : undefined;
  if (status < 300 && body) return errcode === undefined || errcode === '0' ? done(body) : legacy(errcode, body);
  const code = typeof body?.code === 'string' ? body.code : (errcode ?? `HTTP ${status}`);
  const [, known, waitMs] = NAMED.find(([pattern]) => pattern.test(code)) ?? [];
  if (known) return { ...fault(known, code, waitMs), ...(known === 'permission' && { scopes: scopesIn(body) }) };
  if (errcode !== undefined && LEGACY[errcode]) return legacy(errcode, body ?? {});
  if (status === 401) return fault('token', code);
  if (status === 503) return fault('busy', code);
  // The platform's own word that it failed may be believed; a gateway's cannot
  // (docs/protocol-dingtalk.md, section 4.9).
  if (status === 500 && typeof body?.code === 'string') return fault('busy', code);
  if (status >= 500 || status < 300) return fault('unclear', code);
  return fault('refused', code);
}

function done(body: Body): Outcome {
  const { processQueryKey: messageId } = body;
  return { state: 'done', body, ...(typeof messageId === 'string' && { messageId }) };
}

function legacy(errcode: string, body: Body): Outcome {
  const sub = errcode === '88' ? String(body.sub_code ?? /subcode=(\w+)/.exec(String(body.errmsg))?.[1] ?? '') : '';
  const code = sub === '' ? errcode : `${errcode} ${sub}`;
  const kind = LEGACY[sub] ?? LEGACY[errcode] ?? 'refused';
  if (kind === 'too-often') return fault(kind, code, BLOCKED_MS[errcode] ?? MINUTE);
  return { ...fault(kind, code), ...(kind === 'permission' && { scopes: scopesIn(body) }) };
}

function fault(kind: Fault, code: string, waitMs?: number): Faulted {
  return { state: 'fault', fault: kind, code, ...(waitMs !== undefined && { waitMs }) };
}

function scopesIn(body: Body | undefined): string[] {
  const detail = body?.accessdenieddetail as { requiredScopes?: unknown } | undefined;
  return Array.isArray(detail?.requiredScopes) ? detail.requiredScopes.map(String) : [];
}

export type HandshakeFault = Faulted & { fault: 'credentials' | 'setup' | 'busy' };

/**
 * What a gateway's no to a new connection means (docs/protocol-dingtalk.md, section 1.1): most of them a person has to
 * put right.
 */
export function handshakeFault(status: number, said: string): HandshakeFault {
  const refused = status >= 400 && status < 500 && status !== 429 ? 'setup' : 'busy';
  return { state: 'fault', fault: status === 401 ? 'credentials' : refused, code: `${status} ${said}`.trim() };
}
