import { z } from 'zod';
import { FIELD_IDS } from '../../../src/domain/field.ts';
import { count, id, instant, person, role, state } from './basics.ts';

/** What the page shows before anybody has signed in. */
export const welcome = z.object({
  campaign: z.string(),
  /** Anybody may choose who they are. */
  practice: z.boolean(),
  /** Practice mode alone. */
  people: z.array(z.object({ id, name: z.string(), role: z.string(), unit: z.string().nullable() })),
  /** What to send in the direct chat, e.g. `/登录`. */
  command: z.string(),
});
export const practiceSignIn = z.object({ person: id });

export const linkKey = z.object({ code: z.string().min(1).max(100) });
/** For 以 王某（市总）进入？: looking consumes nothing. */
export const link = z.object({ name: z.string(), role: z.string(), expiresAt: instant });
export const entered = z.object({ person });

/** For a desktop without the chat: the digits are sent there, the ticket is kept by the page and told to nobody. */
export const digits = z.object({ digits: z.string(), ticket: z.string(), command: z.string(), expiresAt: instant });
export const ticket = z.object({ ticket: z.string().min(1).max(100) });
/** `entered`: the session's cookie came with this answer. */
export const digitsState = z.object({ state: z.enum(['waiting', 'asked', 'entered', 'lapsed']) });

const unit = z.object({ id, name: z.string(), short: z.string() });
const category = z.object({
  id,
  name: z.string(),
  short: z.string(),
  kind: z.enum(['work', 'event', 'ambassador', 'report']),
  measure: z.string(),
});

/** Who has signed in, what they may do, and the names of what there is. */
export const me = z.object({
  person,
  roles: z.array(z.object({ role, unitId: z.string(), words: z.string() })),
  campaign: z.object({ id, name: z.string(), closed: z.boolean() }),
  /** Those that there are for them; one campaign alone is not listed. */
  campaigns: z.array(z.object({ id, name: z.string(), short: z.string() })),
  /** The clock that the bot runs by; in practice mode it stands still. */
  now: instant,
  practice: z.boolean(),
  /** In the table's order; a coordinator gets their own. */
  units: z.array(unit),
  /** Units that they speak for. */
  own: z.array(id),
  categories: z.array(category),
  /** Ids of `src/domain/permission.ts` that are granted, for some unit at least: what to show, never what is safe. */
  may: z.array(z.string()),
  words: z.object({
    states: z.record(state, z.string()),
    fields: z.record(z.enum(FIELD_IDS), z.string()),
    /** Offered when something is returned. */
    reasons: z.array(z.string()),
  }),
  /** Bytes. */
  fileLimit: count,
});

export const session = z.object({
  id: z.int(),
  person,
  /** E.g. `Edge · Windows`. */
  browser: z.string(),
  begunAt: instant,
  lastAt: instant,
  /** The one that asks. */
  current: z.boolean(),
});
/** Their own; all for those who may release people. */
export const sessions = z.object({ items: z.array(session) });
export const endSession = z.object({ id: z.int() });
export const done = z.object({ ok: z.literal(true) });
