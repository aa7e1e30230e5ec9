import type { Delivery } from '../../application/ports.ts';

/** One message on its way: a piece of the text, or a file. */
export type Part = () => Promise<Delivery>;

/**
 * What became of a frame or a request; errors of either come as an errcode (section 9). `offline`: nothing was sent.
 * `silent`: it was sent, and nobody knows what became of it: a time-out is no failure.
 */
export type Answered =
  | { state: 'answered'; errcode: number; body: Record<string, unknown> }
  | { state: 'offline' }
  | { state: 'silent' };

const OFFLINE_MS = 5_000;
const BUSY_MS = 2_000;
const RATE_MS = 61_000;
/** Frequency and concurrency limits (section 9). */
const TOO_OFTEN = new Set([45009, 45033]);

export const queued = (afterMs: number, reason: string): Delivery => ({
  state: 'later',
  afterMs,
  reason,
  queued: true,
});
export const refused = (reason: string): Delivery => ({ state: 'refused', reason });

/** An errcode is a clear no: nothing was shown. */
export function deliveryOf(answer: Answered): Delivery {
  if (answer.state === 'offline') return queued(OFFLINE_MS, 'offline');
  if (answer.state === 'silent') return { state: 'unknown', reason: 'no answer' };
  const { errcode, body } = answer;
  if (errcode === 0) return { state: 'sent', ...(typeof body.msgid === 'string' && { messageId: body.msgid }) };
  // A little apart, as everybody's minute ends at once.
  if (TOO_OFTEN.has(errcode)) return queued(RATE_MS + Math.random() * 5_000, String(errcode));
  if (errcode === -1) return { state: 'later', afterMs: BUSY_MS, reason: String(errcode) };
  return refused(String(errcode));
}

/** Of a step before anything is shown, such as an upload: it may be repeated. */
export const prepared = (answer: Answered): Delivery =>
  answer.state === 'silent' ? { state: 'later', afterMs: OFFLINE_MS, reason: 'no answer' } : deliveryOf(answer);

/** Sends parts in order, and goes on after the last one that is in the chat when it is asked again under the same key. */
export class Progress {
  readonly #done = new Map<string, { parts: number; unreached: string[] }>();

  /** `began`: something of it is in the chat. */
  async run(key: string, parts: Part[]): Promise<{ delivery: Delivery; began: boolean }> {
    const done = this.#done.get(key) ?? { parts: 0, unreached: [] };
    let last: Delivery = refused('nothing to say');
    while (done.parts < parts.length) {
      last = await (parts[done.parts] as Part)();
      if (last.state !== 'sent') break;
      done.parts++;
      done.unreached.push(...(last.unreached ?? []));
    }
    const began = done.parts > 0;
    if (last.state === 'later') this.#done.set(key, done);
    else this.#done.delete(key);
    if (last.state !== 'sent' || done.unreached.length === 0) return { delivery: last, began };
    return { delivery: { ...last, unreached: [...new Set(done.unreached)] }, began };
  }
}
