import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, type FakeWecomOptions, startFakeWecom } from '../../fakes/wecom/index.ts';
import type { Answer } from '../../src/application/delivery/answer.ts';
import { enqueue } from '../../src/application/delivery/outbox.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { known, type WecomBot, wecomBot } from '../support/wecom.ts';

const PNG = readFileSync(path.resolve(import.meta.dirname, '../support/fixtures/dot.png'));
const OPEN_ID = `T${'a'.repeat(31)}`;
const MINUTE = 61_000;

let database: TestDatabase;
let fake: FakeWecom;
let bot: WecomBot;
let clock: TestClock;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  clock = new TestClock();
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

type Mode = 'ws' | 'url' | 'app' | 'webhook';

async function begin(modes: Mode[], options: FakeWecomOptions = {}): Promise<void> {
  fake = await startFakeWecom({ clock, bot: { name: '报送助手' }, webhooks: { 'key-1': 'wrG' }, ...options });
  bot = await wecomBot(fake.env(modes), { database, clock });
  if (modes.includes('ws')) await fake.whenSubscribed();
}

/** A minute goes by, for the platform and for the database that counts. */
async function aMinutePasses(): Promise<void> {
  clock.advance(MINUTE);
  await database.prisma.$executeRaw`
    UPDATE throttle SET taken = ARRAY(SELECT one - ${BigInt(MINUTE)} FROM unnest(taken) AS one ORDER BY one)`;
  await send();
}

/** Sends what waits as if its time had come. */
async function send(): Promise<void> {
  await database.prisma.outbound.updateMany({ where: { state: 'waiting' }, data: { nextAt: new Date(0) } });
  await bot.bot.work();
}

const post = (chat: { kind: 'group' | 'direct'; id: string }, answer: Answer) => postAll(chat, [answer]);

async function postAll(chat: { kind: 'group' | 'direct'; id: string }, answers: Answer[]): Promise<void> {
  const to = { channel: 'wecom', chat };
  const rows = answers.map((answer) => ({ ...answer, to }));
  await database.prisma.$transaction((tx) => enqueue(tx, rows, clock.now()));
  await send();
}

const numbered = (count: number): Answer[] =>
  Array.from({ length: count }, (_, index) => ({ text: `第 ${index + 1} 条` }));

const GROUP = { kind: 'group' as const, id: 'wrG' };
const direct = (id: string) => ({ kind: 'direct' as const, id });
const stored = async (bytes: Buffer, name: string) => {
  const { sha256 } = await bot.office.store.put(Readable.from([bytes]), 1e9);
  return { name, sha256 };
};
const rows = async () =>
  (await database.prisma.outbound.findMany({ orderBy: { id: 'asc' } })).map(
    ({ chatId, state }) => `${chatId} ${state}`,
  );
const seen = () =>
  fake.sent.map(
    ({ via, chat, text, files }) => `${via} ${chat.id}: ${text || files.map(({ type, name }) => `${type} ${name}`)}`,
  );

