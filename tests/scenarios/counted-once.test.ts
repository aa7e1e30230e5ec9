import { afterAll, beforeEach, expect, test } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const first = (answers: string[]) => answers[0]?.split('\n')[0];
const photos = (...numbers: number[]) => numbers.map((number) => photo(`图${number}.png`, number));
const countOf = async (unitId: string) => {
  const tallies = await office.prisma.tally.findMany({ where: { unitId } });
  return Object.fromEntries(tallies.map(({ categoryId, received, accepted }) => [categoryId, received + accepted]));
};

test('the same photo again, in the next message or in the same, is named and is one work', async () => {
  await office.say('houma-1', '', { files: [photo('光影.png', 1)] });
  expect(await office.say('houma-1', '', { files: [photo('光影-副本.png', 1)] })).toMatchInlineSnapshot(`
    [
      "光影-副本.png 和前面的是同一个文件，没有重复算，草稿 #1 现在共 1 个。发完后请回答上面的问题（回复数字）。",
    ]
  `);
  expect(first(await office.say('houma-1', '摄影'))).toBe('已收 #1 《光影》');
  const [, , ...asked] = await office.say('quwo-1', '', {
    files: [photo('a.png', 1), photo('b.png', 1), photo('c.png', 2)],
  });
  expect(asked).toEqual([]);
  expect(await office.say('quwo-1', '摄影，各算一件')).toMatchInlineSnapshot(`
    [
      "已收 2 件：
    #2《摄影 1》 a.png 103 B sha256 caec…a265
    #3《摄影 2》 c.png 103 B sha256 1bbe…f191
    2020-09-10 15:00 · 摄影 · 曲沃县 2/10
    补作者：/补正 2-3 作者:…　起名：/补正 2-3 题目1、题目2…（或一行一个；只写一个就编号）　撤回：/撤回 3
    子项目平台（安徽省总工会）也要交（六(1)），这 2 件交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 摄影",
      "[direct/staff-1] 请核对：曲沃县刚报的 #2《摄影 1》和侯马市的 #1《光影》是同一个文件。两件都照收了，双方都没有告知。",
      "[direct/admin-1] 请核对：曲沃县刚报的 #2《摄影 1》和侯马市的 #1《光影》是同一个文件。两件都照收了，双方都没有告知。",
    ]
  `);
  expect([await countOf('houma'), await countOf('quwo')]).toEqual([{ photo: 1 }, { photo: 2 }]);
});

test('some of the files were reported before: the work counts without them, and they are named', async () => {
  await office.say('houma-1', '/报送 摄影 《甲》', { files: photos(1) });
  expect(await office.say('houma-1', '/报送 摄影 《乙》', { files: photos(1, 2) })).toMatchInlineSnapshot(`
    [
      "已收 #2 《乙》
    摄影 · 侯马市总工会
    图2.png 103 B sha256 1bbe…f191
    2020-09-10 15:00 · 侯马市 摄影 2/10
    提示：“图1.png”以前收过了（#1），没有重复算。
    更正：/补正 2 作者:…　撤回：/撤回 2",
    ]
  `);
  expect(first(await office.say('staff-1', '/报送 侯马市 摄影 《丙》', { files: photos(2) }))).toBe(
    '“图2.png”以前收过了，就是 #2《乙》（摄影），没有重复计数。要换文件请发 /补正 2 并附上新文件。',
  );
  expect(await countOf('houma')).toEqual({ photo: 2 });
});

test('the same event again is asked about, and counts when it is another', async () => {
  const said = '/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂 人数:60';
  await office.say('huozhou-1', said);
  expect(await office.say('huozhou-1', said)).toMatchInlineSnapshot(`
    [
      "《网安进企业》2020-09-03 已报过 #1（线下活动），是另一场吗？
    是的话请回复：是另一场（回复后才计数）。重复了请回复：重复了",
    ]
  `);
  expect(await countOf('huozhou')).toEqual({ event: 1 });
  expect(first(await office.say('huozhou-1', '截止是哪天'))).toContain('报送');
  expect(first(await office.say('huozhou-1', '是另一场'))).toBe('已收 #2 《网安进企业》');
  expect(first(await office.say('huozhou-1', '/活动 网安进企业 日期:9月4日 企业:瑞丰钢厂 人数:60'))).toBe(
    '已收 #3 《网安进企业》',
  );
  expect(await countOf('huozhou')).toEqual({ event: 3 });
});

