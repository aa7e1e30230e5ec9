import { type Browser, selectors } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { desk, type TestDesk } from '../support/desk.ts';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { twin } from '../support/twin.ts';
import { startBrowser } from './bot.ts';
import { Clerk } from './clerk.ts';
import { desktop, phone } from './reader.ts';

let office: Practice;
let room: TestDesk;
let browser: Browser;
const clerks: Clerk[] = [];

beforeAll(async () => {
  selectors.setTestIdAttribute('data-test');
  browser = await startBrowser();
  office = await practice({}, { campaign: twin, place: 'last', unsaid: true });
  room = await desk({ office });
  await office.say('yaodu-1', '/换活动 2');
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [video('夜班的灯.mp4')] });
});
afterAll(async () => {
  await browser?.close();
  await room?.close();
  await office?.close();
});
afterEach(async () => {
  const complaints = clerks.flatMap((one) => one.complaints);
  for (const one of clerks.splice(0)) await one.close();
  expect(complaints).toEqual([]);
});

it.each([
  ['on a desktop', desktop],
  ['on a phone', phone],
])(
  'of several campaigns one is chosen %s, every page is of it, and its address opens it for others',
  async (_, screen) => {
    const clerk = async () => {
      const one = await Clerk.open(browser, `http://127.0.0.1:${room.port}`, screen);
      clerks.push(one);
      await one.become('staff-1');
      return one;
    };
    const staff = await clerk();
    await staff.go('/works');
    await staff.at('state-received').waitFor();
    expect(await staff.listed()).toEqual([]);
    expect(await staff.at('campaign').isVisible()).toBe(true);
    await staff.fits();
    await staff.isAccessible();

    await staff.at('campaign').selectOption(twin.id);
    await staff.at('matrix').getByText('合唱').first().waitFor();
    await staff.fits();
    await staff
      .at('matrix')
      .locator('[data-unit="yaodu"]')
      .getByRole('link', { name: /微视频 1/ })
      .click();
    await staff.page.locator('[data-work="1"]').waitFor();
    const address = staff.page.url();
    expect(new URL(address).searchParams.get('campaign')).toBe(twin.id);

    const colleague = await clerk();
    await colleague.page.goto(address);
    await colleague.page.locator('[data-work="1"]').waitFor();
    expect(await colleague.at('campaign').inputValue()).toBe(twin.id);
  },
);
