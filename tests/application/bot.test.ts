import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { FakeChannel } from '../../fakes/channel.ts';
import { countWork } from '../../src/adapters/work-metrics.ts';
import type { Delivery } from '../../src/application/ports.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

const UNITS = ['yaodu', 'huozhou', 'houma', 'hongtong', 'xiangfen', 'quwo', 'yicheng', 'puxian', 'guxian', 'anze'];
const states = async () =>
  (await database.prisma.inbound.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);

test('a message that the platform delivers again is handled once', async () => {
  const { bot, channel } = await botOn(database);
  const link = 'https://example.cn/1';
  const said = message('yaodu-1', `/报送 专题活动 《夜校》 链接:${link}`, { id: 'same' });
  const accepted = await Promise.all([bot.accept(said), bot.accept(said), bot.accept(said)]);
  expect(accepted.sort()).toEqual(['duplicate', 'duplicate', 'stored']);
  await bot.work();
  expect(await bot.accept(said)).toBe('duplicate');
  await bot.work();
  expect(channel.sent.map(({ text }) => text.split('\n')[0])).toEqual(['已收 #1 《夜校》']);
  expect(await database.prisma.submission.count()).toBe(1);
});

test('fifty messages of ten people at once: each is answered once, and in order for each person', async () => {
  const { bot, channel } = await botOn(database);
  const rounds = [1, 2, 3, 4, 5];
  const all = rounds.flatMap((round) =>
    UNITS.map((unit) => message(`${unit}-1`, `/零报 歌曲 原因:第${round}次说的理由`)),
  );
  await Promise.all(all.map((one) => bot.accept(one).then(() => bot.work())));
  for (const unit of UNITS)
    expect(channel.textsIn(`${unit}-1`).map((text) => /第\d次/.exec(text)?.[0])).toEqual(
      (await database.prisma.inbound.findMany({ where: { senderId: `${unit}-1` }, orderBy: { id: 'asc' } })).map(
        ({ message: stored }) => /第\d次/.exec((stored as { text: string }).text)?.[0],
      ),
    );
  expect(channel.sent).toHaveLength(50);
  expect(new Set(await states())).toEqual(new Set(['handled']));
});

test('what cannot be handled is said after three attempts, and holds nobody up', async () => {
  const { office, bot, channel } = await botOn(database);
  const { say } = office;
  let faults = 0;
  office.say = (id, ...facts) => {
    if (id === 'zero.noted') {
      faults++;
      throw new Error('broken');
    }
    return say(id, ...facts);
  };
  await bot.accept(message('yaodu-1', '/零报 歌曲 原因:没有'));
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.accept(message('huozhou-1', '/截止'));
  await bot.work();
  expect(faults).toBe(3);
  expect(await states()).toEqual(['failed', 'handled', 'handled']);
  expect(channel.textsIn('yaodu-1')[0]).toBe(
    '抱歉，系统出了点问题，这条消息没有处理，也没有计数。请稍后再发一次；还不行请把“消息 1”告诉市总工作人员。',
  );
  expect([channel.textsIn('yaodu-1').length, channel.textsIn('huozhou-1').length]).toEqual([2, 1]);
  expect(await database.prisma.zeroReport.count()).toBe(0);
});

test('a message over which the process died again and again is given up', async () => {
  const { bot, channel } = await botOn(database);
  await bot.accept(message('yaodu-1', '/零报 歌曲 原因:没有'));
  await database.prisma.inbound.updateMany({ data: { state: 'working', attempts: 3 } });
  await bot.recover();
  await bot.work();
  expect(channel.sent.map(({ text }) => text.slice(0, 8))).toEqual(['抱歉，系统出了点']);
  expect(await database.prisma.zeroReport.count()).toBe(0);
});

test('a crash between the commit and the sending: sent once by the next process', async () => {
  const dead = new FakeChannel('practice');
  dead.answer = () => new Promise<Delivery>(() => {});
  const first = await botOn(database, dead);
  await first.bot.accept(message('yaodu-1', '/截止'));
  // It dies before it sends: the message is handled, its answer waits.
  void first.bot.work();
  await vi.waitUntil(() => dead.attempts.length === 1, { timeout: 30_000 });
  await database.prisma.outbound.updateMany({ data: { state: 'waiting', leaseUntil: null } });
  const { bot, channel } = await botOn(database);
  await bot.recover();
  await bot.tick();
  await bot.tick();
  expect(channel.attempts).toHaveLength(1);
  expect(channel.textsIn('yaodu-1')[0]).toContain('2020-09-15');
});