describe('who must hear a mention is told where phones ring (docs/protocol-wecom.md, sections 5.4 and 8)', () => {
  const REMINDER = { text: '尧都区：摄影 4；洪洞县：未报', mentions: ['lijie', 'wangwei'] };

  async function office(modes: Mode[], { spoken = true, options = {} as FakeWecomOptions } = {}) {
    await begin(modes, options);
    await known(database, 'lijie', 'coordinator', { unit: 'yaodu', name: '李杰' });
    await known(database, 'wangwei', 'coordinator', { unit: 'hongtong', name: '王伟' });
    await known(database, 'boss', 'staff', { name: '周文静' });
    for (const id of ['lijie', 'wangwei', 'boss']) fake.openChat('single', id);
    fake.openChat('group', 'wrG');
    if (!spoken)
      // Nobody has spoken to the bot anywhere (docs/protocol-wecom.md, section 4.7).
      fake.faults.frame = ({ cmd }) => (cmd === 'aibot_send_msg' ? { errcode: 93001 } : undefined);
  }

  test('the webhook, where the group has one', async () => {
    await office(['ws', 'webhook', 'app']);
    await post(GROUP, REMINDER);
    expect(fake.sent.map(({ via, chat, mentions, text }) => [via, chat.id, mentions, text])).toEqual([
      ['webhook', 'wrG', ['lijie', 'wangwei'], REMINDER.text],
    ]);
  });

  test('else the bot', async () => {
    await office(['ws', 'app']);
    await post(GROUP, REMINDER);
    expect(seen()).toEqual([`ws-push wrG: ${REMINDER.text}`]);
  });

  test('also when the webhook is gone from its group', async () => {
    await office(['ws', 'webhook']);
    fake.webhooks.delete('key-1');
    await post(GROUP, REMINDER);
    expect([seen(), fake.refusals.map(({ errcode }) => errcode)]).toEqual([[`ws-push wrG: ${REMINDER.text}`], [93000]]);
  });

  test('else the app, to each of them; staff hear who is out of its sight', async () => {
    await office(['ws', 'app'], { spoken: false });
    fake.members.set('wangwei', { name: '王伟', visible: false });
    await post(GROUP, REMINDER);
    await send();
    expect(seen()).toEqual([
      `app lijie: ${REMINDER.text}`,
      `app boss: 有一条消息发出去了，但没能通知到：王伟，请人工转告：\n“${REMINDER.text}”`,
    ]);
  });

  test('else staff are told, with the names', async () => {
    await office(['ws']);
    fake.faults.frame = ({ cmd, body }) =>
      cmd === 'aibot_send_msg' && body.chatid === 'wrG' ? { errcode: 93001 } : undefined;
    await post(GROUP, REMINDER);
    await send();
    expect(seen()).toEqual([`ws-push boss: 有一条消息没发出去（群），请人工转告（李杰、王伟）：\n“${REMINDER.text}”`]);
    expect(await rows()).toEqual(['wrG refused', 'boss sent']);
  });

  test('nobody of them is in sight of the app: that is no delivery', async () => {
    await office(['ws', 'app'], { spoken: false });
    for (const id of ['lijie', 'wangwei']) fake.members.set(id, { name: id, visible: false });
    await post(GROUP, REMINDER);
    await send();
    expect([await rows(), fake.textsIn('boss')]).toEqual([
      ['wrG refused', 'boss sent'],
      [expect.stringContaining('请人工转告（李杰、王伟）')],
    ]);
  });

  test('ids of the bot alone ring by their mobile number; staff hear whose is not known', async () => {
    await begin(['ws', 'webhook']);
    await known(database, OPEN_ID, 'coordinator', { unit: 'yaodu', name: '李杰', phone: '13800001111' });
    const other = `T${'b'.repeat(31)}`;
    await known(database, other, 'coordinator', { unit: 'hongtong', name: '王伟' });
    await known(database, 'boss', 'staff');
    await fake.say({ from: 'boss', text: '收到' });
    await post(GROUP, { text: '请报送', mentions: [OPEN_ID, other, 'zhaomin'] });
    await send();
    const [group, report] = fake.sent;
    expect([group?.mentions, group?.mobiles]).toEqual([['zhaomin'], ['13800001111']]);
    expect(report?.text).toContain('没能通知到：王伟');
  });

  test('a mere answer stays where the question was', async () => {
    await office(['ws', 'webhook']);
    const said = await fake.say({ from: 'lijie', chatid: 'wrG', text: '/截止' });
    expect((await said.reply()).via).toBe('ws-reply');
  });
});