test.each([
  ['重复了', 1],
  ['不是', 1],
  ['报重了', 1],
  ['就是那场', 1],
  ['取消', 1],
  ['是', 2],
  ['是另外一场', 2],
  ['不是同一场', 2],
  ['另一场', 2],
])('asked whether it is another: %s', async (answer, count) => {
  const said = '/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂 人数:60';
  await office.say('huozhou-1', said);
  await office.say('huozhou-1', said);
  await office.say('huozhou-1', answer);
  expect(await countOf('huozhou')).toEqual({ event: count });
});

test('the same link, and the same title on the same day, are asked about', async () => {
  await office.say('huozhou-1', '/报送 专题活动 《读书月》 链接:https://e.cn/1');
  expect(await office.say('huozhou-1', '/报送 专题活动 《读书会》 链接:http://E.cn/1/')).toMatchInlineSnapshot(`
    [
      "这个链接已报过 #1《读书月》（专题活动），是另一件吗？
    是的话请回复：是另一件（回复后才计数）。重复了请回复：重复了",
    ]
  `);
  await office.say('huozhou-1', '重复了');
  await office.say('huozhou-1', '/报送 微视频 《灯》', { files: [video('a.mp4', 1)] });
  expect(first(await office.say('huozhou-1', '/报送 微视频 《灯》', { files: [video('b.mp4', 2)] }))).toBe(
    '《灯》2020-09-10 已报过 #3（微视频），是另一件吗？',
  );
  expect(first(await office.say('huozhou-1', '另外一件'))).toBe('已收 #4 《灯》');
  await office.move('PT24H');
  expect(first(await office.say('huozhou-1', '/报送 微视频 《灯》', { files: [video('c.mp4', 3)] }))).toBe(
    '已收 #5 《灯》',
  );
  expect(await countOf('huozhou')).toEqual({ thematic: 1, micro_video: 3 });
});

