import { afterAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const receipt = [
  '已收 #1 《夜班的灯》',
  '微视频 · 尧都区总工会 · 作者 李建国',
  '夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53',
  '2020-09-10 15:00 · 尧都区 微视频 1/1',
  '更正：/补正 1 作者:…　撤回：/撤回 1',
  '子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频',
].join('\n');
const inGroup = '已收 #1 《夜班的灯》 微视频 · 尧都区 1/1\n完整回执已发到您的单聊。';
const work = video('夜班的灯.mp4');

test.each(['/报送', '／报送', '、报送', '\\报送', '＼报送', '报送', '/submit', 'SUBMIT', '／ 报送', '/上报'])(
  '%s opens the command',
  async (word) => {
    expect(await office.say('yaodu-1', `${word} 微视频 《夜班的灯》 作者:李建国`, { files: [work] })).toEqual([
      receipt,
    ]);
  },
);

test.each([
  '/报送微视频《夜班的灯》作者:李建国',
  '/报送：微视频，《夜班的灯》，作者=李建国',
  '/报送 《夜班的灯》 微视频 作者：李建国',
  '/报送 小视频 “夜班的灯” 作者 ： 李建国',
  '/报送 微视频 "夜班的灯" 创作者:李建国',
  '/报送 微视频 夜班的灯 作者:李建国',
  '/报送 微视频 《夜班的灯 作者:李建国',
  '/报送 类别:微视频 标题:夜班的灯 作者:李建国',
  '/报送\n类别：微视频\n标题：夜班的灯\n作者：李建国\n',
  '/报送\r\n项目：微视频\r\n作品名称：《夜班的灯》\r\n作者：李建国',
])('%s', async (text) => {
  expect(await office.say('yaodu-1', text, { files: [work] })).toEqual([receipt]);
});

test('the command in the group, the file in the direct chat', async () => {
  expect(
    await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { chat: 'group' }),
  ).toMatchInlineSnapshot(`
    [
      "记下了：微视频《夜班的灯》，草稿 #1，还没收到文件。群里直接发的文件我收不到，请在 30 分钟内任选一种：
    1 在和我的单聊里把文件发给我
    2 在群里长按那个文件，点“引用”，@我 再发一次这条命令
    3 发链接：在命令后加 链接:https://…（只作记录，文件还要补发）",
    ]
  `);
  expect(await office.say('yaodu-1', '', { files: [work] })).toEqual([receipt]);
});

test('the file in the direct chat, the command in the group', async () => {
  expect(await office.say('yaodu-1', '', { files: [work] })).toMatchInlineSnapshot(`
    [
      "收到 夜班的灯.mp4，先记作草稿 #1，还没有计数。这是哪一类？回复数字：
    1 微视频
    2 诵读
    3 微课
    4 微电影
    也可以连标题一起回复，如：1 《夜班的灯》。不报了回复：取消",
    ]
  `);
  expect(await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { chat: 'group' })).toEqual([
    inGroup,
    `[direct/yaodu-1] ${receipt}`,
  ]);
  expect(await office.say('yaodu-1', '1')).toMatchInlineSnapshot(`
    [
      "没听懂，您是想：
    /报送 微视频 《夜班的灯》（报一件作品）
    /进度（看还差几个）
    /截止（看什么时候截止）
    发 /帮助 看全部。",
    ]
  `);
});

test('a file in the group is quoted with the command', async () => {
  const file = await office.post('yaodu-1', '', { chat: 'group', files: [work], mention: false });
  expect(file.replies).toEqual([]);
  expect(await office.say('yaodu-1', '', { chat: 'group', quote: file.id })).toMatchInlineSnapshot(`
    [
      "收到您引用的文件了，还不知道要报什么。请引用它再发一次，并写上类别和标题，例如：
    @报送助手 /报送 微视频 《夜班的灯》",
    ]
  `);
  expect(await office.say('yaodu-1', '这是我们的视频', { chat: 'group', quote: file.id })).toHaveLength(1);
  expect(
    await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { chat: 'group', quote: file.id }),
  ).toEqual([inGroup, `[direct/yaodu-1] ${receipt}`]);
});

test('a plain file in the group never reaches the bot, even with a mention', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { chat: 'group', files: [work] });
  expect(await office.prisma.blob.count()).toBe(0);
  expect(await office.prisma.submission.findMany({ select: { state: true } })).toEqual([{ state: 'draft' }]);
});

test('without a mention the bot does not listen in the group', async () => {
  expect(await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { chat: 'group', mention: false })).toEqual([]);
  expect(await office.prisma.inbound.count()).toBe(0);
});

