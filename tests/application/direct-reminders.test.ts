import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { PracticeClock } from '../../src/adapters/practice/clock.ts';
import { beijingDayAndTime } from '../../src/domain/time.ts';
import { type Practice, practice } from '../support/practice.ts';

// Three days before the deadline fall on a Saturday, so coordinators are reminded on the Friday before: 2020-09-11 09:08.
// Days go by with dozens of posts each, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
  await office.bot.tick();
});
afterAll(() => office?.close());

/** What the bot said to somebody without having been asked: `09-11 09:08`, and the first lines. */
async function told(who: string): Promise<string[]> {
  const chat = await office.platform.chat(`direct/${who}`);
  return chat
    .filter(({ from, text }) => from.bot && /^(?:【|今天的单聊提醒|机器人停着)/.test(text))
    .map(({ at, text }) => `${beijingDayAndTime(new Date(at)).slice(5)} ${text}`);
}

const whenTold = async (who: string) => (await told(who)).map((text) => text.slice(0, 11));
const personId = async (who: string) =>
  (await office.prisma.account.findFirstOrThrow({ where: { senderId: who } })).personId;
const joins = async (who: string, unitId: string) =>
  office.prisma.membership.create({
    data: { personId: await personId(who), role: 'coordinator', unitId, since: office.now() },
  });
const leaves = async (who: string) =>
  office.prisma.membership.updateMany({ where: { personId: await personId(who) }, data: { until: office.now() } });

const REQUEST = '请尽快报送，例如：/报送 歌曲 《夜班的灯》；确实没有的请零报，例如：/零报 歌曲 原因:今年没有这一类';

async function reportSong(unit: string): Promise<void> {
  const files = [{ name: '歌.mp3', bytes: Buffer.from(`song of ${unit}`) }];
  expect((await office.say(`${unit}-1`, '/报送 歌曲 《歌》', { files }))[0]).toMatch(/^已收/);
}

test('a coordinator of several units hears of all of them in one message, each coordinator of a unit once', async () => {
  await leaves('yonghe-1');
  await joins('daning-1', 'yonghe');
  await joins('puxian-1', 'daning');
  await leaves('puxian-1');
  await joins('puxian-1', 'jixian');
  for (const category of ['线下活动', '微视频', '专题活动', '摄影', '优秀平台', '诵读'])
    for (const unit of ['大宁县', '永和县']) await office.say('daning-1', `/零报 ${unit} ${category} 原因:没有`);
  await office.move('2020-09-11T23:00:00+08:00');
  expect(await told('daning-1')).toEqual([
    [
      '09-11 09:08 【报送提醒】离截止还有 4 天。',
      '大宁县在 2020-09-15 前还差：歌曲 1 首、微课 1 个、情况报告 1 份',
      '永和县在 2020-09-15 前还差：歌曲 1 首、微课 1 个、情况报告 1 份',
      '请尽快报送，例如：/报送 大宁县 歌曲 《夜班的灯》；确实没有的请零报，例如：/零报 大宁县 微课 原因:今年没有这一类',
      '有困难请联系市总宣传网络中心赵起越',
    ].join('\n'),
  ]);
  expect(await whenTold('jixian-1')).toEqual(['09-11 09:08']);
  expect((await told('puxian-1')).map((text) => text.split('\n')[1]?.slice(0, 2))).toEqual(['吉县']);
  // 蒲县 has nobody any more: staff are told in one line.
  expect(await told('staff-1')).toEqual([
    '09-11 09:08 今天的单聊提醒没能送到：蒲县（没有联络员）。请另行联系，或请他们在单聊里对我说句话。',
  ]);
  expect(await told('yonghe-1')).toEqual([]);
});

test('who has two accounts is reminded once, where the bot can begin; who never spoke to it is named to staff', async () => {
  await office.prisma.account.createMany({
    data: [
      { channel: 'elsewhere', senderId: 'daning-on-another', directChatId: 'd', personId: await personId('daning-1') },
      { channel: 'elsewhere', senderId: 'jixian-on-another', directChatId: 'j', personId: await personId('jixian-1') },
    ],
  });
  await office.prisma.account.updateMany({
    where: { senderId: { in: ['houma-1', 'jixian-1'] } },
    data: { directChatId: null },
  });
  await office.move('2020-09-11T10:00:00+08:00');
  const name = async (who: string) =>
    (await office.prisma.person.findUniqueOrThrow({ where: { id: await personId(who) } })).name;
  expect(await whenTold('daning-1')).toEqual(['09-11 09:08']);
  expect(await office.prisma.outbound.count({ where: { channel: 'elsewhere' } })).toBe(0);
  expect(await told('staff-1')).toEqual([
    `09-11 09:08 今天的单聊提醒没能送到：侯马市 ${await name('houma-1')}；吉县 ${await name('jixian-1')}。请另行联系，或请他们在单聊里对我说句话。`,
  ]);
});

