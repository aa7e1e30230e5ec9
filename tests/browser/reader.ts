import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
/** The screen of most of the laptops that offices have. */
export const laptop: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Somebody in front of the practice page: what they do, and what they see. */
export class Reader {
  readonly page: Page;
  /** Scripts that failed and requests that were refused, for tests to look at. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, url: string, screen: BrowserContextOptions): Promise<Reader> {
    const context = await browser.newContext({ ...screen, locale: 'zh-CN' });
    const reader = new Reader(await context.newPage());
    await reader.page.goto(`${url}/practice`);
    await reader.page.locator('[data-person]').first().waitFor({ state: 'attached' });
    return reader;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async become(person: string): Promise<void> {
    const drawer = this.page.getByTestId('open-people');
    if (await drawer.isVisible()) await drawer.click();
    await this.page.locator(`[data-person="${person}"]`).click();
  }

  async chat(kind: 'group' | 'direct'): Promise<void> {
    await this.page.locator(`[data-test="chat-${kind}"]:visible`).click();
  }

  async attach(...files: string[]): Promise<void> {
    await this.page.getByTestId('picker').setInputFiles(files);
  }

  /** Types, sends with Enter, and waits until the bot has finished with it. */
  async say(text: string): Promise<void> {
    const input = this.page.getByTestId('input');
    await input.fill(text);
    const finished = this.page.waitForResponse('**/practice/messages');
    await input.press('Enter');
    await finished;
  }

  async forward(button: string): Promise<void> {
    const finished = this.page.waitForResponse('**/practice/clock');
    await this.page.getByRole('button', { name: button }).click();
    await finished;
  }

  get messages(): Locator {
    return this.page.locator('[data-message]');
  }

  get own(): Locator {
    return this.page.locator('[data-message].own');
  }

  /** The newest bubble that says this, once it is there. */
  async sees(text: string | RegExp): Promise<Locator> {
    const bubble = this.messages.filter({ hasText: text }).last();
    await bubble.waitFor();
    return bubble;
  }
}
