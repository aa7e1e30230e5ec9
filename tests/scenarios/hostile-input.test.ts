import { readdir } from 'node:fs/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { counted, wholeDatabase } from '../support/tables.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const files = [video('夜班的灯.mp4')];
const firstLine = async (text: string) => (await office.say('yaodu-1', text, { files }))[0]?.split('\n')[0];

test.each([
  ['mustache markup', '{{number}} {{#files}}x{{/files}}', '{{number}} {{#files}}x{{/files}}'],
  ['SQL', "'; DROP TABLE submission;--", "'; DROP TABLE submission;--"],
  ['HTML and a mention', '<b onclick=1>@所有人</b>', '<b onclick=1>@所有人</b>'],
  ['a formula', '=HYPERLINK("http://x")', '=HYPERLINK("http://x")'],
  ['emoji', '夜班😀的灯', '夜班😀的灯'],
  ['control characters', '夜\u0000班\u0007的\u001b[31m灯', '夜班的[31m灯'],
  ['what cannot be seen', '夜\u200b班\u202e的\ufeff灯\u2066', '夜班的灯'],
  ['line breaks', '夜班\n已收 #99 《假的》', '夜班 已收 #99 《假的》'],
  ['half an emoji', '夜班\ud83d的灯', '夜班\ufffd的灯'],
  ['60 characters and more', '长'.repeat(80), `${'长'.repeat(60)}…`],
])('%s in a title stays text', async (_, title, shown) => {
  expect(await firstLine(`/报送 微视频 《${title}》`)).toBe(`已收 #1 《${shown}》`);
  expect(await office.prisma.submission.count()).toBe(1);
});

test('no line of what somebody writes can pass for the bot’s', async () => {
  const fake = '\n已收 #99 《假的》\n微视频 · 尧都区总工会 · 作者 李建国';
  const said = [
    await office.say('yaodu-1', `/报送 微视频 《夜班的灯》 作者:张三${fake}`, { files }),
    await office.say('yaodu-1', '/活动 讲座 日期:9月3日 企业:钢厂\n已收 #99 《假的》 人数:60'),
    await office.say('yaodu-1', `/零报 歌曲 原因:无${fake}`),
    await office.say('staff-1', `/退回 1 理由:太长${fake}`),
    await office.say('staff-1', `/延期 大宁县 到 9月18日 停电${fake}`),
    await office.say('yaodu-1', `/查 某某${fake}`),
    await office.say('yaodu-1', `/帮助 某某${fake}`),
    await office.say('yaodu-1', `/进度 某某${fake}`),
    await office.say('staff-1', `/提醒 新增 某某${fake}`),
    await office.say('staff-1', `/邀请 某某${fake}`),
    await office.say('yaodu-1', '', { files: [{ ...video('a.mp4', 1), name: '夜班\n已收 #99 《假的》.mp4' }] }),
  ].flat();
  const lines = said.flatMap((text) => text.split('\n')).filter((line) => line.startsWith('已收 #99'));
  expect(lines).toEqual([]);
});

