import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { replies, speak, startBot } from '../support/bot-process.ts';
import { photo } from '../support/files.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { wireTo } from '../support/wire.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-outage-'));
  server = await startPostgres();
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};
const work = (title: string) => ({
  as: 'yaodu-1',
  text: `/报送 摄影 《${title}》 作者:李建国`,
  files: [{ name: `${title}.png`, bytes: new Uint8Array(photo('x', title.length).bytes) }],
});

test('while the database is gone nobody gets a receipt, in words; when it is back the bot goes on by itself', async () => {
  const databaseUrl = new URL(await server.newDatabase());
  const wire = await wireTo(Number(databaseUrl.port));
  databaseUrl.port = String(wire.port);
  const bot = await startBot({ DATA_DIR: path.join(folder, 'data'), DATABASE_URL: String(databaseUrl) });
  expect((await replies(bot.url, work('矿工')))[0]).toMatch(/^已收 #1 /);
  const ready = await get(`${bot.url}/readyz`);
  expect(JSON.parse(ready.text)).toMatchObject({
    status: 'ready',
    database: 'server',
    inboxWaiting: 0,
    outboxWaiting: 0,
    lostUntold: 0,
    lastInbound: '2020-09-10T07:00:00.000Z',
    holders: { schedule: expect.stringContaining('/') },
  });
  const before = (await get(`${bot.url}/metrics`)).text;
  expect(before).toContain('baosong_database_up 1');
  expect(before).toContain('baosong_messages{state="handled"} 1');
  expect(before).toContain('baosong_messages{state="failed"} 0');
  expect(before).toContain('baosong_posts{state="unknown"} 0');
  expect(before).toContain('baosong_inbox_depth 0');

  wire.cut();
  const refused = await speak(bot.url, work('井下的光'));
  expect(refused.status).toBe(503);
  expect(await refused.json()).toEqual({
    error:
      '现在存不进去（数据库连不上，或磁盘满了），这条没有回执，请当作没有收到。恢复后如果还没看到回执，请再发一次。',
  });
  expect(await get(`${bot.url}/healthz`)).toMatchObject({ status: 200 });
  expect((await get(`${bot.url}/readyz`)).status).toBe(503);
  const during = (await get(`${bot.url}/metrics`)).text;
  expect(during).toContain('baosong_database_up 0');
  expect(during).not.toContain('baosong_inbox_depth 0');

  wire.mend();
  await vi.waitUntil(async () => (await get(`${bot.url}/readyz`)).status === 200, { timeout: 30_000, interval: 50 });
  expect((await replies(bot.url, work('井下的光')))[0]).toMatch(/^已收 #\d+ /);
  expect(await bot.stop()).toBe(0);
  await wire.close();
}, 120_000);

test.each(['cut', 'forget'] as const)(
  'SIGTERM while nothing can be given back (%s): ended within ten seconds',
  async (how) => {
    const databaseUrl = new URL(await server.newDatabase());
    const wire = await wireTo(Number(databaseUrl.port));
    databaseUrl.port = String(wire.port);
    const bot = await startBot({
      PRACTICE: 'off',
      DATA_DIR: path.join(folder, how),
      DATABASE_URL: String(databaseUrl),
      ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
      WECOM_BOT_TOKEN: 'token',
      WECOM_BOT_AES_KEY: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    });
    wire[how]();
    const begun = performance.now();
    expect(await bot.stop(), bot.said()).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    await wire.close();
  },
  120_000,
);

test('SIGTERM in the middle of messages: ended within ten seconds, nothing lost, nothing twice', async () => {
  const dataDir = path.join(folder, 'sigterm');
  const bot = await startBot({ DATA_DIR: dataDir });
  const units = ['yaodu', 'huozhou', 'houma', 'hongtong', 'xiangfen', 'quwo'];
  let first = () => {};
  const answered = new Promise<void>((resolve) => {
    first = resolve;
  });
  const all = units.map(async (unit, index) => {
    const receipts: string[] = [];
    for (let number = 1; number <= 50; number++) {
      const title = `${unit} ${number}`;
      const files = [{ name: `${number}.png`, bytes: new Uint8Array(photo('x', index * 1000 + number).bytes) }];
      try {
        const [receipt = ''] = await replies(bot.url, { as: `${unit}-1`, text: `/报送 摄影 《${title}》`, files });
        receipts.push(/《(.*?)》/.exec(receipt)?.[1] ?? receipt);
        first();
      } catch {
        return receipts;
      }
    }
    return receipts;
  });
  await answered;
  const begun = performance.now();
  expect(await bot.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
  const receipts = (await Promise.all(all)).flat();

  const again = await startBot({ DATA_DIR: dataDir });
  expect(await again.stop()).toBe(0);
  const { prisma, close } = await openDatabase({ dataDir });
  const inbound = await prisma.inbound.groupBy({ by: ['state', 'attempts'], _count: true });
  const titles = (await prisma.submission.findMany({ where: { state: 'received' } })).map(({ title }) => title);
  await close();
  expect(inbound.map(({ state }) => state)).toEqual(['handled']);
  expect(titles).toEqual([...new Set(titles)]);
  expect(receipts.length).toBeGreaterThan(0);
  expect(receipts.filter((title) => !titles.includes(title))).toEqual([]);
}, 120_000);
