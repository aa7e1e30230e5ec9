import { z } from 'zod';
import { count, id, instant, key, role, seen } from './basics.ts';

export const peopleQuery = z.object({ unit: id.optional() });

const member = z.object({
  id: z.int(),
  seen,
  name: z.string(),
  phone: z.string().nullable(),
  roles: z.array(z.object({ role, unitId: z.string(), words: z.string(), since: instant })),
  /** By which channels they are known, and whether the bot can write to them there. */
  channels: z.array(z.object({ channel: z.string(), words: z.string(), reachable: z.boolean() })),
  reachable: z.boolean(),
  /** Open sessions of the console. */
  sessions: count,
  /** What whoever asks may do with them. */
  mayRelease: z.boolean(),
});
const invitation = z.object({
  number: z.int(),
  role,
  unitId: z.string(),
  words: z.string(),
  expiresAt: instant.nullable(),
  by: z.string(),
});
export const people = z.object({
  people: z.array(member),
  /** Units for which nobody is bound. */
  without: z.array(id),
  invitations: z.array(invitation),
});

export const personKey = z.object({ id: key });
export const openItemsQuery = z.object({ unit: id.optional() });
const begun = z.object({ number: z.int(), title: z.string(), unitId: z.string(), categoryId: z.string() });
/** What somebody would leave behind. */
export const openItems = z.object({ drafts: z.array(begun), returned: z.array(begun), invitations: count });

export const invite = z.object({ role, unitId: id.optional() });
/** The code is shown this once; `text` is what the chat would say, to be passed on. */
export const invited = z.object({ code: z.string(), expiresAt: instant, text: z.string() });
export const cancelInvitation = z.object({ number: z.int() });

export const release = z.object({ id: z.int(), unitId: id.optional(), seen });
export const released = z.object({ name: z.string(), words: z.string(), left: z.boolean(), drafts: z.array(z.int()) });

/** Without `to`: an invitation is made, and whoever joins by it takes over. */
export const handOver = z.object({ unitId: id, from: z.int(), to: z.int().optional(), seen });
export const handedOver = z.object({
  from: z.string(),
  to: z.string().nullable(),
  invited: invited.nullable(),
  drafts: z.array(z.object({ number: z.int(), title: z.string() })),
  returned: z.array(z.object({ number: z.int(), title: z.string() })),
});
