import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { twin } from '../support/twin.ts';

const COUNTY = 'yaodu-1';
const STAFF = 'staff-1';
const ADMIN = 'admin-1';

let office: Practice;
beforeAll(async () => {
  office = await practice({}, { campaign: twin, place: 'last', unsaid: true });
});
beforeEach(() => office.reset());
afterAll(() => office?.close());

const campaignsOf = async () =>
  (await office.prisma.submission.findMany({ orderBy: { number: 'asc' } })).map(
    ({ campaign, state }) => `${campaign} ${state}`,
  );
const talk = async (...lines: [who: string, text: string][]) => {
  const said: string[] = [];
  for (const [who, text] of lines) said.push(`${who}：${text}`, ...(await office.say(who, text)));
  return said.join('\n');
};

test('whoever has named no campaign is asked once, and what they said is answered then', async () => {
  expect(
    await office.say(COUNTY, '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('夜班的灯.mp4')] }),
  ).toMatchInlineSnapshot(`
    [
      "现在有几个活动，这一句说的是哪个？请回编号：
    1 网聚职工正能量
    2 歌咏比赛
    以后的都按它办，要换发 /换活动",
    ]
  `);
  expect(await campaignsOf()).toEqual([]);
  expect(await office.say(COUNTY, '2')).toMatchInlineSnapshot(`
    [
      "已收 #1 《夜班的灯》
    微视频 · 尧都区总工会 · 作者 李建国
    夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 尧都区 微视频 1/8
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
  expect(await campaignsOf()).toEqual(['songs-2020 received']);
  expect(await talk([COUNTY, '/我的'], [COUNTY, '谢谢'])).toMatchInlineSnapshot(`
    "yaodu-1：/我的
    尧都区的报送：
    #1 微视频《夜班的灯》 已收
    看一件：/查 编号
    yaodu-1：谢谢"
  `);
});

test('the list, and another one named', async () => {
  expect(
    await talk(
      [COUNTY, '/活动列表'],
      [COUNTY, '/换活动'],
      [COUNTY, '/换活动 跳舞'],
      [COUNTY, '/换活动 歌咏'],
      [COUNTY, '/活动列表'],
      [COUNTY, '/任务 尧都区'],
      [COUNTY, '/换活动 1'],
      [COUNTY, '/任务 尧都区'],
    ),
  ).toMatchInlineSnapshot(`
    "yaodu-1：/活动列表
    1 2020年“网聚职工正能量 争做中国好网民”主题活动（网聚职工正能量）：正在报送，2020-09-15截止
    2 2020年职工歌咏比赛（歌咏比赛）：正在报送，2020-09-15截止
    换一个说，发 /换活动 编号，例如 /换活动 2
    yaodu-1：/换活动
    请写明换到哪个活动：1 网聚职工正能量、2 歌咏比赛
    例如：/换活动 2
    yaodu-1：/换活动 跳舞
    没认出“跳舞”是哪个活动。现有：1 网聚职工正能量、2 歌咏比赛
    例如：/换活动 2
    yaodu-1：/换活动 歌咏
    好，以后说的都算“歌咏比赛”的。要换发 /换活动，全部活动发 /活动列表
    yaodu-1：/活动列表
    1 2020年“网聚职工正能量 争做中国好网民”主题活动（网聚职工正能量）：正在报送，2020-09-15截止
    2 2020年职工歌咏比赛（歌咏比赛）：正在报送，2020-09-15截止 ← 现在说的是它
    换一个说，发 /换活动 编号，例如 /换活动 2
    yaodu-1：/任务 尧都区
    尧都区总工会的任务数，共 74（附件1）：
    线下活动 8 场
    微视频 8 个
    专题活动 8 个
    摄影 17 个
    优秀平台 8 个
    诵读 9 篇
    歌曲 8 首
    微课 8 个
    任务数是下限，可以多报。各县（市、区）总工会、市直各基层工会经初步筛选，报市总作品数量可高于此任务分配数。
    yaodu-1：/换活动 1
    好，以后说的都算“网聚职工正能量”的。要换发 /换活动，全部活动发 /活动列表
    yaodu-1：/任务 尧都区
    尧都区总工会的任务数，共 18（附件1）：
    线下活动 1 场
    微视频 1 个
    专题活动 1 个
    摄影 10 个
    优秀平台 1 个
    诵读 2 篇
    歌曲 1 首
    微课 1 个
    任务数是下限，可以多报。各县（市、区）总工会、市直各基层工会经初步筛选，报市总作品数量可高于此任务分配数。"
  `);
});

test('a number is of one campaign, wherever it is said', async () => {
  await talk([COUNTY, '/换活动 2']);
  await office.say(COUNTY, '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('夜班的灯.mp4')] });
  await talk([COUNTY, '/换活动 1'], [STAFF, '/换活动 1']);
  expect(
    await talk([COUNTY, '/查 1'], [STAFF, '/采用 1'], [STAFF, '/进度'], [COUNTY, '#1 现在什么状态']),
  ).toMatchInlineSnapshot(`
    "yaodu-1：/查 1
    【歌咏比赛】#1《夜班的灯》 已收
    微视频 · 尧都区 · 第1版
    作者：李建国
    夜班的灯.mp4 9.4 KB
    2020-09-10 15:00 收到
    staff-1：/采用 1
    【歌咏比赛】已采用 #1《夜班的灯》（尧都区 微视频）。
    [direct/yaodu-1] 【歌咏比赛】好消息：#1《夜班的灯》（尧都区 微视频）已采用。
    staff-1：/进度
    全市完成 0%（0/326）：报全 0 家，没报全 0 家，没报 19 家
    线下活动 0/19
    微视频 0/19
    专题活动 0/19
    摄影 0/190
    优秀平台 0/19
    诵读 0/22
    歌曲 0/19
    微课 0/19
    微电影 0
    宣传员 0/50
    情况报告 0
    没报：尧都区、霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区
    市直 已收 0（没有任务数）
    口径：已收（含已采用）；完成数按各单位各类不超过任务数计；2020-09-10 15:00
    yaodu-1：#1 现在什么状态
    【歌咏比赛】已收 #1 《夜班的灯》（已采用）
    微视频 · 尧都区总工会 · 作者 李建国
    夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 尧都区 微视频 1/8
    更正：/补正 1 作者:…　撤回：/撤回 1"
  `);
  expect(await campaignsOf()).toEqual(['songs-2020 accepted']);
});

test('a category that only the other has is offered there', async () => {
  await talk([COUNTY, '/换活动 1']);
  expect(
    await office.say(COUNTY, '/报送 合唱 《黄河》 作者:李建国', { files: [video('黄河.mp4')] }),
  ).toMatchInlineSnapshot(`
    [
      "“合唱”不是“网聚职工正能量”的类别，“歌咏比赛”里有。这一句按哪个办？请回编号：
    1 歌咏比赛
    2 网聚职工正能量",
    ]
  `);
  expect(await office.say(COUNTY, '1')).toMatchInlineSnapshot(`
    [
      "已收 #1 《黄河》
    合唱 · 尧都区总工会 · 作者 李建国
    黄河.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 尧都区 合唱 1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（中国金融工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 合唱",
    ]
  `);
  expect(await campaignsOf()).toEqual(['songs-2020 received']);
});

test('a group is bound to one, or hears of all', async () => {
  const inGroup = (text: string) => office.say(ADMIN, text, { chat: 'group' });
  expect([...(await inGroup('/绑定本群')), ...(await inGroup('/绑定本群 歌咏比赛'))]).toMatchInlineSnapshot(`
    [
      "绑定好了，以后的报送提醒会发到本群。
    现在有几个活动，它们的提醒都发到本群；只要一个的写上编号，例如 /绑定本群 1（编号见 /活动列表）",
      "绑定好了，以后“歌咏比赛”的报送提醒会发到本群，群里说的也都算它的。",
    ]
  `);
  await talk([COUNTY, '/换活动 1']);
  const asked = await office.say(COUNTY, '/任务 尧都区', { chat: 'group' });
  expect([...asked, ...(await office.say(COUNTY, '/换活动 1', { chat: 'group' }))]).toMatchInlineSnapshot(`
    [
      "尧都区总工会的任务数，共 74（附件1）：
    线下活动 8 场
    微视频 8 个
    专题活动 8 个
    摄影 17 个
    优秀平台 8 个
    诵读 9 篇
    歌曲 8 首
    微课 8 个
    任务数是下限，可以多报。各县（市、区）总工会、市直各基层工会经初步筛选，报市总作品数量可高于此任务分配数。",
      "本群只说“歌咏比赛”，没有换。别的活动请和我单聊，在单聊里发 /换活动",
    ]
  `);
});

test('a question is answered in its own campaign, though another was named since', async () => {
  await talk([COUNTY, '/换活动 2']);
  await office.say(COUNTY, '', { files: [video('IMG_1.mp4')] });
  await office.prisma.chosenCampaign.updateMany({ data: { campaign: 'linfen-2020' } });
  await office.say(COUNTY, '微视频 《夜班的灯》');
  expect(await campaignsOf()).toEqual(['songs-2020 received']);
});

test('what has ended takes nothing, and answers', async () => {
  await talk([STAFF, '/换活动 2'], [STAFF, '/结束报送'], [STAFF, '确认'], [COUNTY, '/换活动 2']);
  const sent = await office.say(COUNTY, '/报送 微视频 《夜班的灯》', { files: [video('夜班的灯.mp4')] });
  expect([...sent, await talk([COUNTY, '/任务 尧都区'], [COUNTY, '/活动列表'])]).toMatchInlineSnapshot(`
    [
      "2020年职工歌咏比赛的报送已经结束，刚才的没有收下，也没有改动。确有需要请联系市总工作人员。",
      "yaodu-1：/任务 尧都区
    尧都区总工会的任务数，共 74（附件1）：
    线下活动 8 场
    微视频 8 个
    专题活动 8 个
    摄影 17 个
    优秀平台 8 个
    诵读 9 篇
    歌曲 8 首
    微课 8 个
    任务数是下限，可以多报。各县（市、区）总工会、市直各基层工会经初步筛选，报市总作品数量可高于此任务分配数。
    yaodu-1：/活动列表
    1 2020年“网聚职工正能量 争做中国好网民”主题活动（网聚职工正能量）：正在报送，2020-09-15截止
    2 2020年职工歌咏比赛（歌咏比赛）：已结束报送，可查可问，不再收件 ← 现在说的是它
    换一个说，发 /换活动 编号，例如 /换活动 2",
    ]
  `);
});

test('what has not begun says when', async () => {
  const early = await practice({ CLOCK: '2020-05-20T09:00:00+08:00' }, { campaign: twin, place: 'last', unsaid: true });
  try {
    const sent = await early.say(COUNTY, '/报送 微视频 《夜班的灯》', { files: [video('夜班的灯.mp4')] });
    expect([...sent, ...(await early.say(COUNTY, '歌咏比赛'))]).toMatchInlineSnapshot(`
      [
        "现在有几个活动，这一句说的是哪个？请回编号：
      1 网聚职工正能量
      2 歌咏比赛
      以后的都按它办，要换发 /换活动",
        "2020年职工歌咏比赛还没有开始，2020-06起收件。刚才的没有收下，到时请再发一次。",
      ]
    `);
  } finally {
    await early.close();
  }
});
