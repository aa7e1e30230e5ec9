import type { Answer } from '../../delivery/answer.ts';
import { INVITATION_DAYS } from '../../people/invitations.ts';
import { type Joined, join as joinDeed } from '../../people/joining.ts';
import { directChatOf } from '../../people/people.ts';
import { WAIT_MINUTES } from '../../people/wrong-codes.ts';
import { unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Context, command } from '../context.ts';
import { roleName } from '../role-name.ts';
import { tell } from '../tell.ts';

export const bind = command({
  id: 'bind',
  action: 'identify',
  everywhere: true,
  args: { code: { kind: 'word', required: 'people.no-code' }, name: { kind: 'person' } },
  handle: (context, { code, name = '' }) => join(context, 'bind', code, name),
});

export const claim = command({
  id: 'claim',
  action: 'identify',
  everywhere: true,
  args: { code: { kind: 'word', required: 'people.no-code' }, name: { kind: 'person' } },
  handle: (context, { code, name = context.message.sender.name ?? '' }) => join(context, 'claim', code, name),
});

async function join(context: Context, how: 'bind' | 'claim', code: string, said: string): Promise<Answer[]> {
  const { message, actor } = context;
  if (message.sender.unidentified) refuse('bot.unidentified');
  const name = oneLine(said, 20) || actor.name;
  if (name === '') misuse('people.no-name');
  const { channel, sender } = message;
  const account = { channel, senderId: sender.id, directChatId: directChatOf(context) };
  const joined = await joinDeed(context, { code, name, how, account });
  const told = await tell(context, 'join', joined);
  return [{ text: joinedInWords(context, joined) }, ...told.answers];
}

function joinedInWords(context: Context, joined: Joined): string {
  const { say, inGroup } = context;
  switch (joined.outcome) {
    case 'too-many':
      return say('people.too-many-codes', { minutes: WAIT_MINUTES });
    case 'wrong-code':
      return say('people.code-invalid', { days: INVITATION_DAYS, claim: joined.how === 'claim' });
    case 'joined':
      return say('people.joined', {
        name: joined.name,
        role: roleName(context, joined.role),
        unit: joined.unitId === '' ? '' : unitOf(context, joined.unitId).name,
        inGroup,
        coordinator: joined.role === 'coordinator',
      });
  }
}

export const whoami = command({
  id: 'whoami',
  action: 'identify',
  everywhere: true,
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