test('a link makes an entry where the work is on the web, and is only noted where it is a file', async () => {
  expect(
    await office.say('yaodu-1', '/报送 优秀平台 《职工之家》 链接:https://example.com/a?b=1'),
  ).toMatchInlineSnapshot(`
    [
      "已收 #1 《职工之家》
    优秀平台 · 尧都区总工会
    链接 https://example.com/a?b=1
    2020-09-10 15:00 · 尧都区 优秀平台 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（厦门市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 优秀平台",
    ]
  `);
  expect(
    await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 链接:https://pan.example.com/s/1 提取码:ab12'),
  ).toMatchInlineSnapshot(`
    [
      "记下了：微视频《夜班的灯》，草稿 #2。
    链接记下了，但没有文件不算收到，链接也会过期，请把文件直接发给我。
    要求：视频文件格式为MP4（附件2第一项）
    要求：时长小于3分钟（附件2第一项）
    要求：文件小于50MB（附件2第一项）
    要求：画面清晰，声音清楚（附件2第一项）
    要求：重点内容配字幕（附件2第一项）",
    ]
  `);
  expect(
    await office.say('yaodu-1', '/报送 歌曲 《晨光》 https://pan.example.com/s/2', { chat: 'group' }),
  ).toMatchInlineSnapshot(`
    [
      "记下了：歌曲《晨光》，草稿 #3，还没收到文件。链接记下了，但没有文件不算收到。群里直接发的文件我收不到，请在 30 分钟内任选一种：
    1 在和我的单聊里把文件发给我
    2 在群里长按那个文件，点“引用”，@我 再发一次这条命令",
    ]
  `);
  expect(await office.say('yaodu-1', '/查 2')).toMatchInlineSnapshot(`
    [
      "#2《夜班的灯》 草稿
    微视频 · 尧都区 · 第1版
    链接：https://pan.example.com/s/1
    提取码：ab12",
    ]
  `);
});

test('staff report on behalf of a unit they name', async () => {
  expect(await office.say('staff-1', '/报送 微视频 《山路》')).toMatchInlineSnapshot(`
    [
      "市总代报请写明是哪个单位，会标“代报”。
    例如：/报送 尧都区 微视频 《夜班的灯》 作者:李建国",
    ]
  `);
  expect(await office.say('staff-1', '', { files: [work] })).toMatchInlineSnapshot(`
    [
      "收到文件了，还没有记录。市总代报请写明单位、类别和标题，和文件一起发。例如：/报送 尧都区 微视频 《夜班的灯》",
    ]
  `);
  expect(await office.say('staff-1', '/报送 古县 微视频 《山路》', { files: [work] })).toMatchInlineSnapshot(`
    [
      "已收 #1 《山路》
    微视频 · 古县总工会 · 代报
    夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 古县 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1",
    ]
  `);
  expect(await office.say('staff-1', '/我的')).toMatchInlineSnapshot(`
    [
      "您代报的：
    #1 微视频《山路》 已收
    看一件：/查 编号",
    ]
  `);
  expect(await office.say('guxian-1', '/我的')).toMatchInlineSnapshot(`
    [
      "古县的报送：
    #1 微视频《山路》 已收
    看一件：/查 编号",
    ]
  `);
});

test('who speaks for several units names one', async () => {
  const { personId } = await office.prisma.account.findFirstOrThrow({ where: { senderId: 'yaodu-1' } });
  await office.prisma.membership.create({
    data: { personId, role: 'coordinator', unitId: 'guxian', since: office.now() },
  });
  expect(await office.say('yaodu-1', '/报送 微视频 《夜班的灯》')).toMatchInlineSnapshot(`
    [
      "您负责几个单位，请写明这次是哪一个：尧都区、古县。
    例如：/报送 尧都区 微视频 《夜班的灯》 作者:李建国",
    ]
  `);
  expect(
    await office.say('yaodu-1', '/报送 古县 微视频 《山路》', { files: [video('山路.mp4', 1)] }),
  ).toMatchInlineSnapshot(`
    [
      "已收 #1 《山路》
    微视频 · 古县总工会
    山路.mp4 9.4 KB 2秒 sha256 c9e8…d273
    2020-09-10 15:00 · 古县 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
  expect(await office.say('yaodu-1', '', { files: [work] })).toHaveLength(1);
  expect(await office.say('yaodu-1', '微视频')).toMatchInlineSnapshot(`
    [
      "草稿 #2 是哪个单位的？回复数字：
    1 尧都区
    2 古县",
    ]
  `);
  expect(await office.say('yaodu-1', '1')).toMatchInlineSnapshot(`
    [
      "已收 #2 《夜班的灯》
    微视频 · 尧都区总工会
    夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 尧都区 微视频 1/1
    更正：/补正 2 作者:…　撤回：/撤回 2
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
});
