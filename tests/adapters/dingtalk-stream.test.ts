import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  type FakeDingtalk,
  type FakeDingtalkOptions,
  MALFORMED,
  startFakeDingtalk,
} from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type DingtalkBot, type DingtalkOptions, dingtalkBot } from '../support/dingtalk.ts';
import { known } from '../support/known.ts';
import { pace } from '../support/pace.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const GROUP = 'cidGroupOfUnions==';
const OPEN = '/v1.0/gateway/connections/open';

let database: TestDatabase;
let fake: FakeDingtalk;
let bot: DingtalkBot;
const clock = new TestClock();
const PATIENT = { clock, timings: { waitMs: 40_000 } };
const uncaught: unknown[] = [];
const catchAll = (error: unknown) => void uncaught.push(error);

beforeAll(async () => {
  database = await testDatabase();
  process.on('uncaughtException', catchAll).on('unhandledRejection', catchAll);
});
afterAll(async () => {
  process.off('uncaughtException', catchAll).off('unhandledRejection', catchAll);
  await database?.close();
});
beforeEach(() => database.reset());
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
  expect(uncaught.splice(0)).toEqual([]);
});

async function begin(
  options: FakeDingtalkOptions = {},
  more: Partial<DingtalkOptions> = {},
  env: Record<string, string> = {},
) {
  fake = await startFakeDingtalk({ ...PATIENT, ...options });
  bot = await dingtalkBot({ ...fake.env(['stream']), ...env }, { database, clock, ...more });
}

const status = () => bot.dingtalk.channel.status();
const sayWhenSubscribed = async () => {
  await fake.whenSubscribed();
  return fake.say({ from: 'lijie', text: '/截止' });
};
const answered = async (said: Awaited<ReturnType<FakeDingtalk['say']>>) => (await said.reply()).text;

test('a question in a direct chat and one in a group are answered where they were asked', async () => {
  await begin();
  await fake.whenSubscribed();
  const direct = await (await fake.say({ from: 'lijie', text: '/截止' })).reply();
  expect([direct.via, direct.chat, direct.text.includes('9月15日')]).toEqual([
    'session',
    { kind: 'single', id: 'lijie' },
    true,
  ]);
  const group = await (await fake.say({ from: 'lijie', chatid: GROUP, text: '/截止' })).reply();
  expect([group.via, group.chat]).toEqual(['session', { kind: 'group', id: GROUP }]);
  expect(fake.violations).toEqual([]);
});

test('frames that no parser expects change nothing', async () => {
  await begin();
  await fake.whenSubscribed();
  for (const what of Object.keys(MALFORMED) as (keyof typeof MALFORMED)[]) fake.disturb(what);
  expect(await answered(await fake.say({ from: 'lijie', text: '/截止' }))).toContain('9月15日');
  expect([fake.counters.opens, fake.connections()]).toEqual([1, 1]);
  expect(await fake.ping()).toEqual([true]);
});

test('a message that cannot be stored is not acknowledged, its sender is told, and it comes again', async () => {
  await begin();
  await fake.whenSubscribed();
  const { acceptAll } = bot.bot;
  const tried = new Promise<void>((resolve) => {
    bot.bot.acceptAll = () => {
      resolve();
      return Promise.reject(new Error('broken'));
    };
  });
  const said = fake.say({ from: 'lijie', text: '/截止' });
  await tried;
  // Whatever was sent before the answer to this has arrived with it.
  expect(await fake.ping()).toEqual([true]);
  expect(fake.counters.acks).toEqual([]);
  expect((await said).outcome).toBe('unacknowledged');
  expect(await answered(await said)).toContain('请当作没有收到');
  bot.bot.acceptAll = acceptAll;
  clock.advance(60_000);
  await fake.until(() => fake.sent.length === 2);
  expect(fake.sent[1]?.text).toContain('9月15日');
  expect([fake.counters.redeliveries, await database.prisma.inbound.count()]).toEqual([1, 1]);
});

test.each([
  ['refused', 503],
  ['cut', 'cut'],
  ['hanging', 'hang'],
] as const)('a handshake that is %s is tried again, one attempt at a time', async (_, fault) => {
  fake = await startFakeDingtalk(PATIENT);
  fake.faults.handshake = (nth) => (nth <= 3 ? fault : undefined);
  bot = await dingtalkBot(fake.env(['stream']), { database, clock, times: { stream: { handshakeMs: 1_500 } } });
  expect(await answered(await sayWhenSubscribed())).toContain('9月15日');
  expect([fake.counters.opens, fake.connections()]).toEqual([4, 1]);
  expect(status()).toMatchObject({ ready: true, connection: 'connected' });
});