test('an extension moves the reminders of its unit; who has finished in the meantime hears nothing more', async () => {
  await office.say('staff-1', '/延期 大宁县 到 9月18日 山区停电');
  await office.say('staff-1', '/延期 永和县 歌曲 到 9月18日 山区停电');
  for (const category of ['线下活动', '微视频', '专题活动', '摄影', '优秀平台', '诵读', '微课', '情况报告'])
    await office.say('yonghe-1', `/零报 ${category} 原因:没有`);
  await office.move('2020-09-15T23:00:00+08:00');
  // Three days before the 18th is the 15th.
  expect(await whenTold('daning-1')).toEqual(['09-15 09:04']);
  expect((await told('yonghe-1')).map((text) => text.split('\n').slice(0, 3))).toEqual([
    ['09-15 09:04 【报送提醒】离截止还有 3 天。', '永和县在 2020-09-18 前还差：歌曲 1 首', REQUEST],
  ]);
  expect(await whenTold('jixian-1')).toEqual(['09-11 09:08', '09-14 09:05']);
  await reportSong('yonghe');
  await office.move('2020-09-19T23:00:00+08:00');
  expect(await whenTold('daning-1')).toEqual(['09-15 09:04', '09-17 09:06']);
  expect(await whenTold('yonghe-1')).toEqual(['09-15 09:04']);
});

test.each([
  ['the same morning', '2020-09-11T10:30', ['09-11 10:30'], []],
  ['in the noon break: not before its end', '2020-09-11T12:40', ['09-11 14:30'], []],
  [
    'in the evening',
    '2020-09-11T20:30',
    [],
    [
      [
        '09-11 20:30 机器人停着的时候错过了这些提醒，当天没能补上，没有再发，需要的话请用 /催报：',
        '2020-09-11 09:08 离报送截止（2020-09-15）还有 4 天',
        '2020-09-11 09:08 （单聊提醒联络员）离报送截止（2020-09-15）还有 4 天',
      ].join('\n'),
    ],
  ],
])('missed while down, up again %s', async (_, up, reminded, staff) => {
  await (office.office.clock as PracticeClock).moveTo(new Date(`${up}:00+08:00`));
  await office.restart();
  await office.bot.tick();
  await office.move(`${up.slice(0, 10)}T23:00:00+08:00`);
  expect(await whenTold('daning-1')).toEqual(reminded);
  expect(await told('staff-1')).toEqual(staff);
});

test('however often and by however many it is looked at, everybody is reminded once', async () => {
  await (office.office.clock as PracticeClock).moveTo(new Date('2020-09-11T10:00:00+08:00'));
  await Promise.all([office.bot.tick(), office.bot.tick()]);
  await office.restart();
  await office.bot.tick();
  await office.move('2020-09-11T23:00:00+08:00');
  expect(await whenTold('daning-1')).toEqual(['09-11 10:00']);
  expect(await office.prisma.directReminder.count()).toBe(20);
  // Even when the day's own row is lost, nobody hears it again.
  await office.prisma.reminder.deleteMany({ where: { key: '2020-09-11/direct' } });
  await office.prisma.setting.updateMany({
    where: { key: 'practice-clock' },
    data: { value: '2020-09-11T03:00:00.000Z' },
  });
  await office.restart();
  await office.bot.tick();
  expect(await whenTold('daning-1')).toEqual(['09-11 10:00']);
});

test('a pause holds for coordinators too; the city does without where the campaign says nothing of it', async () => {
  await office.say('staff-1', '/提醒 暂停');
  await office.move('2020-09-11T11:00:00+08:00');
  expect(await told('daning-1')).toEqual([]);
  expect(
    await office.prisma.reminder.findUnique({
      where: { campaign_key: { campaign: 'linfen-2020', key: '2020-09-11/direct' } },
    }),
  ).toMatchObject({ state: 'paused' });
  await office.say('staff-1', '/提醒 恢复');
  office.office.campaign = structuredClone(office.office.campaign);
  delete office.office.campaign.reminders.direct;
  await office.move('2020-09-15T11:00:00+08:00');
  expect(await told('daning-1')).toEqual([]);
});
