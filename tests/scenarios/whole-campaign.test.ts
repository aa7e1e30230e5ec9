import { afterAll, beforeAll, expect, test } from 'vitest';
import { beijingDayAndTime } from '../../src/domain/time.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice({ CLOCK: '2020-06-12T00:00:00+08:00' });
});
afterAll(() => office?.close());

/** How each kind of work but photos is sent: a file, or a link where that will do. */
const WORKS: Record<string, string> = {
  微视频: 'mp4',
  专题活动: 'link',
  优秀平台: 'link',
  诵读: 'mp4',
  歌曲: 'mp3',
  微课: 'mp4',
};
const EXCEPT_PHOTOS = Object.keys(WORKS);

const until = (day: string, time: string) => office.move(`${day}T${time}:00+08:00`);

/** Reports a work, and has the receipt. */
async function report(unit: string, category: string, title: string): Promise<void> {
  const how = WORKS[category];
  const file = { name: `${title}.${how}`, bytes: Buffer.from(`${unit} ${category} ${title}`) };
  const said = await (how === 'link'
    ? office.say(
        `${unit}-1`,
        `/报送 ${category} 《${title}》 链接:https://example.cn/${unit}/${encodeURIComponent(title)}`,
      )
    : office.say(`${unit}-1`, `/报送 ${category} 《${title}》`, { files: [file] }));
  expect(said[0]).toMatch(/^已收 #\d+/);
}

/** So many photos in one message, each a work of its own. */
async function photos(unit: string, from: number, to: number): Promise<void> {
  const files = Array.from({ length: to - from + 1 }, (_, index) => ({
    name: `${unit}的第${from + index}张.jpg`,
    bytes: Buffer.from(`${unit} ${from + index}`),
  }));
  await office.say(`${unit}-1`, '/报送 摄影', { files });
  expect((await office.say(`${unit}-1`, '2')).join()).toContain(`已收 ${files.length} `);
}

async function event(unit: string): Promise<void> {
  const said = await office.say(`${unit}-1`, '/活动 网络安全进企业 日期:2020-06-20 企业:瑞丰钢厂 人数:60');
  expect(said[0]).toMatch(/^已收 #\d+/);
}

async function everything(unit: string, recitations = 1): Promise<void> {
  await event(unit);
  for (const category of EXCEPT_PHOTOS) await report(unit, category, `${category}一`);
  if (recitations > 1) await report(unit, '诵读', '诵读二');
  await photos(unit, 1, 10);
  await noReport(unit);
}

/** The written report is owed by every unit beside its targets. */
async function noReport(unit: string): Promise<void> {
  expect((await office.say(`${unit}-1`, '/零报 情况报告 原因:并入年度总结'))[0]).toContain('情况报告');
}

/** Every post to a chat so far that answered nobody, with its time in Beijing. */
const posts = async (chat = 'group') =>
  (await office.platform.chat(chat))
    .filter(({ from, text }) => from.bot && text.startsWith('【'))
    .map(({ at, text, mentions }) => ({ at: beijingDayAndTime(new Date(at)), text, mentions }));

test('the whole campaign, as the group sees it', { timeout: 300_000 }, async () => {
  await until('2020-06-23', '10:00');
  await everything('yaodu', 2);

  await until('2020-07-08', '09:30');
  await report('hongtong', '微视频', '奋斗者');
  await report('hongtong', '歌曲', '广场上的歌');
  await photos('hongtong', 1, 6);
  await event('hongtong');
  expect((await office.say('fushan-1', '/零报 歌曲 原因:本县暂无原创歌曲'))[0]).toContain('歌曲');

  // The process dies after the post of a Monday; the next one has nothing to say about that day.
  await until('2020-07-20', '10:00');
  await office.restart();
  expect(await until('2020-07-20', '23:59')).toEqual([]);

  // 浮山 reports all but what it has none of: nobody asks it for a song.
  await until('2020-08-14', '15:00');
  await event('fushan');
  for (const category of EXCEPT_PHOTOS.filter((one) => one !== '歌曲'))
    await report('fushan', category, `${category}一`);
  await photos('fushan', 1, 10);
  await noReport('fushan');

  await until('2020-09-10', '16:00');
  await photos('hongtong', 7, 10);
  for (const category of ['专题活动', '优秀平台', '诵读', '微课']) await report('hongtong', category, `${category}一`);
  await noReport('hongtong');
  await photos('daning', 1, 6);

  // An extension moves one unit; what its days before would have asked for earlier is not made up for.
  await until('2020-09-14', '16:00');
  expect((await office.say('staff-1', '/延期 大宁县 到 9月25日 山区停电'))[0]).toContain('2020-09-25');

  // The process dies overnight and the next one starts on the deadline's day.
  await office.restart();
  await until('2020-09-15', '09:00');
  await office.restart();
  await until('2020-09-15', '23:00');
  await event('xiangfen');
  await report('xiangfen', '歌曲', '丁村谣');

  // Late, and counted.
  await until('2020-09-17', '10:00');
  const late = await office.say('yonghe-1', '/报送 微视频 《黄河边》', {
    files: [{ name: '黄河边.mp4', bytes: Buffer.from('黄河边') }],
  });
  expect(late[0]).toContain('迟报');

  await until('2020-09-23', '09:00');
  await event('daning');
  for (const category of EXCEPT_PHOTOS) await report('daning', category, `${category}一`);

  await until('2020-11-30', '23:59');
  const said = await posts();

  expect(said.map(({ at }) => at)).toMatchInlineSnapshot(`
    [
      "2020-06-12 09:04",
      "2020-06-15 09:04",
      "2020-06-22 09:02",
      "2020-06-29 09:02",
      "2020-07-06 09:05",
      "2020-07-13 09:03",
      "2020-07-20 09:06",
      "2020-07-27 09:09",
      "2020-08-03 09:03",
      "2020-08-10 09:04",
      "2020-08-14 09:09",
      "2020-08-17 09:08",
      "2020-08-24 09:09",
      "2020-08-31 09:07",
      "2020-09-01 09:03",
      "2020-09-08 09:01",
      "2020-09-11 09:08",
      "2020-09-14 09:05",
      "2020-09-15 09:04",
      "2020-09-16 09:07",
      "2020-09-18 09:08",
    ]
  `);
  const days = said.map(({ at }) => at.slice(0, 10));
  expect(days).toEqual([...new Set(days)]);
  expect(said.filter(({ at }) => at.slice(11) < '09:00' || at.slice(11) > '09:09')).toEqual([]);
  const page = said.map(({ at, text, mentions }) => `${at}\n${text}\n@${mentions.length}\n`).join('\n');
  await expect(page).toMatchFileSnapshot('whole-campaign.txt');

  const table = await office.prisma.reminder.groupBy({ by: ['state'], _count: true });
  const direct = ['2020-09-11', '2020-09-14', '2020-09-22', '2020-09-24'];
  const mondays = 25;
  expect(table).toEqual([{ state: 'posted', _count: 21 + direct.length + mondays }]);

  // Each coordinator hears 3 and 1 days before their own deadline, as long as something is lacking; staff on Mondays.
  const heard = async (who: string) => (await posts(`direct/${who}`)).map(({ at }) => at.slice(0, 10));
  expect(await heard('daning-1')).toEqual(direct);
  expect(await heard('xiangfen-1')).toEqual(direct.slice(0, 2));
  expect(await heard('yaodu-1')).toEqual([]);
  expect(await heard('fushan-1')).toEqual([]);
  expect(await heard('staff-1')).toHaveLength(mondays);
  const told = [...(await posts('direct/daning-1')), ...(await posts('direct/staff-1'))];
  await expect(told.map(({ at, text }) => `${at}\n${text}\n`).join('\n')).toMatchFileSnapshot(
    'whole-campaign-direct.txt',
  );
});
