import { type Browser, selectors } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningBot, startBot, startBrowser } from './bot.ts';
import { Clerk } from './clerk.ts';
import { reportFilm, write } from './county.ts';
import { desktop, phone } from './reader.ts';

let bot: RunningBot;
let browser: Browser;
beforeAll(async () => {
  selectors.setTestIdAttribute('data-test');
  [bot, browser] = await Promise.all([startBot(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

const linkFor = async (who: string) =>
  /https?:\S+\/console\/enter\/[\w-]+/.exec(await write(bot.url, who, '/登录'))?.[0] ?? '';

it('a judge from outside judges in the page with the keyboard, and sees nothing of whose the works are', async () => {
  for (const [at, unit] of ['yaodu', 'houma'].entries()) await reportFilm(bot.url, unit, at, `作品${at + 1}`);
  await write(bot.url, 'staff-1', '/采用 1 2');
  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await write(bot.url, 'admin-1', '/邀请 评委'))?.[0] ?? '';
  await write(bot.url, 'stranger-1', `/绑定 ${code} 王老师`);
  expect(await write(bot.url, 'staff-1', '/评审 分配')).toContain('王老师 2');

  const judge = await Clerk.open(browser, bot.url, desktop);
  const { page } = judge;
  await page.goto(await linkFor('stranger-1'));
  await judge.at('enter').click();
  await page.locator('[data-criterion="theme"]').waitFor();
  expect(await page.locator('.side a').allInnerTexts()).toEqual(['评审']);
  await expect
    .poll(() => page.evaluate('document.querySelector("video")?.readyState ?? 0'), { timeout: 20_000 })
    .toBeGreaterThan(0);
  expect(await page.locator('main').innerText()).not.toMatch(/尧都|侯马|张三|\.mp4/);
  await judge.isAccessible();
  await page.screenshot({ path: process.env.SHOT ?? '/dev/null', type: 'png' });

  for (const [id, marks] of Object.entries({ theme: '35', content: '26', form: '25.5' }))
    await page.locator(`[data-criterion="${id}"]`).fill(marks);
  await page.getByText('合计 86.50').waitFor();
  await page.keyboard.press('Enter');
  // The next that is owed opens by itself.
  await page.waitForURL(/review\/2$/);
  await page.locator('[data-criterion="whole"]').fill('90');
  await page.locator('[data-criterion="whole"]').press('Enter');
  await page.getByText('已评 2/2').waitFor();

  const small = await Clerk.open(browser, bot.url, phone);
  await small.page.goto(await linkFor('stranger-1'));
  await small.at('enter').click();
  await small.page.locator('[data-criterion="theme"]').waitFor();
  await small.go('/review/1');
  await small.at('others').waitFor();
  expect(await small.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  expect(await write(bot.url, 'staff-1', '/结果')).toContain('1. #2《作品2》侯马市 90.00');

  const staff = await Clerk.open(browser, bot.url, desktop);
  await staff.become('staff-1');
  await staff.go('/review');
  await staff.page.locator('summary').first().click();
  await staff.page.getByText('90.00').first().waitFor();
  await staff.isAccessible();

  // What only a link shows waits until staff have looked at it; an objection is recorded and settled beside it.
  await write(bot.url, 'yaodu-1', '/报送 专题活动 《进企业》 作者:李建国 链接:https://mp.weixin.qq.com/s/abc');
  await write(bot.url, 'staff-1', '/采用 3');
  await write(bot.url, 'staff-1', '/评审 分配');
  await write(bot.url, 'staff-1', '/评审 异议 1 王某：和去年的一样');
  await judge.go('/review/3');
  await judge.page.getByText('这件只报了链接').waitFor();
  await staff.page.reload();
  await staff.page.locator('.link-waiting input').check();
  await staff.at('show-links').click();
  await staff.page.locator('.link-waiting').waitFor({ state: 'detached' });
  await staff.page.locator('[data-objection] input').fill('不是同一件');
  await staff.at('settle').click();
  await staff.page.getByText('已办结：不是同一件').waitFor();
  await staff.isAccessible();
  await judge.page.reload();
  await judge.page.getByText('mp.weixin.qq.com/s/abc').waitFor();
  expect([judge.complaints, small.complaints, staff.complaints]).toEqual([[], [], []]);
});
