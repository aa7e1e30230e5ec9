import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** Ends when nothing moves on the page any more, but for what moves for ever. */
const STANDING_STILL = `(async () => {
  const ends = (one) => Number.isFinite(one.effect?.getComputedTiming().endTime);
  for (let moving = document.getAnimations().filter(ends); moving.length > 0; ) {
    await Promise.allSettled(moving.map(({ finished }) => finished));
    moving = document.getAnimations().filter((one) => ends(one) && one.playState === 'running');
  }
})()`;

/** What can be read or pressed and is cut off at the right or the left. */
const OUT_OF_SIGHT = `(() => {
  const inBand = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || inBand(one.parentElement));
  const all = [...document.querySelectorAll('main :is(h1, h2, h3, p, td, th, dd, li, a, button, input, label, video, img, summary)')];
  return all
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !inBand(one))
    .filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return width > 1 && (left < 0 || right > document.documentElement.clientWidth + 1);
    })
    .map((one) => one.outerHTML.slice(0, 120));
})()`;

/** Somebody in front of the console. Whatever the browser complains of is kept: refused scripts and styles, errors, failed requests. */
export class Clerk {
  readonly page: Page;
  readonly complaints: string[] = [];
  /** Status and range of every answer with bytes of a file. */
  readonly bytes: { status: number; range: string }[] = [];
  readonly #url: string;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content Security Policy/i.test(message.text()))
        this.complaints.push(message.text());
    });
    page.on('requestfailed', (request) => {
      // What was still on its way when its page was left.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        this.complaints.push(`${request.url()} ${request.failure()?.errorText}`);
    });
    page.on('response', (response) => this.#note(response));
  }

  #note(response: Response): void {
    const at = new URL(response.url()).pathname;
    if (response.status() >= 400) this.complaints.push(`${response.status()} ${at}`);
    if (/\/api\/v1\/files\/\d+$/.test(at))
      this.bytes.push({ status: response.status(), range: response.headers()['content-range'] ?? '' });
  }

  static async open(browser: Browser, url: string, screen: BrowserContextOptions): Promise<Clerk> {
    const context = await browser.newContext({ ...screen, locale: 'zh-CN', acceptDownloads: true });
    return new Clerk(await context.newPage(), url);
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  at(name: string) {
    return this.page.getByTestId(name);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`${this.#url}/console${path}`);
  }

  /** In practice mode the page offers everybody. */
  async become(person: string): Promise<void> {
    await this.go('/');
    await this.page.locator(`[data-person="${person}"]`).click();
    await this.at('who').waitFor();
  }

  /** Numbers of the works in the list, from the top. */
  async listed(): Promise<number[]> {
    const rows = await this.page
      .locator('[data-work]')
      .evaluateAll((all: { dataset: Record<string, string> }[]) => all.map((row) => Number(row.dataset.work)));
    return rows;
  }

  /** No fault that shuts people out: names of controls, contrast, roles. */
  async isAccessible(): Promise<void> {
    // What is still fading in or out has the contrast of neither state.
    await this.page.evaluate(STANDING_STILL);
    const found = (await this.page.evaluate(
      `(() => { ${axe}; return axe.run(document, { resultTypes: ['violations'] }); })()`,
    )) as { violations: Violation[] };
    const serious = found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    expect(serious).toEqual([]);
  }

  /** Nothing is wider than the screen, and nothing to read or to press lies outside of it, but in what can be scrolled sideways. */
  async fits(): Promise<void> {
    const [wide, screen] = (await this.page.evaluate(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    )) as [number, number];
    expect(wide).toBe(screen);
    expect(await this.page.evaluate(OUT_OF_SIGHT)).toEqual([]);
    // What lies over the page is cut off without making it wider.
    const boxes = await this.page.locator('.el-dialog:visible').all();
    for (const box of boxes) {
      const { x = -1, width = 0 } = (await box.boundingBox()) ?? {};
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(screen);
    }
  }
}
