import { z } from 'zod';
import type { ReviewRules } from '../domain/review/rules.ts';
import { count, day, id, ids, like, text } from './campaign-fields.ts';

/** Weights and points are reckoned in hundredths; a third decimal would be lost without a word. */
const hundredths = z
  .number()
  .min(0)
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { params: { code: 'two-decimals' } });
const percent = hundredths.max(100);

const quota = { places: count.exactOptional(), share: percent.exactOptional() };
interface WrittenQuota {
  places?: number | undefined;
  share?: number | undefined;
}
const oneOfBoth = ({ places, share }: WrittenQuota) => (places === undefined) !== (share === undefined);
const ONE_OF_BOTH = { params: { code: 'review-quota' } };
const quotaFrom = ({ places, share }: WrittenQuota) => (share === undefined ? { places: places ?? 0 } : { share });

const award = z
  .strictObject({
    id,
    name: text,
    ...quota,
    byCategory: z.record(id, z.strictObject(quota).refine(oneOfBoth, ONE_OF_BOTH).transform(quotaFrom)).default({}),
  })
  .refine(oneOfBoth, ONE_OF_BOTH)
  .transform(({ places, share, ...level }) => ({ ...level, quota: quotaFrom({ places, share }) }));

const tie = z.union([
  z.enum(['median', 'votes', 'earlier']),
  z.strictObject({ criterion: id }),
  z.strictObject({ group: id }),
]);

/** `review:` of a campaign file. That weights add to 100 is asked by `ruleMistakes`. */
export const review = z.strictObject({
  source: text,
  categories: ids,
  of: z.enum(['received', 'accepted']).default('accepted'),
  blind: z.boolean().default(true),
  judges: z.int().min(1).default(5),
  criteria: z
    .array(
      z.strictObject({
        id,
        // It is said before a number in a message: 主题立意 35.
        name: like('review-name', (value) => /^\p{L}+$/u.test(value)),
        weight: percent,
        most: hundredths.min(1),
      }),
    )
    .min(1),
  drop: z
    .strictObject({ highest: count.default(0), lowest: count.default(0), from: z.int().min(1).default(5) })
    .default({ highest: 0, lowest: 0, from: 5 }),
  groups: z.array(z.strictObject({ id, name: text, weight: percent, judges: z.int().min(1) })).default([]),
  votes: z.strictObject({ weight: percent }).exactOptional(),
  awards: z.array(award).default([]),
  ties: z.array(tie).default([]),
  perUnit: z.int().min(1).exactOptional(),
  papers: z
    .strictObject({
      until: day,
      beforeDays: z.array(z.int().min(1)).default([3, 1]),
      afterWorkingDays: z.array(z.int().min(1)).default([1, 3]),
    })
    .exactOptional(),
  reach: hundredths.default(1),
}) satisfies z.ZodType<ReviewRules>;