test('a crash while sending: a channel that knows repeats gets the post again under its key', async () => {
  const dead = new FakeChannel('practice', true);
  dead.answer = () => new Promise<Delivery>(() => {});
  const first = await botOn(database, dead);
  await first.bot.accept(message('yaodu-1', '/截止'));
  void first.bot.work();
  await vi.waitUntil(() => dead.attempts.length === 1, { timeout: 30_000 });
  const { bot, channel } = await botOn(database, new FakeChannel('practice', true));
  await bot.recover();
  await bot.tick();
  expect(channel.attempts).toEqual(dead.attempts);
});

test('a crash while sending: for another channel the outcome is unknown; not repeated, staff learn of it', async () => {
  const dead = new FakeChannel('practice');
  dead.answer = () => new Promise<Delivery>(() => {});
  const first = await botOn(database, dead);
  await first.bot.accept(message('yaodu-1', '/截止', { group: true }));
  void first.bot.work();
  await vi.waitUntil(() => dead.attempts.length === 1, { timeout: 30_000 });
  const { bot, channel } = await botOn(database);
  await bot.recover();
  await bot.accept(message('huozhou-1', '/我是谁', { group: true }));
  await bot.tick();
  // A living process may still be sending it; what comes after waits.
  expect(channel.attempts).toEqual([]);
  await database.prisma
    .$executeRaw`UPDATE outbound SET lease_until = now() - interval '1 second' WHERE state = 'working'`;
  await bot.tick();
  expect(channel.sent.map(({ chat }) => chat).sort()).toEqual(['admin-1', 'group', 'staff-1']);
  expect(channel.textsIn('staff-1')).toEqual([
    `有一条消息不知道发没发出去（平台没有回应），为免重复没有再发，请看一眼群里有没有：\n“${dead.attempts[0]?.text.split('\n')[0]}”`,
  ]);
});

test.each([
  ['unknown', { state: 'unknown', reason: 'timeout' }, '有一条消息不知道发没发出去'],
  ['refused', { state: 'refused', reason: 'not in chat' }, '有一条消息没发出去'],
] as const)('a post whose outcome is %s is not repeated, and staff learn of it', async (state, delivery, words) => {
  const { bot, channel } = await botOn(database);
  channel.answer = ({ chat }) => (chat === 'yaodu-1' ? delivery : undefined);
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.work();
  await bot.tick();
  expect(channel.attempts.map(({ chat }) => chat)).toEqual(['yaodu-1', 'staff-1', 'admin-1']);
  expect(channel.textsIn('admin-1')[0]).toContain(words);
  expect(await database.prisma.outbound.findFirst({ where: { chatId: 'yaodu-1' } })).toMatchObject({ state });
});

test('when nothing reaches staff either, that is the end of it', async () => {
  const { bot, channel } = await botOn(database);
  channel.answer = () => ({ state: 'refused', reason: 'off' });
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.work();
  await bot.tick();
  expect(channel.attempts).toHaveLength(3);
  // It stands where the person who runs the bot looks.
  expect((await countWork(database.prisma)).lost).toEqual({ untold: 0, kept: 2 });
});

test('a post that the channel wants later holds its chat up, not others, and goes out in order', async () => {
  const { bot, channel } = await botOn(database);
  let open = false;
  channel.answer = ({ chat }) =>
    chat === 'yaodu-1' && !open ? { state: 'later', afterMs: 3_600_000, reason: 'rate' } : undefined;
  for (const text of ['/截止', '/我是谁', '/阶段']) await bot.accept(message('yaodu-1', text));
  await bot.accept(message('huozhou-1', '/截止'));
  await bot.work();
  expect(channel.sent.map(({ chat }) => chat)).toEqual(['huozhou-1']);
  expect(channel.attempts.filter(({ chat }) => chat === 'yaodu-1')).toHaveLength(1);
  open = true;
  await database.prisma.outbound.updateMany({ data: { nextAt: new Date(0) } });
  await bot.tick();
  const keys = channel.sent.filter(({ chat }) => chat === 'yaodu-1').map(({ key }) => Number(key.slice(4)));
  expect(keys).toHaveLength(3);
  expect(keys).toEqual([...keys].sort((a, b) => a - b));
});

test('a channel that wants a moment gets it without being asked by the clock', async () => {
  const { bot, channel } = await botOn(database);
  let refusals = 2;
  channel.answer = () => (refusals-- > 0 ? { state: 'later', afterMs: 1, reason: 'rate', queued: true } : undefined);
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.work();
  await vi.waitUntil(() => channel.sent.length === 1, { timeout: 10_000 });
  expect(channel.attempts).toHaveLength(3);
  await bot.idle();
});

