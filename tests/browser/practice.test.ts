import { join } from 'node:path';
import { type Browser, selectors } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningBot, startBot, startBrowser } from './bot.ts';
import { desktop, phone, Reader } from './reader.ts';

const nightShift = join(import.meta.dirname, '../support/night-shift.mp4');

let bot: RunningBot;
let browser: Browser;
let reader: Reader;

beforeAll(async () => {
  selectors.setTestIdAttribute('data-test');
  [bot, browser] = await Promise.all([startBot(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

afterEach(async () => {
  const { complaints } = reader;
  await reader.close();
  expect(complaints).toEqual([]);
});

describe('on a desktop', () => {
  beforeEach(async () => {
    reader = await Reader.open(browser, bot.url, desktop);
  });

  it('plays the campaign: a work is received, progress is asked, the reminder comes', async () => {
    await reader.become('yaodu-1');
    await reader.chat('direct');
    await reader.attach(nightShift);
    await reader.say('/报送 微视频 《夜班的灯》 作者:李建国');
    const receipt = await reader.sees(/已收 #\d+ 《夜班的灯》/);
    expect(await receipt.textContent()).toMatch(/微视频 · 尧都区总工会 · 作者 李建国\nnight-shift\.mp4/);

    const video = reader.page.locator('video');
    await reader.page.getByRole('button', { name: '播放 night-shift.mp4' }).click();
    await video.evaluate((el: { ended: boolean } & EventTarget) =>
      el.ended ? null : new Promise((resolve) => el.addEventListener('ended', resolve)),
    );
    expect(await video.evaluate((el: { duration: number }) => el.duration)).toBeCloseTo(2.5, 1);

    await reader.become('staff-1');
    await reader.chat('group');
    await reader.say('/进度');
    expect(await reader.own.last().textContent()).toContain('@报送助手 /进度');
    expect(await (await reader.sees('微视频 1')).textContent()).toContain('报送助手');

    const next = await reader.page.getByTestId('next').textContent();
    const before = await reader.messages.count();
    await reader.forward('下一次提醒');
    const reminder = reader.messages.nth(before);
    await reminder.waitFor();
    expect(await reminder.getAttribute('class')).toContain('bot');
    expect(await reminder.textContent()).toContain('未报：霍州市、侯马市、');
    expect(next).toContain('9月11日 周五 09:');
    expect(await reader.page.getByTestId('now').textContent()).toContain('2020-09-11 周五 09:');
    expect(await reader.page.getByTestId('toast').textContent()).toMatch(
      /已到 9月11日 周五 09:\d\d，报送助手发出 \d+ 条消息/,
    );
  });

  it('shows what people write as they wrote it, markup or not', async () => {
    const text = '<img src=x onerror="document.title=1"> **没有** <b>标记</b>';
    await reader.become('huozhou-1');
    await reader.chat('direct');
    await reader.say(text);
    expect(await (await reader.sees('没有')).textContent()).toContain('没有');
    expect(await reader.own.first().locator('.text').textContent()).toBe(text);
    expect(await reader.messages.locator('img').count()).toBe(0);
  });

  it('does not send while an input method is composing', async () => {
    await reader.become('houma-1');
    await reader.chat('direct');
    const input = reader.page.getByTestId('input');
    await input.fill('jin du');
    await input.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await input.press('Shift+Enter');
    expect(await input.inputValue()).toBe('jin du\n');
    expect(await reader.own.count()).toBe(0);
  });

  it('warns that files in the group do not reach the bot, sends them all the same, and quotes them', async () => {
    await reader.become('hongtong-1');
    await reader.chat('group');
    await reader.attach(nightShift);
    await reader.page.getByText('机器人收不到群里的普通文件').waitFor();
    const finished = reader.page.waitForResponse('**/practice/messages');
    await reader.page.getByTestId('send').click();
    expect(await (await finished).json()).toEqual({ messageId: expect.any(String), replies: [] });

    const file = await reader.sees('night-shift.mp4');
    await file.hover();
    await file.getByRole('button', { name: '引用' }).click();
    await reader.say('/报送 微视频 《洪洞的灯》 作者:刘志强');
    const claim = await reader.sees('《洪洞的灯》 作者:刘志强');
    expect(await claim.locator('blockquote').textContent()).toContain('night-shift.mp4');
  });

  it('says what went wrong and keeps what was typed', async () => {
    await reader.become('xiangfen-1');
    await reader.chat('direct');
    await reader.page.route('**/practice/messages', (route) =>
      route.fulfill({ status: 403, contentType: 'application/json', body: '{"error":"这条发不出去。"}' }),
    );
    await reader.say('/进度');
    await reader.page.getByRole('alert').filter({ hasText: '这条发不出去。' }).waitFor();
    expect(await reader.page.getByTestId('input').inputValue()).toBe('/进度');
    expect(reader.complaints.splice(0)).toHaveLength(1);
  });
});

describe('on a phone', () => {
  beforeEach(async () => {
    reader = await Reader.open(browser, bot.url, phone);
  });

  it('changes who one is in a drawer and fits the screen', async () => {
    await reader.page.getByTestId('open-people').click();
    await reader.page.getByTestId('search').fill('yonghe');
    await reader.page.getByTestId('search').press('Enter');
    expect(await reader.page.getByTestId('open-people').textContent()).toContain('永和县');
    await reader.chat('direct');
    await reader.page.getByRole('button', { name: '/截止' }).click();
    expect(await reader.page.getByTestId('input').inputValue()).toBe('/截止');
    await reader.say('/截止');
    expect(await reader.messages.last().getAttribute('class')).toContain('bot');
    for (const wide of ['html', '[role=log]', 'form']) {
      const width = await reader.page.locator(wide).evaluate((el: { scrollWidth: number }) => el.scrollWidth);
      expect(width, wide).toBe(390);
    }
  });
});
