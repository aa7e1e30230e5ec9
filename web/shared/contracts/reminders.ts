import { z } from 'zod';
import { day, id, instant, seen } from './basics.ts';

export const audience = z.enum(['group', 'direct', 'staff']);

export const reminders = z.object({
  /** Of the whole calendar. */
  seen,
  paused: z.boolean(),
  /** Reports are closed: nothing is said any more. */
  closed: z.boolean(),
  coming: z.array(
    z.object({
      day,
      audience,
      dueAt: instant,
      /** As the chat tells it: 离报送截止还有3天. */
      why: z.string(),
      /** Added by hand: what to drop it by. */
      plannedId: z.int().nullable(),
    }),
  ),
  past: z.array(
    z.object({ day, audience, dueAt: instant, state: z.enum(['posted', 'missed', 'paused', 'closed', 'empty']) }),
  ),
});

export const reminderKey = z.object({ audience, day });
/** As it would read now, and to whom it would go. */
export const reminder = z.object({
  posts: z.array(z.object({ to: z.string(), text: z.string() })),
  /** How many more there are like the ones above. */
  more: z.int(),
  unreached: z.array(z.string()),
});

export const pauseReminders = z.object({ paused: z.boolean(), seen });
/** `time`: Beijing, `HH:MM`; left out: when reminders usually go out. */
export const addReminder = z.object({
  day,
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  seen,
});
export const added = z.object({ id: z.int(), at: instant });
export const dropReminder = z.object({ id: z.int(), seen });

/** Lists with commas between; left out: all. */
export const nudgeQuery = z.object({
  units: z
    .string()
    .max(200_000)
    .transform((said) => said.split(',').filter((one) => one !== ''))
    .optional(),
  categories: z
    .string()
    .max(2000)
    .transform((said) => said.split(',').filter((one) => one !== ''))
    .optional(),
  /** 1: all of them are to be named in the group too. */
  group: z.enum(['0', '1']).optional(),
});
export const nudgePreview = z.object({
  /** Of who lacks what, for the write that follows. */
  seen,
  people: z.array(z.object({ name: z.string(), unitIds: z.array(id), text: z.string() })),
  /** Units that the bound groups will read of: those of which nobody can be reached, or all. */
  named: z.array(id),
  /** Units that lack something and of which nobody can be reached, nor in a group. */
  unreached: z.array(id),
});
export const nudge = z.object({
  units: z.array(id).optional(),
  categories: z.array(id).optional(),
  inGroup: z.boolean().optional(),
  seen,
});
export const nudged = z.object({ people: z.int(), named: z.array(id), unreached: z.array(id) });
