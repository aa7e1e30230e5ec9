import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RunningBot, startBot, startBrowser } from './bot.ts';
import { heard, write } from './county.ts';
import { phone } from './reader.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const film = readFileSync(path.join(import.meta.dirname, '../support/night-shift.mp4'));

let bot: RunningBot;
let browser: Browser;
let folder: string;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];
beforeAll(async () => {
  [bot, browser, folder] = await Promise.all([startBot(), startBrowser(), mkdtemp(path.join(tmpdir(), 'uploads-'))]);
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await open();
});
afterEach(async () => {
  await context.close();
  expect(complaints.splice(0)).toEqual([]);
});

/** A phone of its own. */
async function open(): Promise<void> {
  await context?.close();
  context = await browser.newContext({ ...phone, locale: 'zh-CN' });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
}

async function linkFor(who: string, text: string): Promise<string> {
  return /https?:\S+\/u\/[\w-]+/.exec(await write(bot.url, who, text))?.[0] ?? '';
}

/** A film of so many bytes: what is added is a box of nothing. */
async function filmOf(name: string, bytes: number): Promise<string> {
  const box = Buffer.alloc(bytes - film.length);
  box.writeUInt32BE(box.length);
  box.write('free', 4, 'latin1');
  const file = path.join(folder, name);
  await writeFile(file, Buffer.concat([film, box]));
  return file;
}

