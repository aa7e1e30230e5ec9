import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, type FakeWecomOptions, startFakeWecom } from '../../fakes/wecom/index.ts';
import type { Lease } from '../../src/application/ports.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { pace } from '../support/pace.ts';
import { known, type WecomBot, type WecomOptions, wecomBot } from '../support/wecom.ts';

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

async function begin(
  options: FakeWecomOptions = {},
  more: Partial<WecomOptions> = {},
  env: Record<string, string> = {},
  modes: ('ws' | 'url' | 'app' | 'webhook')[] = ['ws'],
) {
  fake = await startFakeWecom({ clock, bot: { name: '报送 助手' }, ...options });
  bot = await wecomBot({ ...fake.env(modes), ...env }, { database, clock, ...more });
}

const seen = () => fake.sent.map(({ via, text }) => `${via}: ${text.split('\n')[0]}`);

/** Resolves when the bot has stored so many messages. */
function whenAccepted({ bot: receiver }: WecomBot, count: number): Promise<void> {
  const acceptAll = receiver.acceptAll.bind(receiver);
  let accepted = 0;
  return new Promise((resolve) => {
    receiver.acceptAll = async (messages) => {
      const done = await acceptAll(messages);
      accepted += done.length;
      if (accepted === count) resolve();
      return done;
    };
  });
}

test('a question in a direct chat and one in a group are answered where they were asked', async () => {
  await begin();
  await fake.whenSubscribed();
  expect((await (await fake.say({ from: 'lijie', text: '/截止' })).reply()).text).toContain('9月15日');
  const said = await fake.say({ from: 'lijie', chatid: 'wrGROUP', text: '/截止' });
  const reply = await said.reply();
  expect([reply.via, reply.chat, reply.stream?.finished]).toEqual(['ws-reply', { kind: 'group', id: 'wrGROUP' }, true]);
  expect(fake.violations).toEqual([]);
});

test('what cannot be stored at all is said to the sender, and a pause of the database costs nothing', async () => {
  await begin({}, { times: { storeAgainMs: [5, 10] } });
  await fake.whenSubscribed();
  const acceptAll = bot.bot.acceptAll.bind(bot.bot);
  let broken = 2;
  bot.bot.acceptAll = async (messages) => {
    if (broken-- > 0) throw new Error('database away');
    return acceptAll(messages);
  };
  expect((await (await fake.say({ from: 'lijie', text: '/截止' })).reply()).text).toContain('9月15日');
  broken = 3;
  const said = await fake.say({ from: 'lijie', text: '/截止' });
  expect((await said.reply()).text).toContain('现在存不进去');
  expect([await database.prisma.inbound.count(), fake.violations]).toEqual([1, []]);
});

test('whoever enters is welcomed within the five seconds', async () => {
  await begin();
  await fake.whenSubscribed();
  const said = await fake.say({ from: 'lijie', event: { eventtype: 'enter_chat' } });
  expect((await said.reply()).text).toContain('我是报送助手');
  expect(await database.prisma.inbound.count()).toBe(0);
  expect(fake.violations).toEqual([]);
});

test('a click on a card is its words, and is answered by a post', async () => {
  await begin();
  await fake.whenSubscribed();
  await fake.say({ from: 'lijie', text: '/截止' });
  const card = { card_type: 'button_interaction', event_key: '/阶段', task_id: 't1' };
  await fake.say({ from: 'lijie', event: { eventtype: 'template_card_event', template_card_event: card } });
  await fake.waitFor(({ via, text }) => via === 'ws-push' && text.includes('阶段'));
  expect(fake.violations).toEqual([]);
});

test('kinds that cannot be read get a sentence, unknown events nothing', async () => {
  await begin();
  await fake.whenSubscribed();
  const place = await fake.say({ from: 'lijie', other: { msgtype: 'location', location: { name: '临汾' } } });
  expect((await place.reply()).text).toContain('读不了');
  const mute = await fake.say({ from: 'lijie', voice: '' });
  expect((await mute.reply()).text).toContain('读不了');
  const voice = await fake.say({ from: 'lijie', voice: '截止' });
  expect((await voice.reply()).text).toContain('9月15日');
  await fake.say({ from: 'lijie', event: { eventtype: 'auth_change_event' } });
  await fake.say({ from: 'lijie', event: { eventtype: 'feedback_event', feedback_event: { type: 2 } } });
  expect(await database.prisma.inbound.count()).toBe(3);
  expect(fake.violations).toEqual([]);
});

