import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FakeChannel } from '../../fakes/channel.ts';
import type { Delivery } from '../../src/application/ports.ts';
import { Prisma } from '../../src/generated/prisma/client.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

// A reminder is due on 2020-09-11 at 09:08; the line is down then, or the platform wants it later.
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

const DOWN: Delivery = { state: 'later', afterMs: 60_000, reason: 'line down', queued: true };

async function begin(only: 'group' | 'direct') {
  const channel = new FakeChannel('practice');
  const office = await botOn(database, channel);
  const campaign = structuredClone(office.office.campaign);
  office.office.campaign = campaign;
  if (only === 'direct') {
    campaign.reminders.beforeDays = [];
    campaign.reminders.onTheDay = false;
  } else delete campaign.reminders.direct;
  await office.bot.tick();
  let down = true;
  channel.answer = () => (down ? DOWN : undefined);
  const at = async (time: string, day = '2020-09-11') => {
    await office.moveTo(`${day}T${time}:00+08:00`);
    await database.prisma.outbound.updateMany({ where: { state: 'waiting' }, data: { nextAt: new Date(0) } });
    await office.bot.tick();
  };
  return {
    ...office,
    at,
    up: () => {
      down = false;
    },
    goDown: () => {
      down = true;
    },
    report: async (unit: string) => {
      await office.bot.accept(message(`${unit}-1`, '/零报 歌曲 原因:没有'));
      await office.bot.work();
    },
    rows: async () =>
      (
        await database.prisma.outbound.findMany({
          where: { recipe: { not: Prisma.DbNull }, post: { path: ['text'], not: '' } },
        })
      ).map(({ state, reason, trouble }) => [state, reason, trouble]),
  };
}

test('a list that had to wait is made anew when it goes out', async () => {
  const { at, up, channel } = await begin('group');
  await at('09:10');
  expect(channel.sent).toEqual([]);
  await database.prisma.zeroReport.createMany({
    data: ['event', 'micro_video', 'thematic', 'photo', 'platform', 'recitation', 'song', 'micro_course', 'report'].map(
      (categoryId) => ({
        campaign: 'linfen-2020',
        unitId: 'daning',
        categoryId,
        reason: '',
        byPerson: 1,
        at: new Date(),
      }),
    ),
  });
  up();
  await at('10:40');
  const [post] = channel.sent.filter(({ chat }) => chat === 'group');
  expect(post?.text).toContain('请下面 19 家在 2020-09-15 前报齐，还差：');
  expect(post?.text).not.toContain('大宁县');
  expect(post?.text).toContain('2020-09-11 10:40');
  expect(post?.mentions).not.toContain('daning-1');
  expect(channel.attempts.at(0)?.text).toContain('大宁县');
  expect(channel.attempts.at(0)?.mentions).toContain('daning-1');
});

test('a line that comes back in the noon break keeps still until its end', async () => {
  const { at, up, channel, rows } = await begin('group');
  await at('09:10');
  up();
  await at('12:30');
  expect(channel.sent).toEqual([]);
  expect(await rows()).toEqual([['waiting', 'quiet hour', null]]);
  const [row] = await database.prisma.$queryRaw<{ minutes: number }[]>`
    SELECT round(extract(epoch FROM next_at - now()) / 60)::int AS minutes FROM outbound WHERE post ->> 'text' <> ''`;
  expect(row?.minutes).toBe(120);
  await at('14:30');
  expect(channel.sent.map(({ chat }) => chat)).toEqual(['group']);
});

test.each([
  ['in the evening', '20:30', '2020-09-11'],
  ['the next day', '10:00', '2020-09-12'],
])('a line that comes back %s: not posted any more, recorded as missed, staff are told once', async (_, time, day) => {
  const { at, up, channel, rows } = await begin('group');
  await at('09:10');
  up();
  await at(time, day);
  await at('23:00', day);
  expect(channel.textsIn('group')).toEqual([]);
  expect(await rows()).toEqual([['dropped', 'missed', 'told']]);
  expect(await database.prisma.reminder.findMany({ where: { key: '2020-09-11' } })).toMatchObject([
    { state: 'missed' },
  ]);
  expect(channel.textsIn('staff-1')).toEqual([
    expect.stringMatching(
      /^有一条提醒一直发不出去（群），过了当天合适的时间就没有再发，请人工转告（.+）：\n“【报送提醒】离报送截止（2020-09-15）还有 4 天”$/,
    ),
  ]);
});

