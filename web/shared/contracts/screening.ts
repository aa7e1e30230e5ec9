import { z } from 'zod';
import { CANDIDATE_STATES } from '../../../src/domain/candidate.ts';
import { count, cursor, id, instant, key, limit, pageOf, seen } from './basics.ts';

const standing = z.enum(CANDIDATE_STATES);

export const candidatesQuery = z.object({
  /** `waiting`: what the unit has still to decide. `returned`: what is with its sender. `decided`: all the rest. */
  state: z.enum(['waiting', 'returned', 'decided']).default('waiting'),
  unit: id.optional(),
  limit,
  after: cursor,
});

export const candidateFile = z.object({
  id: z.int(),
  name: z.string(),
  /** What was measured, in a line. */
  about: z.string(),
  show: z.string(),
});

export const candidate = z.object({
  number: z.int(),
  seen,
  standing,
  title: z.string(),
  author: z.string(),
  workplace: z.string(),
  phone: z.string(),
  /** Where it is to be seen; empty: it is its files. */
  link: z.string(),
  unitId: z.string(),
  /** The unit's child that it comes from; empty: none of them. */
  child: z.string(),
  categoryId: z.string(),
  reason: z.string(),
  handedInAt: instant,
  mendedAt: instant.nullable(),
  /** The entry that it became. */
  entry: z.int().nullable(),
  mergedInto: z.int().nullable(),
  /** What the rules object to, in sentences. */
  warnings: z.array(z.string()),
  files: z.array(candidateFile),
});

export const candidates = pageOf(candidate).extend({ waiting: count, returned: count });

const items = z
  .array(z.object({ number: key, seen }))
  .min(1)
  .max(50);

export const screen = z.discriminatedUnion('verdict', [
  /** `another`: somebody has said that they are others than the entries that they look like. */
  z.object({ verdict: z.literal('pass'), items, another: z.boolean().optional() }),
  z.object({ verdict: z.literal('return'), items, reason: z.string().trim().min(1).max(300) }),
  /** The first one stays. */
  z.object({ verdict: z.literal('merge'), items: items.min(2), title: z.string().trim().max(60).optional() }),
]);

export const screened = z.object({
  done: z.array(z.object({ number: z.int(), standing, entry: z.int().nullable() })),
  refused: z.array(z.object({ number: z.int(), code: z.string(), message: z.string() })),
});

/** Without a unit: of every one that the reader may see. */
export const levelsQuery = z.object({ unit: id.optional() });
export const levels = z.object({
  rows: z.array(z.object({ unitId: z.string(), child: z.string(), waiting: count, returned: count, counted: count })),
});

/** Pages behind links that take something; the link itself is kept nowhere. */
export const openPages = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      /** Empty: of a draft that has no unit yet. */
      unitId: z.string(),
      categoryIds: z.array(z.string()),
      title: z.string(),
      number: z.int().nullable(),
      /** Many use it: what workers hand in. */
      many: z.boolean(),
      expiresAt: instant,
      by: z.string(),
    }),
  ),
});
export const revokePage = z.object({ id: key });