test('a dead req_id, an ended stream and a lost subscription are all got round', async () => {
  await begin();
  await fake.whenSubscribed();
  for (const errcode of [846605, 846608]) {
    fake.faults.frame = ({ cmd }) => (cmd === 'aibot_respond_msg' ? { errcode } : undefined);
    const count = fake.sent.length;
    await fake.say({ from: 'lijie', text: '/截止' });
    await fake.until(() => fake.sent.length > count);
    expect(fake.sent.at(-1)?.via).toBe('ws-push');
  }
  fake.faults.frame = undefined;
  const said = await fake.say({ from: 'lijie', text: '/截止' });
  await said.reply();
  fake.faults.frame = ({ cmd, nth }) => (cmd === 'aibot_respond_msg' && nth === 4 ? { errcode: 846609 } : undefined);
  const again = await fake.say({ from: 'lijie', text: '/截止' });
  expect((await again.reply()).via).toBe('ws-reply');
  expect(fake.counters.subscribes).toBe(2);
  expect(fake.violations).toEqual([]);
});

test.each([
  ['sent', undefined],
  ['refused', { errcode: 40058 }],
  ['unknown', 'silent'],
  ['unknown', 'cut'],
] as const)('an answer is %s when the platform says %j', async (state, fault) => {
  await begin();
  await known(database, 'boss', 'staff', { direct: false });
  await fake.whenSubscribed();
  fake.faults.frame = ({ cmd }) => (cmd === 'aibot_respond_msg' ? fault : undefined);
  await fake.say({ from: 'lijie', text: '/截止' });
  const settled = () => database.prisma.outbound.findFirst({ where: { state: { notIn: ['waiting', 'working'] } } });
  let row = await settled();
  while (!row) row = await settled();
  expect(row.state).toBe(state);
});

test('several answers to one message: the first on its req_id, the others as posts', async () => {
  await begin();
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu' });
  await fake.whenSubscribed();
  await fake.say({ from: 'lijie', chatid: 'wrGROUP', text: '/我是谁 13812345678' });
  await fake.until(() => fake.sent.length === 2);
  expect(fake.sent.map(({ via }) => via)).toEqual(['ws-reply', 'ws-push']);
  expect(fake.textsIn('wrGROUP')[1]).toContain('手机号');
});

test('bad credentials end it with words, whatever else goes on', async () => {
  await begin({}, {}, { WECOM_BOT_SECRET: 'wrong' });
  await fake.until(() => bot.stopped.length > 0);
  expect(bot.stopped).toEqual([40001]);
  expect(bot.wecom.channel.status()).toMatchObject({ ready: false, connection: 'stopped' });
  expect(fake.counters.opens).toBe(1);
});

test('another refusal is tried again', async () => {
  fake = await startFakeWecom({ clock });
  fake.faults.frame = ({ cmd, nth }) => (cmd === 'aibot_subscribe' && nth < 3 ? { errcode: 45009 } : undefined);
  bot = await wecomBot(fake.env(['ws']), { database, clock });
  await fake.whenSubscribed();
  expect(fake.counters.subscribes).toBe(1);
});

test('kicked by another process: no war, one attempt after the pause', async () => {
  await begin();
  await fake.whenSubscribed();
  await fake.kick();
  await fake.until(() => bot.wecom.channel.status().connection === 'kicked');
  expect([bot.wecom.channel.status().ready, fake.counters.opens]).toEqual([false, 1]);
  await fake.whenSubscribed();
  expect(fake.counters.opens).toBe(2);
});

