import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeWecom, startFakeWecom } from '../fakes/wecom/index.ts';
import { TestClock } from '../fakes/wecom/test-clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { known, type WecomBot, wecomBot } from '../support/wecom.ts';

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

// Each way of answering a message knows its own chat: what is for another one must not go along.
test.each(['ws', 'url'] as const)(
  'by %s, what is for another chat than the message came from is posted there',
  async (via) => {
    bot = await wecomBot(fake.env([via, 'app']), { database, clock });
    if (via === 'url') fake.botUrl = `${bot.url}/wecom/bot`;
    else await fake.whenSubscribed();

    await fake.say({ from: 'lijie', chatid: 'wrGROUP', via, text: EVENT });
    await fake.until(() => fake.sent.length === 2);
    expect(whereAndWhat()).toEqual([
      ['lijie', '已收 #1 《进厂宣讲》'],
      ['wrGROUP', '已收 #1 《进厂宣讲》 线下活动 · 尧都区 1/1'],
    ]);

    await fake.say({ from: 'zhang', via, text: '/采用 1' });
    await fake.until(() => fake.sent.length === 4);
    expect(whereAndWhat().filter(([, text]) => text?.includes('采用'))).toEqual([
      ['lijie', '好消息：#1《进厂宣讲》（尧都区 线下活动）已采用。'],
      ['zhang', '已采用 #1《进厂宣讲》（尧都区 线下活动）。'],
    ]);
    expect(fake.violations).toEqual([]);
  },
);
