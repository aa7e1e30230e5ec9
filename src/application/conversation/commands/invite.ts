import type { Role } from '../../../domain/permission.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import { cancelInvitations, invite as inviteDeed, openInvitations } from '../../people/invitations.ts';
import { peopleById } from '../../people/people.ts';
import { unitMeant, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Context, command } from '../context.ts';
import { roleName } from '../role-name.ts';
import { speakerIn } from '../speaking.ts';

const LISTED = 20;

/** Makes an invitation code, lists those that nobody has used, or takes some of them back. */
export const invite = command({
  id: 'invite',
  action: 'invite-coordinator',
  args: {
    action: { kind: 'choice', of: 'inviteActions' },
    role: { kind: 'choice', of: 'roles' },
    number: { kind: 'number' },
    unit: { kind: 'unit', for: 'write' },
    word: { kind: 'word' },
  },
  async handle(context, { action, role: named, number, unit, word }) {
    speakerIn(context);
    if (action === 'list') return list(context);
    if (action === 'cancel') return cancel(context, { number, unit, word, role: named as Role | undefined });
    const unitId = unit ?? (word === undefined || named !== undefined ? undefined : unitMeant(context, word));
    if (named === undefined && unitId === undefined) misuse('people.invite-whom');
    if (context.inGroup) refuse('people.invite-direct');
    const role = (named ?? 'coordinator') as Role;
    const made = await inviteDeed(context, { role, ...(unitId !== undefined && { unitId }) });
    return context.say('people.invited', {
      code: made.code,
      unit: unitName(context, made.unitId),
      role: roleName(context, role),
      until: beijingDayAndTime(made.expiresAt),
    });
  },
});

const unitName = (context: Context, unitId: string): string => (unitId === '' ? '' : unitOf(context, unitId).name);

async function list(context: Context): Promise<string> {
  const { say, inGroup } = context;
  const open = await openInvitations(context);
  const people = await peopleById(
    context,
    open.flatMap(({ issuedBy }) => issuedBy ?? []),
  );
  return say('people.invitations', {
    rows: open.slice(0, LISTED).map(({ number, role, unitId, expiresAt, issuedBy }) => ({
      number,
      role: roleName(context, role),
      unit: unitName(context, unitId),
      until: expiresAt ? beijingDayAndTime(expiresAt) : '',
      by: inGroup ? '' : (people.find(({ id }) => id === issuedBy)?.name ?? ''),
    })),
    more: open.length > LISTED ? open.length - LISTED : '',
  });
}

interface Which {
  number: number | undefined;
  unit: string | undefined;
  word: string | undefined;
  role: Role | undefined;
}

async function cancel(context: Context, which: Which): Promise<string> {
  const { cancelled } = await cancelInvitations(context, wantedOf(which));
  return context.say('people.cancelled', {
    rows: cancelled.map((one) => ({
      number: one.number,
      role: roleName(context, one.role),
      unit: unitName(context, one.unitId),
    })),
  });
}

function wantedOf({ number, unit, word, role }: Which) {
  if (unit !== undefined) return { unitId: unit };
  if (number !== undefined) return { number };
  if (role !== undefined) return { role };
  return word === undefined ? misuse('people.no-invitation') : { code: word };
}
