import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { allHandled, known, type WecomBot, wecomBot } from '../support/wecom.ts';

let database: TestDatabase;
let fake: FakeWecom;
let bot: WecomBot | undefined;
const clock = new TestClock();

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu' });
  await known(database, 'zhang', 'staff');
  fake = await startFakeWecom({ clock });
  for (const id of ['lijie', 'zhang']) fake.openChat('single', id);
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

const EVENT = '/活动 《进厂宣讲》 日期:2020-09-08 企业:机械厂 人数:30';
const whereAndWhat = () => fake.sent.map(({ chat, text }) => [chat.id, text.split('\n')[0]]).sort();

/** Something is to be said there first, later: what is said there now waits behind it. */
const holdUp = (chatKind: 'group' | 'direct', chatId: string) =>
  database.prisma.outbound.create({
    data: {
      channel: 'wecom',
      chatKind,
      chatId,
      post: { text: '早些时候的', files: [], mentions: [] },
      createdAt: clock.now(),
      nextAt: new Date('2099-01-01'),
    },
  });

// A reply goes to where its message was, whatever chat it is meant for: nothing that is meant for another may become one.
test.each(['ws', 'url'] as const)(
  'by %s, what is for another chat than the message came from is posted there',
  async (via) => {
    bot = await wecomBot(fake.env([via, 'app']), { database, clock });
    if (via === 'url') fake.botUrl = `${bot.url}/wecom/bot`;
    else await fake.whenSubscribed();
    await holdUp('group', 'wrGROUP');
    await holdUp('direct', 'zhang');

    await fake.say({ from: 'lijie', chatid: 'wrGROUP', via, text: EVENT });
    await fake.until(() => fake.sent.length === 1);
    await fake.say({ from: 'zhang', via, text: '/采用 1' });
    await fake.until(() => fake.sent.length === 2);
    expect(whereAndWhat()).toEqual([
      ['lijie', '好消息：#1《进厂宣讲》（尧都区 线下活动）已采用。'],
      ['lijie', '已收 #1 《进厂宣讲》'],
    ]);

    await database.prisma.outbound.deleteMany({ where: { nextAt: { gt: new Date('2098-01-01') } } });
    await bot.bot.work();
    expect(whereAndWhat().slice(2)).toEqual([
      ['wrGROUP', '已收 #1 《进厂宣讲》 线下活动 · 尧都区 1/1'],
      ['zhang', '已采用 #1《进厂宣讲》（尧都区 线下活动）。'],
    ]);
    expect(fake.violations).toEqual([]);
  },
);

test('whoever ends refuses nothing: what is still to be said on the line waits for the next one to hold it', async () => {
  bot = await wecomBot(fake.env(['ws']), { database, clock });
  await fake.whenSubscribed();
  await holdUp('direct', 'lijie');
  await fake.say({ from: 'lijie', text: '/截止' });
  await allHandled(bot, 1);
  await bot.wecom.stop();
  await database.prisma.outbound.updateMany({ data: { nextAt: new Date(0) } });
  await bot.bot.work();
  const posts = () => database.prisma.outbound.findMany({ orderBy: { id: 'asc' }, select: { state: true } });
  expect(await posts()).toEqual([{ state: 'waiting' }, { state: 'waiting' }]);

  const next = await wecomBot(fake.env(['ws']), { database, clock });
  await fake.whenSubscribed();
  await next.bot.sendDue();
  expect(await posts()).toEqual([{ state: 'sent' }, { state: 'sent' }]);
  await next.close();
});
