import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { desk, type TestDesk } from '../support/desk.ts';

let here: TestDesk;
beforeAll(async () => {
  here = await desk();
});
beforeEach(async () => {
  await here.bot.reset();
  here.bot.office.consoleUrl = 'http://127.0.0.1/console';
});
afterAll(() => here?.close());

const codeIn = (text = '') => /\/enter\/([\w-]+)/.exec(text)?.[1] ?? '';

test('a link from the chat is looked at without being used, then used once', async () => {
  const [said = ''] = await here.bot.say('staff-1', '/登录');
  const code = codeIn(said);
  expect(said.replace(code, 'CODE')).toMatchInlineSnapshot(`
    "点开就进工作台，只能用一次，10分钟内有效，请不要转发：
    http://127.0.0.1/console/enter/CODE
    要在别的电脑上登录：在那台电脑上打开工作台，把六位数字发给我，例如：/登录 123456"
  `);
  expect(code).toMatch(/^[\w-]{43}$/);
  const preview = here.browser('bot of the platform that previews links');
  for (let look = 0; look < 3; look++) {
    const seen = await preview.ask('link', { params: { code } });
    expect([seen.status, seen.body]).toEqual([
      200,
      { name: '周文静', role: '市总工作人员', expiresAt: '2020-09-10T07:10:00.000Z' },
    ]);
  }
  expect(preview.cookie).toBeUndefined();
  const browser = here.browser();
  const entered = await browser.ask('enter', { params: { code } });
  expect([entered.status, entered.body]).toEqual([200, { person: { id: expect.any(Number), name: '周文静' } }]);
  expect(entered.headers['set-cookie']?.[0]).toMatch(/^baosong=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  expect((await browser.ask('me')).body).toMatchObject({ person: { name: '周文静' }, practice: true });
  const again = await here.browser().ask('enter', { params: { code } });
  expect([again.status, again.body.code, again.headers['set-cookie']]).toEqual([404, 'console.link-over', undefined]);
  expect((await preview.ask('link', { params: { code } })).status).toBe(404);
  const kept = JSON.stringify([
    await here.bot.prisma.signIn.findMany(),
    await here.bot.prisma.consoleSession.findMany(),
    await here.bot.prisma.audit.findMany({ select: { before: true, after: true, subject: true, action: true } }),
  ]);
  expect(kept.includes(code) || kept.includes(browser.cookie?.split('=')[1] ?? '?')).toBe(false);
  const actions = await here.bot.prisma.audit.findMany({ orderBy: { id: 'asc' }, select: { action: true } });
  expect(actions.map(({ action }) => action)).toEqual(['session.link', 'session.begin']);
});

test('a link is good for ten minutes, the newest only, and not for who was released', async () => {
  const first = codeIn((await here.bot.say('staff-1', '/登录'))[0]);
  const second = codeIn((await here.bot.say('staff-1', '/登录'))[0]);
  const enter = async (code: string) => (await here.browser().ask('enter', { params: { code } })).status;
  expect(await enter(first)).toBe(404);
  await here.bot.move('PT10M');
  expect(await enter(second)).toBe(404);
  const third = codeIn((await here.bot.say('yaodu-1', '/登录'))[0]);
  await here.bot.say('staff-1', '/解绑 李建国');
  expect(await enter(third)).toBe(404);
});

test('of many who use a link at once one gets in', async () => {
  const code = codeIn((await here.bot.say('staff-1', '/登录'))[0]);
  const tried = await Promise.all(Array.from({ length: 8 }, () => here.browser().ask('enter', { params: { code } })));
  expect(tried.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(404)]);
});

test('a desktop without the chat shows digits, and the chat confirms browser and time', async () => {
  const desktop = here.browser('Mozilla/5.0 (Windows NT 10.0) Firefox/115.0');
  const { body: asked } = await desktop.ask('digits');
  expect(asked).toMatchObject({ digits: expect.stringMatching(/^\d{6}$/), command: `/登录 ${asked.digits}` });
  const state = async () => (await desktop.ask('digitsState', { body: { ticket: asked.ticket } })).body.state;
  expect(await state()).toBe('waiting');
  const said = await here.bot.say('staff-1', `/登录 ${asked.digits}`);
  expect(said).toMatchInlineSnapshot(`
    [
      "15:00有一个浏览器要用您的身份进工作台：Firefox · Windows
    是您本人，就在10分钟内回复“确认”；不是您，请回复“取消”，也别把数字告诉别人。",
    ]
  `);
  expect(await state()).toBe('waiting');
  expect(await here.bot.say('staff-1', '确认')).toMatchInlineSnapshot(`
    [
      "可以了，那台电脑上的工作台几秒内就会打开。要退出：/退出登录",
    ]
  `);
  expect(await state()).toBe('entered');
  expect((await desktop.ask('me')).body.person.name).toBe('周文静');
  expect(await state()).toBe('lapsed');
  expect(await here.bot.say('yaodu-1', `/登录 ${asked.digits}`)).toMatchInlineSnapshot(`
    [
      "这六位数字不对，或者超过10分钟、已经用过了。请在工作台页面上换一组，再发一次，例如：/登录 123456",
    ]
  `);
});

