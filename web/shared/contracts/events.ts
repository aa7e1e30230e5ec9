import { z } from 'zod';
import { instant, person, seen, state } from './basics.ts';

/**
 * What is pushed at `addresses.events`, as server-sent events: `event: work` with this as data whenever an entry changes that the
 * reader may see, `id:` being the number of the audit from which a broken stream goes on. `event: end` (no data to speak of) when
 * the session has ended: the page asks to sign in again. A comment every 25 seconds keeps proxies from closing it.
 */
export const workEvent = z.object({
  number: z.int(),
  unitId: z.string(),
  categoryId: z.string(),
  title: z.string(),
  state,
  seen,
  /** `submission.receive`, `submission.accept`, `submission.return`, `submission.reconsider`, `submission.correct`, … */
  action: z.string(),
  words: z.string(),
  by: person.nullable(),
  /** The reader did it, in this session or another way. */
  mine: z.boolean(),
  at: instant,
});
export type WorkEvent = z.output<typeof workEvent>;
