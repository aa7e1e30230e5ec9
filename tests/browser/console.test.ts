import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { type Browser, selectors } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readXlsxApart } from '../support/read-xlsx.ts';
import { type RunningBot, startBot, startBrowser } from './bot.ts';
import { Clerk } from './clerk.ts';
import { filmNumber, heard, reportFilm, write } from './county.ts';
import { desktop, laptop, phone } from './reader.ts';

const UNITS = ['yaodu', 'huozhou', 'houma', 'hongtong', 'xiangfen', 'quwo', 'yicheng', 'puxian', 'guxian', 'anze'];

let bot: RunningBot;
let browser: Browser;
const clerks: Clerk[] = [];
let made = 0;

const report = (unit: string, title: string) => {
  made += 1;
  return reportFilm(bot.url, unit, made, title);
};
async function clerk(screen = desktop): Promise<Clerk> {
  const one = await Clerk.open(browser, bot.url, screen);
  clerks.push(one);
  return one;
}

beforeAll(async () => {
  selectors.setTestIdAttribute('data-test');
  [bot, browser] = await Promise.all([startBot(), startBrowser()]);
  for (const [index, unit] of [...UNITS, ...UNITS.slice(0, 5)].entries()) await report(unit, `作品${index + 1}`);
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});
afterEach(async () => {
  const complaints = clerks.flatMap((one) => one.complaints);
  for (const one of clerks.splice(0)) await one.close();
  expect(complaints).toEqual([]);
});

