import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import type { Office, Tx } from '../office.ts';
import type { Speaker, Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { deed, personOf } from './deed.ts';
import { holdsIn, speakerFrom } from './people.ts';
import { newSecret, secretHash } from './secrets.ts';
import { type Account, type Guessing, noteWrongCode, triedTooOften } from './wrong-codes.ts';

export const SIGN_IN_MINUTES = 10;
const A_DAY_MS = 24 * 3_600_000;
/** Pages that wait for their digits at once: more are nobody's desktops. */
const MOST_WAITING = 500;

const lapsesAt = (now: Date) => new Date(now.getTime() + SIGN_IN_MINUTES * 60_000);

type Reads = Pick<Office, 'campaign'> & { tx: Tx; now: Date };

/** Makes a link's code for whoever asks, good for one use; an earlier one of theirs opens nothing any more. */
export const makeLink = deed({ id: 'sign-in-link', action: 'sign-in', input: z.object({}) }, async (turn) => {
  const { tx, now } = turn;
  const personId = personOf(turn);
  const code = newSecret();
  await forgetOld(turn);
  await tx.signIn.updateMany({ where: { personId, digits: '', usedAt: null }, data: { usedAt: now } });
  const expiresAt = lapsesAt(now);
  await tx.signIn.create({ data: { secretHash: secretHash(code), personId, createdAt: now, expiresAt } });
  await audit(turn, { action: 'session.link', subject: `person:${personId}` });
  return { code, expiresAt };
});

const forgetOld = ({ tx, now }: Pick<Turn, 'tx' | 'now'>) =>
  tx.signIn.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - A_DAY_MS) } } });

/** Who would enter by a link, until when; looking changes nothing. Undefined when it opens nothing. */
export async function lookAtLink(
  { tx, campaign, now }: Reads,
  code: string,
): Promise<{ actor: Speaker; expiresAt: Date } | undefined> {
  const found = await tx.signIn.findFirst({
    where: { secretHash: secretHash(code), digits: '', usedAt: null, expiresAt: { gt: now } },
  });
  const actor = found?.personId ? await speakerById({ tx, campaign }, found.personId) : undefined;
  return found && actor && actor.roles.length > 0 ? { actor, expiresAt: found.expiresAt } : undefined;
}

/** Whether a code ever was one, used up or not: forgotten after a day. */
export const isLinkOf = async (tx: Tx, code: string): Promise<boolean> =>
  (await tx.signIn.count({ where: { secretHash: secretHash(code) } })) > 0;

/** Uses a link up; of several at once one gets it. Undefined when it opens nothing. */
export async function useLink({ tx, campaign, now }: Reads, code: string): Promise<Speaker | undefined> {
  const where = { secretHash: secretHash(code), digits: '', usedAt: null, expiresAt: { gt: now } };
  const [used] = await tx.signIn.updateManyAndReturn({ where, data: { usedAt: now }, select: { personId: true } });
  return used?.personId ? speakerById({ tx, campaign }, used.personId) : undefined;
}

export async function speakerById(
  { tx, campaign }: Pick<Reads, 'tx' | 'campaign'>,
  id: number,
): Promise<Speaker | undefined> {
  const person = await tx.person.findUnique({
    where: { id },
    select: { id: true, name: true, memberships: { where: holdsIn(campaign), orderBy: { id: 'asc' } } },
  });
  if (!person) return undefined;
  const roles = person.memberships.map(({ role, unitId }) => ({
    role: role as Speaker['roles'][number]['role'],
    unitId,
  }));
  return speakerFrom(campaign, { id, name: person.name, roles });
}

/** Digits for a page without the chat, and the ticket by which it learns that they were confirmed; undefined while too many wait. */
export async function askDigits(
  { tx, now }: Pick<Turn, 'tx' | 'now'>,
  browser: string,
): Promise<{ digits: string; ticket: string; expiresAt: Date } | undefined> {
  await forgetOld({ tx, now });
  const waiting = await tx.signIn.findMany({
    where: { digits: { not: '' }, usedAt: null, expiresAt: { gt: now } },
    select: { digits: true },
  });
  if (waiting.length >= MOST_WAITING) return undefined;
  const taken = new Set(waiting.map(({ digits }) => digits));
  let digits = sixDigits();
  while (taken.has(digits)) digits = sixDigits();
  const ticket = newSecret();
  const expiresAt = lapsesAt(now);
  await tx.signIn.create({ data: { secretHash: secretHash(ticket), digits, browser, createdAt: now, expiresAt } });
  return { digits, ticket, expiresAt };
}

const sixDigits = () => String(randomInt(1_000_000)).padStart(6, '0');

/** What a page that shows digits has come to; `confirmed` is told once, and uses it up. */
export async function digitsState(
  { tx, campaign, now }: Reads,
  ticket: string,
): Promise<{ state: 'waiting' | 'lapsed' } | { state: 'confirmed'; actor: Speaker }> {
  const where = { secretHash: secretHash(ticket), digits: { not: '' }, usedAt: null, expiresAt: { gt: now } };
  const found = await tx.signIn.findFirst({ where, select: { personId: true } });
  if (!found) return { state: 'lapsed' };
  if (found.personId === null) return { state: 'waiting' };
  const used = await tx.signIn.updateMany({ where, data: { usedAt: now } });
  const actor = used.count === 1 ? await speakerById({ tx, campaign }, found.personId) : undefined;
  return actor ? { state: 'confirmed', actor } : { state: 'lapsed' };
}

/** Wrong digits are outcomes, not refusals: they are counted. */
export type DigitsFound =
  | { outcome: 'found'; id: number; browser: string; at: Date }
  | { outcome: 'wrong-code'; guessing: Guessing | undefined }
  | { outcome: 'too-many' };

const typed = z.object({ digits: z.string(), account: z.object({ channel: z.string(), senderId: z.string() }) });

/** The page that shows these digits, for its browser and time to be confirmed. */
export const findDigits = deed(
  { id: 'find-digits', action: 'sign-in', input: typed },
  async (turn, { digits, account }: { digits: string; account: Account }): Promise<DigitsFound> => {
    const { tx, now } = turn;
    if (await triedTooOften(turn, account)) return { outcome: 'too-many' };
    const where = { digits, usedAt: null, personId: null, expiresAt: { gt: now } };
    const found = digits === '' ? null : await tx.signIn.findFirst({ where });
    if (!found) return { outcome: 'wrong-code', guessing: await noteWrongCode(turn, account) };
    return { outcome: 'found', id: found.id, browser: found.browser, at: found.createdAt };
  },
);

/** Lets the page that shows the digits in, as whoever acts. */
export const confirmDigits = deed(
  { id: 'confirm-digits', action: 'sign-in', input: z.object({ id: z.int() }) },
  async (turn, { id }) => {
    const { tx, now } = turn;
    const personId = personOf(turn);
    const where = { id, usedAt: null, personId: null, expiresAt: { gt: now } };
    const { count } = await tx.signIn.updateMany({ where, data: { personId } });
    if (count !== 1) refuse('console.digits-over', { minutes: SIGN_IN_MINUTES });
    await audit(turn, { action: 'session.link', subject: `person:${personId}` });
    return { id };
  },
);
