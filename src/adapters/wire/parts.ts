import { type Delivery, NotBegun } from '../../application/ports.ts';

/** One message on its way: a piece of the text, or a file. */
export type Part = () => Promise<Delivery>;

export const queued = (afterMs: number, reason: string): Delivery => ({
  state: 'later',
  afterMs,
  reason,
  queued: true,
});
const NOT_BEGUN_AGAIN_MS = 5_000;

/**
 * A part that could not be begun waits in the queue. Any other error says nothing about what is in the chat, so the
 * outcome is unknown.
 */
function untilItCanBegin(error: unknown): Delivery {
  if (error instanceof NotBegun) return queued(NOT_BEGUN_AGAIN_MS, `not begun: ${error.message}`);
  throw error;
}

export const refused = (reason: string): Delivery => ({ state: 'refused', reason });

/** Of a post, what is in the chat. */
export interface Shown {
  parts: number;
  /** Platform ids of people whom it did not get to. */
  unreached: string[];
}

/**
 * Sends parts in order, and goes on after the last one that is in the chat when it is asked again under the same key, or with
 * what another process left as `progress`.
 */
export class Progress {
  readonly #done = new Map<string, Shown>();

  /** `began`: something of it is in the chat. */
  async run(key: string, parts: Part[], shown?: Shown): Promise<{ delivery: Delivery; began: boolean }> {
    const done = shown
      ? { ...shown, unreached: [...shown.unreached] }
      : (this.#done.get(key) ?? { parts: 0, unreached: [] });
    let last: Delivery = done.parts > 0 && done.parts === parts.length ? { state: 'sent' } : refused('nothing to say');
    while (done.parts < parts.length) {
      last = await (parts[done.parts] as Part)().catch(untilItCanBegin);
      if (last.state !== 'sent') break;
      done.parts++;
      done.unreached.push(...(last.unreached ?? []));
    }
    const began = done.parts > 0;
    if (last.state === 'later') this.#done.set(key, done);
    else this.#done.delete(key);
    if (last.state === 'later' && began) return { delivery: { ...last, begun: true, progress: done }, began };
    if (last.state !== 'sent' || done.unreached.length === 0) return { delivery: last, began };
    return { delivery: { ...last, unreached: [...new Set(done.unreached)] }, began };
  }
}