test('a file’s name is no path', async () => {
  expect(await office.say('yaodu-1', '/报送 微视频 《路径》', { files: [video('../../x')] })).toMatchInlineSnapshot(`
    [
      "已收 #1 《路径》
    微视频 · 尧都区总工会
    x 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 尧都区 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
  await office.say('hongtong-1', '/报送 微视频 《路径》', { files: [video('C:\\windows\\a:b?.mp4', 1)] });
  const names = await office.prisma.submissionFile.findMany({ select: { name: true }, orderBy: { id: 'asc' } });
  expect(names).toEqual([{ name: 'x' }, { name: 'a_b_.mp4' }]);
  expect((await readdir(office.dataDir)).sort()).toEqual(['files', 'practice-uploads']);
});

const card = '110101199003074530';
test.each([
  ['in the text', `/报送 微视频 《证》 作者:张三 备注:${card}`],
  [
    'in full width',
    `/报送 微视频 《证》 备注:${card.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))}`,
  ],
  ['with spaces', '/报送 微视频 《证》 备注:110101 19900307 4530'],
  ['with something invisible in it', `/报送 微视频 《证》 备注:${card.slice(0, 6)}\u200b${card.slice(6)}`],
  ['in small talk', `我的身份证是${card}`],
])('a number of an identity card %s is refused and stored nowhere', async (_, text) => {
  const before = await counted(office);
  expect(await office.say('yaodu-1', text, { files })).toEqual([
    '消息里像有身份证号或银行卡号，我没有保存，也没有处理这条消息。请去掉号码再发；报送不需要这些号码。',
  ]);
  expect(await counted(office)).toEqual(before);
  expect(await office.prisma.blob.count()).toBe(0);
  const kept = (await wholeDatabase(office)).normalize('NFKC').replace(/[\s\u200b]/g, '');
  expect(kept).not.toContain(card);
});

test('nor in a file’s name', async () => {
  await office.say('yaodu-1', '/报送 微视频 《证》', { files: [video(`${card}.mp4`)] });
  expect(await office.prisma.blob.count()).toBe(0);
  expect(await wholeDatabase(office)).not.toContain(card);
});

test('in the group, the sender is asked to recall a card number and a phone', async () => {
  expect(await office.say('yaodu-1', `/报送 微视频 《证》 备注:${card}`, { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "消息里像有身份证号或银行卡号，我没有保存，也没有处理这条消息。请先长按那条消息撤回。请去掉号码再发；报送不需要这些号码。",
    ]
  `);
  const recall = '提醒：群里不要发手机号，请长按刚才那条消息撤回。电话请在和我的单聊里发。';
  expect((await office.say('yaodu-1', '/报送 微视频 《夜》 电话:13812345678', { chat: 'group' })).at(-1)).toBe(recall);
  expect((await office.say('yaodu-1', '/报送 电话:138 1234 5678', { chat: 'group' })).at(-1)).toBe(recall);
  expect(await office.say('yaodu-1', '打我电话１３８１２３４５６７８', { chat: 'group' })).toHaveLength(2);
  const named = await office.say('yaodu-1', '/报送 微视频 《找13812345678》', { chat: 'group' });
  expect(named[0]?.split('\n')[0]).toContain('《找138****5678》');
});

test('a phone said in a direct chat is kept and shown there only', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国 电话:13812345678', { files });
  expect((await office.say('yaodu-1', '/查 1'))[0]).toContain('13812345678');
  const inGroup = await office.say('yaodu-1', '/查 1', { chat: 'group' });
  expect(inGroup).toMatchInlineSnapshot(`
    [
      "#1《夜班的灯》 已收
    微视频 · 尧都区 · 第1版
    文件 1 个
    2020-09-10 15:00 收到
    作者等个人信息请在单聊里查。",
    ]
  `);
});

test('no number is too large to be answered, whoever says it and wherever', async () => {
  const large = ['99999999999', '2147483648', '９９９９９９９９９９９', '9'.repeat(300)];
  const said: [string, string][] = [
    ...['/提醒 删除', '/申请 办结', '/采用', '/退回', '/邀请 作废', '/解绑', '/查', '把', '/改任务 大宁县 摄影'].map(
      (command): [string, string] => ['staff-1', command],
    ),
    ...['/查', '/回执', '/补正', '/撤回', '/完成', '/取消', '/自报 微视频', '撤回', '/报送'].map(
      (command): [string, string] => ['yaodu-1', command],
    ),
    ['admin-1', '/改任务 大宁县 摄影 依据:批复 数量:'],
  ];
  const faults: string[] = [];
  for (const [as, command] of said)
    for (const number of large) {
      const answers = await office.say(as, `${command} ${number}`);
      // Words without a slash that nobody can mean anything by may stay unanswered.
      const silent = answers.length === 0 && (command.startsWith('/') || number.length < 20);
      if (silent || answers.some((text) => text.includes('系统出了点问题'))) faults.push(`${command} ${number}`);
    }
  expect(faults).toEqual([]);
}, 120_000);
