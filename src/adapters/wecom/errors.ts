import type { Body, Fault, Outcome } from '../wire/outcome.ts';

/** A little over the minute that the platform counts. */
const RATE_MS = 61_000;

/** Codes by what follows from them (docs/protocol-wecom.md, section 9); any other is a no for good. */
const FAULTS: Record<string, Fault> = {
  '-1': 'busy',
  45009: 'too-often',
  45033: 'too-often',
  40014: 'token',
  42001: 'token',
  846609: 'line',
  40001: 'credentials',
  40013: 'credentials',
  93019: 'credentials',
};

/** What an answer says, of a frame as of a call: errors of either come as an errcode. */
export function outcomeOf(errcode: number, body: Body): Outcome {
  if (errcode === 0) return { state: 'done', body, ...(typeof body.msgid === 'string' && { messageId: body.msgid }) };
  const code = String(errcode);
  const fault = FAULTS[code] ?? 'refused';
  return { state: 'fault', fault, code, body, ...(fault === 'too-often' && { waitMs: RATE_MS }) };
}
