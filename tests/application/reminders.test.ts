import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { PracticeClock } from '../../src/adapters/practice/clock.ts';
import { beijingDayAndTime } from '../../src/domain/time.ts';
import { type Practice, practice } from '../support/practice.ts';

// Due on 2020-09-11 09:09: three days before the deadline fall on a Saturday, so the Friday before.
// Days go by with dozens of posts each, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
  await office.bot.tick();
});
afterAll(() => office?.close());

/** The process is down until then, and a new one starts. */
async function downUntil(instant: string): Promise<void> {
  await (office.office.clock as PracticeClock).moveTo(new Date(`${instant}:00+08:00`));
  await office.restart();
  await office.bot.tick();
}

const groupPosts = async () =>
  (await office.platform.chat('group')).filter(({ from }) => from.bot).map(({ at }) => beijingDayAndTime(new Date(at)));

const decisions = async () =>
  (await office.prisma.reminder.findMany({ where: { NOT: { key: { contains: '/' } } }, orderBy: { key: 'asc' } })).map(
    ({ key, state }) => `${key} ${state}`,
  );

test.each([
  ['the same morning', '2020-09-11T10:30', ['2020-09-11 10:30'], ['2020-09-11 posted']],
  ['in the noon break: not before its end', '2020-09-11T12:40', ['2020-09-11 14:30'], ['2020-09-11 posted']],
  ['in the evening', '2020-09-11T20:30', [], ['2020-09-11 missed']],
  ['the day after', '2020-09-12T10:00', [], ['2020-09-11 missed']],
  ['on the day of the next one', '2020-09-14T10:00', ['2020-09-14 10:00'], ['2020-09-11 missed', '2020-09-14 posted']],
])('missed while down, up again %s', async (_, up, posts, decided) => {
  await downUntil(up);
  const evening = new Date(`${up.slice(0, 10)}T23:00:00+08:00`);
  await office.move(evening.toISOString());
  expect(await groupPosts()).toEqual(posts);
  expect(await decisions()).toEqual(decided);
});

test('two who look at the clock at once post once', async () => {
  await (office.office.clock as PracticeClock).moveTo(new Date('2020-09-11T10:00:00+08:00'));
  await Promise.all([office.bot.tick(), office.bot.tick(), office.bot.tick()]);
  expect(await groupPosts()).toEqual(['2020-09-11 10:00']);
});

test('an extension makes no reminder for a time before it was granted', async () => {
  await office.move('2020-09-18T21:00:00+08:00');
  const before = await groupPosts();
  // Seven days before the new deadline is this very day, its time of the morning has passed.
  expect((await office.say('staff-1', '/延期 全市 到 9月25日 山区停电')).join()).toContain('2020-09-25');
  await office.move('2020-09-21T23:00:00+08:00');
  expect(await groupPosts()).toEqual(before);
  await office.move('2020-09-22T23:00:00+08:00');
  expect(await groupPosts()).toEqual([...before, '2020-09-22 09:09']);
});

test('a reminder by hand and one by the rules on one day are one post', async () => {
  expect((await office.say('staff-1', '/提醒 新增 9月17日 08:30')).join()).toContain('已新增');
  expect((await office.say('staff-1', '/延期 全市 到 9月18日 山区停电')).join()).toContain('2020-09-18');
  await office.move('2020-09-16T23:00:00+08:00');
  const posted = await office.move('2020-09-17T23:00:00+08:00');
  const toGroup = posted.filter((text) => text.startsWith('[group]'));
  expect(toGroup.map((text) => text.split('\n').slice(0, 2))).toEqual([
    [
      '[group] 【报送提醒】离延期单位的报送截止（2020-09-18）还有 1 天',
      '请下面 20 家在 2020-09-18（延期）前报齐，还差：',
    ],
  ]);
  expect((await groupPosts()).at(-1)).toBe('2020-09-17 08:30');
});

test.each([
  ['paused', ['/提醒 暂停']],
  ['closed', ['/结束报送', '确认']],
])('while %s nothing is posted, and nothing is made up for', async (state, said) => {
  for (const text of said) await office.say('staff-1', text);
  await office.move('2020-09-11T11:00:00+08:00');
  await office.say('staff-1', state === 'paused' ? '/提醒 恢复' : '/恢复报送');
  await office.move('2020-09-14T08:00:00+08:00');
  expect(await groupPosts()).toEqual([]);
  expect(await decisions()).toEqual([`2020-09-11 ${state}`]);
  await office.move('2020-09-14T10:00:00+08:00');
  expect(await groupPosts()).toEqual(['2020-09-14 09:05']);
});