test.each([
  ['does not answer', 'stall'],
  ['breaks off', 'drop'],
  ['is overloaded', { status: 503 }],
  ['answers nonsense', { status: 200, body: '<html>' }],
] as const)('a gateway that %s is asked again, one attempt at a time', async (_, fault) => {
  fake = await startFakeDingtalk(PATIENT);
  fake.faults.request = (path, nth) => (path === OPEN && nth <= 3 ? fault : undefined);
  bot = await dingtalkBot(fake.env(['stream']), { database, clock, times: { stream: { openMs: 1_500 } } });
  await fake.whenSubscribed();
  expect([fake.counters.requests[OPEN], fake.connections()]).toEqual([4, 1]);
});

test.each([
  ['a wrong secret', {}, { DINGTALK_CLIENT_SECRET: 'wrong' }, 'credentials 401 authFailed'],
  ['an app that is not set up', { app: { streamMode: false } }, {}, /^setup 400/],
])('%s is said once, and the gateway is not stormed', async (_, options, env, said) => {
  await begin(options, { times: { stream: { refusedMs: 30 } } }, env);
  const began = performance.now();
  await fake.until(() => fake.counters.opensRefused >= 6);
  // Five pauses of at least half of refusedMs.
  expect(performance.now() - began).toBeGreaterThan(5 * 15 - 5);
  expect(bot.refused.length).toBe(1);
  expect(bot.refused[0]).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
  expect(status()).toMatchObject({ ready: false, connection: 'refused' });
});

test('a half-open line is noticed and replaced', async () => {
  await begin({}, { times: { stream: { pingMs: 100, deadMs: 2_000 } } });
  await fake.whenSubscribed();
  fake.deafen();
  await fake.until(() => fake.counters.connections >= 2);
  expect(await answered(await fake.say({ from: 'lijie', text: '/截止' }))).toContain('9月15日');
});

test('a quiet line that answers pings is left alone', async () => {
  await begin({}, { times: { stream: { pingMs: 100, deadMs: 2_000 } } });
  await fake.whenSubscribed();
  await fake.until(() => fake.counters.pings >= 30);
  expect(fake.counters.opens).toBe(1);
});

/** Longer than any pause of the bot that was stopped: another process connects, and comes back three times. */
async function elapse(before: number): Promise<void> {
  fake.faults.request = undefined;
  fake.faults.handshake = undefined;
  bot = await dingtalkBot(fake.env(['stream']), { database, clock, times: { stream: { backoffMs: [60] } } });
  for (let times = 1; times <= 4; times++) {
    await fake.until(() => fake.counters.connections >= before + times);
    if (times < 4) fake.cut();
  }
}

test('stopped while it waits to try again: nothing is left, nothing is opened', async () => {
  fake = await startFakeDingtalk(PATIENT);
  fake.faults.request = () => ({ status: 503 });
  bot = await dingtalkBot(fake.env(['stream']), { database, clock, times: { stream: { backoffMs: [20] } } });
  await fake.until(() => (fake.counters.requests[OPEN] ?? 0) >= 3);
  await bot.close();
  expect(status()).toMatchObject({ ready: false, connection: 'stopped' });
  const opens = fake.counters.requests[OPEN] ?? 0;
  await elapse(0);
  expect([fake.counters.requests[OPEN], fake.connections()]).toEqual([opens + 4, 1]);
});

test.each(['stall', 'hang'] as const)(
  'stopped in the middle of opening (%s): no connection comes to life',
  async (fault) => {
    fake = await startFakeDingtalk(PATIENT);
    if (fault === 'stall') fake.faults.request = () => 'stall';
    else fake.faults.handshake = () => 'hang';
    bot = await dingtalkBot(fake.env(['stream']), { database, clock });
    await fake.until(() => (fake.counters.requests[OPEN] ?? 0) >= 1);
    await bot.close();
    await elapse(0);
    expect([fake.counters.connections, fake.connections()]).toEqual([4, 1]);
  },
);

test('a line that breaks comes back by itself', async () => {
  await begin();
  await fake.whenSubscribed();
  for (let times = 1; times <= 3; times++) {
    fake.cut();
    await fake.until(() => fake.counters.connections === times + 1);
    await fake.whenSubscribed();
  }
  expect([fake.counters.opens, fake.connections()]).toEqual([4, 1]);
});