test('a coordinator who has finished while the reminder waited is left in peace; a pause holds what waits', async () => {
  const { at, up, bot, channel, office } = await begin('direct');
  await at('09:10');
  expect(channel.attempts).toHaveLength(20);
  const all = [...office.campaign.table.columns, 'report'].map((categoryId) => ({
    campaign: 'linfen-2020',
    unitId: 'daning',
    categoryId,
    reason: '',
    byPerson: 1,
    at: new Date(),
  }));
  await database.prisma.zeroReport.createMany({ data: all });
  await database.prisma.membership.updateMany({ where: { unitId: 'yonghe' }, data: { until: new Date() } });
  up();
  await at('09:40');
  expect(channel.sent).toHaveLength(18);
  expect(channel.sent.map(({ chat }) => chat)).not.toContain('daning-1');
  expect(channel.sent.map(({ chat }) => chat)).not.toContain('yonghe-1');
  expect(await database.prisma.outbound.groupBy({ by: ['state', 'reason', 'trouble'], _count: true })).toEqual(
    expect.arrayContaining([
      { state: 'sent', reason: null, trouble: null, _count: 18 },
      { state: 'dropped', reason: 'needless', trouble: null, _count: 2 },
    ]),
  );
  await bot.idle();
});

test('what staff paused or closed in the meantime is not posted', async () => {
  const { at, up, channel, rows } = await begin('group');
  await at('09:10');
  await database.prisma.setting.create({ data: { key: 'reminders-paused/linfen-2020', value: true } });
  up();
  await at('09:40');
  expect(channel.sent).toEqual([]);
  expect(await rows()).toEqual([['dropped', 'needless', null]]);
});

test('a text of which a part is in the chat goes on as it was', async () => {
  const { at, channel } = await begin('group');
  let asked = 0;
  channel.answer = () => (++asked === 1 ? { ...DOWN, begun: true } : undefined);
  await at('09:10');
  await at('10:40');
  expect(channel.attempts).toHaveLength(2);
  expect(channel.attempts[1]).toEqual(channel.attempts[0]);
});

test('a nudge that waits is made anew, too, and does not come in the night', async () => {
  const { at, bot, channel, goDown, up } = await begin('direct');
  up();
  await at('08:30');
  await bot.accept(message('staff-1', '/催报 大宁 歌曲'));
  await bot.accept(message('staff-1', '确认'));
  channel.answer = ({ chat }) => (chat === 'daning-1' ? DOWN : undefined);
  await bot.work();
  goDown();
  channel.answer = () => undefined;
  await at('21:00');
  expect(channel.textsIn('daning-1').filter((text) => text.startsWith('大宁县'))).toEqual([]);
  expect(channel.textsIn('staff-1').at(-1)).toContain('有一条提醒一直发不出去（单聊）');
});

test('several groups, each as its channel can: mentions where they ring, names where they do not', async () => {
  const { at, up, channel, office } = await begin('group');
  const quiet = new FakeChannel('quiet');
  quiet.reaches = () => ({ posts: true, mentions: false });
  office.channels.set('quiet', quiet);
  const boundAt = new Date('2020-09-01T00:00:00Z');
  await database.prisma.group.createMany({
    data: [
      { channel: 'practice', chatId: 'second', boundAt },
      { channel: 'quiet', chatId: 'third', boundAt },
      { channel: 'off', chatId: 'fourth', boundAt },
    ],
  });
  up();
  await at('09:10');
  expect(channel.sent.filter(({ chat }) => chat === 'group').map(({ mentions }) => mentions.length)).toEqual([20, 20]);
  expect(quiet.sent.map(({ mentions }) => mentions)).toEqual([[]]);
  const names = /请留意：(.*)/.exec(quiet.sent[0]?.text ?? '')?.[1]?.split('、') ?? [];
  expect([names.length, names[0], names[11]]).toEqual([
    12,
    expect.stringMatching(/^.+（尧都区）$/),
    expect.stringMatching(/^.+（汾西县）等，另有 8 个$/),
  ]);
  expect(channel.sent[0]?.text).not.toContain('请留意');
  // The group of a channel that is off is told of.
  expect(channel.textsIn('staff-1').join()).toContain('有一条消息没发出去（群）');
});
