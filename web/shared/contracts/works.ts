import { z } from 'zod';
import { count, cursor, day, entrance, flag, id, instant, key, limit, pageOf, person, seen, state } from './basics.ts';

/** What a list of works is narrowed to. The same words with one work give its neighbours. */
export const workFilter = z.object({
  /** Several, with commas between; left out: all but drafts and what lapsed. */
  state: z
    .string()
    .regex(/^[a-z]+(,[a-z]+)*$/)
    .transform((said) => said.split(','))
    .pipe(z.array(state))
    .optional(),
  unit: id.optional(),
  category: id.optional(),
  late: flag,
  /** The same bytes in another entry. */
  duplicates: flag,
  /** Reported, or last decided, by whoever asks. */
  mine: flag,
  /** In number, title, author, name; at least one sign. */
  text: z.string().trim().min(1).max(100).optional(),
  /** `new`: newest first. */
  order: z.enum(['new', 'old']).default('new'),
});
export const worksQuery = workFilter.extend({ after: cursor, limit });

/** What a page shows it with; `other` is only to be downloaded. */
export const show = z.enum(['video', 'audio', 'picture', 'pdf', 'text', 'other']);

const workRow = z.object({
  number: z.int(),
  seen,
  state,
  title: z.string(),
  unitId: z.string(),
  categoryId: z.string(),
  /** Author of a work, name of an ambassador; empty where there is none. */
  author: z.string(),
  receivedAt: instant.nullable(),
  late: z.boolean(),
  /** Changed since staff last returned it. */
  corrected: z.boolean(),
  duplicate: z.boolean(),
  files: count,
  /** To be shown small in the list: the first file. */
  first: z.object({ id: z.int(), show }).nullable(),
});
export const works = pageOf(workRow);

/** For the same filter without its states: how many there are in each. */
export const workCounts = z.object({ states: z.record(state, count), late: count, duplicates: count });

export const workKey = z.object({ number: key });

const file = z.object({
  id: z.int(),
  name: z.string(),
  size: count,
  sha256: z.string(),
  extension: z.string(),
  show,
  /** Measured: `2分58秒`, `1920×1080`, `H.264`. */
  facts: z.array(z.string()),
  addedAt: instant,
  /** Replaced by a later one. */
  retiredAt: instant.nullable(),
});

const change = z.object({
  at: instant,
  by: z.string(),
  action: z.string(),
  /** As the chat tells it: 已采用. */
  words: z.string(),
  reason: z.string(),
  entrance,
  /** What it made of the fields, where it changed any. */
  changes: z.array(z.object({ label: z.string(), before: z.string(), after: z.string() })),
});

export const work = z.object({
  number: z.int(),
  seen,
  version: z.int(),
  state,
  unitId: z.string(),
  categoryId: z.string(),
  title: z.string(),
  fields: z.array(z.object({ id, label: z.string(), value: z.string(), personal: z.boolean() })),
  by: person,
  onBehalf: z.boolean(),
  createdAt: instant,
  receivedAt: instant.nullable(),
  late: z.boolean(),
  /** Null: the notice names no day. */
  deadline: day.nullable(),
  files: z.array(file),
  /** Earlier files, replaced since. */
  earlier: z.array(file),
  /** Rules that it does not keep, each with its clause. */
  warnings: z.array(z.object({ text: z.string(), clause: z.string() })),
  duplicates: z.array(z.object({ number: z.int(), unitId: z.string(), title: z.string(), state })),
  /** The earliest first; what each change made of the fields are its versions. */
  history: z.array(change),
  /** What whoever asks may do with it now. */
  may: z.object({
    accept: z.boolean(),
    return: z.boolean(),
    undo: z.boolean(),
    ask: z.boolean(),
    correct: z.boolean(),
    withdraw: z.boolean(),
  }),
  /** Numbers of the works before and after it in the list of the same filter. */
  previous: z.int().nullable(),
  next: z.int().nullable(),
});

export const fileKey = z.object({ id: key });
/** A document as text, one paragraph an item; a table's row is one, its cells parted by tabs. Damaged, locked or too large: not readable. */
export const fileText = z.object({ readable: z.boolean(), paragraphs: z.array(z.string()), cut: z.boolean() });
