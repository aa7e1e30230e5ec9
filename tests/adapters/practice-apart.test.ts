import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { refusedStart, startBot } from '../support/bot-process.ts';
import { known } from '../support/known.ts';
import { operate } from '../support/operate.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-apart-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PLATFORM = { WECOM_GROUP_WEBHOOKS: '{"wrG":"key"}', WECOM_API_BASE: 'http://127.0.0.1:1' };
const REAL =
  '这个数据目录（数据库）里是正式的数据，练习会和它混在一起，所以没有启动。想练习，请在 .env 里换一个空的 DATA_DIR';

test('what was practised is nobody’s real figures: a real start on it is refused in words', async () => {
  const DATA_DIR = path.join(folder, 'practised');
  const bot = await startBot({ DATA_DIR });
  await bot.stop();
  const { code, said } = await refusedStart({ DATA_DIR, ...PLATFORM });
  expect([code, said]).toEqual([
    1,
    '这个数据目录（数据库）里是练习的数据，会混进正式的数，所以没有启动。正式使用，请在 .env 里换一个空的 DATA_DIR（用自己的 PostgreSQL 的，换一个空库），例如 DATA_DIR=./data-2020。',
  ]);
  // Practice goes on.
  await (await startBot({ DATA_DIR })).stop();
}, 120_000);

test('practice on the data of real people is refused in words, and erasing there makes it no practice', async () => {
  const DATA_DIR = path.join(folder, 'real');
  const database = await openDatabase({ dataDir: DATA_DIR });
  await known(database as never, 'wecom', 'wangxm', 'admin');
  await database.close();
  expect(await refusedStart({ DATA_DIR })).toEqual({ code: 1, said: expect.stringContaining(REAL) });
  expect(await operate(['erase', '--preview'], { DATA_DIR })).toEqual({ code: 1, said: expect.stringContaining(REAL) });
  await (await startBot({ DATA_DIR, PRACTICE: 'off', ...PLATFORM })).stop();
}, 120_000);
