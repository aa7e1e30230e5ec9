import { z } from 'zod';
import { FIELD_IDS } from '../../../src/domain/field.ts';
import { problem, seen, state } from './basics.ts';

const item = z.object({ number: z.int().min(1), seen });

/** One decision on one work or on many. Each item is done or refused for itself. */
export const decide = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('accept'), items: z.array(item).min(1).max(200) }),
  z.object({
    verdict: z.literal('return'),
    items: z.array(item).min(1).max(200),
    /** The unit reads it as it is written. */
    reason: z.string().trim().min(1).max(300),
  }),
  /** Takes one's own latest decision back. */
  z.object({ verdict: z.literal('undo'), items: z.array(item).min(1).max(200) }),
  /** Asks the unit something; the work stays as it is. */
  z.object({
    verdict: z.literal('ask'),
    items: z.array(item).min(1).max(200),
    question: z.string().trim().min(1).max(300),
  }),
]);

/** Always with status 200: what was refused says its own. */
export const decided = z.object({
  done: z.array(z.object({ number: z.int(), state, seen })),
  /** `status` 409: somebody was quicker, `by` tells who did what. */
  refused: z.array(problem.extend({ number: z.int(), status: z.int() })),
  /** Who could not be told, where anybody could not. */
  unreached: z.array(z.string()),
});

/** New words of some fields; an empty one is cleared. */
export const correct = z.object({
  seen,
  fields: z.partialRecord(z.enum(FIELD_IDS), z.string().max(2000)),
});
export const withdraw = z.object({ seen, reason: z.string().max(300).optional() });
export const changed = z.object({ number: z.int(), state, seen });
