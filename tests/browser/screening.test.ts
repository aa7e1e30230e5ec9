import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, type BrowserContext, type Page, selectors } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningBot, startBot, startBrowser } from './bot.ts';
import { write } from './county.ts';
import { phone } from './reader.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FILM = path.join(import.meta.dirname, '../support/night-shift.mp4');

let bot: RunningBot;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  selectors.setTestIdAttribute('data-test');
  [bot, browser] = await Promise.all([startBot(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

/** A phone of somebody's own. */
async function phoneOf(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ ...phone, locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { context, page };
}

/** Nothing serious for whoever cannot see or touch it well, nothing wider than the screen; a picture where somebody asks for it. */
async function looksRight(page: Page, name: string): Promise<void> {
  // Of a badge that fades in contrast is nothing yet.
  await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})))');
  const found = (await page.evaluate(
    `(() => { ${axe}; return axe.run(document, { resultTypes: ['violations'] }); })()`,
  )) as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
  const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect([name, ...serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)]).toEqual([
    name,
  ]);
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect([name, width]).toEqual([name, 390]);
  const to = process.env.PICTURES;
  if (to === undefined) return;
  await mkdir(to, { recursive: true });
  await page.screenshot({ path: path.join(to, `screening-${name}.png`), fullPage: true });
}

async function consoleOf(person: string): Promise<{ context: BrowserContext; page: Page }> {
  const own = await phoneOf();
  await own.page.goto(`${bot.url}/console/`);
  await own.page.locator(`[data-person="${person}"]`).click();
  await own.page.getByTestId('who').waitFor();
  return own;
}

it('worker, county, city: what a worker sends from a phone is sent back, mended, passed, and counts for the city', async () => {
  await write(bot.url, 'hongtong-1', '/下级 新增 瑞丰钢厂');
  const link =
    /https?:\S+\/u\/[\w-]+/.exec(await write(bot.url, 'hongtong-1', '/征集 微视频 摄影 到 9月12日'))?.[0] ?? '';

  const worker = await phoneOf();
  const { page } = worker;
  await page.goto(link);
  await looksRight(page, '1-wanted');
  await page.locator('#begin').click();
  await page.waitForURL((url) => url.href !== link && url.pathname.startsWith('/u/'));
  await page.locator('#category').selectOption('micro_video');
  await page.locator('#choose').setInputFiles(FILM);
  await page.locator('#field-title').fill('夜班的灯');
  await page.locator('#field-author').fill('李建国');
  await page.locator('#field-authorUnit').fill('瑞丰钢厂');
  await page.locator('#field-phone').fill('13800138000');
  await page.locator('video').waitFor();
  await looksRight(page, '2-form');
  await page.locator('button.main').click();
  await page.getByText('您的投稿编号是 1 号').waitFor();
  await looksRight(page, '3-received');

  const county = await consoleOf('hongtong-1');
  await county.page.goto(`${bot.url}/console/screening`);
  await county.page.locator('[data-candidate="1"]').waitFor();
  await looksRight(county.page, '4-county');
  await county.page.getByTestId('send-back').click();
  await county.page.getByTestId('screening-said').fill('请在片尾加上单位名称');
  await county.page.getByTestId('screening-send').click();
  await county.page.locator('[data-candidate="1"]').waitFor({ state: 'detached' });

  await page.reload();
  await page.getByText('退回的理由：请在片尾加上单位名称').waitFor();
  await looksRight(page, '5-sent-back');
  expect(await page.locator('#field-title').inputValue()).toBe('夜班的灯');
  await page.locator('#field-title').fill('夜班的灯（加片尾）');
  await page.locator('button.main').click();
  await page.getByText('您的投稿编号是 1 号').waitFor();

  expect(await write(bot.url, 'staff-1', '/进度 洪洞县')).not.toContain('微视频 1/1');
  await county.page.reload();
  await county.page.locator('[data-candidate="1"]').getByTestId('pass').click();
  await county.page.locator('[data-candidate="1"]').waitFor({ state: 'detached' });
  await expect
    .poll(() => county.page.getByTestId('levels').locator('tbody').innerText())
    .toMatch(/瑞丰钢厂\s+1\s+0\s+0/);
  await looksRight(county.page, '6-levels');

  await page.reload();
  await page.getByText('初筛通过').waitFor();
  await looksRight(page, '7-passed');
  expect(await write(bot.url, 'staff-1', '/进度 洪洞县')).toContain('微视频 1/1');
  const city = await consoleOf('staff-1');
  await city.page.goto(`${bot.url}/console/works/1`);
  // On a phone the list stands behind the work.
  await city.page.getByText('夜班的灯（加片尾）').locator('visible=true').first().waitFor();
  for (const { context } of [worker, county, city]) await context.close();
  expect(complaints).toEqual([]);
}, 180_000);
