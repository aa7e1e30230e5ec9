import { z } from 'zod';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const isDay = (value: string) => DAY.test(value) && existsInCalendar(value);
const isWeb = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
/** `2020-02-30` reads like a day and is none: Date would roll it over to March. */
const existsInCalendar = (value: string) => {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
};

/** `code` names the sentence that tells the reader what is wrong: `## problem-<code>` in prompts/campaign-check.md. */
export const text = z.string().trim().min(1);
export const like = (code: string, matches: (value: string) => boolean) => text.refine(matches, { params: { code } });
export const id = like('id', (value) => /^[a-z0-9][a-z0-9_-]*$/.test(value));
export const day = like('day', isDay);
const isMonth = (value: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
export const month = like('month', isMonth);
export const isTime = (value: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
export const time = like('time', isTime);
/** The last ones are lines behind a switchboard: 0571-1234567转8012. */
export const phone = like('phone', (value) => /^[0-9+][0-9 -]{5,19}(转[0-9]{1,6})?$/.test(value));
export const url = like('url', isWeb);
export const email = like('email', (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value));
export const extension = like('extension', (value) => /^[a-z0-9]{1,8}$/.test(value));
export const count = z.int().min(0);
export const aliases = z.array(text);
export const quote = text.exactOptional();
export const said = { text, clause: text, quote };
export const ids = z.array(id).min(1).exactOptional();
export const dayOrMonth = like('day-or-month', (value) => isDay(value) || isMonth(value));

/** A sub-project of the notice, with its own platform. */
export const project = z.strictObject({
  title: text,
  host: text,
  clause: text,
  platforms: z.array(z.strictObject({ name: text, url: url.exactOptional() })),
  deadline: z.strictObject({ day, text, clause: text }).exactOptional(),
  contact: z.strictObject({ name: text, phones: z.array(phone).min(1) }).exactOptional(),
});
