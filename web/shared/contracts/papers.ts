import { z } from 'zod';
import { day, instant, key } from './basics.ts';

export const paperKind = z.enum(['bulletin', 'publicity']);

export const paper = z.object({
  kind: paperKind,
  /** The second draft of its kind. */
  number: z.int(),
  snapshot: z.int(),
  ranking: z.boolean(),
  problems: z.boolean(),
  /** The first and the last day on which it is shown in public; null for a bulletin. */
  period: z.object({ first: day, last: day }).nullable(),
  at: instant,
  by: z.string(),
});
/** The newest first. */
export const papers = z.object({ items: z.array(paper) });

export const draftPaper = z.object({
  kind: paperKind,
  /** Left out: one is made now. */
  snapshot: key.optional(),
  ranking: z.boolean().default(false),
  problems: z.boolean().default(false),
  /** Of what is shown in public: from which day, and for how many working days. */
  from: day.optional(),
  days: z.int().min(1).max(30).optional(),
});
