import { afterAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const work = video('夜班的灯.mp4');

test('a draft lapses after 30 minutes, and its owner hears of it in the direct chat', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { chat: 'group' });
  expect(await office.move('PT29M')).toEqual([]);
  expect(await office.move('PT1M')).toMatchInlineSnapshot(`
    [
      "[direct/yaodu-1] 草稿 #1《夜班的灯》等了 30 分钟没有报完，已失效，没有计数。
    要报请重新发，例如：/报送 微视频 《夜班的灯》，再发文件。",
    ]
  `);
  expect(await office.say('yaodu-1', '/查 1')).toMatchInlineSnapshot(`
    [
      "#1《夜班的灯》 草稿已失效
    微视频 · 尧都区 · 第1版
    2020-09-10 15:30 草稿超时失效",
    ]
  `);
  expect(await office.say('yaodu-1', '', { files: [work] })).toMatchInlineSnapshot(`
    [
      "收到 夜班的灯.mp4，先记作草稿 #2，还没有计数。这是哪一类？回复数字：
    1 微视频
    2 诵读
    3 微课
    4 微电影
    也可以连标题一起回复，如：1 《夜班的灯》。不报了回复：取消",
    ]
  `);
});

test('files that nobody explained lapse too, and are named', async () => {
  await office.say('yaodu-1', '', { files: [work, video('VID_2.mp4', 1)] });
  expect(await office.move('PT30M')).toMatchInlineSnapshot(`
    [
      "[direct/yaodu-1] 草稿 #1 等了 30 分钟没有报完，已失效，没有计数。
    当时收到的文件（夜班的灯.mp4 VID_2.mp4 共 2 个）也请一并重发。
    要报请重新发，例如：/报送 微视频 《夜班的灯》，再发文件。",
    ]
  `);
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

test('a draft survives a restart, with its question', async () => {
  await office.say('yaodu-1', '', { files: [work] });
  await office.restart();
  expect((await office.say('yaodu-1', '1'))[0]?.split('\n')[0]).toBe('已收 #1 《夜班的灯》');
  await office.say('hongtong-1', '/报送 微视频 《奋斗者》');
  await office.restart();
  expect((await office.say('hongtong-1', '', { files: [video('a.mp4', 1)] }))[0]?.split('\n')[0]).toBe(
    '已收 #2 《奋斗者》',
  );
});

test('an impatient thumb makes one draft', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》');
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国');
  expect(await office.prisma.submission.count()).toBe(1);
  expect((await office.say('yaodu-1', '', { files: [work] }))[0]).toContain('作者 李建国');
});

test('a draft is corrected without becoming received, and given up with /撤回 or /取消', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》');
  expect((await office.say('yaodu-1', '/补正 1 标题:白班的灯 作者:李建国'))[0]?.split('\n')[0]).toBe(
    '记下了：微视频《白班的灯》，草稿 #1。请在 30 分钟内把文件直接发给我，收到后给您回执。',
  );
  expect(await office.say('yaodu-1', '/回执 1')).toMatchInlineSnapshot(`
    [
      "#1 现在是“草稿”，没有回执。",
    ]
  `);
  expect(await office.prisma.tally.count()).toBe(0);
  expect(await office.say('yaodu-1', '/撤回 1')).toMatchInlineSnapshot(`
    [
      "草稿 #1《白班的灯》 已取消，没有计数。",
    ]
  `);
  await office.say('yaodu-1', '/报送 诵读 《黄河颂》');
  await office.say('yaodu-1', '/报送 歌曲 《晨光》');
  expect(await office.say('yaodu-1', '/取消')).toMatchInlineSnapshot(`
    [
      "有几件没报完，请写编号：
    #2《黄河颂》
    #3《晨光》
    例如：/取消 2",
    ]
  `);
  expect(await office.say('yaodu-1', '/取消 2')).toMatchInlineSnapshot(`
    [
      "草稿 #2《黄河颂》 已取消，没有计数。",
    ]
  `);
  expect(await office.say('yaodu-1', '/取消')).toMatchInlineSnapshot(`
    [
      "草稿 #3《晨光》 已取消，没有计数。",
    ]
  `);
});

