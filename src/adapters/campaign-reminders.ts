import { z } from 'zod';
import type { ReminderRules } from '../domain/campaign.ts';
import { id, time } from './campaign-fields.ts';

const weekly = z.strictObject({ weekday: z.int().min(1).max(7), phase: z.union([id, z.array(id).min(1)]) });

export const reminders = z.strictObject({
  milestone: id.exactOptional(),
  beforeDays: z.array(z.int().min(1)),
  onTheDay: z.boolean(),
  afterWorkingDays: z.array(z.int().min(1)),
  phaseOpenings: z.boolean(),
  digest: weekly.exactOptional(),
  direct: z.strictObject({ beforeDays: z.array(z.int().min(1)).min(1) }).exactOptional(),
  staffDigest: weekly.exactOptional(),
  unnamedDays: z.int().min(0).max(366).exactOptional(),
  at: time,
  jitterMinutes: z.tuple([z.int().min(0).max(59), z.int().min(0).max(59)]),
  quiet: z.array(z.tuple([time, time])),
});

/** Nothing is said until the office writes when. */
export const NO_REMINDERS: ReminderRules = {
  beforeDays: [],
  onTheDay: false,
  afterWorkingDays: [],
  phaseOpenings: false,
  at: '09:00',
  jitterMinutes: [1, 9],
  quiet: [
    ['12:00', '14:30'],
    ['20:00', '08:00'],
  ],
};
