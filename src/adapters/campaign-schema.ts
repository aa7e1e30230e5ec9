import { z } from 'zod';
import type { Campaign } from '../domain/campaign.ts';
import { FILE_RULES, type Parameter, type RuleCheck } from '../domain/file-rules.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (value: string) => DAY.test(value) && existsInCalendar(value);
const isWeb = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
/** `2020-02-30` reads like a day and is none: Date would roll it over to March. */
const existsInCalendar = (value: string) => {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
};

/** `code` names the sentence that tells the reader what is wrong: `## problem-<code>` in prompts/campaign-check.md. */
const text = z.string().trim().min(1);
const like = (code: string, matches: (value: string) => boolean) => text.refine(matches, { params: { code } });
const id = like('id', (value) => /^[a-z0-9][a-z0-9_-]*$/.test(value));
const day = like('day', isDay);
const month = like('month', (value) => /^\d{4}-(0[1-9]|1[0-2])$/.test(value));
const time = like('time', (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value));
const phone = like('phone', (value) => /^[0-9+][0-9 -]{5,19}$/.test(value));
const url = like('url', isWeb);
const email = like('email', (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value));
const extension = like('extension', (value) => /^[a-z0-9]{1,8}$/.test(value));
const count = z.int().min(0);
const aliases = z.array(text);
const said = { text, clause: text };

const unit = z.strictObject({ id, name: text, short: text, aliases, duty: z.strictObject(said).exactOptional() });

const project = z.strictObject({
  title: text,
  host: text,
  clause: text,
  platforms: z.array(z.strictObject({ name: text, url: url.exactOptional() })),
  contact: z.strictObject({ name: text, phones: z.array(phone).min(1) }),
});

const parameters: Record<Parameter, z.ZodType> = { count: z.int().min(1), extensions: z.array(extension).min(1) };
const checks = Object.entries(FILE_RULES).map(([kind, { given }]) =>
  z.strictObject({
    kind: z.literal(kind),
    ...Object.fromEntries(Object.entries(given).map(([name, parameter]) => [name, parameters[parameter]])),
  }),
);
const ruleCheck = z.discriminatedUnion('kind', checks as never) as unknown as z.ZodType<RuleCheck>;

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
  measure: text,
  media: z.array(z.enum(['video', 'image', 'audio', 'document', 'any'])),
  manyFiles: z.boolean(),
  linkSuffices: z.boolean(),
  clause: text,
  content: text,
  project: project.exactOptional(),
  rules: z.array(rule),
});

const table = z.strictObject({
  clause: text,
  title: text,
  columns: z.array(id).min(1),
  rows: z.array(z.strictObject({ unit: id, cells: z.array(count) })),
  total: z.array(count),
  note: z.strictObject(said),
});

const milestone = z.strictObject({
  id,
  name: text,
  day: day.exactOptional(),
  month: month.exactOptional(),
  wording: text,
  reading: text.exactOptional(),
  ...said,
});

const contact = z.strictObject({
  office: text,
  name: text,
  phones: z.array(phone),
  email: email.exactOptional(),
  clause: text,
});

const weekly = z.strictObject({ weekday: z.int().min(1).max(7), phase: id });

const reminders = z.strictObject({
  milestone: id,
  beforeDays: z.array(z.int().min(1)),
  onTheDay: z.boolean(),
  afterWorkingDays: z.array(z.int().min(1)),
  phaseOpenings: z.boolean(),
  digest: weekly.exactOptional(),
  direct: z.strictObject({ beforeDays: z.array(z.int().min(1)).min(1) }).exactOptional(),
  staffDigest: weekly.exactOptional(),
  at: time,
  jitterMinutes: z.tuple([z.int().min(0).max(59), z.int().min(0).max(59)]),
  quiet: z.array(z.tuple([time, time])),
});

/** The shape of a campaign file; what one part says about another is checked by `crossReferences`. */
export const campaignSchema: z.ZodType<Campaign> = z.strictObject({
  id,
  name: text,
  issuer: text,
  document: z.strictObject({ number: text, title: text, issued: day }),
  units: z.array(unit).min(1),
  categories: z.array(category).min(1),
  table,
  cityTargets: z.array(z.strictObject({ category: id, number: count, ...said })),
  phases: z.array(z.strictObject({ id, name: text, from: month, to: month, ...said })),
  milestones: z.array(milestone),
  duties: z.array(z.strictObject(said)),
  contacts: z.array(contact),
  answers: z.array(z.strictObject({ aspect: id, text, clause: text.exactOptional() })),
  remarks: z.array(z.strictObject(said)),
  reminders,
  calendar: z.strictObject({ workdays: z.array(day), holidays: z.array(day) }),
  privacy: z.strictObject({ eraseAfter: day, kept: z.array(text), purpose: text }),
});
