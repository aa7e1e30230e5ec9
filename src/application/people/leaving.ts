import { z } from 'zod';
import type { Role } from '../../domain/permission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { audit } from '../keeping/audit.ts';
import type { Tx } from '../office.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { deed } from './deed.ts';
import { holdsIn } from './people.ts';
import { allowed } from './permit.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;

interface Held {
  id: number;
  role: Role;
  unitId: string;
  /** The only campaign in which it holds; empty: every one. */
  campaign: string;
}

const released = z.object({
  personId: z.int(),
  /** Of this unit alone; missing: of everything. */
  unitId: z.string().exactOptional(),
});

/**
 * Ends what somebody may do, from this moment: also an open question, and what they have invited others by. Staff release
 * coordinators, admins everybody but the last of their own.
 */
export const release = deed(
  { id: 'release', action: 'release', input: released },
  async (turn, { personId, unitId }) => {
    const { tx } = turn;
    const name = await nameOf(tx, personId);
    await untilIdle(tx, personId);
    const all = await heldBy(turn, personId);
    const ended = unitId === undefined ? all : all.filter((one) => one.unitId === unitId);
    if (ended.length === 0) refuse('people.nothing-to-release', { name });
    if (ended.some(({ role }) => role !== 'coordinator') && !allowed(turn, 'release-role'))
      refuse('people.release-role', { name });
    if (ended.some(({ role }) => role === 'admin') && (await otherAdmins(tx, personId)) === 0)
      refuse('people.last-admin', { name });
    const left =
      ended.length === all.length && (await tx.membership.count({ where: { personId, until: null } })) === all.length;
    await end(turn, personId, ended);
    const drafts = await dropDrafts(turn, personId, {
      ...(!left && { unitId: { in: ended.map((one) => one.unitId) } }),
      ...(ended.every((one) => one.campaign !== '') && { campaign: turn.campaign.id }),
    });
    const invitations = left ? await cancelIssued(turn, personId) : 0;
    const after = ended.map(({ role, unitId: unit }) => ({ role, unit }));
    await audit(turn, { action: 'people.release', subject: `person:${personId}`, before: after });
    return { personId, name, left, ended, drafts, invitations };
  },
);

export interface Begun {
  number: number;
  title: string;
}

/** Until whoever is to take them over has joined. */
const A_DAY_MS = 24 * 3_600_000;

/** The drafts that somebody has begun for a unit; they are `to`'s from now on, or wait for a day. */
export async function takeOverDrafts(
  { tx, now }: Turn,
  { from, to, unitId }: { from: number; to?: number | undefined; unitId: string },
): Promise<Begun[]> {
  // Of which unit they are may not be said yet.
  const speaksForNone = (await tx.membership.count({ where: { personId: from, until: null } })) === 0;
  const where = { byPerson: from, state: 'draft', unitId: { in: speaksForNone ? [unitId, ''] : [unitId] } };
  const drafts = await tx.submission.findMany({
    where,
    orderBy: { number: 'asc' },
    select: { number: true, title: true },
  });
  const openUntil = new Date(now.getTime() + (to === undefined ? A_DAY_MS : HALF_AN_HOUR_MS));
  await tx.submission.updateMany({ where, data: { openUntil, unitId, ...(to !== undefined && { byPerson: to }) } });
  return drafts;
}

/**
 * The pages by which workers send in to the unit go on under `to`, whose name then stands on them: their addresses hang on walls. Links
 * for somebody's own files do not, as who leaves has them. How many there are; they take nothing until `to` is known.
 */
export async function takeOverPages(
  { tx, now }: Turn,
  { from, to, unitId }: { from: number; to?: number | undefined; unitId: string },
): Promise<number> {
  const where = { byPerson: from, unitId, purpose: 'screening', revokedAt: null, expiresAt: { gt: now } };
  if (to === undefined) return tx.page.count({ where });
  const { count } = await tx.page.updateMany({ where, data: { byPerson: to, channel: '', chatKind: '', chatId: '' } });
  return count;
}

/** What this person has just said is handled first, so that nothing of it is done after. */
export async function untilIdle(tx: Tx, personId: number): Promise<void> {
  const accounts = await tx.account.findMany({
    where: { personId },
    select: { channel: true, senderId: true },
    orderBy: [{ channel: 'asc' }, { senderId: 'asc' }],
  });
  for (const { channel, senderId } of accounts)
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${channel}/${senderId}`}, 0))`;
}

/** What somebody may do in the campaign of the turn. */
export const heldBy = async ({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>, personId: number): Promise<Held[]> =>
  (await tx.membership.findMany({ where: { personId, ...holdsIn(campaign) }, orderBy: { id: 'asc' } })).map((one) => ({
    id: one.id,
    role: one.role as Role,
    unitId: one.unitId,
    campaign: one.campaign,
  }));

const otherAdmins = (tx: Tx, personId: number): Promise<number> =>
  tx.membership.count({ where: { role: 'admin', until: null, personId: { not: personId } } });

export async function nameOf(tx: Tx, personId: number): Promise<string> {
  return (await tx.person.findUnique({ where: { id: personId }, select: { name: true } }))?.name ?? '';
}

export async function end({ tx, now }: Turn, personId: number, held: Held[]): Promise<void> {
  await tx.membership.updateMany({ where: { id: { in: held.map(({ id }) => id) } }, data: { until: now } });
  // What they were asked may concern what they no longer may do.
  await tx.question.deleteMany({ where: { personId } });
}

/** A draft counts for nothing, so no tally changes. */
async function dropDrafts(turn: Turn, personId: number, of: Prisma.SubmissionWhereInput): Promise<Begun[]> {
  const { tx } = turn;
  const where = { byPerson: personId, state: 'draft', ...of };
  const drafts = await tx.submission.findMany({ where, select: { number: true, title: true } });
  await tx.submission.updateMany({ where, data: { state: 'lapsed', openUntil: null } });
  for (const { number } of drafts)
    await audit(turn, { action: 'draft.lapse', subject: `submission:${number}`, after: { released: personId } });
  return drafts;
}

async function cancelIssued({ tx, now }: Turn, personId: number): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { issuedBy: personId, usedAt: null, cancelledAt: null, expiresAt: { gt: now } },
    data: { cancelledAt: now },
  });
  return count;
}
