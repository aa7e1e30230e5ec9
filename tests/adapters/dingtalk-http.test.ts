import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type DingtalkBot, dingtalkBot } from '../support/dingtalk.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const WINDOW = 5 * 60_000;
const GROUP = 'cidGroupOfUnions==';

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
  fake = await startFakeDingtalk({ clock, app: { streamMode: false }, timings: { waitMs: 40_000 } });
  bot = await dingtalkBot(fake.env(['http']), { database, clock });
  fake.robotUrl = `${bot.url}/dingtalk/robot`;
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

async function posted(headers: Record<string, string>, body: string): Promise<number> {
  const answer = await fetch(`${bot.url}/dingtalk/robot`, { method: 'POST', headers, body });
  return answer.status;
}

test('what is posted is stored, acknowledged and answered; nothing is opened', async () => {
  const said = await fake.say({ from: 'lijie', chatid: GROUP, text: '/截止' });
  expect([said.outcome, said.status]).toEqual(['acknowledged', 200]);
  expect(await said.reply()).toMatchObject({ via: 'session', chat: { kind: 'group', id: GROUP } });
  expect(bot.dingtalk.channel.status()).toEqual({ ready: true, callbacks: ['/dingtalk/robot'] });
  expect(fake.counters.opens).toBe(0);
  expect(fake.violations).toEqual([]);
});

test.each<[string, (signed: ReturnType<FakeDingtalk['sign']>) => Record<string, string>, number]>([
  ['as it is', ({ headers }) => headers, 200],
  ['without a sign', ({ headers: { timestamp } }) => ({ timestamp }), 403],
  ['with another sign', ({ headers }) => ({ ...headers, sign: `${headers.sign.slice(0, -2)}A=` }), 403],
  [
    'with a sign of another time',
    ({ headers }) => ({ ...headers, timestamp: `${Number(headers.timestamp) + 1}` }),
    403,
  ],
  ['without anything', () => ({}), 403],
])('a request %s', async (_, tampered, status) => {
  const { body } = await fake.say({ from: 'lijie', text: '/截止', via: 'stream' });
  const signed = fake.sign({ ...body, msgId: 'msgOTHER==' });
  expect(await posted(tampered(signed), signed.body)).toBe(status);
  expect(await database.prisma.inbound.count()).toBe(status === 200 ? 1 : 0);
});

test.each([
  [WINDOW, 200],
  [WINDOW + 1, 403],
  [-WINDOW, 200],
  [-WINDOW - 1, 403],
])('signed %i ms ago answers %i', async (ago, status) => {
  const { body } = await fake.say({ from: 'lijie', text: '/截止', via: 'stream' });
  const signed = fake.sign(body, { at: new Date(clock.now().getTime() - ago) });
  expect(await posted(signed.headers, signed.body)).toBe(status);
});

test('signed with another secret', async () => {
  const { body } = await fake.say({ from: 'lijie', text: '/截止', via: 'stream' });
  const signed = fake.sign(body, { secret: 'other' });
  expect(await posted(signed.headers, signed.body)).toBe(403);
});

test.each(['', 'null', '7', '{}', '{"msgId":', '[]'])('a signed body that is no message: %j', async (body) => {
  const signed = fake.sign(body);
  expect(await posted(signed.headers, body)).toBe(400);
});

test('a request played again, at once and after a restart, is known: one record, one reply', async () => {
  fake.faults.duplicates = 2;
  const said = await fake.say({ from: 'lijie', text: '/截止', msgid: 'msgAGAIN==' });
  await said.reply();
  await bot.crash();
  bot = await dingtalkBot(fake.env(['http']), { database, clock });
  const signed = fake.sign(said.body);
  expect(await posted(signed.headers, signed.body)).toBe(200);
  await bot.bot.work();
  expect([await database.prisma.inbound.count(), fake.sent.length]).toEqual([1, 1]);
});