describe('a morning of review', () => {
  it('from the link in the chat to the way out, with the keyboard alone', async () => {
    const staff = await clerk();
    const { page } = staff;
    const link = /https?:\S+\/console\/enter\/[\w-]+/.exec(await write(bot.url, 'staff-1', '/登录'))?.[0] ?? '';
    await page.goto(link);
    await page.getByText('以 周文静（市总工作人员）进入？').waitFor();
    await staff.isAccessible();
    await staff.at('enter').click();

    const cell = staff.at('matrix').locator('[data-unit="yaodu"]').getByRole('link', { name: '尧都区 微视频 2/1 超1' });
    await cell.click();
    await page.locator('[data-work]').nth(1).waitFor();
    expect(await staff.listed()).toEqual([11, 1]);

    await staff.go('/works?state=received');
    await page.locator('[data-work]').nth(14).waitFor();
    await staff
      .at('state-received')
      .filter({ hasText: /已收\s*15/ })
      .waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: '#15 《作品15》' }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: '#14 《作品14》' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: '#15 《作品15》' }).waitFor();
    await page.keyboard.press('x');
    await staff.at('picked').filter({ hasText: '选中 1 件' }).waitFor();
    await page.keyboard.press('x');
    await staff.at('picked').waitFor({ state: 'detached' });
    const film = page.locator('video');
    await expect.poll(() => film.evaluate((el: { readyState: number }) => el.readyState)).toBeGreaterThan(0);
    await page.keyboard.press(' ');
    await expect.poll(() => film.evaluate((el: { currentTime: number }) => el.currentTime)).toBeGreaterThan(0);
    expect(await film.evaluate((el: { duration: number }) => el.duration)).toBeCloseTo(2.5, 1);
    expect(staff.bytes.length).toBeGreaterThan(0);
    expect(staff.bytes.filter(({ status, range }) => status !== 206 || !/^bytes \d+-\d+\/\d+$/.test(range))).toEqual(
      [],
    );

    await page.keyboard.press('r');
    await page.keyboard.press('1');
    expect(await staff.at('reason').inputValue()).toBe('时长超过要求');
    await page.keyboard.press('Enter');
    await page.getByText('已退回 1 件：15').waitFor();
    await page.getByRole('heading', { name: '#14 《作品14》' }).waitFor();
    expect((await heard(bot.url, 'xiangfen-1')).at(-1)).toContain('时长超过要求');

    await page.keyboard.press('a');
    await page.getByText('已采用 1 件：14').waitFor();
    await page.getByRole('heading', { name: '#13 《作品13》' }).waitFor();
    expect(page.url()).toContain('state=received');
    await staff.isAccessible();
    await page.keyboard.press('Escape');

    for (const number of [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
      await page.getByRole('checkbox', { name: `选中 ${number} 号` }).check();
    expect(await staff.at('picked').textContent()).toBe('选中 12 件');
    await page.keyboard.press('b');
    await page.getByText('采用 12 件？').waitFor();
    expect(await page.locator('p:visible', { hasText: '编号：' }).textContent()).toBe(
      '编号：13、12、11、10、9、8、7、6、5、4、3、2',
    );
    await staff.at('bulk-confirm').click();
    await page.getByText('已采用 12 件').waitFor();
    await staff
      .at('state-accepted')
      .filter({ hasText: /已采用\s*13/ })
      .waitFor();
    await staff
      .at('state-received')
      .filter({ hasText: /已收\s*1\s*$/ })
      .waitFor();

    await staff.at('sign-out').click();
    await page.getByText('从聊天里进').waitFor();
    await expect.poll(() => page.evaluate("localStorage.getItem('baosong-console')")).toBe(null);
    await page.goto(link);
    await page.getByText('这个链接已经用过').waitFor();
    const saidNo = staff.complaints.splice(0);
    expect([saidNo.length, ...saidNo.filter((one) => !one.includes('404'))]).toEqual([2]);
  });

  it('shows what comes in and what others decide without a reload, and tells whoever came second', async () => {
    const [first, second] = [await clerk(), await clerk()];
    await first.become('staff-1');
    await second.become('admin-1');
    await first.go('/works?state=received');
    await first.page.locator('[data-work]').first().waitFor();
    const number = await report('daning', '刚到的');
    await first.page.locator(`[data-work="${number}"]`).waitFor();

    for (const one of [first, second]) {
      await one.go(`/works/${number}`);
      await one.at('accept').waitFor();
    }
    // The second one has not heard of it yet when deciding.
    await second.page.route('**/api/v1/events', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: 'retry: 600000\n\n' }),
    );
    await second.page.reload();
    await second.at('accept').waitFor();
    await first.at('accept').click();
    await first.page.getByText(`已采用 1 件：${number}`).waitFor();
    await second.page.keyboard.press('r');
    await second.page.keyboard.press('2');
    await second.page.keyboard.press('Enter');
    await second.at('refused').waitFor();
    expect(await second.at('refused').textContent()).toMatch(new RegExp(`${number} 号没有动：周文静 已在 .* 先办了`));
    await second.at('state').filter({ hasText: '已采用' }).waitFor();
    second.complaints.length = 0;

    await second.page.unroute('**/api/v1/events');
    await second.go(`/works/${number}`);
    await second.at('undo').or(second.page.getByText('J/K')).first().waitFor();
    await first.go(`/works/${number}`);
    await first.at('undo').click();
    await second.at('notice').waitFor();
    expect(await second.at('notice').textContent()).toContain('周文静 刚刚办了这一件');
    await second.at('state').filter({ hasText: '已收' }).waitFor();
  });

  it('on a phone: the list gives its place to a work and comes back', async () => {
    const number = await report('yonghe', '手机上看的');
    const staff = await clerk(phone);
    await staff.become('staff-1');
    await staff.fits();
    await staff.at('menu').click();
    await staff.page.getByRole('dialog').getByRole('link', { name: '作品' }).click();
    await staff.page.locator(`[data-work="${number}"] a`).click();
    await staff.at('pane').waitFor();
    await staff.fits();
    expect(await staff.at('works').isVisible()).toBe(false);
    await staff.at('return').click();
    await staff.page.getByText('会发到报送人的单聊里。').waitFor();
    await staff.fits();
    await staff.isAccessible();
    await staff.page.getByRole('button', { name: '取消' }).locator('visible=true').click();
    await staff.page.getByText('会发到报送人的单聊里。').waitFor({ state: 'hidden' });
    await staff.at('accept').click();
    await staff.page.getByText(`已采用 1 件：${number}`).waitFor();
    await staff.page.goBack();
    await staff.at('works').waitFor();
    await staff.fits();
  });
});

