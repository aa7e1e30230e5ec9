import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeTable, type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { refusedStart } from '../support/bot-process.ts';
import { runScript } from '../support/operate.ts';
import { program } from '../support/programs.ts';

let folder: string;
let fake: FakeWecom;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-mirror-'));
  const columns = { u: { title: '单位' }, r: { title: '完成率' } };
  fake = await startFakeWecom({ tables: { kP: columns, kW: { n: { title: '序号' } } } });
});
afterAll(async () => {
  await fake?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('npm run mirror: says what it wrote and mended, and what it needs', { timeout: 60_000 }, async () => {
  const env = {
    DATA_DIR: path.join(folder, 'data'),
    WECOM_API_BASE: fake.apiBase,
    WECOM_TABLES: JSON.stringify({ progress: fake.sampleOf('kP') }),
  };
  const run = (given: string[], more = {}) => runScript(program('mirror'), given, { ...env, ...more });
  expect((await run([])).said).toBe(`${env.DATA_DIR} 里还没有数据，没有可写的。`);
  await (await openDatabase({ dataDir: env.DATA_DIR })).close();
  expect(await run([])).toEqual({ code: 0, said: '进度表：看了 20 行，有变化 20 行，写好 20 行，其中新加 20 行。' });
  const table = fake.tables.get('kP') as FakeTable;
  table.rows.delete([...table.rows.keys()][4] as string);
  expect(await run(['--check'])).toEqual({
    code: 0,
    said: '进度表：20 行都照机器人里的记录重写了一遍。上次写好之后有变化的 0 行，表里被人删掉的 1 行，补加 1 行。',
  });
  expect(table.rows.size).toBe(20);
  fake.faults.request = () => 'drop';
  expect(await run(['--check'])).toEqual({
    code: 1,
    said: expect.stringMatching(/进度表没有写完，还剩 20 行：平台没有回音，机器人会自己接着写。$/),
  });
  expect((await run(['--chek'])).said).toMatch(/^npm run mirror 补写/);
});

test('a table without a column to know a row by keeps the bot from starting, in words', async () => {
  const tables = JSON.stringify({ works: fake.sampleOf('kW') });
  const env = { DATA_DIR: path.join(folder, 'other'), PRACTICE: 'off', WECOM_TABLES: tables };
  const { code, said } = await refusedStart(env);
  expect([code, said]).toEqual([1, expect.stringContaining('WECOM_TABLES 的 works 里没有“编号”这一列')]);
});
