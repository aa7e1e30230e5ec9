import { z } from 'zod';
import { FIELD_IDS } from '../../../src/domain/field.ts';
import { count, id, instant, key, pageOf } from './basics.ts';

export const mailKey = z.object({ number: key });

export const mailsQuery = z.object({ aside: z.enum(['0', '1']).default('0') });

const work = z.object({
  categoryId: z.string(),
  title: z.string(),
  author: z.string(),
  files: z.array(z.string()),
  /** The entry that was made of it. */
  number: z.int().nullable(),
  /** The entry that it looks like, and by what. */
  double: z.object({ number: z.int(), words: z.string() }).nullable(),
});

/** A mail that waits, with what it was taken for and why. Nothing of it is HTML. */
export const mails = pageOf(
  z.object({
    number: z.int(),
    state: z.enum(['waiting', 'claimed', 'dismissed', 'other', 'double']),
    sender: z.string(),
    address: z.string(),
    subject: z.string(),
    text: z.string(),
    arrivedAt: instant,
    /** The Date header, where it tells another time. */
    sentAt: instant.nullable(),
    unitId: z.string(),
    /** Of which units it may be, where that is not clear. */
    units: z.array(z.string()),
    /** By what the unit was recognised, in words. */
    way: z.string(),
    works: z.array(work),
    files: z.array(z.object({ name: z.string(), size: z.number(), failure: z.string() })),
    links: z.array(z.string()),
    problem: z.string(),
    doubts: z.array(z.string()),
  }),
).extend({ waiting: count });

export const changeMail = z.object({
  work: z.int().min(1).optional(),
  unitId: id.optional(),
  categoryId: id.optional(),
  title: z.string().trim().min(1).max(200).optional(),
  fields: z.partialRecord(z.enum(FIELD_IDS), z.string().max(2000)).optional(),
  asOne: z.boolean().optional(),
});
export const claimMail = z.object({ another: z.boolean().optional() });

/** What became of each work of the mail, in the words of the chat. */
export const claimed = z.object({ said: z.string(), numbers: z.array(z.int()) });
