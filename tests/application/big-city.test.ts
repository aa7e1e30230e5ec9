import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNEL, GROUP } from '../../src/adapters/practice/people.ts';
import type { Post } from '../../src/application/message.ts';
import { groupPost } from '../../src/application/reminding/group-reminder.ts';
import { postDue } from '../../src/application/reminding/reminders.ts';
import { dueNow, nextReminder } from '../../src/application/reminding/schedule.ts';
import { cityProgress, enlarge, fillCoordinators, fillEntries } from '../support/big-city.ts';
import { botOn } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { effortOf } from '../support/effort.ts';

// `npm run bench` is the whole of it: a real server and a million entries.
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

/** What the machine had to do, however much else it has to do: the embedded database runs in this process. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('three thousand units are counted right, and at once', { timeout: 60_000 }, async () => {
  const { office } = await botOn(database);
  enlarge(office, 3_000);
  // 8 entries of each unit, one in each category; 14,400 of 24,000 counted as 18 of 20 states go.
  await fillEntries(office, 24_000);
  expect(await cityProgress(office)).toMatchInlineSnapshot(`
    "全市完成 40%（21600/54000）：报全 0 家，没报全 2700 家，没报 300 家
    线下活动 2700/3000 已采用450
    微视频 2700/3000 已采用450
    专题活动 2700/3000 已采用450
    摄影 2700/30000 已采用450
    优秀平台 2700/3000 已采用450
    诵读 2700/6000 已采用450
    歌曲 2700/3000 已采用450
    微课 2700/3000 已采用450
    微电影 0
    宣传员 0/50
    情况报告 0
    单位较多，没有逐个列出：看某一家发 /进度 单位，看名单发 /未报
    口径：已收（含已采用）；完成数按各单位各类不超过任务数计；2020-09-10 15:00"
  `);
  expect(await effortOf(() => cityProgress(office), 100)).toBeLessThan(100);
});

test('a reminder to three thousand units is planned within a second; each coordinator is written to once', {
  timeout: 180_000,
}, async () => {
  await database.reset();
  const { office, bot, moveTo, prisma } = await botOn(database);
  enlarge(office, 3_000);
  await fillEntries(office, 24_000);
  await fillCoordinators(office);
  await bot.tick();
  const planned = await prisma.$transaction((tx) => nextReminder({ ...office, tx, now: office.clock.now() }));
  if (!planned) throw new Error('nothing planned');
  const to = { channel: CHANNEL, chat: { kind: 'group' as const, id: GROUP } };
  const post = () =>
    prisma.$transaction(
      async (tx) => {
        const context = { ...office, tx, now: office.clock.now() };
        await dueNow(context);
        await groupPost(context, planned, to);
      },
      { timeout: 60_000 },
    );
  const best = await effortOf(post, 1000);
  await moveTo('2020-09-11T10:00:00+08:00');
  const all = await processorTime(() => postDue(office));
  console.log(`group post for 3,000 units: ${Math.round(best)} ms; with 3,000 direct ones: ${Math.round(all)} ms`);
  expect(best).toBeLessThan(1000);
  const waiting = await prisma.outbound.findMany({ where: { state: 'waiting' }, orderBy: { id: 'asc' } });
  expect(waiting[0]?.chatId).toBe(GROUP);
  expect(waiting[0]?.post).toMatchObject({
    text: expect.stringMatching(/还有：基层0006、.+ 等，另有 2675 家（各差什么发 \/未报 看）/),
  });
  // Behind it the table, of no more units than a phone shows.
  const table = waiting[1]?.post as unknown as Post | undefined;
  expect([waiting[1]?.chatId, table?.picture?.rows.length]).toEqual([GROUP, 61]);
  const direct = waiting.slice(2).map(({ chatId }) => chatId);
  expect(direct).toHaveLength(3000);
  expect(new Set(direct).size).toBe(3000);
  expect(await prisma.directReminder.count()).toBe(3000);
});