async function isAccessible(): Promise<void> {
  const found = (await page.evaluate(
    `(() => { ${axe}; return axe.run(document, { resultTypes: ['violations'] }); })()`,
  )) as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
  const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

async function fits(): Promise<void> {
  const [wide, screen] = (await page.evaluate(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )) as [number, number];
  expect([wide, screen]).toEqual([390, 390]);
}

/** Pictures to be looked at, where somebody asks for them. */
async function picture(name: string): Promise<void> {
  const to = process.env.PICTURES;
  if (to === undefined) return;
  await mkdir(to, { recursive: true });
  await page.screenshot({ path: path.join(to, `${name}.png`), fullPage: true });
}

it('a coordinator uploads a film, looks at it, hands it in, and has the receipt there and in the chat', async () => {
  await page.goto(await linkFor('yaodu-1', '/上传 微视频 《夜班的灯》'));
  await page.getByText('请先选文件').waitFor();
  await picture('1-open');
  await isAccessible();
  await page.setInputFiles('#choose', await filmOf('夜班的灯.mp4', 9_000_000));
  await page.getByText('传好了').waitFor();
  // From the server's own copy.
  await expect.poll(() => page.evaluate('document.querySelector("video").duration || 0')).toBeGreaterThan(1);
  await page.getByLabel('作者', { exact: true }).fill('李建国');
  await picture('2-kept');
  await isAccessible();
  await fits();
  await page.getByRole('button', { name: '报送' }).click();
  await page.getByRole('heading', { name: '已报送' }).waitFor();
  await picture('3-done');
  await isAccessible();
  await fits();
  const receipt = await page.locator('.done').innerText();
  expect(receipt).toContain('《夜班的灯》');
  expect((await heard(bot.url, 'yaodu-1')).at(-1)).toContain('已收 #');
  await page.reload();
  await page.getByText('已经报送，这个链接不再收文件。').waitFor();
});

it('goes on after the line was cut, and after the page was closed, on another phone, where it stopped', async () => {
  const link = await linkFor('hongtong-1', '/上传 微视频 《汾河》');
  const file = await filmOf('汾河.mp4', 14_000_000);
  const offsets: number[] = [];
  const onlyOnce = async (route: Route) => {
    const headers = route.request().headers();
    if (headers['x-http-method-override'] !== 'PATCH') return route.continue();
    offsets.push(Number(headers['upload-offset']));
    // The third piece never arrives.
    return offsets.length >= 3 ? route.abort('connectionfailed') : route.continue();
  };
  await page.route('**/files/*', onlyOnce);
  await page.goto(link);
  await page.setInputFiles('#choose', file);
  await page.getByText(/线路断了/).waitFor({ timeout: 40_000 });
  await picture('4-cut');
  expect(Math.max(...offsets)).toBe(8 * 1024 * 1024);

  await open();
  const resumed: number[] = [];
  page.on('request', (request) => {
    const at = request.headers()['upload-offset'];
    if (at !== undefined) resumed.push(Number(at));
  });
  await page.goto(link);
  await page.getByText(/传了一半/).waitFor();
  await picture('5-half');
  await isAccessible();
  await page.setInputFiles('#choose', file);
  await page.getByText('传好了').waitFor();
  expect(Math.min(...resumed)).toBe(8 * 1024 * 1024);
  expect(await page.locator('.files li').count()).toBe(1);
});

it('a page that is revoked while a film is on its way says so, and shows nothing as if it went on', async () => {
  await page.goto(await linkFor('quwo-1', '/上传 微视频 《曲》'));
  let held = 0;
  await page.route('**/files/*', (route) => {
    if (route.request().headers()['x-http-method-override'] !== 'PATCH') return route.continue();
    held += 1;
    // It never arrives.
    return new Promise(() => {});
  });
  await page.setInputFiles('#choose', await filmOf('曲.mp4', 9_000_000));
  await expect.poll(() => held, { timeout: 20_000 }).toBe(1);
  expect(await page.locator('progress').isVisible()).toBe(true);
  const [, number] = /^(\d+)/m.exec(await write(bot.url, 'quwo-1', '/上传 列表')) ?? [];
  await write(bot.url, 'quwo-1', `/上传 作废 ${number}`);
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByText('这个链接已经作废').waitFor();
  expect(await page.locator('.files li').count()).toBe(0);
  await picture('8-revoked');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

it('several photos are one entry; what is wrong is said before and after it is sent', async () => {
  await page.goto(await linkFor('houma-1', '/上传 摄影 《晨》'));
  const dot = readFileSync(path.join(import.meta.dirname, '../support/fixtures/dot.png'));
  const photos = [1, 2, 3].map((one) => ({
    name: `晨${one}.png`,
    mimeType: 'image/png',
    buffer: Buffer.concat([dot, Buffer.from(`#${one}`)]),
  }));
  const program = { name: '坏.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') };
  const empty = { name: '空.png', mimeType: 'image/png', buffer: Buffer.alloc(0) };
  await page.setInputFiles('#choose', [...photos, program, empty]);
  await page.getByText('“空.png”是空文件（0 字节）。').waitFor();
  await page.getByText('“坏.exe”不是作品常用的格式', { exact: false }).waitFor();
  await expect.poll(() => page.getByText('传好了').count()).toBe(3);
  await page.getByRole('button', { name: '删掉“坏.exe”' }).click();
  await page.getByRole('button', { name: '删掉“晨3.png”' }).click();
  await expect.poll(() => page.locator('.files li').count()).toBe(2);
  await picture('6-photos');
  await isAccessible();
  await fits();
  await page.getByRole('button', { name: '报送' }).click();
  await page
    .getByText(/2 个文件|共2|2个文件/)
    .first()
    .waitFor();
});

it('goes on at once when the app comes back from the background, and several films are each called by their own title', async () => {
  await page.goto(await linkFor('houma-1', '/上传 微视频'));
  let cut = true;
  await page.route('**/files/*', (route) => {
    const sends = route.request().headers()['x-http-method-override'] === 'PATCH';
    return cut && sends ? route.abort('connectionfailed') : route.continue();
  });
  await page.setInputFiles('#choose', [await filmOf('晨曲.mp4', 2_000_000), await filmOf('夜曲.mp4', 2_100_000)]);
  await page.getByText(/线路断了/).waitFor({ timeout: 40_000 });
  cut = false;
  // By itself it would wait ten seconds.
  const goesOn = page.waitForRequest((one) => one.headers()['x-http-method-override'] === 'PATCH', { timeout: 6_000 });
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await goesOn;
  await expect.poll(() => page.getByText('传好了').count(), { timeout: 30_000 }).toBe(2);
  await page.getByText('这 2 个文件').waitFor();
  expect(await page.getByLabel('“晨曲.mp4”的标题').inputValue()).toBe('晨曲');
  await page.getByLabel('“夜曲.mp4”的标题').fill('汾河夜曲');
  await picture('7-several');
  await isAccessible();
  await fits();
  await page.getByRole('button', { name: '报送' }).click();
  await page.getByRole('heading', { name: '已报送' }).waitFor();
  const receipt = await page.locator('.done').innerText();
  expect(receipt).toContain('《晨曲》');
  expect(receipt).toContain('《汾河夜曲》');
});