it('the whole morning on a phone, from the link in the chat to the way out', async () => {
  const units = ['fushan', 'fenxi', 'xixian', 'jixian', 'xiangning', 'daning', 'yonghe', 'houma_kfq', 'linfen_kfq'];
  const numbers: number[] = [];
  for (const [index, unit] of [...units, ...units.slice(0, 4)].entries())
    numbers.push(await report(unit, `晨${index}`));
  const staff = await clerk(phone);
  const { page } = staff;
  const link = /https?:\S+\/console\/enter\/[\w-]+/.exec(await write(bot.url, 'staff-1', '/登录'))?.[0] ?? '';
  await page.goto(link);
  await staff.at('enter').tap();
  await staff.at('matrix').waitFor();
  await staff.fits();

  await staff.at('menu').tap();
  await page.getByRole('dialog').getByRole('link', { name: '作品' }).tap();
  await staff.at('state-received').tap();
  const newest = numbers.at(-1) ?? 0;
  await page.locator(`[data-work="${newest}"]`).waitFor();
  expect((await staff.listed()).filter((number) => numbers.includes(number))).toHaveLength(13);
  await staff.fits();
  await page.locator(`[data-work="${newest}"] a`).tap();
  const film = page.locator('video');
  await expect.poll(() => film.evaluate((el: { readyState: number }) => el.readyState)).toBeGreaterThan(0);
  expect(staff.bytes.length).toBeGreaterThan(0);
  expect(staff.bytes.filter(({ status }) => status !== 206)).toEqual([]);
  await staff.at('return').tap();
  await page.getByRole('dialog').getByText('时长超过要求').first().tap();
  await staff.fits();
  await staff.at('send-reason').tap();
  await page.getByText(`已退回 1 件：${newest}`).waitFor();
  await expect.poll(async () => (await heard(bot.url, 'jixian-1')).at(-1)).toContain('时长超过要求');

  await staff.go('/works?state=received');
  const twelve = numbers.slice(0, -1);
  for (const number of twelve) await page.getByRole('checkbox', { name: `选中 ${number} 号` }).check();
  expect(await staff.at('picked').textContent()).toBe('选中 12 件');
  await staff.fits();
  await staff.at('bulk-accept').tap();
  await staff.at('bulk-confirm').tap();
  await page.getByText('已采用 12 件').waitFor();

  await staff.go('/exports');
  await staff.fits();
  const [table] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export="works"]').tap()]);
  const { rows, formulas } = readXlsxApart(readFileSync(await table.path()));
  const texts = rows.map((row) => row.map(String));
  const mine = texts.filter((row) => row.some((cell) => /^晨\d+$/.test(cell)));
  // The one that was returned is no work that takes part.
  expect(mine.map((row) => row.find((cell) => /^晨\d+$/.test(cell))).sort()).toEqual(
    twelve.map((_, at) => `晨${at}`).sort(),
  );
  expect(mine.find((row) => row.includes('晨0'))).toEqual(
    expect.arrayContaining(['浮山县总工会', '晨0', '微视频', '张三']),
  );
  expect(formulas).toBe(0);

  const { request } = page.context();
  const address = `${bot.url}/api/v1/exports/works.zip?unit=fushan`;
  const whole = await (await request.get(address)).body();
  const half = Math.floor(whole.length / 2);
  const first = await request.get(address, { headers: { range: `bytes=0-${half - 1}` } });
  const rest = await request.get(address, {
    headers: { range: `bytes=${half}-`, 'if-range': first.headers().etag ?? '' },
  });
  expect([first.status(), rest.status()]).toEqual([206, 206]);
  expect(Buffer.concat([await first.body(), await rest.body()]).equals(whole)).toBe(true);

  await staff.at('sign-out').tap();
  await page.getByText('从聊天里进').waitFor();
});

