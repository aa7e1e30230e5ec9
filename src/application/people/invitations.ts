import { z } from 'zod';
import { ROLES, type Role } from '../../domain/permission.ts';
import { audit } from '../keeping/audit.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { codeHash, newCode } from './codes.ts';
import { deed, personOf } from './deed.ts';
import { allowed } from './permit.ts';

export const INVITATION_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

const invitation = z.object({
  role: z.enum(ROLES),
  /** Of a coordinator alone. */
  unitId: z.string().exactOptional(),
  /** In the campaign at hand alone. */
  here: z.boolean().exactOptional(),
});

/** Makes a code by which one person joins, within seven days. The code itself is in the facts alone, and kept nowhere. */
export const invite = deed(
  { id: 'invite', action: 'invite-coordinator', input: invitation },
  async (turn, { role, unitId = '', here = false }) => {
    if ((role === 'coordinator') !== (unitId !== '')) misuse('people.invite-whom');
    if (role !== 'coordinator' && !allowed(turn, 'invite-role')) refuse('people.invite-role', { role });
    // Who judges, judges one campaign; everybody else is of the house.
    const campaign = role === 'judge' || here ? turn.campaign.id : '';
    return issue(turn, { role, unitId, campaign });
  },
);

/** `insteadOf`: whom the one who joins takes over from. */
export async function issue(turn: Turn, made: { role: Role; unitId: string; campaign: string; insteadOf?: number }) {
  const { role, unitId } = made;
  const code = newCode();
  const expiresAt = new Date(turn.now.getTime() + INVITATION_DAYS * DAY_MS);
  const kept = { codeHash: codeHash(code), ...made, issuedBy: personOf(turn), issuedAt: turn.now, expiresAt };
  await turn.tx.invitation.create({ data: kept });
  await audit(turn, { action: 'people.invite', subject: unitId === '' ? `role:${role}` : `unit:${unitId}` });
  return { code, role, unitId, expiresAt };
}

/** An invitation that nobody has used yet. */
export interface Invited {
  number: number;
  role: Role;
  unitId: string;
  expiresAt: Date | null;
  issuedBy: number | null;
}

/** Codes for the first admin are no invitations: nobody gave them out. */
const live = ({ now }: Pick<Turn, 'now'>) => ({
  usedAt: null,
  cancelledAt: null,
  issuedBy: { not: null },
  expiresAt: { gt: now },
});

/** What the actor may take back: staff see the invitations of coordinators, admins all. */
const ofActor = (turn: Turn) => (allowed(turn, 'invite-role') ? {} : { role: 'coordinator' });

export async function openInvitations(turn: Turn): Promise<Invited[]> {
  const rows = await turn.tx.invitation.findMany({
    where: { AND: [live(turn), ofActor(turn)] },
    orderBy: { number: 'asc' },
  });
  return rows.map(({ number, role, unitId, expiresAt, issuedBy }) => ({
    number,
    role: role as Role,
    unitId,
    expiresAt,
    issuedBy,
  }));
}

const which = z.union([
  z.object({ number: z.int() }),
  z.object({ unitId: z.string() }),
  z.object({ role: z.enum(ROLES) }),
  z.object({ code: z.string() }),
]);

/** Takes invitations back: the one of a number or a code, or all that are open for a unit or a role. */
export const cancelInvitations = deed(
  { id: 'cancel-invitations', action: 'invite-coordinator', input: which },
  async (turn, wanted) => {
    const asked = 'code' in wanted ? { codeHash: codeHash(wanted.code) } : wanted;
    const outOfRange = 'number' in asked && (asked.number < 1 || asked.number > 2 ** 31 - 1);
    const found = outOfRange
      ? []
      : await turn.tx.invitation.findMany({ where: { AND: [live(turn), asked, ofActor(turn)] } });
    if (found.length === 0) misuse('people.no-invitation');
    const hashes = found.map((one) => one.codeHash);
    await turn.tx.invitation.updateMany({ where: { codeHash: { in: hashes } }, data: { cancelledAt: turn.now } });
    for (const { number, role, unitId } of found)
      await audit(turn, {
        action: 'people.cancel-invitation',
        subject: unitId === '' ? `role:${role}` : `unit:${unitId}`,
        after: { number },
      });
    return { cancelled: found.map(({ number, role, unitId }) => ({ number, role: role as Role, unitId })) };
  },
);
