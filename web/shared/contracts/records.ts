import { z } from 'zod';
import { cursor, day, entrance, id, instant, key, limit, pageOf, person } from './basics.ts';

/** `lost`: refused, or not with everybody; `unknown`: nobody knows whether it arrived; `waiting`: still on its way. */
export const messagesQuery = z.object({
  kind: z.enum(['lost', 'unknown', 'waiting', 'all']).default('all'),
  after: cursor,
  limit,
});
export const messages = pageOf(
  z.object({
    id: z.string(),
    at: instant,
    channel: z.string(),
    chat: z.enum(['group', 'direct']),
    /** Whom it was for, by name. */
    to: z.array(z.string()),
    /** Its first line. */
    first: z.string(),
    state: z.enum(['waiting', 'working', 'sent', 'refused', 'unknown', 'dropped']),
    reason: z.string(),
    /** Whom it names and did not get to. */
    unreached: z.array(z.string()),
  }),
);

export const auditQuery = z.object({
  person: key.optional(),
  /** The number of a work. */
  entry: key.optional(),
  unit: id.optional(),
  day: day.optional(),
  /** Begins with, e.g. `submission.` or `people.release`. */
  action: z
    .string()
    .regex(/^[a-z.-]{1,60}$/)
    .optional(),
  after: cursor,
  limit,
});
export const audit = pageOf(
  z.object({
    id: z.string(),
    at: instant,
    /** Null: the bot by itself. */
    by: person.nullable(),
    action: z.string(),
    words: z.string(),
    /** `submission:37`, `unit:yaodu`, … */
    subject: z.string(),
    before: z.json(),
    after: z.json(),
    entrance,
    entranceId: z.string().nullable(),
  }),
);
