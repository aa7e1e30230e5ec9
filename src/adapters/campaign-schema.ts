import { z } from 'zod';
import type { Campaign } from '../domain/campaign.ts';
import { ruleCheck } from './campaign-checks.ts';
import { exportLayouts } from './campaign-exports.ts';
import {
  aliases,
  count,
  day,
  dayOrMonth,
  email,
  id,
  ids,
  isTime,
  like,
  month,
  phone,
  project,
  quote,
  said,
  text,
  time,
} from './campaign-fields.ts';
import { NO_REMINDERS, reminders } from './campaign-reminders.ts';
import { review } from './campaign-review.ts';

const unit = z.strictObject({
  id,
  name: text,
  short: text,
  aliases,
  kind: id.exactOptional(),
  clause: text.exactOptional(),
  quote,
  children: z.array(text).exactOptional(),
  duty: z.strictObject({ text, clause: text }).exactOptional(),
});

const kind = z.strictObject({ id, name: text, aliases: aliases.default([]), units: ids, clause: text, quote });

const rule = z.strictObject({
  aspect: id,
  ...said,
  level: z.enum(['block', 'warn', 'note']),
  check: ruleCheck.exactOptional(),
});

const category = z.strictObject({
  id,
  name: text,
  short: text,
  aliases,
  kind: z.enum(['work', 'event', 'ambassador', 'report']),
  measure: z.string().default(''),
  media: z.array(z.enum(['video', 'image', 'audio', 'document', 'any'])),
  manyFiles: z.boolean(),
  linkSuffices: z.boolean(),
  clause: text,
  content: text,
  quote,
  project: project.exactOptional(),
  parts: z.array(z.strictObject({ name: text, words: z.array(text).min(1), clause: text })).exactOptional(),
  rules: z.array(rule),
});

const bound = z.enum(['min', 'max', 'exact']);
const period = z.enum(['week', 'month', 'quarter', 'year']);

const table = z.strictObject({
  clause: text,
  title: z.string(),
  bound: bound.exactOptional(),
  said: z.strictObject({ text, clause: text }).exactOptional(),
  columns: z.array(id).min(1),
  rows: z.array(z.strictObject({ unit: id, cells: z.array(count.nullable()) })),
  total: z.array(count).default([]),
  subtotals: z.array(z.strictObject({ units: z.array(id).min(1), cells: z.array(count) })).exactOptional(),
  note: z.strictObject({ text, clause: text }).exactOptional(),
});

/** A notice without a table: nothing in it, which is not a table of zeros. */
const NO_TABLE = { clause: '', title: '', columns: [], rows: [], total: [] };

const percent = z.number().min(0).max(100);

/** How many, by whom, of what, by when; what is left out is left open by the notice. */
const target = z.strictObject({
  units: ids,
  kinds: ids,
  who: text.exactOptional(),
  scope: z.literal('city').exactOptional(),
  categories: ids,
  min: count.exactOptional(),
  max: count.exactOptional(),
  exactly: count.exactOptional(),
  number: count.exactOptional(),
  none: z.literal(true).exactOptional(),
  excluded: z.literal(true).exactOptional(),
  share: z
    .strictObject({
      percent,
      of: text.exactOptional(),
      base: z.enum(['reported', 'target']).exactOptional(),
      bound: bound.exactOptional(),
      rounding: z.enum(['up', 'down', 'nearest']).exactOptional(),
    })
    .exactOptional(),
  per: period.exactOptional(),
  until: day.exactOptional(),
  together: z.boolean().exactOptional(),
  pooled: z.boolean().exactOptional(),
  outsideQuota: z.boolean().exactOptional(),
  either: id.exactOptional(),
  ...said,
});

const recurring = z.strictObject({
  every: period.exactOptional(),
  day: z.int().min(1).max(31).exactOptional(),
  last: z.boolean().exactOptional(),
  time: time.exactOptional(),
  after: z.strictObject({ days: z.int().min(1), working: z.boolean(), event: text }).exactOptional(),
  categories: ids,
  units: ids,
  kinds: ids,
  ...said,
});

const wayToSend = z.strictObject({
  way: z.enum(['email', 'platform', 'post', 'paper', 'account']),
  to: text,
  categories: ids,
  ...said,
});

const place = z.strictObject({ name: text, number: count.exactOptional(), percent: percent.exactOptional() });
const part = z.strictObject({ name: text, percent: percent.exactOptional(), points: z.number().exactOptional() });

const milestone = z.strictObject({
  id,
  name: text,
  day: day.exactOptional(),
  month: month.exactOptional(),
  time: like('closing-time', (value) => value === '24:00' || isTime(value)).exactOptional(),
  reporting: z.boolean().exactOptional(),
  categories: ids,
  units: ids,
  kinds: ids,
  wording: text,
  reading: text.exactOptional(),
  ...said,
});

const contact = z.strictObject({
  office: text,
  name: text.exactOptional(),
  phones: z.array(phone),
  email: email.exactOptional(),
  note: text.exactOptional(),
  clause: text,
  quote,
});

/** The shape of a campaign file; what one part says about another is checked by `crossReferences`. */
export const campaignSchema: z.ZodType<Campaign> = z.strictObject({
  id,
  name: text,
  short: text.exactOptional(),
  issuer: z.string().trim().default(''),
  document: z.strictObject({ number: text.exactOptional(), title: text, issued: day.exactOptional() }),
  units: z.array(unit).default([]),
  kinds: z.array(kind).default([]),
  categories: z.array(category).min(1),
  table: table.default(NO_TABLE),
  targets: z.array(target).default([]),
  cityTargets: z.array(z.strictObject({ category: id, number: count, ...said })).default([]),
  phases: z
    .array(
      z.strictObject({
        id,
        name: text,
        from: dayOrMonth,
        to: dayOrMonth.exactOptional(),
        wording: text.exactOptional(),
        ...said,
      }),
    )
    .default([]),
  milestones: z.array(milestone).default([]),
  recurring: z.array(recurring).default([]),
  rules: z.array(rule).default([]),
  submit: z.array(wayToSend).default([]),
  alsoOnPlatform: z.strictObject({ text, clause: text }).exactOptional(),
  awards: z.array(z.strictObject({ ...said, categories: ids, places: z.array(place) })).default([]),
  weights: z.array(z.strictObject({ ...said, parts: z.array(part).min(1) })).default([]),
  duties: z.array(z.strictObject(said)).default([]),
  contacts: z.array(contact).default([]),
  answers: z.array(z.strictObject({ aspect: id, text, clause: text.exactOptional() })).default([]),
  remarks: z.array(z.strictObject({ text, clause: text })).default([]),
  questions: z.array(z.strictObject({ kind: id, text, clause: z.string(), quote })).default([]),
  reminders: reminders.default(NO_REMINDERS),
  calendar: z.strictObject({ workdays: z.array(day), holidays: z.array(day) }).default({ workdays: [], holidays: [] }),
  privacy: z.strictObject({ eraseAfter: day.exactOptional(), kept: z.array(text), purpose: text }),
  bulletin: z.strictObject({ to: text.exactOptional(), signers: z.array(text).min(1).exactOptional() }).exactOptional(),
  exports: exportLayouts,
  review: review.exactOptional(),
});
