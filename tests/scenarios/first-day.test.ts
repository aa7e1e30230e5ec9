import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

const video = { name: '夜班的灯.mp4', bytes: readFileSync(new URL('../support/night-shift.mp4', import.meta.url)) };

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

test('a work is reported by command and file, and counts', async () => {
  expect(await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国')).toMatchInlineSnapshot(`
    [
      "记下了：微视频《夜班的灯》，草稿 #1。请在 30 分钟内把文件直接发给我，收到后给您回执。
    要求：视频文件格式为MP4（附件2第一项）
    要求：时长小于3分钟（附件2第一项）
    要求：文件小于50MB（附件2第一项）
    要求：画面清晰，声音清楚（附件2第一项）
    要求：重点内容配字幕（附件2第一项）",
    ]
  `);
  expect(await office.say('yaodu-1', '', { files: [video] })).toMatchInlineSnapshot(`
    [
      "已收 #1 《夜班的灯》
    微视频 · 尧都区总工会 · 作者 李建国
    夜班的灯.mp4 9.4 KB 2秒 sha256 8289…0070
    2020-09-10 15:00 · 尧都区 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
  expect(await office.say('yaodu-1', '/进度')).toMatchInlineSnapshot(`
    [
      "尧都区总工会 完成 5%（1/18）
    线下活动 0/1 差1
    微视频 1/1
    专题活动 0/1 差1
    摄影 0/10 差10
    优秀平台 0/1 差1
    诵读 0/2 差2
    歌曲 0/1 差1
    微课 0/1 差1
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
});
