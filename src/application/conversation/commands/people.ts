import type { Role } from '../../../domain/permission.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import { invite as inviteDeed, join as joinDeed } from '../../people/joining.ts';
import { directChatOf } from '../../people/people.ts';
import { unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Context, command } from '../context.ts';
import { speakerIn } from '../speaking.ts';

export const bind = command({
  id: 'bind',
  action: 'identify',
  args: { code: { kind: 'word', required: 'people.no-code' }, name: { kind: 'person' } },
  handle: (context, { code, name = '' }) => join(context, 'bind', code, name),
});

export const claim = command({
  id: 'claim',
  action: 'identify',
  args: { code: { kind: 'word', required: 'people.no-code' }, name: { kind: 'person' } },
  handle: (context, { code, name = context.message.sender.name ?? '' }) => join(context, 'claim', code, name),
});

async function join(context: Context, how: 'bind' | 'claim', code: string, said: string): Promise<string> {
  const { say, message, actor } = context;
  if (message.sender.unidentified) refuse('bot.unidentified');
  const name = oneLine(said, 20) || actor.name;
  if (name === '') misuse('people.no-name');
  const { channel, sender } = message;
  const account = { channel, senderId: sender.id, directChatId: directChatOf(context) };
  const { role, unitId } = await joinDeed(context, { code, name, how, account });
  return say('people.joined', {
    name,
    role: roleName(context, role),
    unit: unitId === '' ? '' : unitOf(context, unitId).name,
    inGroup: context.inGroup,
    coordinator: role === 'coordinator',
  });
}

const roleName = ({ vocabulary }: Context, role: Role): string => vocabulary.roles[role]?.[0] ?? role;

export const whoami = command({
  id: 'whoami',
  action: 'identify',
  args: {},
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
});

export const invite = command({
  id: 'invite',
  action: 'invite-coordinator',
  args: { role: { kind: 'choice', of: 'roles' }, unit: { kind: 'unit', for: 'write' } },
  async handle(context, { role: named, unit }) {
    speakerIn(context);
    if (named === undefined && unit === undefined) misuse('people.invite-whom');
    if (context.inGroup) refuse('people.invite-direct');
    const role = (named ?? 'coordinator') as Role;
    const { code, unitId, expiresAt } = await inviteDeed(context, {
      role,
      ...(unit !== undefined && { unitId: unit }),
    });
    return context.say('people.invited', {
      code,
      unit: unitId === '' ? '' : unitOf(context, unitId).name,
      role: roleName(context, role),
      until: beijingDayAndTime(expiresAt),
    });
  },
});
