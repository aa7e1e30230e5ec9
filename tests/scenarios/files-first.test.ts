import { afterAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

test('a name that says it all is restated and counts after 确认 only', async () => {
  const file = video('洪洞县-微视频-奋斗者.mp4');
  expect(await office.say('hongtong-1', '', { files: [file] })).toMatchInlineSnapshot(`
    [
      "从文件名看，这是：
    洪洞县 · 微视频 ·《奋斗者》
    洪洞县-微视频-奋斗者.mp4
    对的话请回复：确认（回复后才计数）。不对请回复：取消，再发 /报送 类别 《标题》。草稿 #1",
    ]
  `);
  expect(await office.prisma.tally.count()).toBe(0);
  expect(await office.say('hongtong-1', '好的')).toEqual([
    '还没有执行。要执行请只回复“确认”两个字，不执行请回复“取消”。',
  ]);
  expect(await office.prisma.tally.count()).toBe(0);
  expect(await office.say('hongtong-1', '确认')).toMatchInlineSnapshot(`
    [
      "已收 #1 《奋斗者》
    微视频 · 洪洞县总工会
    洪洞县-微视频-奋斗者.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 洪洞县 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
  expect(await office.say('hongtong-1', '确认')).toMatchInlineSnapshot(`
    [
      "没有等您确认的事：可能过了时间，或者不是在这个聊天里问的。请把原来的命令再发一次。",
    ]
  `);
});

test('a name read wrongly is dropped with 取消', async () => {
  await office.say('hongtong-1', '', { files: [video('洪洞县-微视频-奋斗者.mp4')] });
  expect(await office.say('hongtong-1', '取消')).toMatchInlineSnapshot(`
    [
      "草稿 #1《奋斗者》 已取消，没有计数。",
    ]
  `);
  expect(await office.say('hongtong-1', '/我的')).toMatchInlineSnapshot(`
    [
      "还没有报送。要报请发，例如：/报送 微视频 《夜班的灯》 作者:李建国",
    ]
  `);
});

test('a name with another unit is refused', async () => {
  expect(await office.say('hongtong-1', '', { files: [video('尧都区-微视频-奋斗者.mp4')] })).toMatchInlineSnapshot(`
    [
      "您不是尧都区的联络员，不能替它报送或修改，刚才没有记录。",
    ]
  `);
});

test('two such files are confirmed one after the other', async () => {
  await office.say('hongtong-1', '', { files: [video('洪洞县-微视频-奋斗者.mp4', 1)] });
  await office.say('hongtong-1', '', { files: [video('洪洞县-诵读-黄河颂.mp4', 2)] });
  expect(await office.say('hongtong-1', '确认')).toMatchInlineSnapshot(`
    [
      "已收 #2 《黄河颂》
    诵读 · 洪洞县总工会
    洪洞县-诵读-黄河颂.mp4 9.4 KB 2秒 sha256 cddc…a42a
    2020-09-10 15:00 · 洪洞县 诵读 1/1
    更正：/补正 2 作者:…　撤回：/撤回 2
    子项目平台（浙江省总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 诵读",
      "从文件名看，这是：
    洪洞县 · 微视频 ·《奋斗者》
    洪洞县-微视频-奋斗者.mp4
    对的话请回复：确认（回复后才计数）。不对请回复：取消，再发 /报送 类别 《标题》。草稿 #1",
    ]
  `);
  expect(await office.say('hongtong-1', '确认')).toMatchInlineSnapshot(`
    [
      "已收 #1 《奋斗者》
    微视频 · 洪洞县总工会
    洪洞县-微视频-奋斗者.mp4 9.4 KB 2秒 sha256 c9e8…d273
    2020-09-10 15:00 · 洪洞县 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
});

test('an mp4 never decides its category: a numbered choice, then the title', async () => {
  expect(await office.say('hongtong-1', '', { files: [video('VID_2020.mp4')] })).toMatchInlineSnapshot(`
    [
      "收到 VID_2020.mp4，先记作草稿 #1，还没有计数。这是哪一类？回复数字：
    1 微视频
    2 诵读
    3 微课
    4 微电影
    也可以连标题一起回复，如：1 《夜班的灯》。不报了回复：取消",
    ]
  `);
  expect(await office.say('hongtong-1', '9')).toMatchInlineSnapshot(`
    [
      "请回复 1 到 4 中的一个数字；不报了回复：取消",
    ]
  `);
  expect(await office.say('hongtong-1', '2')).toMatchInlineSnapshot(`
    [
      "草稿 #1（诵读）还缺标题，请直接回复标题，如：《夜班的灯》",
    ]
  `);
  expect(await office.say('hongtong-1', '2')).toMatchInlineSnapshot(`
    [
      "草稿 #1（诵读）还缺标题，请直接回复标题，如：《夜班的灯》",
    ]
  `);
  expect(await office.say('hongtong-1', '黄河颂')).toMatchInlineSnapshot(`
    [
      "已收 #1 《黄河颂》
    诵读 · 洪洞县总工会
    VID_2020.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 洪洞县 诵读 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（浙江省总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 诵读",
    ]
  `);
});

test('choice and title in one answer, the category by its name', async () => {
  await office.say('hongtong-1', '', { files: [video('VID_2020.mp4')] });
  expect(await office.say('hongtong-1', '诵读 《黄河颂》')).toMatchInlineSnapshot(`
    [
      "已收 #1 《黄河颂》
    诵读 · 洪洞县总工会
    VID_2020.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 洪洞县 诵读 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（浙江省总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 诵读",
    ]
  `);
});

test('the name of a file orders the choice', async () => {
  const [asked] = await office.say('hongtong-1', '', { files: [video('微课 焊接.mp4')] });
  expect(asked?.split('\n').slice(0, 3)).toEqual(['从文件名看，这是：', '洪洞县 · 微课 ·《焊接》', '微课 焊接.mp4']);
});

test('several drafts wait: the file is asked about, or goes where its name points', async () => {
  await office.say('hongtong-1', '/报送 微视频 《奋斗者》');
  await office.say('hongtong-1', '/报送 诵读 《黄河颂》');
  expect(await office.say('hongtong-1', '', { files: [video('VID_1.mp4', 1)] })).toMatchInlineSnapshot(`
    [
      "收到 VID_1.mp4，是哪一件的？回复数字：
    1 #1 微视频《奋斗者》
    2 #2 诵读《黄河颂》
    3 都不是，另报一件",
    ]
  `);
  expect(await office.say('hongtong-1', '1')).toMatchInlineSnapshot(`
    [
      "已收 #1 《奋斗者》
    微视频 · 洪洞县总工会
    VID_1.mp4 9.4 KB 2秒 sha256 c9e8…d273
    2020-09-10 15:00 · 洪洞县 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
  await office.say('hongtong-1', '/报送 歌曲 《晨光》');
  const [received] = await office.say('hongtong-1', '', { files: [video('黄河颂终稿.mp4', 2)] });
  expect(received?.split('\n')[0]).toBe('已收 #2 《黄河颂》');
});
