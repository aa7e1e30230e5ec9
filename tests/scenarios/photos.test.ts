import { afterAll, beforeEach, expect, test } from 'vitest';
import { photo } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const photos = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => photo(`IMG_${from + index}.png`, from + index));

test('ten photos at once are one work', async () => {
  expect(await office.say('hongtong-1', '', { files: photos(10) })).toMatchInlineSnapshot(`
    [
      "收到 IMG_0.png IMG_1.png IMG_2.png 等 10 个文件，先记作草稿 #1，还没有计数。这是哪一类？回复数字：
    1 线下活动
    2 摄影
    也可以连标题一起回复，如：1 《夜班的灯》。不报了回复：取消",
    ]
  `);
  expect(await office.say('hongtong-1', '摄影')).toMatchInlineSnapshot(`
    [
      "草稿 #1：10 个文件，摄影。算几件？回复数字：
    1 合为一件（10 个文件是同一件作品）
    2 各算一件（共 10 件）
    可以连标题一起回复，如：各算一件 《古城四季》，会编成《古城四季（一）》；也可以一行一个标题。",
    ]
  `);
  expect(await office.say('hongtong-1', '1')).toMatchInlineSnapshot(`
    [
      "草稿 #1（摄影）还缺标题，请直接回复标题，如：《夜班的灯》",
    ]
  `);
  expect(await office.say('hongtong-1', '《劳动者》')).toMatchInlineSnapshot(`
    [
      "已收 #1 《劳动者》
    摄影 · 洪洞县总工会
    IMG_0.png 103 B sha256 c94b…5a7a
    IMG_1.png 103 B sha256 caec…a265
    IMG_2.png 103 B sha256 1bbe…f191
    IMG_3.png 103 B sha256 9c77…db84
    IMG_4.png 103 B sha256 f843…2bc1
    IMG_5.png 103 B sha256 1be1…01f8
    IMG_6.png 103 B sha256 3dbe…f972
    IMG_7.png 103 B sha256 0745…cc83
    IMG_8.png 103 B sha256 77c1…d96a
    IMG_9.png 103 B sha256 66a4…5747
    10 个文件合为一件，计 1 个
    2020-09-10 15:00 · 洪洞县 摄影 1/10
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（安徽省总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 摄影",
    ]
  `);
});

test('ten photos at once are ten works', async () => {
  await office.say('hongtong-1', '', { files: photos(10) });
  await office.say('hongtong-1', '2');
  expect(await office.say('hongtong-1', '2')).toMatchInlineSnapshot(`
    [
      "已收 10 件：
    #1《摄影 1》 IMG_0.png 103 B sha256 c94b…5a7a
    #2《摄影 2》 IMG_1.png 103 B sha256 caec…a265
    #3《摄影 3》 IMG_2.png 103 B sha256 1bbe…f191
    #4《摄影 4》 IMG_3.png 103 B sha256 9c77…db84
    #5《摄影 5》 IMG_4.png 103 B sha256 f843…2bc1
    #6《摄影 6》 IMG_5.png 103 B sha256 1be1…01f8
    #7《摄影 7》 IMG_6.png 103 B sha256 3dbe…f972
    #8《摄影 8》 IMG_7.png 103 B sha256 0745…cc83
    #9《摄影 9》 IMG_8.png 103 B sha256 77c1…d96a
    #10《摄影 10》 IMG_9.png 103 B sha256 66a4…5747
    2020-09-10 15:00 · 摄影 · 洪洞县 10/10
    补作者：/补正 1-10 作者:…　起名：/补正 1-10 题目1、题目2…（或一行一个；只写一个就编号）　撤回：/撤回 10
    子项目平台（安徽省总工会）也要交（六(1)），这 10 件交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 摄影",
    ]
  `);
  expect(await office.say('hongtong-1', '/进度 摄影')).toMatchInlineSnapshot(`
    [
      "摄影作品：已收 10/190 个，其中已采用 0
    洪洞县 10/10
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
});

test('ten photos one after another are one question', async () => {
  await office.say('hongtong-1', '', { files: photos(1) });
  for (let index = 1; index < 9; index++) await office.say('hongtong-1', '', { files: photos(1, index) });
  expect(await office.say('hongtong-1', '', { files: photos(1, 9) })).toMatchInlineSnapshot(`
    [
      "又收到 IMG_9.png，草稿 #1 现在共 10 个。发完后请回答上面的问题（回复数字）。",
    ]
  `);
  expect(await office.say('hongtong-1', '2')).toMatchInlineSnapshot(`
    [
      "草稿 #1：10 个文件，摄影。算几件？回复数字：
    1 合为一件（10 个文件是同一件作品）
    2 各算一件（共 10 件）
    可以连标题一起回复，如：各算一件 《古城四季》，会编成《古城四季（一）》；也可以一行一个标题。",
    ]
  `);
  expect((await office.say('hongtong-1', '2'))[0]).toContain('摄影 · 洪洞县 10/10');
});

test('photos that follow a named work are asked about once and join it', async () => {
  await office.say('hongtong-1', '/报送 摄影 《劳动者》');
  await office.say('hongtong-1', '', { files: photos(1) });
  expect(await office.say('hongtong-1', '', { files: photos(1, 1) })).toMatchInlineSnapshot(`
    [
      "又收到 1 个文件。回复数字：
    1 并入 #1《劳动者》
    2 另报（摄影）",
    ]
  `);
  expect(await office.say('hongtong-1', '', { files: photos(1, 2) })).toMatchInlineSnapshot(`
    [
      "又收到 IMG_2.png，草稿 #2 现在共 2 个。发完后请回答上面的问题（回复数字）。",
    ]
  `);
  expect(await office.say('hongtong-1', '1')).toMatchInlineSnapshot(`
    [
      "已附到 #1《劳动者》：新收 2 个文件，共 3 个。
    发完请回复：/完成 1",
    ]
  `);
  expect(await office.say('hongtong-1', '/完成')).toMatchInlineSnapshot(`
    [
      "#1《劳动者》完成，共 3 个文件。",
    ]
  `);
  expect(await office.say('hongtong-1', '/完成')).toMatchInlineSnapshot(`
    [
      "您没有没报完的草稿。",
    ]
  `);
});

test('photos of an event wait for what it was', async () => {
  await office.say('hongtong-1', '', { files: photos(2) });
  expect(await office.say('hongtong-1', '1')).toMatchInlineSnapshot(`
    [
      "2 个文件先留着（草稿 #1），还没有计数。请在 30 分钟内发这场活动的名称、日期、企业和人数，文件会一并附上。
    例如：/活动 网络安全进企业 日期:2020-09-03 企业:瑞丰钢厂 人数:60",
    ]
  `);
  expect(
    await office.say('hongtong-1', '/活动 网络安全进企业 日期:9月3日 企业:瑞丰钢厂 人数:60人'),
  ).toMatchInlineSnapshot(`
    [
      "已收 #1 《网络安全进企业》
    线下活动 · 洪洞县总工会 · 2020-09-03 · 瑞丰钢厂 · 60人
    IMG_0.png 103 B sha256 c94b…5a7a
    IMG_1.png 103 B sha256 caec…a265
    2020-09-10 15:00 · 洪洞县 线下活动 1/1
    更正：/补正 1 人数:…　撤回：/撤回 1",
    ]
  `);
});
