import { z } from 'zod';
import { count, id, instant, key, person } from './basics.ts';
import { show } from './works.ts';

export const reviewKey = z.object({ number: key });
export const reviewFileKey = z.object({ number: key, place: z.coerce.number().int().min(1).max(999) });

/** Points in hundredths: 8650 is 86.5. */
const points = z.int().min(0).max(1_000_000);
const marks = { points: z.record(id, points), whole: points.nullable() };

const criterion = z.object({ id, name: z.string(), weight: z.number(), most: z.number() });

/** How far judging is. `mine`: works that the reader judges; `jury`: for staff, else null. No mark of anybody else is in it. */
export const review = z.object({
  /** False: this campaign does not judge, and all else is empty. */
  judged: z.boolean(),
  source: z.string(),
  blind: z.boolean(),
  criteria: z.array(criterion),
  awards: z.array(z.object({ id, name: z.string() })),
  frozen: z.object({ at: instant, reason: z.string() }).nullable(),
  mine: z.array(z.object({ number: z.int(), title: z.string(), categoryId: z.string(), done: z.boolean() })),
  jury: z
    .object({
      works: count,
      judges: z.array(z.object({ person, group: z.string(), assigned: count, owed: count })),
      /** Works of which their judges see nothing. */
      unseen: z.array(z.object({ number: z.int(), link: z.string() })),
      objections: z.array(
        z.object({ id: z.int(), number: z.int(), raisedBy: z.string(), text: z.string(), outcome: z.string() }),
      ),
    })
    .nullable(),
});

/** A work for its judge: where judging is blind, neither unit nor author, and files by their places alone. */
export const reviewWork = z.object({
  number: z.int(),
  title: z.string(),
  categoryId: z.string(),
  /** Empty where nobody may know. */
  unitId: z.string(),
  author: z.string(),
  /** `hidden`: it may tell whose the work is, and is not handed out. The name is empty where nobody may know it. */
  files: z.array(z.object({ place: z.int(), show, name: z.string(), hidden: z.boolean() })),
  /** Null: there is none; empty: nobody has looked yet whether it tells whose the work is. */
  link: z.string().nullable(),
  paper: z.object({ ...marks, version: z.int(), missing: z.array(id) }).nullable(),
  /** What the others gave, lowest first, once the reader's own paper is in; null before. */
  others: z.array(z.string()).nullable(),
  previous: z.int().nullable(),
  next: z.int().nullable(),
});

export const scoreWork = z.object({ points: z.record(id, points).default({}), whole: points.optional() });
export const scored = z.object({ number: z.int(), version: z.int(), missing: z.array(id), owed: count, all: count });
const why = z.string().trim().max(300);
export const recuseWork = z.object({ reason: why });

export const assignReview = z.object({ categories: z.array(id).default([]), people: z.array(z.int()).default([]) });
export const assigned = z.object({ made: count, short: count, unreached: z.array(z.string()) });
export const chased = z.object({ reached: count, again: count, unreached: z.array(z.string()) });
export const decideAward = z.object({ award: z.string().max(64).nullable(), reason: why });
export const withReason = z.object({ reason: why.default('') });

export const objection = z.object({ raisedBy: z.string().trim().max(40), text: z.string().trim().max(500) });
export const outcome = z.object({ outcome: z.string().trim().max(500) });
/** With each the link that was looked at: another one is refused. */
export const linksToShow = z.object({
  links: z
    .array(z.object({ number: z.int().positive(), link: z.string().max(4_000) }))
    .min(1)
    .max(500),
});

const resultRow = z.object({
  number: z.int(),
  title: z.string(),
  unitId: z.string(),
  rank: z.int().nullable(),
  /** As printed; empty: no result. */
  score: z.string(),
  median: z.string(),
  spread: z.string(),
  papers: count,
  owed: count,
  provisional: z.boolean(),
  /** Names of levels. */
  award: z.string(),
  open: z.array(z.string()),
  passedOver: z.boolean(),
  within: z.string(),
  decision: z.string(),
});
export const reviewResults = z.object({
  frozen: z.object({ at: instant, reason: z.string() }).nullable(),
  categories: z.array(
    z.object({
      categoryId: z.string(),
      entries: count,
      levels: z.array(z.object({ id, name: z.string(), places: count, given: count, line: z.string() })),
      works: z.array(resultRow),
      swings: z.array(z.object({ judge: z.string(), number: z.int(), from: z.string(), to: z.string() })),
    }),
  ),
});
