import { z } from 'zod';
import { entryFields } from '../works/inputs.ts';

/** By what something was recognised. */
export const WAYS = ['known', 'sender', 'subject', 'body', 'file', 'sheet', 'form', 'forwarded', 'person'] as const;
export type Way = (typeof WAYS)[number];

/** What a person has to look at before a mail can be claimed, or should. */
export const DOUBTS = [
  'unit-unknown',
  'unit-differs',
  'category-unknown',
  'title-unknown',
  'no-file',
  'several',
  'links',
  'rar',
  'failed',
  'locked',
  'identity',
] as const;
export type Doubt = (typeof DOUBTS)[number];

const work = z.object({
  /** Empty while nobody knows. */
  categoryId: z.string(),
  title: z.string(),
  fields: entryFields,
  /** Places among the files of the mail. */
  files: z.array(z.int().min(0)),
  /** The entry that was made of it. */
  number: z.int().exactOptional(),
  /** The entry that had all its bytes before. */
  same: z.int().exactOptional(),
});

/** What a mail is taken for, as it is kept with it. */
export const matched = z.object({
  /** Empty while it is not known or not clear. */
  unitId: z.string(),
  /** Of which units it may be, where that is not clear. */
  units: z.array(z.string()),
  works: z.array(work),
  why: z.array(z.object({ what: z.enum(['unit', 'category', 'title', 'author']), by: z.enum(WAYS) })),
  doubts: z.array(z.enum(DOUBTS)),
});

export type MatchedWork = z.infer<typeof work>;
export type Matched = z.infer<typeof matched>;

/** What is still to be made an entry of. */
export const openWorks = ({ works }: Matched): MatchedWork[] =>
  works.filter(({ number, same }) => number === undefined && same === undefined);

/** The doubts that the parts of a mail have by themselves, whoever has changed them. */
export function doubtsOf(
  { unitId, units, works }: Pick<Matched, 'unitId' | 'units' | 'works'>,
  kept: Doubt[],
): Doubt[] {
  const own: Doubt[] = [];
  if (unitId === '') own.push(units.length > 1 ? 'unit-differs' : 'unit-unknown');
  if (works.some(({ categoryId }) => categoryId === '')) own.push('category-unknown');
  if (works.some(({ title }) => title === '')) own.push('title-unknown');
  const stays: Doubt[] = ['no-file', 'several', 'links', 'rar', 'failed', 'locked', 'identity'];
  return [...own, ...stays.filter((one) => kept.includes(one))];
}
