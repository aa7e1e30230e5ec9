import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeOf } from '../../src/application/conversation/campaign-meant.ts';
import { commands } from '../../src/application/conversation/commands/index.ts';
import { contextOf } from '../../src/application/conversation/context-of.ts';
import { respondIn } from '../../src/application/conversation/respond-in.ts';
import type { Message } from '../../src/application/message.ts';
import { officeNamed } from '../../src/application/office.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { type Practice, practice } from '../support/practice.ts';
import { twin } from '../support/twin.ts';

const A = 'linfen-2020';
const B = twin.id;
const CHANNEL = 'practice';
const CHATS = {
  a: { kind: 'group', id: 'of-a' },
  b: { kind: 'group', id: 'of-b' },
  unbound: { kind: 'group', id: 'of-none' },
  direct: { kind: 'direct', id: 'admin-1' },
} as const;

let office: Practice;
beforeAll(async () => {
  office = await practice({}, { campaign: twin, place: 'last', unsaid: true });
  const bound = { channel: CHANNEL, boundAt: office.now() };
  await office.prisma.group.createMany({
    data: [
      { ...bound, chatId: 'of-a', campaign: A },
      { ...bound, chatId: 'of-b', campaign: B },
      { ...bound, chatId: 'of-none' },
    ],
  });
});
afterAll(() => office?.close());

class Undone extends Error {}

/** In which campaign a message would be answered, or `asked`; nothing of it is kept. */
async function landing(as: string, text: string, chat: Message['chat'], chosen?: string): Promise<string> {
  const house = office.office;
  const message: Message = { channel: CHANNEL, id: 'one', chat, sender: { id: as }, text, files: [] };
  const at: { campaign?: string } = {};
  let asked = false;
  await office.prisma
    .$transaction(async (tx) => {
      const key = { channel: CHANNEL, senderId: as };
      if (chosen) await tx.chosenCampaign.create({ data: { ...key, campaign: chosen, at: office.now() } });
      const enter = contextOf({ id: 1n, message }, { tx, now: office.now() });
      const home = await homeOf(house, tx, message);
      const here = await enter(home ?? officeNamed(house, undefined));
      try {
        await respondIn(here, home !== undefined, { enter, at });
      } catch (error) {
        // What cannot be done has landed all the same; a file that is to be made first is no refusal.
        if (!(error instanceof Refusal) && (error as Error).name !== 'FileUnmade') throw error;
      }
      asked = (await tx.question.count({ where: { kind: 'campaign' } })) > 0;
      throw new Undone();
    })
    .catch((error) => {
      if (!(error instanceof Undone)) throw error;
    });
  return asked ? 'asked' : (at.campaign ?? 'nowhere');
}

test('every command, in a group of one campaign, of the other, of none, and directly', async () => {
  const { vocabulary } = office.office;
  const wrong: string[] = [];
  let cells = 0;
  for (const { id, everywhere } of commands) {
    const text = vocabulary.commands[id]?.example ?? '';
    const found: Record<string, string> = {};
    for (const [name, chat] of Object.entries(CHATS)) found[name] = await landing('admin-1', text, chat);
    cells += Object.keys(found).length;
    const nowhere = everywhere ? A : 'asked';
    const wanted = { a: A, b: B, unbound: nowhere, direct: nowhere };
    for (const [name, where] of Object.entries(wanted))
      if (found[name] !== where) wrong.push(`${text} in ${name}: ${found[name]}, not ${where}`);
  }
  expect(wrong).toEqual([]);
  expect(cells).toBe(4 * commands.length);
});

test('whoever has named one lands there, but for groups of the other', async () => {
  const found = [];
  for (const chat of Object.values(CHATS)) found.push(await landing('yaodu-1', '/进度', chat, B));
  expect(found).toEqual([A, B, B, B]);
});

test.each([
  ['a number', '/查 1', B],
  ['a number in words', '#1 现在怎么样了', B],
  ['a name', '歌咏比赛还差多少', B],
  ['nothing of its own', '还差多少', A],
])('%s in a group of the first campaign', async (_, text, where) => {
  await office.prisma.submission.upsert({
    where: { number: 1 },
    create: {
      ...{ campaign: B, unitId: 'yaodu', categoryId: 'photo', state: 'received', title: '光影', byPerson: 1 },
      ...{ createdAt: office.now(), receivedAt: office.now(), channel: '', chatKind: '', chatId: '' },
    },
    update: {},
  });
  expect(await landing('yaodu-1', text, CHATS.a)).toBe(where);
});

test('somebody with something to do in one campaign alone is not asked', async () => {
  const { id } = await office.prisma.person.create({ data: { name: '钱评委', createdAt: office.now() } });
  await office.prisma.account.create({ data: { channel: CHANNEL, senderId: 'judge-9', personId: id } });
  await office.prisma.membership.create({ data: { personId: id, role: 'judge', campaign: B, since: office.now() } });
  expect(await landing('judge-9', '/进度', { kind: 'direct', id: 'judge-9' })).toBe(B);
});
