import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { erase } from '../../src/application/keeping/retention.ts';
import { botOn, message } from '../support/bots.ts';
import { placeDatabase } from '../support/template.ts';

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-erased-'));
  await placeDatabase(folder);
  database = await openDatabase({ dataDir: folder });
}, 60_000);
afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

const PLANTED = ['王小明', '13800138000', '拾金不昧', '瑞丰钢厂', '夜班的灯', '赵铁柱'];

/** Which of the planted words stand in any file of the data folder. */
async function found(): Promise<string[]> {
  const words = new Set<string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    for (const word of PLANTED) if (bytes.includes(word)) words.add(word);
  }
  return PLANTED.filter((word) => words.has(word));
}

test('what was erased stands in no file of the embedded database any more, its log included', async () => {
  const { bot, office, moveTo } = await botOn(database);
  const said = [
    ['yaodu-1', '/宣传员 王小明 工作单位:瑞丰钢厂 电话:13800138000 事迹:拾金不昧'],
    ['yaodu-1', '/报送 微视频 《夜班的灯》 作者:王小明'],
    ['fenxi-1', '/零报 歌曲 原因:赵铁柱病了'],
  ];
  for (const [as = '', text = ''] of said) {
    await bot.accept(message(as, text));
    await bot.work();
  }
  await moveTo('2020-11-01T12:00:00+08:00');
  expect(await found()).toEqual(PLANTED);
  await erase({ ...office, clock: { now: () => new Date('2021-06-01T00:00:00+08:00') } });
  expect(await found()).toEqual([]);
  // It goes on.
  await bot.accept(message('staff-1', '/进度'));
  await bot.work();
  expect(await database.prisma.inbound.count({ where: { state: 'handled' } })).toBe(4);
}, 120_000);
