import { buffer } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeWorkbook } from '../../src/adapters/documents/write-xlsx.ts';
import { photo } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { readXlsxApart } from '../support/read-xlsx.ts';

let bot: Practice;
beforeAll(async () => {
  bot = await practice();
});
beforeEach(async () => {
  await bot.reset();
  // Judges are made of coordinators of the practice.
  for (const senderId of ['anze-1', 'puxian-1']) {
    const { personId } = await bot.prisma.account.findFirstOrThrow({ where: { senderId } });
    await bot.prisma.membership.updateMany({ where: { personId }, data: { role: 'judge', unitId: '' } });
  }
  await bot.say('yaodu-1', '/报送 摄影 《炉前》 作者:李建国', { files: [photo('李建国-炉前.png', 1)] });
  await bot.say('houma-1', '/报送 摄影 《桥》 作者:王蒲生', { files: [photo('2.png', 2)] });
  await bot.say('staff-1', '/采用 1 2');
});
afterAll(() => bot?.close());

const [ANZE, PUXIAN] = ['anze-1', 'puxian-1'];
const talk = async (lines: [who: string, text: string][]) => {
  const said: string[] = [];
  for (const [who, text] of lines) said.push(`${who}> ${text}`, ...(await bot.say(who, text)));
  return said.join('\n');
};

/** The sheet that somebody gets for a command, as its bytes. */
async function sheetFor(who: string, text: string): Promise<Uint8Array> {
  const { replies } = await bot.post(who, text);
  const name = replies.flatMap(({ files }) => files)[0]?.name;
  const rows = await bot.prisma.outbound.findMany({ orderBy: { id: 'desc' } });
  const files = rows.flatMap(({ post }) => (post as { files: { name: string; sha256: string }[] }).files);
  return buffer(bot.office.store.open(files.find((file) => file.name === name)?.sha256 ?? ''));
}

/** The same rows, with marks in them. */
async function filledIn(sheet: Uint8Array, marks: Record<number, (string | number)[]>) {
  const [, above, heads, ...rows] = readXlsxApart(sheet).rows;
  const body = rows.filter(([number]) => Number(number) > 0);
  return Buffer.from(
    await writeWorkbook({
      ...{ name: '表', title: '评分表', foot: '', madeAt: 0, fonts: { title: 'a', head: 'a', body: 'a' } },
      above: { left: String(above?.[0]), right: '' },
      heads: (heads ?? []).map((text) => ({ text: String(text), width: 10 })),
      rows: body.map(([number, title, category]) => [number, title, category, ...(marks[Number(number)] ?? [])]),
    }),
  );
}

