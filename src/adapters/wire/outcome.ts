import type { Delivery } from '../../application/ports.ts';
import { queued, refused } from './parts.ts';

/**
 * What a call, a frame or a handshake came to, whatever the platform. `offline`: nothing was sent. `silent`: it was sent,
 * and nobody knows what became of it: a time-out is no failure. `fault`: the platform said no, or something stood in
 * between that did.
 */
export type Outcome =
  | { state: 'done'; body: Body; messageId?: string }
  | Faulted
  | { state: 'offline'; reason?: string }
  | { state: 'silent' };

export interface Faulted {
  state: 'fault';
  fault: Fault;
  /** As the platform says it, for logs and for whoever looks it up. */
  code: string;
  /** How long to wait before it is asked again. */
  waitMs?: number;
  /** Rights that are missing, as the console names them. */
  scopes?: string[];
  body?: Body;
}

/**
 * What follows from a no. `busy`, `too-often`: nothing was done, and it may be asked again. `unclear`: it may have been done.
 * `token`: another one is needed. `line`: the platform does not know this connection any more. `credentials`, `setup`: a
 * person has to put them right. `permission`: of the app. `quota`: of this month. `refused`: for good.
 */
export type Fault =
  | 'busy'
  | 'too-often'
  | 'unclear'
  | 'token'
  | 'line'
  | 'credentials'
  | 'setup'
  | 'permission'
  | 'quota'
  | 'refused';

/** The fields of an answer. */
export type Body = Record<string, unknown>;

const OFFLINE_MS = 5_000;
const BUSY_MS = 2_000;

/**
 * For a call that shows something in a chat: an unclear outcome is never repeated, and a clear no means that nothing
 * was shown.
 */
export function deliveryOf(outcome: Outcome): Delivery {
  switch (outcome.state) {
    case 'done': {
      const { messageId } = outcome;
      return { state: 'sent', ...(messageId !== undefined && { messageId }) };
    }
    case 'offline':
      return queued(OFFLINE_MS, 'offline');
    case 'silent':
      return { state: 'unknown', reason: 'no answer' };
    case 'fault':
      return ofFault(outcome);
  }
}

function ofFault({ fault, code, waitMs = 0, scopes = [] }: Faulted): Delivery {
  switch (fault) {
    case 'unclear':
      return { state: 'unknown', reason: code };
    // Spread a little, as the minute of the allowance ends for everybody at once.
    case 'too-often':
      return queued(waitMs * (1 + Math.random() / 4), code);
    case 'line':
      return queued(OFFLINE_MS, code);
    case 'busy':
      return { state: 'later', afterMs: BUSY_MS, reason: code };
    case 'permission':
      return refused(['permission', ...(scopes.length > 0 ? scopes : [code])].join(' '));
    case 'quota':
      return refused(`quota ${code}`);
    default:
      return refused(code);
  }
}

/**
 * For a step before anything is shown, such as an upload, that did not give what was asked for: it may be repeated.
 * Never `sent`, whatever the platform calls a success.
 */
export function prepared(outcome: Outcome): Exclude<Delivery, { state: 'sent' }> {
  const unclear = outcome.state === 'silent' || (outcome.state === 'fault' && outcome.fault === 'unclear');
  if (unclear) return { state: 'later', afterMs: OFFLINE_MS, reason: 'no answer' };
  const delivery = deliveryOf(outcome);
  return delivery.state === 'sent' ? { state: 'refused', reason: 'an answer without what was asked for' } : delivery;
}

/** What an answer says under a name, if it is done and says it as text. */
export const fieldOf = (outcome: Outcome, name: string): string | undefined => {
  const said = outcome.state === 'done' ? outcome.body[name] : undefined;
  return typeof said === 'string' ? said : undefined;
};

export const isFault = (outcome: Outcome, ...faults: Fault[]): outcome is Faulted =>
  outcome.state === 'fault' && faults.includes(outcome.fault);
