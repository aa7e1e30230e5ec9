import type { Delivery } from '../../application/ports.ts';
import { queued, refused } from '../wire/parts.ts';

/**
 * What became of a call. `offline`: nothing was sent. `silent`: it was sent, and nobody knows what became of it.
 * `fault`: the platform said no, or something stood in between that did.
 */
export type Answered =
  | { state: 'done'; body: Record<string, unknown> }
  | { state: 'fault'; fault: Fault; code: string; waitMs?: number; scopes?: string[] }
  | { state: 'offline' }
  | { state: 'silent' };

/**
 * `busy`, `too-often`: nothing was done, and it may be asked again. `unclear`: it may have been done. `token`: another one is
 * needed. `permission`: of the app. `quota`: of this month. `refused`: for good.
 */
export type Fault = 'busy' | 'too-often' | 'unclear' | 'token' | 'permission' | 'quota' | 'refused';

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
  90030: 'too-often',
  90020: 'quota',
  60011: 'permission',
};
/** A robot of a group that sent too much is blocked so long (docs/protocol-dingtalk.md, section 4.8). */
const BLOCKED_MS: Record<string, number> = { 130101: 10 * MINUTE, 302033: 10 * MINUTE, 90030: 10 * MINUTE };

const NAMED: [RegExp, Fault][] = [
  [/ApiCountLimit/i, 'quota'],
  [/QpsLimit|too\.?fast|too\.many\.(people|group)|Throttl|FlowControl/i, 'too-often'],
  [/PermissionDenied/i, 'permission'],
  [/InvalidAuthentication|invalid(AccessToken|Token)|authFailed/i, 'token'],
];

type Read = Record<string, unknown>;

/** Reads an answer of either host; `body` is undefined when it was no JSON. */
export function answerOf(status: number, body: Read | undefined): Answered {
  if (body?.status === 1111 || status === 429)
    return fault('too-often', '1111', Math.max(Number(body?.wait) || 0, 5) * SECOND);
  const errcode = body && 'errcode' in body ? String(body.errcode) : undefined;
  if (status < 300 && body)
    return errcode === undefined || errcode === '0' ? { state: 'done', body } : legacy(errcode, body);
  const code = typeof body?.code === 'string' ? body.code : (errcode ?? `HTTP ${status}`);
  const [, known] = NAMED.find(([pattern]) => pattern.test(code)) ?? [];
  if (known === 'too-often') return fault(known, code, 2 * SECOND);
  if (known) return { ...fault(known, code), ...(known === 'permission' && { scopes: scopesIn(body) }) };
  if (errcode !== undefined && LEGACY[errcode]) return legacy(errcode, body ?? {});
  if (status === 401) return fault('token', code);
  if (status === 503) return fault('busy', code);
  // The platform's own word that it failed may be believed; a gateway's cannot
  // (docs/protocol-dingtalk.md, section 4.9).
  if (status === 500 && typeof body?.code === 'string') return fault('busy', code);
  if (status >= 500 || status < 300) return fault('unclear', code);
  return fault('refused', code);
}

function legacy(errcode: string, body: Read): Answered {
  const sub = errcode === '88' ? String(body.sub_code ?? /subcode=(\w+)/.exec(String(body.errmsg))?.[1] ?? '') : '';
  const code = sub === '' ? errcode : `${errcode} ${sub}`;
  const kind = LEGACY[sub] ?? LEGACY[errcode] ?? 'refused';
  if (kind === 'too-often') return fault(kind, code, BLOCKED_MS[errcode] ?? MINUTE);
  return { ...fault(kind, code), ...(kind === 'permission' && { scopes: scopesIn(body) }) };
}

function fault(kind: Fault, code: string, waitMs?: number): Extract<Answered, { state: 'fault' }> {
  return { state: 'fault', fault: kind, code, ...(waitMs !== undefined && { waitMs }) };
}

function scopesIn(body: Read | undefined): string[] {
  const detail = body?.accessdenieddetail as { requiredScopes?: unknown } | undefined;
  return Array.isArray(detail?.requiredScopes) ? detail.requiredScopes.map(String) : [];
}

const OFFLINE_MS = 5 * SECOND;
const BUSY_MS = 2 * SECOND;

/** Of a call that shows something: what is not clear is never repeated. */
export function deliveryOf(answer: Answered): Delivery {
  if (answer.state === 'offline') return queued(OFFLINE_MS, 'offline');
  if (answer.state === 'silent') return { state: 'unknown', reason: 'no answer' };
  if (answer.state === 'done') {
    const { processQueryKey: messageId } = answer.body;
    return { state: 'sent', ...(typeof messageId === 'string' && { messageId }) };
  }
  const { fault: kind, code, waitMs = 0, scopes = [] } = answer;
  if (kind === 'unclear') return { state: 'unknown', reason: code };
  // A little apart, as everybody's minute ends at once.
  if (kind === 'too-often') return queued(waitMs * (1 + Math.random() / 4), code);
  if (kind === 'busy') return { state: 'later', afterMs: BUSY_MS, reason: code };
  if (kind === 'permission') return refused(['permission', ...(scopes.length > 0 ? scopes : [code])].join(' '));
  return refused(kind === 'quota' ? `quota ${code}` : code);
}

/** Of a step before anything is shown, such as an upload: it may be repeated. */
export const prepared = (answer: Answered): Delivery => {
  const unclear = answer.state === 'silent' || (answer.state === 'fault' && answer.fault === 'unclear');
  return unclear ? { state: 'later', afterMs: OFFLINE_MS, reason: 'no answer' } : deliveryOf(answer);
};
