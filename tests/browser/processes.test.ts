import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Browser, selectors } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotProcess, replies, startBot } from '../support/bot-process.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import { startBrowser } from './bot.ts';
import { Clerk } from './clerk.ts';
import { desktop } from './reader.ts';

let folder: string;
let server: TestServer;
let s3: TestS3;
let browser: Browser;
let bots: BotProcess[] = [];

beforeAll(async () => {
  selectors.setTestIdAttribute('data-test');
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-processes-'));
  [server, s3, browser] = await Promise.all([startPostgres(), startS3(), startBrowser()]);
  const databaseUrl = await server.newDatabase();
  const begin = (name: string) =>
    startBot({
      DATA_DIR: path.join(folder, name),
      DATABASE_URL: databaseUrl,
      FILES_URL: `s3://${s3.bucket}/${s3.prefix}`,
      S3_ENDPOINT: s3.endpoint ?? '',
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    });
  // The second one finds the tables that the first has made.
  bots = [await begin('first')];
  bots.push(await begin('second'));
});
afterAll(async () => {
  await browser?.close();
  for (const bot of bots) await bot.kill();
  await s3?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

it('a work that one process receives appears without reload on a page that another serves, and a decision there and back', async () => {
  const [first, second] = bots as [BotProcess, BotProcess];
  const [there, here] = [await Clerk.open(browser, second.url, desktop), await Clerk.open(browser, first.url, desktop)];
  for (const [clerk, person] of [
    [there, 'staff-1'],
    [here, 'admin-1'],
  ] as const) {
    await clerk.become(person);
    await clerk.go('/works?state=received');
    await clerk.page.getByRole('heading', { level: 1 }).waitFor();
  }
  const said = await replies(first.url, { as: 'yaodu-1', text: '/报送 专题活动 《读书月》 链接:https://e.cn/1' });
  expect(said.join('')).toContain('已收 #1');
  await there.page.locator('[data-work="1"]').waitFor({ timeout: 10_000 });
  await here.page.locator('[data-work="1"]').waitFor({ timeout: 10_000 });

  await there.go('/works/1');
  await there.at('accept').waitFor();
  await here.go('/works/1');
  await here.at('accept').waitFor();
  await there.at('accept').click();
  await there.page.getByText('已采用 1 件：1').waitFor();
  await here.at('notice').waitFor({ timeout: 10_000 });
  expect(await here.at('notice').textContent()).toContain('周文静 刚刚办了这一件');
  expect([...there.complaints, ...here.complaints]).toEqual([]);
  await there.close();
  await here.close();
});