test('a draft of somebody else is nobody’s business', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》');
  expect(await office.say('hongtong-1', '/取消 1')).toEqual(['#1 不是您没报完的草稿。发 /我的 看看。']);
  expect(await office.say('hongtong-1', '/查 1')).toEqual([
    '#1 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。',
  ]);
});

test('the same bytes again from the same unit are named and not counted', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [work] });
  expect(await office.say('yaodu-1', '/报送 诵读 《又一件》', { files: [work] })).toMatchInlineSnapshot(`
    [
      "“夜班的灯.mp4”以前收过了，就是 #1《夜班的灯》（微视频），没有重复计数。要换文件请发 /补正 1 并附上新文件。
    草稿 #2 还在等文件；不报了请发 /取消 2",
    ]
  `);
  expect((await office.say('yaodu-1', '', { files: [video('对的.mp4', 1)] }))[0]?.split('\n')[0]).toBe(
    '已收 #2 《又一件》',
  );
  expect(await office.say('yaodu-1', '/补正 2', { files: [work] })).toMatchInlineSnapshot(`
    [
      "“夜班的灯.mp4”以前收过了，就是 #1《夜班的灯》（微视频），没有重复计数。要换文件请发 /补正 1 并附上新文件。",
    ]
  `);
  expect(await office.say('yaodu-1', '/进度 诵读')).toMatchInlineSnapshot(`
    [
      "诵读作品：已收 1/22 篇，其中已采用 0
    尧都区 1/2
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
});

test('the same bytes from another unit are taken, and staff alone are told', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [work] });
  expect(await office.say('hongtong-1', '/报送 微视频 《奋斗者》', { files: [work] })).toMatchInlineSnapshot(`
    [
      "已收 #2 《奋斗者》
    微视频 · 洪洞县总工会
    夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 洪洞县 微视频 1/1
    更正：/补正 2 作者:…　撤回：/撤回 2
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
      "[direct/staff-1] 请核对：洪洞县刚报的 #2《奋斗者》和尧都区的 #1《夜班的灯》是同一个文件。两件都照收了，双方都没有告知。",
      "[direct/admin-1] 请核对：洪洞县刚报的 #2《奋斗者》和尧都区的 #1《夜班的灯》是同一个文件。两件都照收了，双方都没有告知。",
    ]
  `);
});

test('late is accepted until staff close the campaign, and again when they reopen it', async () => {
  await office.move('2020-09-15T23:59:00+08:00');
  expect((await office.say('yaodu-1', '/报送 微视频 《甲》', { files: [work] }))[0]).not.toContain('迟报');
  await office.move('2020-09-16T00:00:00+08:00');
  expect((await office.say('yaodu-1', '/报送 微视频 《乙》', { files: [video('b.mp4', 1)] }))[0]).toContain(
    '2020-09-16 00:00 迟报 · 尧都区 微视频 2/1',
  );
  expect(await office.say('staff-1', '/结束报送')).toMatchInlineSnapshot(`
    [
      "将结束2020年“网聚职工正能量 争做中国好网民”主题活动的报送，之后不再收件（迟报也不收）。回复“确认”执行，回复“取消”不执行。",
    ]
  `);
  expect((await office.say('yaodu-1', '/报送 微视频 《丙》', { files: [video('c.mp4', 2)] }))[0]).toContain('迟报');
  expect(await office.say('staff-1', '确认')).toMatchInlineSnapshot(`
    [
      "报送已结束，不再收件。要重新开始请发 /恢复报送",
    ]
  `);
  expect(await office.say('yaodu-1', '/报送 微视频 《丁》', { files: [video('d.mp4', 3)] })).toMatchInlineSnapshot(`
    [
      "2020年“网聚职工正能量 争做中国好网民”主题活动的报送已经结束，刚才的没有收下，也没有改动。确有需要请联系市总工作人员。",
    ]
  `);
  expect(await office.say('staff-1', '/恢复报送')).toMatchInlineSnapshot(`
    [
      "报送已恢复，可以继续收件；截止日后的会标“迟报”。",
    ]
  `);
  expect((await office.say('yaodu-1', '/报送 微视频 《丁》', { files: [video('d.mp4', 3)] }))[0]).toContain('迟报');
});