test('what cannot be stored is not acknowledged, and its sender is told, once', async () => {
  bot.bot.acceptAll = () => Promise.reject(new Error('broken'));
  const said = await fake.say({ from: 'lijie', text: '/截止' });
  expect(said).toMatchObject({ outcome: 'refused', status: 500 });
  expect((await said.reply()).text).toContain('请当作没有收到');
  const { headers, body } = fake.sign(said.body);
  expect([await posted(headers, body), fake.sent.length, fake.violations]).toEqual([500, 1, []]);
});

test('nobody but the platform is written to about it', async () => {
  bot.bot.acceptAll = () => Promise.reject(new Error('broken'));
  const { body } = await fake.say({ from: 'lijie', text: '/截止', via: 'stream' });
  const { headers, body: forged } = fake.sign({ ...body, sessionWebhook: 'http://127.0.0.1:9/elsewhere' });
  expect(await posted(headers, forged)).toBe(500);
  expect(fake.sent).toEqual([]);
});

test('a pair of headers is good for the body that came with it first, and no other', async () => {
  const { body } = await fake.say({ from: 'lijie', text: '/截止', via: 'stream' });
  const signed = fake.sign({ ...body, msgId: 'msgONE==' });
  expect(await posted(signed.headers, signed.body)).toBe(200);
  const forged = JSON.stringify({ ...JSON.parse(signed.body), msgId: 'msgTWO==', senderStaffId: 'boss' });
  expect(await posted(signed.headers, forged)).toBe(403);
  expect(await posted({ ...signed.headers, sign: ` ${signed.headers.sign} ` }, forged)).toBe(403);
  expect(await posted(signed.headers, `${signed.body} `)).toBe(403);
  expect(await posted(signed.headers, signed.body)).toBe(200);
  expect(await database.prisma.inbound.findMany({ select: { senderId: true } })).toEqual([{ senderId: 'lijie' }]);
});

test.each([
  ['the robot of some group on the same host', (oapi: string) => `${oapi}/robot/send?access_token=forger`],
  ['another path', (oapi: string) => `${oapi}/robot/sendBySession/../send?access_token=forger`],
  ['another host of the same suffix', () => 'https://evil.dingtalk.com/robot/sendBySession?session=1'],
  ['a host that looks alike', () => 'https://oapi.dingtalk.com.evil.cn/robot/sendBySession?session=1'],
  ['another port', () => 'https://oapi.dingtalk.com:8443/robot/sendBySession?session=1'],
  ['somebody in front of the host', () => 'https://x@oapi.dingtalk.com/robot/sendBySession?session=1'],
])('no answer goes to %s', async (_, address) => {
  const { body } = await fake.say({ from: 'lijie', text: '/截止', via: 'stream' });
  const sessionWebhook = address(fake.env(['http']).DINGTALK_OAPI_BASE ?? '');
  const { headers, body: forged } = fake.sign({ ...body, msgId: 'msgFORGED==', sessionWebhook });
  expect(await posted(headers, forged)).toBe(200);
  await bot.bot.work();
  await vi.waitUntil(async () => (await database.prisma.outbound.count({ where: { state: 'sent' } })) === 1, {
    timeout: 20_000,
  });
  // By the app, to the person of whom it is known who they are.
  expect(fake.sent.map(({ via }) => via)).toEqual(['direct-api']);
});

test.each([
  ['a msgId of 900 kB', { msgId: 'x'.repeat(900_000) }, 413],
  ['a msgId of 201 characters', { msgId: 'x'.repeat(201) }, 400],
  ['a msgId with a line end', { msgId: 'x\ny' }, 400],
  ['a conversation of 1,000 characters', { conversationId: 'x'.repeat(1_000) }, 400],
  ['a sender of 1,000 characters', { senderStaffId: 'x'.repeat(1_000) }, 400],
])('%s is no message', async (_, strange, status) => {
  const { body } = await fake.say({ from: 'lijie', text: '/截止', via: 'stream' });
  const signed = fake.sign({ ...body, ...strange });
  expect(await posted(signed.headers, signed.body)).toBe(status);
  expect(await database.prisma.inbound.count()).toBe(0);
});

test('what is not signed is turned away before any of it is read', async () => {
  expect(await posted({ timestamp: '1', sign: 'x' }, 'x'.repeat(2_000_000))).toBe(403);
});
