import { z } from 'zod';
import type { Role } from '../../domain/permission.ts';
import { audit } from '../keeping/audit.ts';
import type { Tx } from '../office.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse } from '../words/refuse.ts';
import { codeHash } from './codes.ts';
import { deed } from './deed.ts';
import { claimAlone, endClaims, hasAdmin } from './first-admin.ts';
import { takeOverDrafts, takeOverPages } from './leaving.ts';
import { type Guessing, noteWrongCode, triedTooOften } from './wrong-codes.ts';

const account = z.object({ channel: z.string(), senderId: z.string(), directChatId: z.string().nullable() });

const joining = z.object({
  code: z.string(),
  name: z.string(),
  /** `claim`: the first admin, by the code that the start printed. */
  how: z.enum(['bind', 'claim']),
  /** The account to be bound, for somebody who is not known yet. */
  account,
});

/** Wrong codes are outcomes, not refusals: they are counted. */
export type Joined =
  | { outcome: 'joined'; personId: number; name: string; role: Role; unitId: string; invitedBy: number | null }
  | { outcome: 'wrong-code'; how: 'bind' | 'claim'; guessing: Guessing | undefined }
  | { outcome: 'too-many' };

/** Joins by a code, which is used up. Somebody who is known already gets one more role. */
export const join = deed(
  { id: 'join', action: 'identify', input: joining },
  async (turn, { code, name, how, account }): Promise<Joined> => {
    const { tx, now, actor } = turn;
    const called = oneLine(name, 20) || actor.name;
    if (called === '') misuse('people.no-name');
    if (await triedTooOften(turn, account)) return { outcome: 'too-many' };
    if (how === 'claim') await claimAlone(tx);
    const found = await use(tx, codeHash(code), how, now);
    if (!found) return { outcome: 'wrong-code', how, guessing: await noteWrongCode(turn, account) };
    const personId = actor.personId ?? (await newPerson(turn, called, account));
    await tx.invitation.update({ where: { codeHash: found.codeHash }, data: { usedBy: personId } });
    const { unitId, issuedBy, insteadOf } = found;
    const role = found.role as Role;
    await becomeMember(turn, { personId, role, unitId, campaign: found.campaign });
    if (role === 'admin') await endClaims(tx, now);
    if (insteadOf !== null) {
      await takeOverDrafts(turn, { from: insteadOf, to: personId, unitId });
      await takeOverPages(turn, { from: insteadOf, to: personId, unitId });
    }
    await audit(
      { ...turn, actor: { ...actor, personId } },
      { action: 'people.join', subject: `person:${personId}`, after: { role, unit: unitId } },
    );
    return { outcome: 'joined', personId, name: called, role, unitId, invitedBy: issuedBy };
  },
);

const CLAIM_MS = 24 * 3_600_000;

/** Marks the code as used; undefined when it opens nothing. */
async function use(tx: Tx, hash: string, how: 'bind' | 'claim', now: Date) {
  const found = await tx.invitation.findUnique({ where: { codeHash: hash } });
  if (!found) return undefined;
  const isClaim = found.role === 'admin' && found.issuedBy === null;
  if (isClaim !== (how === 'claim') || (isClaim && (await hasAdmin(tx)))) return undefined;
  // Those of earlier versions have no end.
  const end = found.expiresAt ?? (isClaim ? new Date(found.issuedAt.getTime() + CLAIM_MS) : undefined);
  if (end !== undefined && end <= now) return undefined;
  const open = { codeHash: hash, usedAt: null, cancelledAt: null };
  const { count } = await tx.invitation.updateMany({ where: open, data: { usedAt: now } });
  return count === 1 ? found : undefined;
}

/** In force from now on, also for somebody who had it before. */
export async function becomeMember(
  { tx, now }: Turn,
  key: { personId: number; role: Role; unitId: string; campaign: string },
): Promise<void> {
  await tx.membership.upsert({
    where: { personId_role_unitId_campaign: key },
    create: { ...key, since: now },
    update: {},
  });
  await tx.membership.updateMany({ where: { ...key, until: { not: null } }, data: { until: null, since: now } });
}

async function newPerson(
  { tx, now }: Turn,
  name: string,
  account: z.infer<typeof joining>['account'],
): Promise<number> {
  const { id } = await tx.person.create({ data: { name, createdAt: now }, select: { id: true } });
  await tx.account.create({ data: { ...account, personId: id } });
  return id;
}
