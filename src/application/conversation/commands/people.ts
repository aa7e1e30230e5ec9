import { createHash, randomInt } from 'node:crypto';
import { fold } from '../../../domain/fold.ts';
import type { Role } from '../../../domain/permission.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import { audit } from '../../keeping/audit.ts';
import type { Tx } from '../../office.ts';
import { directChatOf } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import { unitOf, unitToWrite } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import type { Command, Context } from '../context.ts';
import { personOf } from '../speaking.ts';

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

export const bind: Command = {
  id: 'bind',
  action: 'identify',
  handle: (context, args) =>
    join(context, args.fields.code ?? args.words[0], args.fields.name ?? args.words[1], 'bind'),
};

export const claim: Command = {
  id: 'claim',
  action: 'identify',
  handle: (context, args) =>
    join(context, args.fields.code ?? args.words[0], args.fields.name ?? args.words[1], 'claim'),
};

async function join(
  context: Context,
  code: string | undefined,
  said: string | undefined,
  how: 'bind' | 'claim',
): Promise<string> {
  const { tx, say, now, message, actor } = context;
  if (message.sender.unidentified) refuse('bot.unidentified');
  const name = oneLine(said ?? (how === 'claim' ? (message.sender.name ?? '') : ''), 20) || actor.name;
  if (code === undefined) misuse('people.no-code');
  if (name === '') misuse('people.no-name');
  const invitation = await tx.invitation.findUnique({ where: { codeHash: codeHash(code as string) } });
  const live =
    invitation && invitation.usedAt === null && (invitation.expiresAt === null || invitation.expiresAt > now);
  if (!live || (invitation.role === 'admin' && invitation.issuedBy === null) !== (how === 'claim'))
    return refuse('people.code-invalid', { days: INVITATION_DAYS, claim: how === 'claim' });
  const used = await tx.invitation.updateMany({
    where: { codeHash: invitation.codeHash, usedAt: null },
    data: { usedAt: now },
  });
  if (used.count !== 1) return refuse('people.code-invalid', { days: INVITATION_DAYS, claim: how === 'claim' });
  const personId = actor.personId ?? (await newPerson(context, name));
  await tx.invitation.update({ where: { codeHash: invitation.codeHash }, data: { usedBy: personId } });
  const key = { personId, role: invitation.role, unitId: invitation.unitId };
  await tx.membership.upsert({
    where: { personId_role_unitId: key },
    create: { ...key, since: now },
    update: { until: null },
  });
  await audit(tx, {
    at: now,
    personId,
    action: 'people.join',
    subject: `person:${personId}`,
    after: { role: invitation.role, unit: invitation.unitId },
  });
  return say('people.joined', {
    name,
    role: roleName(context, invitation.role as Role),
    unit: invitation.unitId === '' ? '' : unitOf(context, invitation.unitId).name,
    inGroup: context.inGroup,
    coordinator: invitation.role === 'coordinator',
  });
}

async function newPerson(context: Context, name: string): Promise<number> {
  const { tx, now, message } = context;
  const { id } = await tx.person.create({ data: { name, createdAt: now }, select: { id: true } });
  await tx.account.create({
    data: {
      channel: message.channel,
      senderId: message.sender.id,
      personId: id,
      directChatId: directChatOf(context),
    },
  });
  return id;
}

const roleName = ({ vocabulary }: Context, role: Role): string => vocabulary.roles[role]?.[0] ?? role;

export const whoami: Command = {
  id: 'whoami',
  action: 'identify',
  async handle(context) {
    const { say, actor, inGroup, message } = context;
    if (message.sender.unidentified) refuse('bot.unidentified');
    if (actor.personId === undefined) return say('people.stranger');
    return say('people.whoami', {
      name: inGroup ? '' : actor.name,
      roles: actor.roles.map(({ role, unitId }) => ({
        role: roleName(context, role),
        unit: unitId === '' ? '' : unitOf(context, unitId).name,
      })),
    });
  },
};

export const invite: Command = {
  id: 'invite',
  action: 'invite-coordinator',
  async handle(context, args) {
    const { tx, say, vocabulary, now, inGroup } = context;
    const personId = personOf(context);
    if (args.head === '') misuse('people.invite-whom');
    if (inGroup) refuse('people.invite-direct');
    const word = fold(args.head);
    const role = (Object.keys(vocabulary.roles) as Role[]).find((one) =>
      vocabulary.roles[one]?.some((name) => fold(name) === word),
    );
    if (role === 'coordinator') misuse('people.invite-whom');
    if (role !== undefined && !allowed(context, 'invite-role'))
      refuse('people.invite-role', { role: roleName(context, role) });
    const unitId = role === undefined ? unitToWrite(context, args.head) : '';
    const code = newCode();
    const expiresAt = new Date(now.getTime() + INVITATION_DAYS * DAY_MS);
    await tx.invitation.create({
      data: {
        codeHash: codeHash(code),
        role: role ?? 'coordinator',
        unitId,
        issuedBy: personId,
        issuedAt: now,
        expiresAt,
      },
    });
    await audit(tx, {
      at: now,
      personId,
      action: 'people.invite',
      subject: unitId === '' ? `role:${role}` : `unit:${unitId}`,
    });
    return say('people.invited', {
      code,
      unit: unitId === '' ? '' : unitOf(context, unitId).name,
      role: roleName(context, role ?? 'coordinator'),
      until: beijingDayAndTime(expiresAt),
    });
  },
};

/** Makes sure that somebody can become the first admin; returns the code to print once, if one was made. */
export async function firstAdminCode(tx: Tx, now: Date, configured: string | undefined): Promise<string | undefined> {
  if ((await tx.membership.count({ where: { role: 'admin', until: null } })) > 0) return undefined;
  const open = await tx.invitation.count({ where: { role: 'admin', issuedBy: null, usedAt: null } });
  if (configured === undefined && open > 0) return undefined;
  const code = configured ?? newCode();
  // Processes that start at one moment write the same code; an upsert would fail for all but the first.
  await tx.invitation.createMany({
    data: [{ codeHash: codeHash(code), role: 'admin', issuedAt: now }],
    skipDuplicates: true,
  });
  return configured === undefined ? code : undefined;
}