test('ten photos and how many works they are, in one answer', async () => {
  await office.say('hongtong-1', '', { files: photos(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
  expect(first(await office.say('hongtong-1', '摄影作品，10件'))).toBe('已收 10 件：');
  expect(await countOf('hongtong')).toEqual({ photo: 10 });
});

test('a receipt of many names every number, file and hash; late is said there and in /查', async () => {
  await office.move('2020-09-16T09:00:00+08:00');
  await office.say('yonghe-1', '', { files: [photo('光.png', 1), photo('IMG_2.png', 2)] });
  await office.say('yonghe-1', '摄影');
  expect(await office.say('yonghe-1', '2')).toMatchInlineSnapshot(`
    [
      "已收 2 件：
    #1《摄影 1》 光.png 103 B sha256 caec…a265
    #2《摄影 2》 IMG_2.png 103 B sha256 1bbe…f191
    2020-09-16 09:00 迟报 · 摄影 · 永和县 2/10
    补作者：/补正 1-2 作者:…　起名：/补正 1-2 题目1、题目2…（或一行一个；只写一个就编号）　撤回：/撤回 2
    子项目平台（安徽省总工会）也要交（六(1)），这 2 件交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 摄影",
    ]
  `);
  expect((await office.say('yonghe-1', '/查 1'))[0]?.split('\n')[2]).toBe('2020-09-16 09:00 收到，迟报');
  expect((await office.say('yonghe-1', '/回执 1'))[0]).toContain('2020-09-16 09:00 迟报 · 永和县 摄影 2/10');
});

test('staff are told of every file that another unit has reported', async () => {
  await office.say('yonghe-1', '', { files: [photo('光.png', 1), photo('影.png', 2)] });
  await office.say('yonghe-1', '摄影');
  await office.say('yonghe-1', '各算一件');
  await office.say('daning-1', '', { files: [photo('光1.png', 1), photo('影1.png', 2), photo('山.png', 3)] });
  await office.say('daning-1', '摄影');
  const [, told] = await office.say('daning-1', '三件');
  expect(told).toMatchInlineSnapshot(`
    "[direct/staff-1] 请核对：大宁县刚报的，有 2 处和别的单位报过的是同一个文件。都照收了，双方都没有告知。
    #3《光1》＝永和县 #1《摄影 1》
    #4《影1》＝永和县 #2《摄影 2》"
  `);
  await office.say('xixian-1', '/报送 摄影 《花》', { files: photos(5) });
  await office.say('xixian-1', '', { files: [photo('光2.png', 1)] });
  expect((await office.say('xixian-1', '1'))[1]).toMatchInlineSnapshot(`
    "[direct/staff-1] 请核对：隰县刚报的，有 2 处和别的单位报过的是同一个文件。都照收了，双方都没有告知。
    #6《花》＝永和县 #1《摄影 1》
    #6《花》＝大宁县 #3《光1》"
  `);
});

test('several are accepted at once, each with its own outcome, and a decision can be taken back', async () => {
  await office.say('hongtong-1', '', { files: photos(1, 2, 3, 4) });
  await office.say('hongtong-1', '摄影');
  await office.say('hongtong-1', '四件');
  expect(await office.say('staff-1', '/采用 1 3-4、9号')).toMatchInlineSnapshot(`
    [
      "已采用 #1《图1》（洪洞县 摄影）。
    已采用 #3《图3》（洪洞县 摄影）。
    已采用 #4《图4》（洪洞县 摄影）。
    没有 #9 这一件，请核对回执上的编号。",
      "[direct/hongtong-1] 好消息：#1《图1》（洪洞县 摄影）已采用。
    好消息：#3《图3》（洪洞县 摄影）已采用。
    好消息：#4《图4》（洪洞县 摄影）已采用。",
    ]
  `);
  expect(first(await office.say('staff-1', '/采用 1-99'))).toBe('一次最多 50 件，都没有办。请分几次发。');
  expect(await office.say('admin-1', '/反悔 3')).toEqual([
    '#3 不是您采用或退回的，您不能收回，没有改动。请找办这件事的同事。',
  ]);
  expect(await office.say('staff-1', '/反悔 3')).toMatchInlineSnapshot(`
    [
      "已收回：#3《图3》（洪洞县 摄影）的采用不算了，现在是“已收”。",
      "[direct/hongtong-1] 更正：#3《图3》（洪洞县 摄影）的采用收回了，现在是“已收”。",
    ]
  `);
  await office.say('staff-1', '/退回 4 模糊');
  expect(await countOf('hongtong')).toEqual({ photo: 3 });
  expect(first(await office.say('staff-1', '/反悔 4'))).toBe(
    '已收回：#4《图4》（洪洞县 摄影）的退回不算了，现在是“已采用”。',
  );
  expect(await countOf('hongtong')).toEqual({ photo: 4 });
});

test('a target of the whole city is nobody’s own', async () => {
  expect(await office.say('admin-1', '/改任务 尧都区 宣传员 3 依据:x')).toEqual([
    '宣传员是全市一起的目标（50 名），通知没有分到单位，不能给一个单位改任务数，没有改动。',
  ]);
  expect((await office.say('admin-1', '/进度 宣传员'))[0]?.split('\n').slice(0, 2)).toEqual([
    '职工好网民宣传员：已收 0 名，其中已采用 0',
    '全市目标 50 名，不分解到单位',
  ]);
  expect(first(await office.say('admin-1', '/改任务 尧都区 活动 3 依据:x'))).toContain('1 → 3');
});

test('the head of the city’s progress says why the categories add up to more', async () => {
  const lines = async () => (await office.say('staff-1', '/进度'))[0]?.split('\n') ?? [];
  expect((await lines()).filter((line) => line.includes('相加'))).toEqual([]);
  for (const number of [1, 2, 3])
    await office.say('yaodu-1', `/报送 微视频 《灯${number}》`, { files: [video(`${number}.mp4`, number)] });
  await office.say('yaodu-1', '/宣传员 王小梅 工作单位:尧都医院');
  expect((await lines()).filter((line) => line.includes('相加'))).toEqual([
    '各类相加 4，比完成数 1 多：超额不计入完成数（2 件）；没有任务数的不计入完成数（1 件）',
  ]);
});

test('every unit owes the report, also one without a row in the table', async () => {
  await office.say('yaodu-1', '/零报 情况报告 原因:还在写');
  expect(await office.say('staff-1', '/未报 情况报告')).toMatchInlineSnapshot(`
    [
      "情况报告 没报 19 家：霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区、市直
    没报全 0 家
    尧都区零报：情况报告
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
});