test('from assigning to final results, in the chat', async () => {
  expect(
    await talk([
      ['staff-1', '/评审'],
      ['staff-1', '/评审 分配'],
      [ANZE, '/评审'],
      [ANZE, '/评分 1 86'],
      [ANZE, '/评分 2 35 26 25.5'],
      [ANZE, '/评分 2 主题立意:36'],
      [ANZE, '/评分 2 主题立意 36'],
      [ANZE, '/评分 1 101'],
      [ANZE, '/评分 9 86'],
      [ANZE, '/评分 1 很好'],
      [PUXIAN, '/评审 回避 1 作者是我同学'],
      [PUXIAN, '/评分 2 主题立意38'],
      ['staff-1', '/评审'],
      ['staff-1', '/评审 催'],
      ['staff-1', '确认'],
      [PUXIAN, '/评分 2 内容质量:28 艺术表现:27'],
      ['staff-1', '/结果'],
      ['staff-1', '/评审 定奖 1 三等奖 一线职工作品'],
      ['staff-1', '/评审 定稿'],
      ['staff-1', '/评审 定稿 只有两位评委'],
      [PUXIAN, '/评分 2 90'],
      ['staff-1', '/结果 摄影'],
      ['staff-1', '/评审 异议 1 王某：和去年的一样，请核实'],
      ['staff-1', '/评审 办结 1 不是同一件，已核实'],
      ['staff-1', '/评审 重开 异议成立'],
    ]),
  ).toMatchInlineSnapshot(`
    "staff-1> /评审
    评审：参评 2 件（摄影 2），评委 2 人。
    还没有分配：/评审 分配
    办法：通知没有写评审办法，这是常用办法，启用前请市总改定
    staff-1> /评审 分配
    参评 2 件，这次分出 4 份。各人共：黄晓燕 2、徐春霞 2
    有 2 件评委不够（回避后人数不足），请再请评委。
    [direct/puxian-1] 给您分了 2 件作品评审（共 2 件）：#1、#2
    打分：/评分 1 86；看自己的：/评审
    [direct/anze-1] 给您分了 2 件作品评审（共 2 件）：#1、#2
    打分：/评分 1 86；看自己的：/评审
    anze-1> /评审
    您要评 2 件，还欠 2 件：#1、#2
    打分：/评分 1 86；分项（最多 主题立意 40、内容质量 30、艺术表现 30）照顺序写。
    与作者相熟的请回避：/评审 回避 1 理由
    anze-1> /评分 1 86
    已记 #1 86.00 分。
    还欠 1 件（共 2 件）。
    anze-1> /评分 2 35 26 25.5
    已记 #2 86.50 分（主题立意 35、内容质量 26、艺术表现 25.5）。
    2 件都评完了，谢谢。
    anze-1> /评分 2 主题立意:36
    已记 #2 87.50 分（主题立意 36、内容质量 26、艺术表现 25.5），按这次的算。
    2 件都评完了，谢谢。
    anze-1> /评分 2 主题立意 36
    #2 原来就是这个分，没有变。
    2 件都评完了，谢谢。
    anze-1> /评分 1 101
    #1 没有记：满分 100 分。
    例如：/评分 37 86
    anze-1> /评分 9 86
    #9 没有分给您评。您要评的：/评审
    anze-1> /评分 1 很好
    没看懂打几分。评分项：主题立意、内容质量、艺术表现。
    例如：/评分 37 86
    puxian-1> /评审 回避 1 作者是我同学
    您不评 #1 了；已打的分不再计。
    puxian-1> /评分 2 主题立意38
    已记 #2（主题立意 38）。
    还差：内容质量、艺术表现
    还欠 1 件（共 1 件）。
    staff-1> /评审
    评审：参评 2 件（摄影 2），评委 2 人，评分 2/3 份。
    还欠：黄晓燕 1
    催一下：/评审 催
    办法：通知没有写评审办法，这是常用办法，启用前请市总改定
    staff-1> /评审 催
    将在单聊里催：黄晓燕 1
    同一位评委一天只催一次。回复“确认”就发，“取消”不发。
    staff-1> 确认
    已催 1 位评委。
    [direct/puxian-1] 您还有 1 件作品没打分：#2
    打分：/评分 2 86；看自己的：/评审
    puxian-1> /评分 2 内容质量:28 艺术表现:27
    已记 #2 93.00 分（主题立意 38、内容质量 28、艺术表现 27），按这次的算。
    1 件都评完了，谢谢。
    staff-1> /结果
    摄影 2 件，未定稿，截至 2020-09-10 15:00
    一等奖 1（线 90.25）、二等奖 1（线 86.00）、三等奖 1
    1. #2《桥》侯马市 90.25 一等奖
    2. #1《炉前》尧都区 86.00 二等奖
    去掉任一位评委，会变奖的有 1 件。
    staff-1> /评审 定奖 1 三等奖 一线职工作品
    #1《炉前》定为三等奖。理由：一线职工作品
    staff-1> /评审 定稿
    评审结果已定稿：参评 2 件，获奖 2 件。
    要改：/评审 重开 理由
    staff-1> /评审 定稿 只有两位评委
    评审结果已定稿，不能再改。确需改动，请工作人员发：/评审 重开 理由
    puxian-1> /评分 2 90
    评审结果已定稿，不能再改。确需改动，请工作人员发：/评审 重开 理由
    staff-1> /结果 摄影
    摄影 2 件，2020-09-10 15:00 定稿
    一等奖 1（线 90.25）、二等奖 1（线 86.00）、三等奖 1
    1. #2《桥》侯马市 90.25 一等奖
    2. #1《炉前》尧都区 86.00 三等奖
    去掉任一位评委，会变奖的有 1 件。
    staff-1> /评审 异议 1 王某：和去年的一样，请核实
    已登记异议 1（#1）。办结：/评审 办结 1 答复
    staff-1> /评审 办结 1 不是同一件，已核实
    异议 1（#1）已办结：不是同一件，已核实
    staff-1> /评审 重开 异议成立
    评审结果已重开，可以改了。理由：异议成立"
  `);
});

test('nothing of it in a group', async () => {
  expect(await bot.say(ANZE, '/评分 1 86', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "评审的事请在单聊里说：分数和名次不在群里讲。",
    ]
  `);
  expect(await bot.say('staff-1', '/结果', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "评审的事请在单聊里说：分数和名次不在群里讲。",
    ]
  `);
});

