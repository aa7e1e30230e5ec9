import { z } from 'zod';
import { ENTRANCES } from '../../../src/domain/entrance.ts';
import { ROLES } from '../../../src/domain/permission.ts';
import { SUBMISSION_STATES } from '../../../src/domain/submission.ts';

/** An instant, as ISO in UTC. */
export const instant = z.iso.datetime();
/** A Beijing day, `2020-09-15`. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const id = z.string().min(1).max(64);
export const count = z.int().min(0);
/** A number of the database: no column takes a larger one. */
export const key = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/**
 * How something stood when the page read it; sent back with every write to it. Whoever has seen another standing than that of now
 * is refused with what happened meanwhile. Opaque to the page.
 */
export const seen = z.string().min(1).max(80);

export const role = z.enum(ROLES);
export const entrance = z.enum(ENTRANCES);
export const state = z.enum(SUBMISSION_STATES);
/** `true`, `1` or empty (`?late`) for yes; `false` or `0` for no. */
export const flag = z
  .enum(['', '1', 'true', '0', 'false'])
  .transform((said) => said !== '0' && said !== 'false')
  .optional();

export const person = z.object({ id: z.int(), name: z.string() });

/** Asks for the page after the one that ended with this `next`; left out: the first. */
export const cursor = z
  .string()
  .regex(/^[0-9A-Za-z_.:-]{1,80}$/)
  .optional();
export const limit = z.coerce.number().int().min(1).max(100).default(50);

/** One page of a list; `next` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/**
 * Every "no". `message` is the sentence that the chat would say. `by` tells, where somebody was quicker, who did what and when.
 * Statuses: 400 not readable, 401 no session, 403 not allowed, 404 nothing there (or nothing of yours), 409 stale or not possible as
 * things are, 422 not as the contract wants it, 429 too often, 503 out of order.
 */
export const problem = z.object({
  code: z.string(),
  message: z.string(),
  by: z.object({ name: z.string(), what: z.string(), at: instant }).optional(),
});
