import { z } from 'zod';
import { count, flag, id, instant } from './basics.ts';

export const overviewQuery = z.object({
  /** One unit; a coordinator gets their own units whatever is asked. */
  unit: id.optional(),
  category: id.optional(),
  /** Counts 采用 alone instead of 已收. */
  accepted: flag,
});

/** What is left out is 0, or, of a target and a cap, not set. */
const cell = z.object({
  count,
  accepted: count.optional(),
  returned: count.optional(),
  target: count.optional(),
  missing: count.optional(),
  over: count.optional(),
  late: count.optional(),
  cap: count.optional(),
  /** Above the cap. */
  beyond: count.optional(),
  /** The unit has said that it has none. */
  zero: z.literal(true).optional(),
});

const unitRow = z.object({
  unitId: id,
  state: z.enum(['nothing', 'partial', 'complete', 'no-target']),
  met: count,
  target: count,
  /** In the order of `columns`. */
  cells: z.array(cell),
});

export const overview = z.object({
  /** As of. */
  at: instant,
  basis: z.enum(['received', 'accepted']),
  columns: z.array(
    z.object({
      categoryId: id,
      count,
      accepted: count,
      /** The sum of the units' targets; null where none has one. */
      target: count.nullable(),
      /** For the city as a whole, not divided among units. */
      cityTarget: count.nullable(),
      late: count,
      met: count,
    }),
  ),
  units: z.array(unitRow),
  total: z.object({
    met: count,
    target: count,
    nothing: count,
    partial: count,
    complete: count,
  }),
});

/** `tight`: whoever is furthest from the target by the pace first. */
export const forecastQuery = z.object({ order: z.enum(['table', 'tight']).default('table') });

const outlook = z.object({
  met: count,
  target: count,
  /** The last day that counts. */
  until: z.string(),
  /** `open`: too few days to go by, nothing is said; `over`: no working day is left. */
  state: z.enum(['done', 'likely', 'unsure', 'unlikely', 'open', 'over']),
  expected: count.optional(),
  /** The range that it ends in, four times of five. */
  low: count.optional(),
  high: count.optional(),
  /** So much of the target was met on so many working days, since that day; so many are left. */
  basis: z.object({ from: z.string(), filled: count, workdays: count, left: count }).optional(),
});

/** How it will end by the pace so far; of their own units alone for a coordinator. What has no target is left out. */
export const forecast = z.object({
  at: instant,
  city: outlook,
  units: z.array(outlook.extend({ unitId: id })),
  categories: z.array(outlook.extend({ categoryId: id })),
});
