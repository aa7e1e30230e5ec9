import { createHash, randomInt } from 'node:crypto';
import { z } from 'zod';
import { ROLES, type Role } from '../../domain/permission.ts';
import { audit } from '../keeping/audit.ts';
import type { Tx } from '../office.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { deed, personOf } from './deed.ts';
import { allowed } from './permit.ts';

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const INVITATION_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A code of the form `K7Q2-9MXT`, without letters that look like digits. */
export function newCode(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Codes are kept as hashes, so that a copy of the database opens no door. */
export const codeHash = (code: string): string =>
  createHash('sha256')
    .update(
      code
        .normalize('NFKC')
        .toUpperCase()
        .replace(/[^0-9A-Z]/g, ''),
    )
    .digest('hex');

const invitation = z.object({
  role: z.enum(ROLES),
  /** Given for coordinators, and for them only. */
  unitId: z.string().exactOptional(),
});

/** Makes a code by which one person joins, within seven days. The code itself is in the facts alone, and kept nowhere. */
export const invite = deed(
  { id: 'invite', action: 'invite-coordinator', input: invitation },
  async (turn, { role, unitId = '' }) => {
    if ((role === 'coordinator') !== (unitId !== '')) misuse('people.invite-whom');
    if (role !== 'coordinator' && !allowed(turn, 'invite-role')) refuse('people.invite-role', { role });
    const code = newCode();
    const expiresAt = new Date(turn.now.getTime() + INVITATION_DAYS * DAY_MS);
    const kept = { codeHash: codeHash(code), role, unitId, issuedBy: personOf(turn), issuedAt: turn.now, expiresAt };
    await turn.tx.invitation.create({ data: kept });
    await audit(turn, { action: 'people.invite', subject: unitId === '' ? `role:${role}` : `unit:${unitId}` });
    return { code, role, unitId, expiresAt };
  },
);

const joining = z.object({
  code: z.string(),
  name: z.string(),
  /** `claim`: the first admin, by the code that the start printed. */
  how: z.enum(['bind', 'claim']),
  /** The account to be bound, for somebody who is not known yet. */
  account: z.object({ channel: z.string(), senderId: z.string(), directChatId: z.string().nullable() }),
});

/** Joins by a code, which is used up. Somebody who is known already gets one more role. */
export const join = deed(
  { id: 'join', action: 'identify', input: joining },
  async (turn, { code, name, how, account }) => {
    const { tx, now, actor } = turn;
    const called = oneLine(name, 20) || actor.name;
    if (called === '') misuse('people.no-name');
    const hash = codeHash(code);
    const found = await tx.invitation.findUnique({ where: { codeHash: hash } });
    const live = found && found.usedAt === null && (found.expiresAt === null || found.expiresAt > now);
    const invalid = { days: INVITATION_DAYS, claim: how === 'claim' };
    if (!live || (found.role === 'admin' && found.issuedBy === null) !== (how === 'claim'))
      return refuse('people.code-invalid', invalid);
    const used = await tx.invitation.updateMany({ where: { codeHash: hash, usedAt: null }, data: { usedAt: now } });
    if (used.count !== 1) return refuse('people.code-invalid', invalid);
    const personId = actor.personId ?? (await newPerson(turn, called, account));
    await tx.invitation.update({ where: { codeHash: hash }, data: { usedBy: personId } });
    const { role, unitId } = found;
    const key = { personId, role, unitId };
    await tx.membership.upsert({
      where: { personId_role_unitId: key },
      create: { ...key, since: now },
      update: { until: null },
    });
    await audit(
      { ...turn, actor: { ...actor, personId } },
      { action: 'people.join', subject: `person:${personId}`, after: { role, unit: unitId } },
    );
    return { personId, name: called, role: role as Role, unitId };
  },
);

async function newPerson(
  { tx, now }: Turn,
  name: string,
  account: z.infer<typeof joining>['account'],
): Promise<number> {
  const { id } = await tx.person.create({ data: { name, createdAt: now }, select: { id: true } });
  await tx.account.create({ data: { ...account, personId: id } });
  return id;
}

/** Makes sure that somebody can become the first admin; returns the code to print once, if one was made. */
export async function firstAdminCode(tx: Tx, now: Date, configured: string | undefined): Promise<string | undefined> {
  if ((await tx.membership.count({ where: { role: 'admin', until: null } })) > 0) return undefined;
  const open = await tx.invitation.count({ where: { role: 'admin', issuedBy: null, usedAt: null } });
  if (configured === undefined && open > 0) return undefined;
  const code = configured ?? newCode();
  // Several processes that start at one moment write the same code; with an upsert all but the first would fail.
  await tx.invitation.createMany({
    data: [{ codeHash: codeHash(code), role: 'admin', issuedAt: now }],
    skipDuplicates: true,
  });
  return configured === undefined ? code : undefined;
}
