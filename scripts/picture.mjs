// Takes the pictures of the README from the running page: npm run picture.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { selectors } from 'playwright-core';
import { startBot, startBrowser } from '../tests/browser/bot.ts';
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
} finally {
  await browser.close();
  await bot.stop();
}