test('a post that the platform turns down again and again waits longer each time, and is then given up', async () => {
  const { bot, channel } = await botOn(database);
  channel.answer = ({ chat }) =>
    chat === 'yaodu-1' ? { state: 'later', afterMs: 1, reason: 'system busy' } : undefined;
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.work();
  const waits: number[] = [];
  for (let again = 1; again < 12; again++) {
    const [row] = await database.prisma.$queryRaw<{ attempts: number; reason: string; wait: number }[]>`
      SELECT attempts, reason, extract(epoch FROM next_at - now())::float8 AS wait FROM outbound WHERE state = 'waiting'`;
    expect(row).toMatchObject({ attempts: again, reason: 'system busy' });
    waits.push(row?.wait ?? 0);
    await database.prisma.outbound.updateMany({ data: { nextAt: new Date(0) } });
    await bot.goOn();
  }
  // Half of the pause is chance, so that what failed together does not come back together.
  for (const [index, wait] of waits.entries()) {
    const whole = Math.min(600, 2 ** (index + 1));
    expect(wait).toBeGreaterThan(whole / 2 - 1);
    expect(wait).toBeLessThanOrEqual(whole);
  }
  expect(channel.attempts.filter(({ chat }) => chat === 'yaodu-1')).toHaveLength(12);
  expect(channel.textsIn('staff-1')[0]).toContain('没发出去');
  expect(await database.prisma.outbound.findFirst({ where: { chatId: 'yaodu-1' } })).toMatchObject({
    state: 'refused',
    reason: 'system busy',
    attempts: 12,
    trouble: 'told',
  });
  await bot.idle();
});

test('a thousand posts that wait need one timer, and no process to remember them', async () => {
  const { bot, channel } = await botOn(database);
  const many = Array.from({ length: 1000 }, (_, index) => ({
    channel: 'practice',
    chatKind: 'direct',
    chatId: `somebody-${index}`,
    post: { text: 'hello', files: [], mentions: [] },
    createdAt: new Date(),
    nextAt: new Date(Date.now() + 3_600_000),
  }));
  await database.prisma.outbound.createMany({ data: many });
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await database.prisma
    .$executeRaw`UPDATE outbound SET next_at = now() + interval '30 seconds' WHERE chat_id = 'somebody-0'`;
  await bot.work();
  const long = timers.mock.calls.filter(([, ms]) => (ms ?? 0) > 20_000 && (ms ?? 0) <= 30_000);
  timers.mockRestore();
  // Set once, and once more for whoever took a last look meanwhile.
  expect([1, 2]).toContain(long.length);
  expect(channel.sent).toEqual([]);
  await bot.idle();
  const { bot: next, channel: after } = await botOn(database);
  await next.recover();
  await database.prisma
    .$executeRaw`UPDATE outbound SET next_at = now() + interval '40 milliseconds' WHERE chat_id = 'somebody-0'`;
  await next.goOn();
  await vi.waitUntil(() => after.sent.length === 1, { timeout: 10_000 });
  expect(after.sent.map(({ chat }) => chat)).toEqual(['somebody-0']);
  await next.idle();
});

test('many posts that get lost at once are told of in one message, once', async () => {
  const { bot, channel } = await botOn(database);
  channel.answer = ({ chat }) =>
    chat.endsWith('-1') && UNITS.includes(chat.slice(0, -2)) ? { state: 'unknown', reason: 'timeout' } : undefined;
  for (const unit of UNITS) await bot.accept(message(`${unit}-1`, '/截止'));
  await bot.work();
  await bot.tick();
  await bot.tick();
  const told = channel.textsIn('staff-1').join('\n');
  expect(told.match(/不知道发没发出去/g)?.length).toBeLessThanOrEqual(10);
  const more = [...told.matchAll(/另有 (\d+) 条/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  expect((told.match(/不知道发没发出去/g)?.length ?? 0) + more).toBe(10);
  expect(await database.prisma.outbound.count({ where: { trouble: 'told' } })).toBe(10);
});

test('while nobody of staff can be written to, what was lost is kept; the first who can be is told', async () => {
  const { bot, channel } = await botOn(database);
  await database.prisma.account.updateMany({
    where: { senderId: { in: ['staff-1', 'admin-1'] } },
    data: { directChatId: null },
  });
  channel.answer = ({ chat }) => (chat === 'yaodu-1' ? { state: 'refused', reason: 'left' } : undefined);
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.work();
  await bot.tick();
  expect(channel.attempts).toHaveLength(1);
  expect(await database.prisma.outbound.count({ where: { trouble: 'untold' } })).toBe(1);
  await bot.accept(message('staff-1', '/我是谁'));
  await bot.work();
  expect(channel.textsIn('staff-1')[1]).toContain('有一条消息没发出去（单聊），请人工转告（');
  expect(await database.prisma.outbound.count({ where: { trouble: 'untold' } })).toBe(0);
});
