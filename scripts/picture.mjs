// Takes the pictures of the README and of docs/ from the running pages: npm run picture.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { selectors } from 'playwright-core';
import { startBot, startBrowser } from '../tests/browser/bot.ts';
import { Clerk } from '../tests/browser/clerk.ts';
import { reportFilm } from '../tests/browser/county.ts';
import { desktop, phone, Reader } from '../tests/browser/reader.ts';

const root = join(import.meta.dirname, '..');
const picture = (name) => join(root, 'docs', name);
const sharp = { deviceScaleFactor: 2 };

selectors.setTestIdAttribute('data-test');
await mkdir(join(root, 'docs'), { recursive: true });
const bot = await startBot();
const browser = await startBrowser();
try {
  const county = await Reader.open(browser, bot.url, { ...phone, ...sharp });
  await county.become('yaodu-1');
  await county.chat('direct');
  await county.attach(join(root, 'tests/support/night-shift.mp4'));
  await county.say('/报送 微视频 《夜班的灯》 作者:李建国');
  await county.sees('已收 #');
  await county.page.getByText('0:02').last().waitFor();
  await county.page.screenshot({ path: picture('practice-phone.png') });

  const staff = await Reader.open(browser, bot.url, { ...desktop, viewport: { width: 1280, height: 980 }, ...sharp });
  await staff.become('staff-1');
  await staff.chat('group');
  await staff.say('/进度 尧都区');
  await staff.forward('下一次提醒');
  await staff.page.getByTestId('toast').waitFor();
  // The notice is gone after six seconds: it would hide the picture's first bubble.
  await staff.page.getByTestId('toast').waitFor({ state: 'detached' });
  await staff.page.screenshot({ path: picture('practice-desktop.png') });

  const units = ['yaodu', 'huozhou', 'houma', 'hongtong', 'xiangfen', 'puxian', 'anze', 'jixian', 'daning'];
  const titles = ['奋斗者', '汾河岸边', '矿灯下的青春', '我们的车间', '一线的坚守', '炉火', '桥', '山路', '晚归'];
  for (const [index, unit] of units.entries()) await reportFilm(bot.url, unit, index + 1, titles[index]);
  // The table as the group gets it, in a phone's width.
  const asked = new FormData();
  for (const [name, value] of Object.entries({ as: 'staff-1', chat: 'group', text: '/进度', mention: 'true' }))
    asked.set(name, value);
  const { replies } = await (
    await fetch(new URL('/practice/messages', bot.url), { method: 'POST', body: asked })
  ).json();
  const drawn = await fetch(new URL(replies[0].files[0].url, bot.url));
  await writeFile(picture('progress-picture.png'), Buffer.from(await drawn.arrayBuffer()));
  const desk = await Clerk.open(browser, bot.url, { viewport: { width: 1280, height: 800 }, ...sharp });
  await desk.become('staff-1');
  await desk.at('matrix').waitFor();
  await desk.page.screenshot({ path: picture('console-overview.png') });
  await desk.go('/works?state=received');
  await desk.page.locator('[data-work]').nth(2).waitFor();
  await desk.page.keyboard.press('j');
  await desk.page.locator('video').waitFor();
  await desk.page.waitForTimeout(1500);
  await desk.page.screenshot({ path: picture('console-works.png') });
} finally {
  await browser.close();
  await bot.stop();
}