test('digits that were denied, or are too old, let nobody in', async () => {
  const desktop = here.browser();
  const { body: asked } = await desktop.ask('digits');
  await here.bot.say('staff-1', `/登录 ${asked.digits}`);
  await here.bot.say('staff-1', '取消');
  await here.bot.say('staff-1', '确认');
  expect((await desktop.ask('digitsState', { body: { ticket: asked.ticket } })).body).toEqual({ state: 'waiting' });
  await here.bot.move('PT11M');
  expect((await desktop.ask('digitsState', { body: { ticket: asked.ticket } })).body).toEqual({ state: 'lapsed' });
  expect(desktop.cookie).toBeUndefined();
});

test('a session ends with a release, a change of role, /退出登录, twelve idle hours', async () => {
  const status = async (browser: Awaited<ReturnType<TestDesk['as']>>) => (await browser.ask('me')).status;
  const yaodu = await here.as('yaodu-1');
  expect(await status(yaodu)).toBe(200);
  await here.bot.say('staff-1', '/解绑 李建国');
  const refused = await yaodu.ask('works');
  expect([refused.status, refused.body]).toEqual([
    401,
    { code: 'console.no-session', message: '请先登录：在和报送助手的单聊里发 /登录' },
  ]);

  const anze = await here.as('anze-1');
  const { personId } = await here.bot.prisma.account.findFirstOrThrow({ where: { senderId: 'anze-1' } });
  await here.bot.prisma.membership.create({ data: { personId, role: 'staff', unitId: '', since: here.bot.now() } });
  expect(await status(anze)).toBe(401);

  const [one, two] = [await here.as('staff-1'), await here.as('staff-1')];
  expect(await here.bot.say('staff-1', '/退出登录')).toEqual(['已退出，2处登录都失效了。要再进：/登录']);
  expect([await status(one), await status(two)]).toEqual([401, 401]);

  const idle = await here.as('staff-1');
  await here.bot.move('PT11H');
  expect(await status(idle)).toBe(200);
  await here.bot.move('PT11H');
  expect(await status(idle)).toBe(200);
  await here.bot.move('PT13H');
  expect(await status(idle)).toBe(401);
});

test('sessions are listed, and ended from another one; a coordinator sees their own', async () => {
  const staff = await here.as('staff-1');
  const yaodu = await here.as('yaodu-1');
  const all = (await staff.ask('sessions')).body.items;
  expect(all.map((one: Record<string, never>) => [one.person, one.browser, one.current])).toEqual([
    [expect.objectContaining({ name: '李建国' }), 'Edge · Windows', false],
    [expect.objectContaining({ name: '周文静' }), 'Edge · Windows', true],
  ]);
  const own = (await yaodu.ask('sessions')).body.items;
  expect(own.map((one: { current: boolean }) => one.current)).toEqual([true]);
  const foreign = all.find((one: { current: boolean }) => one.current).id;
  expect((await yaodu.ask('endSession', { body: { id: foreign } })).status).toBe(409);
  expect((await staff.ask('endSession', { body: { id: own[0].id } })).status).toBe(200);
  expect((await yaodu.ask('me')).status).toBe(401);
  expect((await staff.ask('signOut')).headers['set-cookie']?.[0]).toMatch(/^baosong=; Max-Age=0;/);
  expect((await staff.ask('me')).status).toBe(401);
});

test('ten thousand codes that are none: slowed, counted, told to the admins', async () => {
  await here.bot.say('admin-1', '/我是谁');
  const before = await here.bot.platform.last();
  const browser = here.browser();
  const answers = new Map<number, number>();
  for (let tried = 0; tried < 10_000; tried += 50) {
    const some = Array.from({ length: 50 }, (_, at) =>
      browser.ask(at % 2 ? 'enter' : 'link', { params: { code: `guess-${tried + at}` } }),
    );
    for (const { status } of await Promise.all(some)) answers.set(status, (answers.get(status) ?? 0) + 1);
  }
  expect([...answers.keys()].sort()).toEqual([404, 429]);
  expect(answers.get(404)).toBeLessThan(100);
  const said = (await here.bot.platform.saidSince(before)).map(({ chat, text }) => `[${chat}] ${text}`);
  expect(said.length).toBe(1);
  expect(said[0]).toMatchInlineSnapshot(`
    "[direct/admin-1] 注意：有人在试邀请码，1 小时内错了 5 次（1 个账号）。试错的账号已停 10 分钟。
    看还没用的邀请码：/邀请 列表；不用的请作废。"
  `);
  const metrics = (await here.browser().raw('GET', '/metrics')).bytes.toString();
  const counted = [...metrics.matchAll(/baosong_console_refused\{why="(link|too-often)"\} (\d+)/g)];
  expect(counted.reduce((sum, [, , count]) => sum + Number(count), 0)).toBeGreaterThanOrEqual(10_000);
  // Also a code that is one: it might be a guess that hit.
  const code = codeIn((await here.bot.say('staff-1', '/登录'))[0]);
  expect((await here.browser().ask('enter', { params: { code } })).status).toBe(429);
});
