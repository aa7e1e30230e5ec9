import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityProgress, enlarge, fillEntries, timed } from '../support/big-city.ts';
import { botOn } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

// `npm run bench` is the whole of it: a real server and a million entries.
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

test('three thousand units are counted right, and at once', { timeout: 60_000 }, async () => {
  const { office } = await botOn(database);
  enlarge(office, 3_000);
  // 8 entries of each unit, one in each category; 14,400 of 24,000 counted as 18 of 20 states go.
  await fillEntries(office, 24_000);
  expect(await cityProgress(office)).toMatchInlineSnapshot(`
    "全市完成 40%（21600/54000）：报全 0 家，没报全 2700 家，没报 300 家
    线下活动 2700/3000 已采用450
    微视频 2700/3000 已采用450
    专题活动 2700/3000 已采用450
    摄影 2700/30000 已采用450
    优秀平台 2700/3000 已采用450
    诵读 2700/6000 已采用450
    歌曲 2700/3000 已采用450
    微课 2700/3000 已采用450
    微电影 0
    宣传员 0/50
    情况报告 0
    单位较多，没有逐个列出：看某一家发 /进度 单位，看名单发 /未报
    口径：已收（含已采用）；完成数按各单位各类不超过任务数计；2020-09-10 15:00"
  `);
  const [best] = await timed(10, () => cityProgress(office));
  expect(best).toBeLessThan(100);
});