describe('limits are waited for, never run into', () => {
  test('eighteen a minute through a webhook, in order; the others when their minute comes', async () => {
    await begin(['webhook']);
    await postAll(GROUP, numbered(40));
    const counts = [fake.sent.length];
    for (let minute = 0; minute < 2; minute++) {
      await aMinutePasses();
      counts.push(fake.sent.length);
    }
    expect([counts, fake.refusals]).toEqual([[18, 36, 40], []]);
    expect(fake.sent.map(({ text }) => text)).toEqual(Array.from({ length: 40 }, (_, index) => `第 ${index + 1} 条`));
  });

  test('a text of which the beginning is shown goes on where it was, also by another process', async () => {
    await begin(['webhook']);
    await postAll(GROUP, numbered(16));
    const text = Array.from({ length: 200 }, (_, index) => `${index + 1}. 尧都区总工会：微视频 1`).join('\n');
    await post(GROUP, { text, mentions: ['lijie'] });
    expect(fake.sent.length).toBe(18);
    await bot.crash();
    bot = await wecomBot(fake.env(['webhook']), { database, clock });
    await aMinutePasses();
    const parts = fake.textsIn('wrG').slice(16);
    expect(parts.map((part) => part.split('\n')[0])).toEqual(parts.map((_, index) => `(${index + 1}/${parts.length})`));
    expect(parts.length).toBeGreaterThan(3);
    expect(fake.sent.filter(({ mentions }) => mentions.length > 0)).toHaveLength(1);
    expect(await rows()).toEqual(Array.from({ length: 17 }, () => 'wrG sent'));
  });

  test('twenty-five a minute in a chat of the bot, answers and posts together', async () => {
    await begin(['ws']);
    await fake.say({ from: 'lijie', text: '收到' });
    await postAll(direct('lijie'), numbered(27));
    expect([fake.sent.length, fake.refusals]).toEqual([25, []]);
    await aMinutePasses();
    expect([fake.sent.length, fake.refusals]).toEqual([27, []]);
  });

  test('of the app, one who has to wait takes no turn away from the others, and nobody gets it twice', async () => {
    await begin(['app']);
    for (const id of ['lijie', 'wangwei', 'zhaomin']) fake.openChat('single', id);
    await postAll(direct('wangwei'), numbered(25));
    const people = ['lijie', 'wangwei', 'zhaomin'];
    await post({ kind: 'group', id: 'wrNone' }, { text: '请报送', mentions: people });
    for (let again = 0; again < 5; again++) await send();
    await aMinutePasses();
    expect(people.map((id) => fake.textsIn(id).filter((text) => text === '请报送').length)).toEqual([1, 1, 1]);
    // Their own allowance is whole: twenty-four more of this minute.
    await postAll(direct('zhaomin'), numbered(24));
    expect([fake.textsIn('zhaomin').length, fake.counters.dropped]).toEqual([25, 0]);
  });

  test('the platform says too often, or is busy: later, not never', async () => {
    await begin(['ws']);
    await fake.say({ from: 'lijie', text: '收到' });
    for (const errcode of [45009, 45033, -1, 846609]) {
      fake.faults.frame = ({ cmd }) => (cmd === 'aibot_send_msg' ? { errcode } : undefined);
      await post(direct('lijie'), { text: `码 ${errcode}` });
      fake.faults.frame = undefined;
      await send();
    }
    expect(fake.textsIn('lijie')).toEqual(['码 45009', '码 45033', '码 -1', '码 846609']);
  });
});

test.each<[string, Mode, { kind: 'group' | 'direct'; id: string }, RegExp]>([
  ['an upload for a group', 'webhook', GROUP, /webhook\/upload_media/],
  ['an upload of the app', 'app', direct('lijie'), /media\/upload/],
  ['a token', 'app', direct('lijie'), /gettoken/],
])('%s that the platform calls a success and does not give is no delivery', async (_, mode, chat, step) => {
  await begin([mode]);
  fake.openChat('single', 'lijie');
  fake.faults.request = (path) => (step.test(path) ? { errcode: 0 } : undefined);
  await post(chat, { text: '', files: [await stored(Buffer.from('name,unit'), 'list.csv')] });
  expect([await rows(), fake.sent]).toEqual([[`${chat.id} refused`], []]);
});

describe('the token of the app', () => {
  test('is fetched once for all who wait, and once more when it is stale', async () => {
    await begin(['app']);
    const people = Array.from({ length: 12 }, (_, index) => `p${index}`);
    for (const id of people) fake.openChat('single', id);
    const { channel } = bot.wecom;
    const all = (key: string) =>
      Promise.all(people.map((id) => channel.send(direct(id), { text: key, files: [], mentions: [] }, `${key} ${id}`)));
    await all('a');
    expect(fake.counters.tokens).toBe(1);
    fake.endToken('expired');
    await all('b');
    fake.endToken('invalid');
    await all('c');
    expect([fake.counters.tokens, fake.sent.length]).toEqual([3, 36]);
  });

  test('a token that is refused again is not asked for without end', async () => {
    await begin(['app']);
    fake.openChat('single', 'lijie');
    fake.faults.request = (asked) => (/message\/send/.test(asked) ? { errcode: 42001 } : undefined);
    await post(direct('lijie'), { text: 'x' });
    expect([fake.counters.tokens, await rows()]).toEqual([2, ['lijie refused']]);
  });
});