describe('every page', () => {
  const pages = [
    '/',
    '/works',
    '/works/1',
    '/screening',
    '/review',
    '/mails',
    '/people',
    '/reminders',
    '/campaign',
    '/campaign?tab=targets',
    '/campaign?tab=extensions',
    '/exports',
    '/papers',
    '/messages',
    '/audit',
    '/me',
  ];
  it.each([
    ['on a desktop', desktop],
    ['on an office laptop', laptop],
    ['on a phone', phone],
  ])('%s fits and can be used by everybody', async (_, screen) => {
    const admin = await clerk(screen);
    await admin.go('/');
    await admin.page.getByText('练习模式').waitFor();
    await admin.isAccessible();
    await admin.become('admin-1');
    for (const path of pages) {
      await admin.go(path);
      await admin.page.locator(':is(h1, h2):visible').first().waitFor();
      await admin.page.waitForLoadState('load');
      await admin.page
        .locator(':is(.card, [data-test=matrix], [data-work], [data-test=pane]):visible')
        .first()
        .waitFor();
      await admin.fits();
      await admin.isAccessible();
    }
  });

  it('the audit tells in words what changed', async () => {
    const admin = await clerk(desktop);
    await admin.become('admin-1');
    await admin.go('/audit');
    const details = admin.page.locator('[data-test=audit] details');
    await details.first().waitFor();
    for (const one of await details.all()) await one.locator('summary').click();
    const told = (await details.locator('p').allTextContents()).join('\n');
    expect(told).toContain('状态：');
    // Neither JSON nor a name of the program's; what people called their works and files may be Latin.
    expect(told.split('\n').filter((line) => /[{}"[\]]|^[a-z]+：|： ?[a-z]+$/i.test(line))).toEqual([]);
    await admin.fits();
  });
});

it('a coordinator sees their own alone, puts it right and takes it back, on a phone too', async () => {
  const number = await report('anze', '安泽的灯');
  const county = await clerk(phone);
  const { page } = county;
  await county.become('anze-1');
  await county.at('menu').tap();
  expect(await page.getByRole('dialog').getByRole('link').allTextContents()).toEqual(['总览', '作品', '初筛', '活动']);
  await county.go(`/works/${number}`);
  await county.at('mend').tap();
  await county.fits();
  await county.isAccessible();
  expect(await page.locator('input[data-test=field-author]').inputValue()).toBe('张三');
  await page.locator('input[data-test=field-author]').fill('李四');
  await page.locator('input[data-test=field-authorUnit]').fill('安泽一中');
  await county.at('send-mend').tap();
  await page.getByText(`已补正 ${number} 号`).waitFor();
  await page.getByRole('definition').filter({ hasText: '安泽一中' }).waitFor();
  expect(await write(bot.url, 'anze-1', `/查 ${number}`)).toContain('作者：李四\n作者单位：安泽一中');
  await county.at('mend').tap();
  await page.locator('input[data-test=field-authorUnit]').fill('');
  await county.at('send-mend').tap();
  await page.getByRole('definition').filter({ hasText: '安泽一中' }).waitFor({ state: 'detached' });
  expect(await write(bot.url, 'anze-1', `/查 ${number}`)).not.toContain('安泽一中');
  await county.at('mend').tap();
  await page.locator('[data-test=field-category]').tap();
  await page.getByRole('option', { name: '微电影' }).tap();
  await county.at('send-mend').tap();
  await page.getByText('安泽县总工会 · 微电影').waitFor();
  expect(await write(bot.url, 'anze-1', `/查 ${number}`)).toContain('微电影');
  await county.at('withdraw').tap();
  await county.at('send-withdraw').tap();
  await county.at('state').filter({ hasText: '已撤回' }).waitFor();
  expect(await county.at('mend').count()).toBe(0);
  // Somebody else's is not there at all.
  await county.go('/works/1');
  await page.getByRole('alert').waitFor();
  expect(county.complaints.splice(0).filter((one) => !one.includes('404'))).toEqual([]);
});

it('a target is changed with its basis, and what the notice does not divide has no cell to press', async () => {
  const admin = await clerk();
  await admin.become('admin-1');
  await admin.go('/campaign?tab=targets');
  const table = admin.at('targets');
  await table.getByRole('button', { name: '改 尧都区 摄影 的任务数，现在是 10' }).click();
  await admin.at('target').locator('input').or(admin.page.locator('input[data-test=target]')).first().fill('12');
  expect(await admin.at('keep-target').isDisabled()).toBe(true);
  await admin.at('basis').fill('市总 9月8日 电话通知');
  await admin.at('keep-target').click();
  await table.getByRole('button', { name: '改 尧都区 摄影 的任务数，现在是 12' }).waitFor();
  await admin.page.getByText('尧都区 摄影：10 改为 12，依据：市总 9月8日 电话通知').waitFor();
  expect((await heard(bot.url, 'yaodu-1')).at(-1)).toContain('市总 9月8日 电话通知');
  expect(await table.getByRole('button', { name: /宣传员/ }).count()).toBe(0);
});

it('what a reminder of the calendar would say is said now, to the group and to each', async () => {
  const staff = await clerk(laptop);
  await staff.become('staff-1');
  await staff.go('/reminders');
  await staff.page.getByRole('button', { name: /群里/ }).first().click();
  await staff.at('say-now').click();
  await staff.page.getByText(/群里会点名：.*永和县/).waitFor();
  expect(await staff.page.getByRole('checkbox', { name: '也在群里点名' }).isChecked()).toBe(true);
  await staff.fits();
  await staff.at('send-nudge').click();
  await staff.page.getByText(/已发给 \d+ 人/).waitFor();
  const inGroup = async () => {
    const said = (await (await fetch(`${bot.url}/practice/chats/group`)).json()) as { text: string }[];
    return said.at(-1)?.text ?? '';
  };
  await expect.poll(inGroup).toContain('永和县');
});

it('whoever is released is out at the next thing they do', async () => {
  const county = await clerk();
  await county.become('linfen_kfq-1');
  await write(bot.url, 'staff-1', '/解绑 梁淑芬');
  await write(bot.url, 'staff-1', '/解绑 罗志远');
  await county.page.getByText('登录已失效，请重新进入。').waitFor();
  county.complaints.length = 0;
});

describe('what leaves the house', () => {
  it('the table of works, read by another reader, has each work in its row', async () => {
    const staff = await clerk();
    await staff.become('staff-1');
    await staff.go('/works?unit=guxian');
    const link = staff.page.locator('[data-work]').first();
    await link.waitFor();
    const [number] = await staff.listed();
    await staff.go('/exports');
    const [download] = await Promise.all([
      staff.page.waitForEvent('download'),
      staff.page.locator('[data-export="works"]').click(),
    ]);
    const file = await download.path();
    const { rows, formulas } = readXlsxApart(readFileSync(file));
    const texts = rows.map((row) => row.map(String));
    const works = texts.filter((row) => row.some((cell) => /^作品\d+$/.test(cell)));
    // One of the fifteen was returned.
    expect(works).toHaveLength(14);
    const own = texts.find((row) => row.includes(`作品${number}`)) ?? [];
    expect(own).toEqual(expect.arrayContaining(['古县总工会', '微视频', '张三']));
    expect(formulas).toBe(0);
  });

  it('the overview as a picture, to be pasted into a chat', async () => {
    const staff = await clerk();
    const { page } = staff;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: bot.url });
    await staff.become('staff-1');
    await staff.at('matrix').waitFor();
    await staff.at('copy').click();
    await page.getByText('已复制，可以贴到聊天里。').waitFor();
    const size = await page.evaluate(`(async () => {
      const [item] = await navigator.clipboard.read();
      const { width, height } = await createImageBitmap(await item.getType('image/png'));
      return [width, height];
    })()`);
    // Twenty units, their sum and the heads, each a line.
    expect(size).toEqual([expect.any(Number), expect.any(Number)]);
    const [width = 0, height = 0] = size as number[];
    expect([width > 600, height > 22 * 20]).toEqual([true, true]);
  });

  it('the files as one zip, cut in half and gone on with, byte for byte', async () => {
    const staff = await clerk();
    await staff.become('staff-1');
    const address = `${bot.url}/api/v1/exports/works.zip?unit=guxian`;
    const { request } = staff.page.context();
    const whole = await request.get(address);
    const length = (await whole.body()).length;
    const half = Math.floor(length / 2);
    const first = await request.get(address, { headers: { range: `bytes=0-${half - 1}` } });
    const tag = first.headers().etag ?? '';
    const rest = await request.get(address, { headers: { range: `bytes=${half}-`, 'if-range': tag } });
    expect([first.status(), rest.status()]).toEqual([206, 206]);
    const files = unzipSync(new Uint8Array(Buffer.concat([await first.body(), await rest.body()])));
    const film = Object.entries(files).find(([name]) => name.endsWith('.mp4'));
    expect(film && Buffer.from(film[1]).equals(filmNumber(9))).toBe(true);
  });
});

it('first load is under 300 kB packed', async () => {
  const staff = await clerk();
  await staff.become('staff-1');
  let packed = 0;
  const weighed: Promise<void>[] = [];
  staff.page.on('response', (response) => {
    if (!/\/console\/assets\//.test(response.url())) return;
    weighed.push(
      response.body().then((body) => {
        packed += gzipSync(body).length;
      }),
    );
  });
  await staff.go('/');
  await staff.at('matrix').waitFor();
  await Promise.all(weighed);
  expect(packed).toBeGreaterThan(50_000);
  expect(packed).toBeLessThan(300_000);
});

it('a table of three thousand units scrolls, and only what is seen is drawn', async () => {
  const staff = await clerk();
  await staff.become('staff-1');
  await staff.page.route('**/api/v1/overview*', async (route) => {
    const answer = await (await route.fetch()).json();
    const [row] = answer.units;
    answer.units = Array.from({ length: 3000 }, (_, index) => ({ ...row, unitId: `u${index}` }));
    await route.fulfill({ json: answer });
  });
  await staff.go('/');
  const matrix = staff.at('matrix');
  await matrix.locator('[data-unit="u0"]').waitFor();
  expect(await matrix.locator('[data-unit]').count()).toBeLessThan(80);
  await matrix.evaluate((table: { parentElement: { scrollTop: number } }) => {
    table.parentElement.scrollTop = 1e9;
  });
  await matrix.locator('[data-unit="u2999"]').waitFor();
  expect(await matrix.locator('[data-unit]').count()).toBeLessThan(80);
});
