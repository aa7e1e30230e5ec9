import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { known, type WecomBot, wecomBot } from '../support/wecom.ts';

let database: TestDatabase;
let fake: FakeWecom;
let bot: WecomBot;
const clock = new TestClock();

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(() => database.reset());
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

type Mode = 'ws' | 'url' | 'app' | 'webhook';

async function begin(modes: Mode[]): Promise<void> {
  fake = await startFakeWecom({ clock, bot: { name: '报送助手' }, webhooks: { 'key-1': 'wrGroupAb' } });
  bot = await wecomBot(fake.env(modes), { database, clock });
  fake.botUrl = `${bot.url}/wecom/bot`;
  fake.appUrl = `${bot.url}/wecom/app`;
  if (modes.includes('ws')) await fake.whenSubscribed();
  await known(database, 'boss', 'admin');
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu', name: '李杰' });
  await known(database, 'wangwei', 'coordinator', { unit: 'hongtong', name: '王伟', direct: false });
}

const DUMB =
  '现在的接入方式也不能主动给人发单聊，退回、催报的通知发不出去，请他们自己来问。要能发，请装机器人的人看接入说明。';
const ELSE = `还没和我单聊过，收不到单独通知：王伟。请他们各自打开和我的单聊，发一句 /帮助
还有 18 个单位没有联络员绑定。`;

test.each<[Mode[], string]>([
  [['ws', 'webhook'], `绑定好了，以后的报送提醒会发到本群。\n${ELSE}`],
  [
    ['ws'],
    `绑定好了，以后的报送提醒会发到本群。
现在的提醒在本群 @ 不到人。要能 @ 到，请给本群配置群推送。
本群编号（配置群推送时用，区分大小写）：wrGroupAb
${ELSE}`,
  ],
  [
    ['url'],
    `本群记下了，但现在的接入方式不能主动往群里发消息，提醒还发不出来：请给本群配置群推送。
本群编号（配置群推送时用，区分大小写）：wrGroupAb
${DUMB}
${ELSE}`,
  ],
  [['url', 'webhook'], `绑定好了，以后的报送提醒会发到本群。\n${DUMB}\n${ELSE}`],
])('with %j, binding a group keeps its id verbatim and says what is missing', async (modes, text) => {
  await begin(modes);
  const said = await fake.say({ from: 'boss', chatid: 'wrGroupAb', text: '/绑定本群' });
  expect((await said.reply()).text).toBe(text);
  expect(await database.prisma.group.findMany({ select: { channel: true, chatId: true } })).toEqual([
    { channel: 'wecom', chatId: 'wrGroupAb' },
  ]);
});

/** The code of an invitation to a unit, which staff ask for in the direct chat. */
async function invited(unit: string): Promise<string> {
  const said = await fake.say({ from: 'boss', text: `/邀请 ${unit}` });
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await said.reply()).text)?.[0] ?? '';
}

const silentAfterJoiningInTheGroup = async (from: string) => {
  const code = await invited('永和县');
  await (await fake.say({ from, chatid: 'wrGroupAb', text: `/绑定 ${code} 赵敏` })).reply();
  const bound = await fake.say({ from: 'boss', chatid: 'wrGroupAb', text: '/绑定本群' });
  return /收不到单独通知：(.*?)。/.exec((await bound.reply()).text)?.[1];
};

test('whoever joins in the group has to speak directly first, unless the app may write to anybody', async () => {
  await begin(['ws', 'webhook']);
  expect(await silentAfterJoiningInTheGroup('zhaomin')).toBe('王伟、赵敏');
});

test('with the app nobody has to: a word in the group is enough', async () => {
  await begin(['ws', 'webhook', 'app']);
  expect(await silentAfterJoiningInTheGroup('zhaomin')).toBe('王伟');
  await (await fake.say({ from: 'wangwei', chatid: 'wrGroupAb', text: '/截止' })).reply();
  const bound = await fake.say({ from: 'boss', chatid: 'wrGroupAb', text: '/绑定本群' });
  expect((await bound.reply()).text).not.toContain('收不到单独通知');
  await (await fake.say({ from: 'boss', text: '/改任务 永和县 摄影 12 依据:会议' })).reply();
  await bot.bot.work();
  expect(fake.sent.filter(({ via }) => via === 'app').map(({ chat }) => chat.id)).toEqual(['zhaomin']);
});

test('an id of the bot alone tells the app nothing', async () => {
  await begin(['ws', 'webhook', 'app']);
  expect(await silentAfterJoiningInTheGroup(`T${'z'.repeat(31)}`)).toBe('王伟、赵敏');
});
