import type { Delivery } from '../../application/ports.ts';
import { queued, refused } from '../wire/parts.ts';

/**
 * What became of a frame or a request; errors of either come as an errcode (docs/protocol-wecom.md, section 9).
 * `offline`: nothing was sent. `silent`: it was sent, and nobody knows what became of it: a time-out is no failure.
 */
export type Answered =
  | { state: 'answered'; errcode: number; body: Record<string, unknown> }
  | { state: 'offline' }
  | { state: 'silent' };

const OFFLINE_MS = 5_000;
const BUSY_MS = 2_000;
const RATE_MS = 61_000;
/** Frequency and concurrency limits (docs/protocol-wecom.md, section 9). */
const TOO_OFTEN = new Set([45009, 45033]);
/** The platform does not know this connection as subscribed. */
export const NOT_SUBSCRIBED = 846609;

/** An errcode is a clear no: nothing was shown. */
export function deliveryOf(answer: Answered): Delivery {
  if (answer.state === 'offline') return queued(OFFLINE_MS, 'offline');
  if (answer.state === 'silent') return { state: 'unknown', reason: 'no answer' };
  const { errcode, body } = answer;
  if (errcode === 0) return { state: 'sent', ...(typeof body.msgid === 'string' && { messageId: body.msgid }) };
  // A little apart, as everybody's minute ends at once.
  if (TOO_OFTEN.has(errcode)) return queued(RATE_MS + Math.random() * 5_000, String(errcode));
  if (errcode === NOT_SUBSCRIBED) return queued(OFFLINE_MS, String(errcode));
  if (errcode === -1) return { state: 'later', afterMs: BUSY_MS, reason: String(errcode) };
  return refused(String(errcode));
}

/** Of a step before anything is shown, such as an upload: it may be repeated. */
export const prepared = (answer: Answered): Delivery =>
  answer.state === 'silent' ? { state: 'later', afterMs: OFFLINE_MS, reason: 'no answer' } : deliveryOf(answer);