describe('files', () => {
  const SHEET = Buffer.alloc(1_300_000, 'PK\x03\x04 sheet');

  test('over the long connection: in pieces, a piece that got no answer again, a picture as a picture', async () => {
    await begin(['ws']);
    await fake.say({ from: 'lijie', text: '收到' });
    let silent = 1;
    fake.faults.frame = ({ cmd }) => (cmd === 'aibot_upload_media_chunk' && silent-- > 0 ? 'lost' : undefined);
    const files = [await stored(SHEET, '进度表.xlsx'), await stored(PNG, '一盏灯.png')];
    await post(direct('lijie'), { text: '汇总表', files });
    expect(seen()).toEqual([
      'ws-push lijie: 汇总表',
      'ws-push lijie: file 进度表.xlsx',
      'ws-push lijie: image 一盏灯.png',
    ]);
    expect(fake.sent[1]?.files[0]?.bytes.equals(SHEET)).toBe(true);
    expect(fake.violations).toEqual([]);
  });

  test('through a webhook and the app', async () => {
    await begin(['webhook', 'app']);
    fake.openChat('single', 'lijie');
    const files = [await stored(SHEET, '进度表.xlsx'), await stored(PNG, '一盏灯.png')];
    await post(GROUP, { text: '', files });
    await post(direct('lijie'), { text: '', files });
    expect(seen()).toEqual([
      'webhook wrG: file 进度表.xlsx',
      'webhook wrG: image ',
      'app lijie: file 进度表.xlsx',
      'app lijie: image 一盏灯.png',
    ]);
    expect([fake.sent[1]?.files[0]?.bytes.equals(PNG), fake.violations]).toEqual([true, []]);
  });

  test('an upload that fails is repeated, a file over 20 MB goes to nobody and staff hear of it', async () => {
    await begin(['webhook', 'app']);
    await known(database, 'boss', 'staff');
    fake.openChat('single', 'boss');
    fake.faults.request = (asked, nth) => (/upload_media/.test(asked) && nth === 1 ? 'stall' : undefined);
    await post(GROUP, { text: '', files: [await stored(SHEET, '进度表.xlsx')] });
    await send();
    await post(GROUP, { text: '文件', files: [await stored(Buffer.alloc(21 * 2 ** 20, 1), '全部.zip')] });
    await send();
    expect(seen()).toEqual([
      'webhook wrG: file 进度表.xlsx',
      'webhook wrG: 文件',
      'app boss: 有一条消息没发出去（群），请人工转告：\n“文件”',
    ]);
  });
});

test('long texts are cut on lines, numbered, each within the limit of its way', async () => {
  await begin(['ws', 'webhook', 'app']);
  await fake.say({ from: 'lijie', text: '收到' });
  const text = Array.from({ length: 300 }, (_, index) => `${index + 1}. 尧都区总工会：微视频 1、摄影作品 4`).join('\n');
  await post(direct('lijie'), { text });
  await post(GROUP, { text, mentions: ['lijie'] });
  const bytes = (via: string) => fake.sent.filter((one) => one.via === via).map((one) => Buffer.byteLength(one.text));
  expect([Math.max(...bytes('ws-push')) <= 4096, Math.max(...bytes('webhook')) <= 2048]).toEqual([true, true]);
  const parts = fake.textsIn('wrG');
  expect(parts.map((part) => part.split('\n')[0])).toEqual(parts.map((_, index) => `(${index + 1}/${parts.length})`));
  expect(parts.map((part) => part.split('\n').slice(1).join('\n')).join('\n')).toBe(text);
  // Phones ring once, not for every part.
  expect(fake.sent.filter(({ mentions }) => mentions.length > 0)).toHaveLength(1);
  expect(fake.violations).toEqual([]);
});

