import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  type FakeDingtalk,
  type FakeDingtalkOptions,
  type RequestFault,
  startFakeDingtalk,
} from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { enqueue } from '../../src/application/delivery/outbox.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type DingtalkBot, dingtalkBot } from '../support/dingtalk.ts';
import { photo, video } from '../support/files.ts';
import { known } from '../support/known.ts';
import { startProxy } from '../support/proxy.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const GROUP = 'cidGroupOfUnions==';
const SEND = '/v1.0/robot/groupMessages/send';
const MINUTE = 60_000;

let database: TestDatabase;
let fake: FakeDingtalk;
let bot: DingtalkBot;
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

async function begin(
  options: FakeDingtalkOptions = {},
  env: Record<string, string> = {},
  modes: ('stream' | 'webhook')[] = ['stream'],
) {
  fake = await startFakeDingtalk({ clock, timings: { waitMs: 40_000 }, ...options });
  bot = await dingtalkBot({ ...fake.env(modes), ...env }, { database, clock });
  await fake.whenSubscribed();
}

const channel = () => bot.dingtalk.channel;
const group = { kind: 'group' as const, id: GROUP };
const direct = (id: string) => ({ kind: 'direct' as const, id });
const post = (text: string, more = {}) => ({ text, files: [], mentions: [], ...more });
let posts = 0;
const send = (chat: { kind: 'group' | 'direct'; id: string }, text: string, more = {}) =>
  channel().send(chat, post(text, more), `out-${++posts}`);
const stored = async ({ name, bytes }: { name: string; bytes: Buffer }) => {
  const { Readable } = await import('node:stream');
  const { sha256 } = await bot.office.store.put(Readable.from([bytes]), 1e9);
  return { name, sha256 };
};

test('posts go out without having been asked: to a group, to a member, with a picture and a file', async () => {
  await begin();
  fake.openChat('group', GROUP);
  fake.openChat('single', 'lijie');
  const files = [
    await stored(photo('晨光.png')),
    await stored({ name: '汇总表.zip', bytes: Buffer.from('PK\x03\x04 rows') }),
  ];
  expect(await send(group, '报送提醒\n大宁县：摄影 4', { files })).toMatchObject({ state: 'sent' });
  expect(await send(direct('lijie'), '好消息：#1 已采用。', { files })).toMatchObject({ state: 'sent' });
  expect(
    fake.sent.map(({ via, chat, title, text, files: [file] }) => [via, chat.id, title || file?.name, text]),
  ).toEqual([
    ['group-api', GROUP, '报送提醒', '报送提醒  \n大宁县：摄影 4'],
    ['group-api', GROUP, expect.anything(), ''],
    ['group-api', GROUP, '汇总表.zip', ''],
    ['direct-api', 'lijie', '好消息：#1 已采用。', '好消息：#1 已采用。'],
    ['direct-api', 'lijie', expect.anything(), ''],
    ['direct-api', 'lijie', '汇总表.zip', ''],
  ]);
  // What was uploaded once is sent again.
  expect(fake.counters.requests['/media/upload']).toBe(2);
  expect(fake.counters.tokens).toBe(1);
  expect(fake.violations).toEqual([]);
});

test('a post that must call people goes through the robot of the group, signed; without it, staff learn who was not called', async () => {
  const webhooks = { token1: { chatid: GROUP, secret: 'SECxyz' } };
  await begin({ webhooks }, {}, ['stream', 'webhook']);
  fake.openChat('group', GROUP);
  expect(channel().reach(group)).toMatchObject({ posts: true, mentions: true });
  expect(await send(group, '请补报', { mentions: ['lijie', 'wanghong'] })).toMatchObject({ state: 'sent' });
  expect(fake.sent.at(-1)).toMatchObject({ via: 'webhook', mentions: ['lijie', 'wanghong'], key: 'token1' });
  expect(await send(group, '无人被 @')).toMatchObject({ state: 'sent' });
  expect(fake.sent.at(-1)?.via).toBe('group-api');
  fake.webhooks.clear();
  expect(await send(group, '请补报', { mentions: ['lijie'] })).toMatchObject({ state: 'sent', unreached: ['lijie'] });
  expect(fake.sent.at(-1)?.via).toBe('group-api');
  expect(fake.violations).toEqual([]);
});

