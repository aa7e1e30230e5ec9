import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCampaign } from '../../src/adapters/campaign-file.ts';
import { writeWorkbook } from '../../src/adapters/documents/write-xlsx.ts';
import { assignWorks } from '../../src/application/reviewing/assign.ts';
import { scoreEach } from '../../src/application/reviewing/papers.ts';
import { freezeResults, resultOf } from '../../src/application/reviewing/results.ts';
import { SHIPPED_CAMPAIGN_FILE } from '../support/campaign.ts';
import { Dice } from '../support/dice.ts';
import { judgingIn } from '../support/judging.ts';
import { type Practice, practice } from '../support/practice.ts';

// The example of docs/review.md: groups of judges with weights, outside votes, awards by number and share, a day for papers.

const ROOT = path.resolve(import.meta.dirname, '../..');
const EXPERTS = ['专家一', '专家二', '专家三', '专家四', '专家五'];
const WORKERS = ['职工一', '职工二', '职工三'];

let folder: string;
let bot: Practice;
let jury: ReturnType<typeof judgingIn>;
let judges: number[];
beforeAll(async () => {
  const [, example = ''] =
    /```yaml\n(review:[\s\S]*?)```/.exec(readFileSync(path.join(ROOT, 'docs/review.md'), 'utf8')) ?? [];
  const shipped = readFileSync(SHIPPED_CAMPAIGN_FILE, 'utf8');
  folder = mkdtempSync(path.join(os.tmpdir(), 'baosong-groups-'));
  const file = path.join(folder, 'groups.yaml');
  writeFileSync(
    file,
    shipped.replace(/^review:\n(?: .*\n)+/m, () => example),
  );
  bot = await practice();
  bot.office.campaign = loadCampaign(file);
  jury = judgingIn(bot);
  for (const [at, unit] of ['yaodu', 'yaodu', 'yaodu', 'houma', 'hongtong', 'quwo'].entries())
    await jury.works(unit, 'photo', [{ title: `照片${at + 1}`, author: `作者${at + 1}` }]);
  judges = await jury.judges([...EXPERTS, ...WORKERS]);
  // One of them is in the chat.
  const { personId } = await bot.prisma.account.findFirstOrThrow({ where: { senderId: 'anze-1' } });
  await bot.say('anze-1', '/帮助');
  await bot.prisma.membership.updateMany({ where: { personId }, data: { until: bot.now() } });
  await bot.prisma.account.updateMany({ where: { senderId: 'anze-1' }, data: { personId: judges[7] as number } });
});
afterAll(async () => {
  await bot?.close();
  rmSync(folder, { recursive: true, force: true });
});

const SHEET = {
  name: '表',
  foot: '',
  madeAt: 0,
  above: { left: '', right: '' },
  fonts: { title: 'a', head: 'a', body: 'a' },
};