describe('what some lines say as a table', () => {
  const lines = '微视频 3/19\n摄影|<@all> 12/190';
  const table = {
    head: ['类别', '已收', '任务数'],
    rows: [
      ['微视频', '3', '19'],
      ['摄影|<@all>', '12', '190'],
    ],
    lines,
  };
  const text = `全市完成 5%\n${lines}\n口径：已收`;
  const asTable =
    '全市完成 5%\n\n| 类别 | 已收 | 任务数 |\n| :-- | --: | --: |\n| 微视频 | 3 | 19 |\n| 摄影｜＜@all> | 12 | 190 |\n\n口径：已收';

  test('the bot shows a table, and so does the webhook where nobody is to be rung; else the lines stay', async () => {
    await begin(['ws', 'webhook'], { webhooks: { 'key-1': 'wrRung' } });
    await fake.say({ from: 'lijie', chatid: 'wrG', text: '收到' });
    const rung = { kind: 'group' as const, id: 'wrRung' };
    await post(GROUP, { text, table });
    await post(rung, { text, table });
    await post(rung, { text, table, mentions: ['lijie'] });
    expect(fake.sent.map((one) => [one.via, one.msgtype, one.text])).toEqual([
      ['ws-push', 'markdown', asTable],
      ['webhook', 'markdown_v2', asTable],
      ['webhook', 'text', text.replace('<@', '＜@')],
    ]);
    expect(fake.violations).toEqual([]);
  });

  test('a table that does not fit into one message, or no longer belongs to its text, is left as lines', async () => {
    await begin(['ws']);
    await fake.say({ from: 'lijie', chatid: 'wrG', text: '收到' });
    const rows = Array.from({ length: 200 }, (_, index) => [`第${index}县`, '1', '2']);
    const many = rows.map(([unit]) => `${unit} 1/2`).join('\n');
    await post(GROUP, { text: many, table: { head: table.head, rows, lines: many } });
    expect(fake.textsIn('wrG').join('\n')).not.toContain('| ');
    await post(GROUP, { text: '口径：已收', table });
    expect(fake.textsIn('wrG').at(-1)).toBe('口径：已收');
  });
});

test('what a user wrote is neither a mention nor markup in somebody else’s chat', async () => {
  await begin(['ws', 'webhook']);
  await fake.say({ from: 'lijie', chatid: 'wrG', text: '收到' });
  await fake.say({ from: 'lijie', text: '收到' });
  const text =
    '《<@all> <@lijie> [点这里](http://evil.example) **粗** <font color="warning">x</font>》\n# 标题\n[x]: http://evil.example';
  await post(GROUP, { text, mentions: ['wangwei'] });
  await post(direct('lijie'), { text });
  const [group, single] = fake.sent;
  expect(group?.mentions).toEqual(['wangwei']);
  expect(group?.text).not.toMatch(/<@|<font/);
  expect(single?.text).not.toMatch(/<@|<font|\]\(|\]:|\*\*|^#/m);
});

describe('response_url', () => {
  test('takes one call, while it lives', async () => {
    await begin(['url', 'app']);
    fake.botUrl = `${bot.url}/wecom/bot`;
    const said = await fake.say({ via: 'url', from: 'lijie', chatid: 'wrG', text: '/截止' });
    await said.reply();
    const context = { via: 'callback', responseUrl: `${fake.apiBase}/cgi-bin/aibot/response?response_code=none` };
    const post = { text: '短', files: [], mentions: [] };
    const delivery = await bot.wecom.channel.send(GROUP, post, 'k1', { ...context, until: clock.now().toISOString() });
    expect(delivery.state).toBe('refused');
    clock.advance(1);
    const late = await bot.wecom.channel.send(GROUP, post, 'k2', {
      ...context,
      until: new Date(clock.now().getTime() - 1).toISOString(),
    });
    expect(late).toEqual({ state: 'refused', reason: 'no way' });
  });

  test('leads to the platform alone', async () => {
    await begin(['url']);
    const context = { via: 'callback', responseUrl: 'http://169.254.169.254/latest' };
    const delivery = await bot.wecom.channel.send(GROUP, { text: 'x', files: [], mentions: [] }, 'k', context);
    expect(delivery).toEqual({ state: 'refused', reason: 'response_url address' });
  });
});