test('without a robot of its own a group is written to and nobody is called', async () => {
  await begin();
  expect(channel().reach(group)).toMatchObject({ posts: true, mentions: false });
  expect(channel().reach(direct('outsider:$:LWCP'))).toEqual({ posts: false, mentions: true });
});

test('a session that ended, before its time or at it, is followed by a post', async () => {
  await begin();
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  const said = await fake.say({ from: 'lijie', chatid: GROUP, text: '/截止' });
  await said.reply();
  const replyContext = {
    webhook: said.body.sessionWebhook as string,
    until: new Date(said.body.sessionWebhookExpiredTime as number).toISOString(),
  };
  const answer = () => channel().send(group, post('又一句'), `out-${++posts}`, replyContext);
  expect([(await answer()).state, fake.sent.at(-1)?.via]).toEqual(['sent', 'session']);
  clock.advance(90 * MINUTE);
  expect([(await answer()).state, fake.sent.at(-1)?.via]).toEqual(['sent', 'group-api']);
  clock.advance(-90 * MINUTE);
  fake.endSessions();
  expect([(await answer()).state, fake.sent.at(-1)?.via]).toEqual(['sent', 'group-api']);
});

test('an address that is not the platform’s is not written to', async () => {
  await begin();
  fake.openChat('group', GROUP);
  const until = new Date(clock.now().getTime() + MINUTE * 60).toISOString();
  for (const webhook of ['https://evil.example.cn/x', 'http://169.254.169.254/', 'file:///etc/passwd', 'nonsense'])
    expect(await channel().send(group, post('好'), `out-${++posts}`, { webhook, until })).toMatchObject({
      state: 'sent',
    });
  expect(fake.sent.map(({ via }) => via)).toEqual(['group-api', 'group-api', 'group-api', 'group-api']);
});

test.each<[string, RequestFault]>([
  ['answers 504 after it was posted', { status: 504, obeyed: true }],
  ['never answers', 'mute'],
  ['breaks off', 'drop'],
  ['answers errcode 15', { status: 200, body: { errcode: 15 }, obeyed: true }],
])('a send that %s is never repeated, and staff learn of it', async (_, fault) => {
  await begin();
  await known(database, 'dingtalk', 'boss', 'staff');
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  fake.openChat('single', 'boss');
  fake.faults.request = (path) => (path === '/robot/sendBySession' ? fault : undefined);
  await fake.say({ from: 'lijie', chatid: GROUP, text: '/截止' });
  await fake.waitFor(({ chat, text }) => chat.id === 'boss' && text.includes('不知道发没发出去'));
  await bot.bot.work();
  expect(fake.counters.requests['/robot/sendBySession']).toBe(1);
  expect(fake.counters.requests[SEND]).toBeUndefined();
  expect(fake.textsIn(GROUP).length).toBeLessThan(2);
  const [row] = await database.prisma.outbound.findMany({ orderBy: { id: 'asc' } });
  expect(row).toMatchObject({ state: 'unknown', attempts: 1 });
});

test('what a group’s robot said without an answer is said again, shown once, and known to be sent', async () => {
  await begin({ webhooks: { token1: { chatid: GROUP } } }, {}, ['stream', 'webhook']);
  fake.openChat('group', GROUP);
  fake.faults.request = (path, nth) => (path === '/robot/send' && nth < 3 ? 'drop' : undefined);
  expect(await send(group, '请补报', { mentions: ['lijie'] })).toEqual({ state: 'sent' });
  expect(fake.sent.map(({ via, mentions }) => [via, mentions])).toEqual([['webhook', ['lijie']]]);
  expect(fake.counters.requests['/robot/send']).toBe(3);
  expect(fake.violations).toEqual([]);
});

test('whoever is throttled is asked for again within a minute, as long as it takes', async () => {
  await begin({ members: { busy: { name: '忙', flowControlled: true } } });
  const to = { channel: 'dingtalk', chat: direct('busy') };
  await database.prisma.$transaction((tx) => enqueue(tx, [{ to, text: '37 号退回：时长超了' }], clock.now()));
  const began = Date.now();
  for (let tried = 1; tried <= 15; tried++) {
    await database.prisma.outbound.updateMany({ data: { nextAt: new Date(0) } });
    await bot.bot.work();
    // The bot's own hands may have taken it first.
    const tells = async () => (await database.prisma.outbound.findMany())[0];
    await expect.poll(tells).toMatchObject({ state: 'waiting', attempts: 0, reason: 'flow control' });
    const row = await tells();
    expect((row?.nextAt.getTime() ?? 0) - began).toBeLessThan(60_000 + (Date.now() - began));
  }
  fake.members.set('busy', { name: '忙' });
  await database.prisma.outbound.updateMany({ data: { nextAt: new Date(0) } });
  await bot.bot.work();
  await fake.until(() => fake.sent.length > 0);
  expect(fake.sent.map(({ chat, text }) => [chat.id, text])).toEqual([['busy', '37 号退回：时长超了']]);
});