test('groups, votes and a day for papers, from naming the judges to final results', async () => {
  const said = [];
  for (const [at, name] of WORKERS.entries())
    said.push(await bot.say('staff-1', `/评审 评委 ${name} ${at === 0 ? '职工评委 摄影' : '职工评委'}`));
  said.push(await bot.say('staff-1', '/评审 评委 专家一 专家组'));
  expect(said).toMatchInlineSnapshot(`
    [
      [
        "职工一（职工评委）评摄影。",
      ],
      [
        "职工二（职工评委）评所有类别。",
      ],
      [
        "职工三（职工评委）评所有类别。",
      ],
      [
        "没有这个评委组。现有：专家评委、职工评委
    例如：/评审",
      ],
    ]
  `);
  const { made, short } = await jury.act('staff-1', assignWorks, { categoryIds: [], personIds: [], seed: 3 });
  expect([made.length, short]).toEqual([6 * 8, []]);

  // Marks from 0 to 10, of which one judge of the workers owes two.
  const die = new Dice(9);
  const papers = made.map(({ number, judge, group }) => ({
    number,
    judge,
    group,
    theme: die.whole(5, 10),
    form: die.whole(5, 10),
  }));
  for (const judge of judges)
    await jury.act(judge, scoreEach, {
      papers: papers
        .filter((one) => one.judge === judge && !(judge === judges[7] && one.number > 4))
        .map(({ number, theme, form }) => ({ number, points: { theme: theme * 100, form: form * 100 } })),
    });
  const votes = [120, 40, 0, 300, 75, 10];
  const sheet = { ...SHEET, title: '票数', heads: ['编号', '票数'].map((text) => ({ text, width: 9 })) };
  const rows = [...votes.map((count, at) => [at + 1, count]), [99, 5], [3, '很多']];
  const bytes = Buffer.from(await writeWorkbook({ ...sheet, rows }));
  expect(await bot.say('staff-1', '/评审 票数', { files: [{ name: '票数.xlsx', bytes }] })).toMatchInlineSnapshot(`
    [
      "记下 6 件的票数。
    不在参评作品里，没有记：#99
    不是整数，没有记：第 11 行",
    ]
  `);

  // The judge who owes two is asked for them on the days of the file, and nobody else.
  expect(
    await bot.move('2020-10-20T08:59:00+08:00').then((posts) => posts.filter((post) => post.includes('没打分'))),
  ).toEqual([]);
  const days = [
    '2020-10-20',
    '2020-10-21',
    '2020-10-22',
    '2020-10-23',
    '2020-10-25',
    '2020-10-26',
    '2020-10-27',
    '2020-10-28',
    '2020-10-30',
  ];
  const asked = [];
  for (const day of days.slice(0, 4))
    asked.push((await bot.move(`${day}T20:30:00+08:00`)).filter((post) => post.includes('没打分')));
  expect(asked).toMatchInlineSnapshot(`
    [
      [
        "[direct/anze-1] 您还有 2 件作品没打分：#5、#6
    打分：/评分 5 86；看自己的：/评审",
      ],
      [],
      [
        "[direct/anze-1] 您还有 2 件作品没打分：#5、#6
    打分：/评分 5 86；看自己的：/评审",
      ],
      [
        "[direct/anze-1] 您还有 2 件作品没打分：#5、#6
    打分：/评分 5 86；看自己的：/评审",
      ],
    ]
  `);
  await jury.act(judges[7] as number, scoreEach, {
    papers: papers
      .filter((one) => one.judge === judges[7] && one.number > 4)
      .map(({ number, theme, form }) => ({ number, points: { theme: theme * 100, form: form * 100 } })),
  });
  for (const day of days.slice(4))
    expect((await bot.move(`${day}T20:30:00+08:00`)).filter((post) => post.includes('没打分'))).toEqual([]);

  // Once more by whole numbers: an expert's paper in tenths of points, three of five kept; votes on 100 of the most.
  const again = votes.map((count, at) => {
    const of = (group: string) =>
      papers
        .filter((one) => one.number === at + 1 && one.group === group)
        .map(({ theme, form }) => theme * 6 + form * 4)
        .sort((a, b) => a - b);
    const experts = of('expert')
      .slice(1, -1)
      .reduce((all, one) => all + one, 0);
    const workers = of('worker').reduce((all, one) => all + one, 0);
    // Of 300 × 300, so that nothing is rounded: 0.6 × a third, 0.3 × a third, 0.1 × a share of the votes.
    return experts * 18_000 + workers * 9_000 + count * 3_000;
  });
  const { result } = await resultOf({ tx: bot.prisma, campaign: bot.office.campaign, channels: bot.office.channels });
  const photo = result.categories.find(({ categoryId }) => categoryId === 'photo');
  const printed = (score: number) => (Math.round(score / 900) / 100).toFixed(2);
  expect(photo?.works.map(({ number, score }) => [number, score?.printed])).toEqual(
    again
      .map((score, at) => [at + 1, score] as const)
      .sort((a, b) => b[1] - a[1])
      .map(([number, score]) => [number, printed(score)]),
  );
  expect(await bot.say('staff-1', '/结果 摄影')).toMatchInlineSnapshot(`
    [
      "摄影 6 件，未定稿，截至 2020-10-30 20:30
    一等奖 1（线 82.20）、二等奖 10（线 68.13）
    1. #4《照片4》侯马市 82.20 一等奖
    2. #5《照片5》洪洞县 79.30 二等奖
    3. #2《照片2》尧都区 72.13 二等奖
    4. #1《照片1》尧都区 71.00 二等奖
    5. #6《照片6》曲沃县 68.13 二等奖
    6. #3《照片3》尧都区 67.60 本单位已满
    去掉任一位评委，会变奖的有 2 件。",
    ]
  `);
  await jury.act('staff-1', freezeResults, { reason: '' });
});