test('the platform retires a line while messages flow: the new one is open before, and none is lost', async () => {
  await begin();
  await fake.whenSubscribed();
  const said: ReturnType<FakeDingtalk['say']>[] = [];
  for (let index = 0; index < 60; index++) {
    said.push(fake.say({ from: `person${index % 6}`, text: `/查 ${1000 + index}` }));
    if (index === 20) fake.disconnect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const outcomes = await Promise.all(said);
  await fake.until(() => fake.counters.connections === 2);
  // What was sent into the silence comes again.
  if (outcomes.some(({ outcome }) => outcome !== 'acknowledged')) clock.advance(60_000);
  await fake.until(() => fake.sent.length === 60, 60_000);
  expect(await database.prisma.inbound.count()).toBe(60);
  await fake.until(() => fake.connections() === 1);
  expect([fake.counters.opens, fake.counters.disconnects]).toEqual([2, 1]);
  expect(fake.violations).toEqual([]);
}, 90_000);

test('a line that is retired again and again is replaced ever more slowly', async () => {
  await begin({}, { times: { stream: { backoffMs: [30, 60, 120] } } });
  await fake.whenSubscribed();
  const began = performance.now();
  for (let times = 1; times <= 4; times++) {
    fake.disconnect();
    await fake.until(() => fake.counters.connections === times + 1);
  }
  expect(performance.now() - began).toBeGreaterThan((30 + 60 + 120) / 2);
  expect(fake.counters.opens).toBe(5);
});

test('the same push three times, and once more after a restart: one record, one reply', async () => {
  await begin();
  await fake.whenSubscribed();
  fake.faults.duplicates = 2;
  const said = await fake.say({ from: 'lijie', text: '/截止', msgid: 'msgTWICE==' });
  await said.reply();
  await fake.until(() => fake.counters.acks.length === 3);
  await bot.crash();
  fake.faults.duplicates = 0;
  bot = await dingtalkBot(fake.env(['stream']), { database, clock });
  await fake.until(() => fake.counters.connections === 2);
  await fake.whenSubscribed();
  expect((await fake.say({ from: 'lijie', text: '/截止', msgid: 'msgTWICE==' })).outcome).toBe('acknowledged');
  await bot.bot.work();
  expect([await database.prisma.inbound.count(), fake.sent.length]).toEqual([1, 1]);
});

test('two processes share the messages; each is handled once', async () => {
  await begin();
  const second = await dingtalkBot(fake.env(['stream']), { database, clock });
  await fake.until(() => fake.connections() === 2);
  const asked = Array.from({ length: 30 }, (_, index) =>
    fake.say({ from: `person${index}`, text: `/查 ${index + 1}` }),
  );
  await Promise.all(asked);
  await fake.until(() => fake.sent.length === 30, 60_000);
  await Promise.all([bot.bot.work(), second.bot.work()]);
  expect([await database.prisma.inbound.count(), fake.sent.length]).toEqual([30, 30]);
  await second.close();
}, 90_000);

test('two hundred messages at once are acknowledged inside a second, answered, and in order for each person', async () => {
  await begin({ limits: { sessionPerMinute: 10_000 }, timings: { ackMs: 60_000, waitMs: 90_000 } });
  const slowness = await pace();
  await fake.whenSubscribed();
  const people = Array.from({ length: 20 }, (_, index) => `person${index}`);
  for (const userid of people) await known(database, 'dingtalk', userid, 'coordinator', { unit: 'yaodu' });
  const asked = Array.from({ length: 200 }, (_, index) => ({
    from: people[index % 20] as string,
    text: `/查 ${1000 + index}`,
  }));
  const outcomes = await Promise.all(asked.map((one) => fake.say(one)));
  expect(outcomes.filter(({ outcome }) => outcome !== 'acknowledged')).toEqual([]);
  const slowest = Math.max(...fake.counters.acks.map(({ latencyMs }) => latencyMs));
  console.log(`200 messages: the slowest acknowledged after ${Math.round(slowest)} ms`);
  expect(slowest).toBeLessThan(1000 * Math.max(slowness, await pace()));
  await fake.until(() => fake.sent.length === 200, 90_000);
  for (const userid of people)
    expect(fake.textsIn(userid).map((text) => /1\d\d\d/.exec(text)?.[0])).toEqual(
      asked.filter(({ from }) => from === userid).map(({ text }) => text.slice(3)),
    );
  expect(fake.violations).toEqual([]);
}, 120_000);

test('nothing of the app stands in the log or on the console', async () => {
  const lines: string[] = [];
  const { pino } = await import('pino');
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const { info, warn, error } = console;
  console.info = console.warn = console.error = (...said: unknown[]) => void lines.push(said.join(' '));
  try {
    fake = await startFakeDingtalk(PATIENT);
    fake.faults.handshake = (nth) => (nth === 1 ? 403 : undefined);
    bot = await dingtalkBot(fake.env(['stream']), { database, clock, log });
    await fake.whenSubscribed();
    await answered(await fake.say({ from: 'lijie', text: '帮助 秘密的话' }));
    await bot.dingtalk.stop();
  } finally {
    Object.assign(console, { info, warn, error });
  }
  const all = lines.join('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const secret of [fake.app.clientSecret, 'ticket', 'session=', '秘密', 'connect success', 'ERROR'])
    expect(all).not.toContain(secret);
});