test('a sheet goes out and comes back, what is wrong in it row by row', async () => {
  await bot.say('staff-1', '/评审 分配');
  const blank = await sheetFor('staff-1', `/评审 评分表 ${await nameOf(ANZE)}`);
  expect(readXlsxApart(blank).rows).toMatchInlineSnapshot(`
    [
      [
        "评分表",
        "",
        "",
        "",
        "",
        "",
        "",
      ],
      [
        "评委：徐春霞（#10）",
        "",
        "",
        "",
        "",
        "",
        "",
      ],
      [
        "编号",
        "作品名称",
        "类别",
        "主题立意（40）",
        "内容质量（30）",
        "艺术表现（30）",
        "总分（100）",
      ],
      [
        1,
        "炉前",
        "摄影",
        "",
        "",
        "",
        "",
      ],
      [
        2,
        "桥",
        "摄影",
        "",
        "",
        "",
        "",
      ],
      [
        "只填各项分，或只填总分；表头里括号内是满分，最多两位小数。",
        "",
        "",
        "",
        "",
        "",
        "",
      ],
    ]
  `);
  const bad = { name: '评分.xlsx', bytes: await filledIn(blank, { 1: ['', '', '', 88], 2: [45, 20, 20] }) };
  expect(await bot.say('staff-1', '/评审 收表', { files: [bad] })).toMatchInlineSnapshot(`
    [
      "徐春霞：记下 1 件，1 行没有记，改好再发：
    第 5 行：#2 没有记：主题立意最多 40 分。
    还欠 1 件（共 2 件）。",
    ]
  `);
  const good = { name: '评分.xlsx', bytes: await filledIn(blank, { 1: ['', '', '', 88], 2: [38.5, 20, '20分'] }) };
  expect(await bot.say(ANZE, '/评分', { files: [good] })).toMatchInlineSnapshot(`
    [
      "记下 1 件，1 件没有变。
    2 件都评完了。",
    ]
  `);
  // Somebody else's sheet is nobody's to hand in.
  expect(await bot.say(PUXIAN, '/评分', { files: [good] })).toMatchInlineSnapshot(`
    [
      "您没有这个权限。发 /帮助 看您能做什么；如果弄错了，请联系市总工作人员。",
    ]
  `);
  expect(
    await bot.prisma.paper.findMany({
      select: { number: true, points: true, whole: true },
      where: { retiredAt: null },
    }),
  ).toEqual([
    { number: 1, points: {}, whole: 8800 },
    { number: 2, points: { theme: 3850, content: 2000, form: 2000 }, whole: null },
  ]);
});

const nameOf = async (senderId: string) =>
  (await bot.prisma.account.findFirstOrThrow({ where: { senderId }, include: { person: true } })).person.name;

test('only the cells of marks can be changed', async () => {
  await bot.say('staff-1', '/评审 分配');
  const files = unzipSync(await sheetFor(ANZE, '/评审 评分表'));
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] as Uint8Array);
  const styles = strFromU8(files['xl/styles.xml'] as Uint8Array);
  expect(sheet).toMatch(/<sheetProtection[^>]*sheet="1"/);
  const kinds = styles.slice(styles.indexOf('<cellXfs')).split('<xf ').slice(1);
  const open = kinds.findIndex((xf) => xf.includes('locked="0"'));
  const cells = [...sheet.matchAll(/<c r="([A-Z]+\d+)"[^>]* s="(\d+)"/g)].flatMap(([, cell, style]) =>
    Number(style) === open ? [cell] : [],
  );
  expect(cells).toEqual(['D4', 'E4', 'F4', 'G4', 'D5', 'E5', 'F5', 'G5']);
});

test('what a judge hears in the chat tells neither unit nor author of a work', async () => {
  await bot.say('staff-1', '/评审 分配');
  const secrets = /尧都|侯马|李建国|王蒲生|\.png/;
  const asked = [
    ...[
      '/评审',
      '/评分 1 80',
      '/查 1',
      '/看 1',
      '/回执 1',
      '/验 1',
      '/结果',
      '/评审 评分表',
      '/进度',
      '/双报',
      '/我的',
      '/待审',
      '/补正 1 作者:李',
    ],
    ...['1号是哪个单位报的', '#1 的作者是谁', '查一下1号'],
  ];
  const told = [];
  for (const text of asked) {
    const answers = await bot.say(ANZE, text);
    // How many each unit has reported anybody bound may ask; which work is whose is the question.
    if (text !== '/进度' && answers.some((answer) => secrets.test(answer))) told.push([text, answers]);
  }
  expect(told).toEqual([]);
});