test('while another process has the bot, what was asked is answered once by its response_url; the rest waits for the line', async () => {
  await begin({}, { times: { connection: { kickedMs: [60_000] } } });
  await fake.whenSubscribed();
  await (await fake.say({ from: 'lijie', chatid: 'wrGROUP', text: '/截止' })).reply();
  const { message } = await database.prisma.inbound.findFirstOrThrow();
  const { replyContext } = message as { replyContext: object };
  await fake.kick();
  await fake.until(() => bot.wecom.channel.status().connection === 'kicked');
  const say = (text: string, more = {}) => {
    const post = { text, files: [], mentions: [], ...more };
    return bot.wecom.channel.send({ kind: 'group', id: 'wrGROUP' }, post, `out-${text}`, replyContext);
  };
  const waits = { state: 'later', afterMs: 5_000, reason: 'offline', queued: true };
  // One call takes neither a file nor a text in pieces.
  expect(await say('附表', { files: [{ name: '表.pdf', sha256: 'x' }] })).toEqual(waits);
  expect(await say('长'.repeat(8_000))).toEqual(waits);
  expect(await say('还差 3 个')).toEqual({ state: 'sent' });
  expect(await say('再说一句')).toEqual(waits);
  clock.advance(61 * 60_000);
  expect(await say('太晚')).toEqual(waits);
  expect(fake.sent.slice(1).map(({ via, chat, text }) => [via, chat.id, text])).toEqual([
    ['response-url', 'wrGROUP', '还差 3 个'],
  ]);
  expect(fake.refusals.map(({ where }) => where)).toEqual(['response_url']);
});

test('a ping of the platform gets its pong, and is no message', async () => {
  await begin();
  await fake.whenSubscribed();
  fake.ping();
  await fake.until(() => fake.counters.pongs === 1);
  expect([await database.prisma.inbound.count(), fake.violations]).toEqual([0, []]);
});

test('a line on which nothing comes back is given up', async () => {
  await begin({}, { times: { connection: { pingMs: 15, ackMs: 10 } } });
  await fake.whenSubscribed();
  fake.faults.deaf = true;
  await fake.until(() => fake.counters.opens > 1);
  fake.faults.deaf = false;
  await fake.whenSubscribed();
});

test('only the process that holds the lease opens the line, and it lets go with the lease', async () => {
  const heeders: ((held: boolean) => void)[] = [];
  let held = false;
  const lease: Lease = {
    name: 'wecom',
    held: () => held,
    holder: async () => undefined,
    watch: (heed) => void heeders.push(heed),
  };
  const turn = (now: boolean) => {
    held = now;
    for (const heed of heeders) heed(now);
  };
  await begin({}, { lease });
  expect(bot.wecom.channel.status()).toMatchObject({ ready: true, connection: 'standby' });
  expect(fake.counters.opens).toBe(0);
  turn(true);
  await fake.whenSubscribed();
  turn(false);
  await fake.until(() => !fake.subscribed());
  expect(bot.wecom.channel.status().connection).toBe('standby');
});

test('the same message three times is one record and one reply', async () => {
  await begin();
  await fake.whenSubscribed();
  fake.faults.duplicates = 2;
  const said = await fake.say({ from: 'lijie', text: '/截止' });
  await said.reply();
  await bot.bot.work();
  expect([await database.prisma.inbound.count(), seen().length]).toEqual([1, 1]);
});

test('two hundred messages at once are stored inside a second, answered, and in order for each person', async () => {
  await begin({ limits: { botPerMinute: 10_000 } });
  await fake.whenSubscribed();
  const people = Array.from({ length: 20 }, (_, index) => `person${index}`);
  for (const userid of people) await known(database, userid, 'coordinator', { unit: 'yaodu' });
  const asked = Array.from({ length: 200 }, (_, index) => ({
    from: people[index % 20] as string,
    text: `/查 ${1000 + index}`,
  }));
  const stored = whenAccepted(bot, 200);
  const slowness = await pace();
  const began = performance.now();
  await Promise.all(asked.map((one) => fake.say(one)));
  await stored;
  const took = performance.now() - began;
  const second = 1000 * Math.max(slowness, await pace());
  await fake.until(() => fake.sent.length === 200, 250_000);
  const order = await database.prisma.inbound.findMany({ orderBy: { id: 'asc' } });
  expect(
    order.filter(({ senderId }) => senderId === 'person3').map(({ message }) => (message as { text: string }).text),
  ).toEqual(asked.filter(({ from }) => from === 'person3').map(({ text }) => text));
  for (const userid of people)
    expect(fake.textsIn(userid).map((text) => /1\d\d\d/.exec(text)?.[0])).toEqual(
      asked.filter(({ from }) => from === userid).map(({ text }) => text.slice(3)),
    );
  console.log(`200 messages stored after ${Math.round(took)} ms of ${Math.round(second)}`);
  expect(took).toBeLessThan(second);
  expect(fake.violations).toEqual([]);
}, 300_000);