test.each<[string, RequestFault, string]>([
  [
    'the permission, by its name',
    {
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      status: 403,
      more: { accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] } },
    },
    'robot permission qyapi_robot_sendmsg',
  ],
  ['a group that is gone', { code: 'group.disbanded', status: 400 }, 'robot group.disbanded'],
])('what is lacking is said: %s', async (_, fault, reason) => {
  await begin();
  fake.openChat('group', GROUP);
  fake.faults.request = (path) => (path === SEND ? fault : undefined);
  expect(await send(group, '报送提醒')).toEqual({ state: 'refused', reason });
});

test.each<[RequestFault, boolean]>([
  [{ code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', status: 403 }, true],
  [{ code: 'send.too.fast', status: 400 }, true],
  [{ status: 503 }, false],
  ['lost', false],
])('%j is waited for', async (fault, waits) => {
  await begin();
  fake.openChat('group', GROUP);
  fake.faults.request = (path, nth) => (path === SEND && nth === 1 ? fault : undefined);
  const first = await send(group, '报送提醒');
  if (fault === 'lost') expect(first.state).toBe('unknown');
  else expect(first).toMatchObject({ state: 'later', ...(waits && { queued: true }) });
});

test('a token that ended is replaced once, for all who wait for it', async () => {
  await begin();
  for (const id of ['a1', 'a2', 'a3']) fake.openChat('single', id);
  expect((await send(direct('a1'), '一')).state).toBe('sent');
  for (const how of ['expired', 'invalid'] as const) {
    fake.endToken(how);
    const all = await Promise.all(['a1', 'a2', 'a3'].map((id) => send(direct(id), '二')));
    expect(all.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  }
  expect(fake.counters.tokens).toBe(3);
});

test('a long post that has to wait in the middle is gone on with, by another way and another process, and nothing is said twice', async () => {
  await begin({ webhooks: { token1: { chatid: GROUP } } }, {}, ['stream', 'webhook']);
  fake.openChat('group', GROUP);
  const text = Array.from({ length: 900 }, (_, index) => `第 ${index} 行：${'报'.repeat(8)}`).join('\n');
  fake.faults.request = (path, nth) =>
    path === SEND && nth === 2 ? { code: 'send.too.fast', status: 400 } : undefined;
  const first = await send(group, text);
  expect(first).toMatchObject({ state: 'later', queued: true, begun: true });
  fake.faults.request = (path) => (path === SEND ? { code: 'bot.stopped', status: 400 } : undefined);
  const second = await dingtalkBot(fake.env(['stream', 'webhook']), { database, clock });
  const progress = first.state === 'later' ? first.progress : undefined;
  expect(await second.dingtalk.channel.send(group, post(text), 'out-99', undefined, progress)).toMatchObject({
    state: 'sent',
  });
  await second.close();
  const numbers = fake.sent.map((sent) => /^\((\d+)\/(\d+)\)/.exec(sent.text)?.slice(1));
  const count = numbers.length;
  expect(count).toBeGreaterThan(2);
  expect(numbers).toEqual(Array.from({ length: count }, (_, index) => [String(index + 1), String(count)]));
  expect(fake.sent.map(({ via }) => via)).toEqual(['group-api', ...Array(count - 1).fill('webhook')]);
});

test('both lists are read: whom it did not get to, and who has to wait', async () => {
  await begin({ members: { gone: { name: '已离职', visible: false }, busy: { name: '忙', flowControlled: true } } });
  expect(await send(direct('gone'), '请补报')).toMatchObject({ state: 'sent', unreached: ['gone'] });
  expect(await send(direct('busy'), '请补报')).toMatchObject({ state: 'later', reason: 'flow control' });
  expect(await send(direct('outsider:$:LWCP_v1:$x'), '请补报')).toMatchObject({ state: 'refused' });
  expect(fake.violations).toEqual([]);
});

test('a robot of a group is not driven over its twenty a minute', async () => {
  await begin({ webhooks: { token1: { chatid: GROUP } } }, {}, ['stream', 'webhook']);
  const states: string[] = [];
  for (let index = 0; index < 22; index++)
    states.push((await send(group, `第 ${index} 次`, { mentions: ['lijie'] })).state);
  expect([states.filter((state) => state === 'sent').length, states.at(-1)]).toEqual([18, 'later']);
  expect(fake.refusals).toEqual([]);
});

test('hostile words are neither markup nor mentions', async () => {
  await begin();
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  const title = '**粗** @所有人 [点](http://坏.cn) <font>';
  const said = await fake.say({ from: 'lijie', text: `/报送 微视频 《${title}》` });
  const { text, mentions } = await said.reply();
  expect(text).toContain('＊＊粗＊＊ ＠所有人 [点] (http://坏.cn) ＜font>');
  expect(mentions).toEqual([]);
});

test('the calls of the month are counted across restarts, and staff hear of it once at seventy percent', async () => {
  await begin({}, { DINGTALK_MONTHLY_CALLS: '10' });
  await known(database, 'dingtalk', 'boss', 'staff');
  fake.openChat('single', 'boss');
  fake.openChat('group', GROUP);
  const calls = async () => (await database.prisma.apiCalls.findFirst())?.calls;
  // A token and four posts.
  for (let index = 0; index < 4; index++) await send(group, `第 ${index} 次`);
  expect(await calls()).toBe(5);
  await bot.close();
  bot = await dingtalkBot({ ...fake.env(['stream']), DINGTALK_MONTHLY_CALLS: '10' }, { database, clock });
  await send(group, '六、七');
  const alarm = await fake.waitFor(({ chat }) => chat.id === 'boss');
  expect(alarm.text).toContain('9 月的平台接口调用已用 7 次');
  for (let index = 0; index < 5; index++) await send(group, `第 ${index} 次`);
  await bot.bot.work();
  expect(fake.textsIn('boss').length).toBe(1);
  expect(await calls()).toBe(fake.counters.calls['2020-09']);
  clock.advance(30 * 24 * 60 * MINUTE);
  await send(group, '十月');
  expect(
    (await database.prisma.apiCalls.findMany({ orderBy: { month: 'asc' } })).map(({ month, calls: used }) => [
      month,
      used,
    ]),
  ).toEqual([
    ['2020-09', fake.counters.calls['2020-09']],
    ['2020-10', fake.counters.calls['2020-10']],
  ]);
});

test('when the month is used up, nothing is asked any more but once an hour; the robot of the group still speaks', async () => {
  await begin({ webhooks: { token1: { chatid: GROUP } }, limits: { callsPerMonth: 2 } }, {}, ['stream', 'webhook']);
  fake.openChat('group', GROUP);
  fake.openChat('single', 'lijie');
  expect((await send(direct('lijie'), '一')).state).toBe('sent');
  expect(await send(direct('lijie'), '二')).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining('quota'),
  });
  const asked = () => Object.values(fake.counters.requests).reduce((sum, count) => sum + count, 0);
  const before = asked();
  expect(await send(direct('lijie'), '三')).toMatchObject({ state: 'refused', reason: 'robot quota held back' });
  expect(asked()).toBe(before);
  expect([(await send(group, '群里')).state, fake.sent.at(-1)?.via]).toEqual(['sent', 'webhook']);
  clock.advance(60 * MINUTE + 1);
  await send(direct('lijie'), '四');
  expect(fake.counters.requests['/v1.0/robot/oToMessages/batchSend']).toBe(3);
});

const TEMPLATE = 'confirm.schema';
const cards = (templates = [TEMPLATE]) => begin({ app: { templates } }, { DINGTALK_CARD_TEMPLATE: TEMPLATE });
const proposal = (to = 'lijie') => fake.waitFor(({ via, chat }) => via === 'card' && chat.id === to);

test('a proposed write is a card; pressing 确认 is saying it, once', async () => {
  await cards();
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  await fake.say({
    from: 'lijie',
    file: { bytes: video('尧都区-微视频-夜班的灯.mp4').bytes, name: '尧都区-微视频-夜班的灯.mp4' },
  });
  const card = await proposal();
  expect(card.card).toMatchObject({
    choice1: '确认',
    choice2: '取消',
    status: '',
    text: expect.stringContaining('夜班的灯'),
  });
  const press = { by: 'lijie', outTrackId: card.outTrackId as string, actionIds: ['choice1'] };
  expect((await fake.press(press)).card?.card?.status).toBe('lijie 已选“确认”：已收 #1 《夜班的灯》');
  expect((await fake.waitFor(({ text }) => text.includes('已收 #1'))).chat.id).toBe('lijie');
  await fake.press(press);
  await bot.bot.work();
  expect(await database.prisma.inbound.count()).toBe(2);
  expect(fake.violations).toEqual([]);
});

test('somebody else’s card, and one that was overtaken by words, do nothing', async () => {
  await cards();
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  await known(database, 'dingtalk', 'wanghong', 'coordinator', { unit: 'yaodu' });
  fake.openChat('group', GROUP);
  const file = { bytes: video('x.mp4').bytes, name: '尧都区-微视频-夜班的灯.mp4' };
  await fake.say({ from: 'lijie', file });
  const card = await proposal();
  const outTrackId = card.outTrackId as string;
  await fake.press({ by: 'wanghong', outTrackId, actionIds: ['choice1'] });
  await fake.press({ by: 'lijie', outTrackId, actionIds: ['choice7'] });
  await fake.say({ from: 'lijie', text: '/截止' });
  const late = await fake.press({ by: 'lijie', outTrackId, actionIds: ['choice1'] });
  expect(late.privately).toEqual({ status: '已失效：请以最近一条为准，或直接打字' });
  await bot.bot.work();
  expect(await database.prisma.inbound.count()).toBe(2);
  expect((await database.prisma.submission.findFirst())?.state).toBe('draft');
  expect(fake.violations).toEqual([]);
});

test('staff judge an entry by a button, also later', async () => {
  await cards();
  await known(database, 'dingtalk', 'boss', 'staff');
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  await (await fake.say({ from: 'lijie', text: '/报送 微视频 《夜班的灯》' })).reply();
  await fake.say({ from: 'lijie', file: { bytes: video('灯.mp4').bytes, name: '灯.mp4' } });
  await fake.waitFor(({ text }) => text.includes('已收 #1'));
  await fake.say({ from: 'boss', text: '/查 1' });
  const card = await proposal('boss');
  expect(card.card).toMatchObject({ choice1: '采用', choice2: '退回' });
  // Somebody who knows of the card, and may not judge.
  const strange = await fake.press({ by: 'lijie', outTrackId: card.outTrackId as string, actionIds: ['choice1'] });
  expect([strange.privately?.status, (await database.prisma.submission.findFirst())?.state]).toEqual([
    expect.stringContaining('市总'),
    'received',
  ]);
  await (await fake.say({ from: 'boss', text: '/截止' })).reply();
  await fake.press({ by: 'boss', outTrackId: card.outTrackId as string, actionIds: ['choice1'] });
  await fake.waitFor(({ text, chat }) => chat.id === 'lijie' && text.includes('好消息'));
  expect((await database.prisma.submission.findFirst())?.state).toBe('accepted');
});

test('a card that cannot be delivered is said in words', async () => {
  await cards(['another.schema']);
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  const file = { bytes: video('x.mp4').bytes, name: '尧都区-微视频-夜班的灯.mp4' };
  const reply = await (await fake.say({ from: 'lijie', file })).reply();
  expect([reply.via, reply.text.includes('请回复：确认')]).toEqual(['session', true]);
});

test('everything goes through the office’s proxy: connection, interfaces, files, sessions, robots of groups', async () => {
  const proxy = await startProxy();
  await begin({ webhooks: { token1: { chatid: GROUP } } }, { HTTPS_PROXY: proxy.url }, ['stream', 'webhook']);
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  await (await fake.say({ from: 'lijie', text: '/截止' })).reply();
  await (await fake.say({ from: 'lijie', file: { bytes: video('灯.mp4').bytes, name: '灯.mp4' } })).reply();
  expect((await send(direct('lijie'), '请补报')).state).toBe('sent');
  expect((await send(group, '请补报', { mentions: ['lijie'] })).state).toBe('sent');
  const { requests, connections, downloads } = fake.counters;
  // Each request and the connection itself came in by a tunnel of its own.
  const came = Object.values(requests).reduce((sum, count) => sum + count, 0) + connections + downloads;
  expect([proxy.tunnels.length, downloads]).toEqual([came, 1]);
  await bot.close();
  await proxy.close();
});
