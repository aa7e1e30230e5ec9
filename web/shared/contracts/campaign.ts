import { z } from 'zod';
import { count, day, id, instant, problem, seen } from './basics.ts';

/** A fact with the clause of the notice that it comes from; empty where the notice names none. */
const fact = z.object({ text: z.string(), clause: z.string() });

export const campaign = z.object({
  id,
  name: z.string(),
  issuer: z.string(),
  document: z.object({ title: z.string(), number: z.string(), issued: z.string() }),
  phases: z.array(fact.extend({ name: z.string(), from: z.string(), to: z.string() })),
  /** `when`: a day, or a month without a day. */
  milestones: z.array(
    fact.extend({ name: z.string(), when: z.string(), wording: z.string(), reading: z.string(), past: z.boolean() }),
  ),
  categories: z.array(
    z.object({
      id,
      name: z.string(),
      clause: z.string(),
      content: z.string(),
      rules: z.array(fact.extend({ aspect: z.string(), level: z.enum(['block', 'warn', 'note']) })),
      platform: z.string(),
    }),
  ),
  rules: z.array(fact.extend({ aspect: z.string(), level: z.enum(['block', 'warn', 'note']) })),
  cityTargets: z.array(fact.extend({ categoryId: id, number: count })),
  duties: z.array(fact),
  contacts: z.array(
    z.object({ office: z.string(), name: z.string(), phones: z.array(z.string()), clause: z.string() }),
  ),
  answers: z.array(fact),
  /** Where the notice contradicts itself, as sentences with their figures. */
  contradictions: z.array(z.string()),
  /** What is still to be asked. */
  questions: z.array(z.string()),
});

const targetCell = z.object({ number: count.nullable(), seen, changed: z.boolean() });
export const targets = z.object({
  columns: z.array(z.object({ categoryId: id, total: count, cityTarget: count.nullable() })),
  units: z.array(z.object({ unitId: id, cells: z.array(targetCell) })),
  /** The latest first. */
  history: z.array(
    z.object({
      unitId: id,
      categoryId: id,
      number: count,
      before: count.nullable(),
      basis: z.string(),
      by: z.string(),
      at: instant,
    }),
  ),
});
export const changeTarget = z.object({
  unitId: id,
  categoryId: id,
  number: count.max(100_000),
  /** On what it rests: a paper, a call; the unit reads it. */
  basis: z.string().trim().min(1).max(200),
  seen,
});
export const targetChanged = z.object({ number: count, before: count.nullable(), seen, unreached: z.string() });

const extension = z.object({
  unitId: id,
  /** Empty: every category. */
  categoryId: z.string(),
  day,
  reason: z.string(),
  by: z.string(),
  at: instant,
});
export const extensions = z.object({
  seen,
  /** The notice's own day; null where it names none. */
  base: day.nullable(),
  /** Those in force. */
  current: z.array(extension),
  /** All that were granted, the latest first. */
  history: z.array(extension),
});
export const extend = z.object({
  units: z.array(id).min(1).max(5000),
  categoryId: id.optional(),
  day,
  reason: z.string().trim().min(1).max(200),
  seen,
});
export const extended = z.object({
  done: z.array(id),
  refused: z.array(problem.extend({ unitId: id, status: z.int() })),
  unreached: z.array(z.string()),
});
export const cancelExtension = z.object({ unitId: id, categoryId: id.optional(), seen });
