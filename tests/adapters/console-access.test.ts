import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { paths, type RouteName } from '../../web/shared/contracts/paths.ts';
import { workersOf } from '../support/candidates.ts';
import { type Browser, desk, type Sent, type TestDesk } from '../support/desk.ts';
import { photo, video } from '../support/files.ts';
import { paragraphsOf } from '../support/read-docx-apart.ts';
import { listening } from '../support/statements.ts';

const ROLES = ['nobody', 'coordinator', 'staff', 'judge', 'admin'] as const;
type Role = (typeof ROLES)[number];

let here: TestDesk;
const browsers = {} as Record<Role, Browser>;
const database = listening();
beforeAll(async () => {
  here = await desk();
  const { bot } = here;
  await bot.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('夜班的灯.mp4', 1)] });
  await bot.say('puxian-1', '/报送 微视频 《蒲县的秘密》 作者:王蒲生', { files: [video('蒲县.mp4', 2)] });
  // A judge is made of a coordinator of the practice.
  const { personId } = await bot.prisma.account.findFirstOrThrow({ where: { senderId: 'anze-1' } });
  await bot.prisma.membership.updateMany({ where: { personId }, data: { role: 'judge', unitId: '' } });
  browsers.nobody = here.browser();
  for (const [role, person] of [
    ['coordinator', 'yaodu-1'],
    ['staff', 'staff-1'],
    ['judge', 'anze-1'],
    ['admin', 'admin-1'],
  ] as const)
    browsers[role] = await here.as(person);
});
afterAll(async () => {
  await here?.close();
  database.stop();
});

const OFFICE = { nobody: 401, coordinator: 403, staff: 200, judge: 403, admin: 200 };
const READERS = { nobody: 401, coordinator: 200, staff: 200, judge: 403, admin: 200 };
const OWN = { ...READERS };
const OTHERS = { ...READERS, coordinator: 404 };
const SIGNED_IN = { nobody: 401, coordinator: 200, staff: 200, judge: 200, admin: 200 };
/** Of works that are not theirs. */
const JUDGES = { nobody: 401, coordinator: 403, staff: 403, judge: 404, admin: 403 };
const everybody = (status: number) => Object.fromEntries(ROLES.map((role) => [role, status])) as Record<Role, number>;
/** What is written with a standing that nobody has seen changes nothing. */
const stale = (allowed: Record<Role, number>) =>
  Object.fromEntries(ROLES.map((role) => [role, allowed[role] === 200 ? 409 : allowed[role]])) as Record<Role, number>;
const seen = 'never';

/** Every route, as it is asked for, and what each role is answered: docs/product.md, section 4. */
const TABLE: [name: RouteName, sent: Sent, expected: Record<Role, number>][] = [
  ['welcome', {}, everybody(200)],
  ['practiceSignIn', { body: { person: 'nobody-1' } }, everybody(404)],
  ['link', { params: { code: 'x' } }, everybody(404)],
  // After five wrong codes of one address none is looked at.
  ['enter', { params: { code: 'x' } }, everybody(429)],
  ['digits', {}, everybody(200)],
  ['digitsState', { body: { ticket: 'x' } }, everybody(200)],
  ['me', {}, SIGNED_IN],
  ['sessions', {}, SIGNED_IN],
  ['endSession', { body: { id: 999 } }, stale(SIGNED_IN)],
  ['overview', {}, READERS],
  ['forecast', {}, READERS],
  ['works', {}, READERS],
  ['workCounts', {}, READERS],
  ['work', { params: { number: 1 } }, OWN],
  ['work', { params: { number: 2 } }, OTHERS],
  ['work', { params: { number: 99 } }, { ...OTHERS, staff: 404, admin: 404 }],
  ['decide', { body: { verdict: 'accept', items: [{ number: 1, seen }] } }, OFFICE],
  ['correct', { params: { number: 1 }, body: { seen, fields: { author: '李' } } }, { ...stale(OWN), admin: 403 }],
  ['correct', { params: { number: 2 }, body: { seen, fields: { author: '李' } } }, { ...stale(OTHERS), admin: 403 }],
  ['withdraw', { params: { number: 1 }, body: { seen } }, { ...stale(OWN), admin: 403 }],
  ['withdraw', { params: { number: 2 }, body: { seen } }, { ...stale(OTHERS), admin: 403 }],
  ['fileText', { params: { id: 1 } }, { ...OTHERS, staff: 404, admin: 404 }],
  ['candidates', {}, READERS],
  ['screen', { body: { verdict: 'pass', items: [{ number: 1, seen }] } }, { ...READERS, admin: 403 }],
  ['openPages', {}, READERS],
  ['revokePage', { body: { id: 999 } }, { ...stale(READERS), admin: 403 }],
  ['levels', { query: { unit: 'yaodu' } }, OWN],
  ['levels', { query: { unit: 'puxian' } }, OTHERS],
  ['review', {}, { ...OFFICE, judge: 200 }],
  ['reviewResults', {}, OFFICE],
  ['assignReview', { body: {} }, { ...OFFICE, staff: 409, admin: 409 }],
  ['chaseJudges', {}, OFFICE],
  ['freezeResults', { body: {} }, { ...OFFICE, staff: 409, admin: 409 }],
  ['reopenResults', { body: { reason: '异议成立' } }, { ...OFFICE, staff: 409, admin: 409 }],
  [
    'decideAward',
    { params: { number: 1 }, body: { award: 'first', reason: '好' } },
    { ...OFFICE, staff: 404, admin: 404 },
  ],
  [
    'objectToWork',
    { params: { number: 1 }, body: { raisedBy: '王某', text: '像去年的' } },
    { ...OFFICE, staff: 404, admin: 404 },
  ],
  ['settleObjection', { params: { number: 1 }, body: { outcome: '不是' } }, { ...OFFICE, staff: 409, admin: 409 }],
  ['showLinks', { body: { links: [{ number: 1, link: 'https://a.cn' }] } }, { ...OFFICE, staff: 404, admin: 404 }],
  ['reviewWork', { params: { number: 1 } }, JUDGES],
  ['reviewText', { params: { number: 1, place: 1 } }, JUDGES],
  ['scoreWork', { params: { number: 1 }, body: { whole: 8600 } }, JUDGES],
  ['recuseWork', { params: { number: 1 }, body: { reason: '同学' } }, JUDGES],
  ['people', {}, OFFICE],
  ['openItems', { params: { id: 1 } }, OFFICE],
  ['invite', { body: { role: 'coordinator', unitId: 'nowhere' } }, { ...OFFICE, staff: 404, admin: 404 }],
  ['cancelInvitation', { body: { number: 99 } }, stale(OFFICE)],
  ['release', { body: { id: 1, seen } }, stale(OFFICE)],
  ['handOver', { body: { unitId: 'yaodu', from: 1, seen } }, stale(OFFICE)],
  ['reminders', {}, OFFICE],
  ['reminder', { params: { audience: 'group', day: '2020-09-14' } }, OFFICE],
  ['pauseReminders', { body: { paused: true, seen } }, stale(OFFICE)],
  ['addReminder', { body: { day: '2020-01-01', seen } }, stale(OFFICE)],
  ['dropReminder', { body: { id: 1, seen } }, stale(OFFICE)],
  ['nudgePreview', {}, OFFICE],
  ['nudge', { body: { seen } }, stale(OFFICE)],
  ['campaign', {}, SIGNED_IN],
  ['targets', {}, OFFICE],
  [
    'changeTarget',
    { body: { unitId: 'yaodu', categoryId: 'photo', number: 3, basis: '函', seen } },
    { ...stale(OFFICE), staff: 403 },
  ],
  ['extensions', {}, OFFICE],
  ['extend', { body: { units: ['yaodu'], day: '2020-09-20', reason: '停电', seen } }, OFFICE],
  ['cancelExtension', { body: { unitId: 'yaodu', seen } }, stale(OFFICE)],
  ['mails', {}, OFFICE],
  ['claimMail', { params: { number: 99 }, body: {} }, stale(OFFICE)],
  ['changeMail', { params: { number: 99 }, body: { title: '灯' } }, stale(OFFICE)],
  ['dismissMail', { params: { number: 99 } }, stale(OFFICE)],
  ['exports', {}, OFFICE],
  ['snapshots', {}, OFFICE],
  ['takeSnapshot', { body: { note: '第一次' } }, OFFICE],
  ['papers', {}, OFFICE],
  ['draftPaper', { body: { kind: 'bulletin' } }, OFFICE],
  ['messages', {}, OFFICE],
  ['audit', {}, OFFICE],
  // Last: whoever was signed in is not any more.
  ['signOut', {}, SIGNED_IN],
];

test('every route that is built stands in the table', () => {
  const tested = new Set<string>(TABLE.map(([name]) => name));
  expect(Object.keys(paths).filter((name) => !tested.has(name))).toEqual([]);
});

describe('before anybody signs out', () => {
  test.each(TABLE.filter(([name]) => name !== 'signOut'))('%s %j', async (name, sent, expected) => {
    const answered: Partial<Record<Role, number>> = {};
    const wrong: unknown[] = [];
    for (const role of ROLES) {
      const { status, body } = await browsers[role].ask(name, sent);
      answered[role] = status;
      if (status >= 400 && (typeof body?.code !== 'string' || !/\p{Script=Han}/u.test(body?.message))) wrong.push(body);
    }
    expect([answered, wrong]).toEqual([expected, []]);
  });

  test('what is not there and what is not theirs cannot be told apart, by anything that is answered', async () => {
    const { coordinator } = browsers;
    const told = async (name: RouteName, ofOther: Sent, ofNone: Sent) => {
      const [one, other] = [await coordinator.ask(name, ofOther), await coordinator.ask(name, ofNone)];
      const { date: _, etag: __, ...headers } = one.headers;
      const { date: ___, etag: ____, ...same } = other.headers;
      expect([one.status, one.body, headers]).toEqual([other.status, other.body, same]);
      return one.status;
    };
    const body = { seen };
    expect(await told('work', { params: { number: 2 } }, { params: { number: 99 } })).toBe(404);
    expect(await told('withdraw', { params: { number: 2 }, body }, { params: { number: 99 }, body })).toBe(404);
    expect(await told('works', { query: { unit: 'puxian' } }, { query: { unit: 'nowhere' } })).toBe(200);
    expect(await told('works', { query: { text: '蒲县的秘密' } }, { query: { text: '没有这个' } })).toBe(200);
    expect(await told('workCounts', { query: { unit: 'puxian' } }, { query: { unit: 'nowhere' } })).toBe(200);
    expect(await told('overview', { query: { unit: 'puxian' } }, { query: { unit: 'nowhere' } })).toBe(200);
    const files = await here.bot.prisma.submissionFile.findMany({ orderBy: { submissionNumber: 'asc' } });
    const foreign = files.find(({ submissionNumber }) => submissionNumber === 2)?.id ?? 0;
    const [one, none] = [
      await coordinator.raw('GET', `/api/v1/files/${foreign}`),
      await coordinator.raw('GET', '/api/v1/files/99999'),
    ];
    expect([one.status, one.body]).toEqual([404, none.body]);
  });

  test('what is not there and what is not theirs take the same: the database is asked the same, in the same order', async () => {
    await workersOf(here.bot).sendIn('a', { unitId: 'puxian', title: '蒲县的晨光', files: [photo('晨光.png', 1)] });
    const { coordinator, judge } = browsers;
    // What the bot does after an answer is no part of it.
    const work = vi.spyOn(here.bot.bot, 'work').mockResolvedValue(undefined as never);
    const statements = async (of: () => Promise<unknown>) => {
      const asked = await database.during(of);
      expect(asked.length).toBeGreaterThan(0);
      return asked;
    };
    const alike = async (browser: Browser, ways: Record<string, (number: number) => [RouteName, Sent]>, theirs = 2) => {
      for (const [what, way] of Object.entries(ways)) {
        const [own, none] = [
          await statements(() => browser.ask(...way(theirs))),
          await statements(() => browser.ask(...way(99_999))),
        ];
        expect([what, own]).toEqual([what, none]);
      }
    };
    await alike(coordinator, {
      work: (number) => ['work', { params: { number } }],
      correct: (number) => ['correct', { params: { number }, body: { seen, fields: { author: '李' } } }],
      withdraw: (number) => ['withdraw', { params: { number }, body: { seen } }],
      text: (id) => ['fileText', { params: { id } }],
    });
    await alike(
      coordinator,
      { screen: (number) => ['screen', { body: { verdict: 'pass', items: [{ number, seen }] } }] },
      1,
    );
    await alike(judge, {
      work: (number) => ['reviewWork', { params: { number } }],
      score: (number) => ['scoreWork', { params: { number }, body: { whole: 8600 } }],
    });
    const { submissionFile, candidateFile } = here.bot.prisma;
    const film = await submissionFile.findFirstOrThrow({ where: { submissionNumber: 2 } });
    const photograph = await candidateFile.findFirstOrThrow();
    for (const [where, id] of [
      ['files', film.id],
      ['screening/files', photograph.id],
    ]) {
      const [own, none] = [
        await statements(() => coordinator.raw('GET', `/api/v1/${where}/${id}`)),
        await statements(() => coordinator.raw('GET', `/api/v1/${where}/99999`)),
      ];
      expect([where, own]).toEqual([where, none]);
    }
    work.mockRestore();
  });

  test('nothing of another unit is in anything that a coordinator can ask for', async () => {
    const { coordinator, staff } = browsers;
    const { number: _, ...rest } = { number: 2 };
    const asked: [RouteName, Sent][] = [
      ...TABLE.filter(([name]) => name !== 'signOut' && !/ign|digits|link|enter/i.test(name)).map(
        ([name, sent]): [RouteName, Sent] => [name, sent],
      ),
      ['works', { query: { state: 'draft,received,accepted,returned,withdrawn,lapsed', limit: 100, ...rest } }],
      ['works', { query: { duplicates: '1' } }],
      ['work', { params: { number: 1 }, query: { order: 'old' } }],
    ];
    const heard: string[] = [];
    for (const [name, sent] of asked) {
      const { bytes } = await coordinator.ask(name, sent);
      if (/蒲县|王蒲生|puxian/.test(bytes.toString())) heard.push(name);
    }
    // The notice itself names every unit, and in practice mode everybody may be chosen.
    expect(heard.filter((name) => name !== 'campaign' && name !== 'welcome')).toEqual([]);
    expect((await staff.ask('works')).bytes.toString()).toContain('蒲县的秘密');
    expect((await coordinator.ask('work', { params: { number: 1 } })).body).toMatchObject({
      previous: null,
      next: null,
    });
  });

  test('tables and files leave the house for staff alone, and each time is recorded', async () => {
    const places = [
      'works.zip',
      'works.xlsx',
      'nothing.xlsx',
      'works.zip?unit=nowhere',
      'works.zip?snapshot=99',
      'works.zip?unit=x&x=y',
    ];
    const answered: Record<string, number[]> = {};
    for (const role of ROLES) {
      answered[role] = [];
      for (const place of places)
        answered[role].push((await browsers[role].raw('GET', `/api/v1/exports/${place}`)).status);
    }
    const no = (status: number) => places.map(() => status);
    const yes = [200, 200, 404, 404, 409, 404];
    expect(answered).toEqual({ nobody: no(401), coordinator: no(403), staff: yes, judge: no(403), admin: yes });
    const { kinds } = (await browsers.staff.ask('exports')).body;
    const before = await here.bot.prisma.audit.count({ where: { action: 'export', entrance: 'session' } });
    const tables = kinds.filter(({ as }: { as: string }) => as === 'table');
    for (const { id } of tables) {
      const { status, headers, bytes } = await browsers.staff.raw('GET', `/api/v1/exports/${id}.xlsx`);
      expect([id, status, bytes.subarray(0, 2).toString(), headers['content-disposition']?.slice(0, 29)]).toEqual([
        ...[id, 200, 'PK', "attachment; filename*=UTF-8''"],
      ]);
    }
    const zip = await browsers.staff.raw('GET', '/api/v1/exports/works.zip');
    const half = Math.floor(zip.bytes.length / 2);
    const rest = await browsers.staff.raw('GET', '/api/v1/exports/works.zip', {
      headers: { range: `bytes=${half}-`, 'if-range': String(zip.headers.etag) },
    });
    expect([rest.status, rest.bytes.equals(zip.bytes.subarray(half))]).toEqual([206, true]);
    const after = await here.bot.prisma.audit.count({ where: { action: 'export', entrance: 'session' } });
    // Whoever goes on with what they have begun takes nothing new; whoever has not begun it does.
    expect(after - before).toBe(tables.length + 1);
    const tail = { headers: { range: 'bytes=1-' } };
    const other = await browsers.admin.raw('GET', '/api/v1/exports/works.zip?unit=puxian', tail);
    expect(other.status).toBe(206);
    await browsers.staff.raw('GET', '/api/v1/exports/works.zip', { headers: { range: 'bytes=0-9' } });
    const last = await here.bot.prisma.audit.count({ where: { action: 'export', entrance: 'session' } });
    expect(last - after).toBe(2);
  });

  test('drafts of papers leave the house for staff alone, with the sheet of their figures, and each time is recorded', async () => {
    const { staff } = browsers;
    const { body: drafted } = await staff.ask('draftPaper', { body: { kind: 'bulletin', ranking: true } });
    const own = `bulletin/${drafted.number}`;
    const places = [`${own}.docx`, `${own}.xlsx`, `${own}.pdf`, 'bulletin/99.docx', 'letter/1.docx'];
    const answered: Record<string, number[]> = {};
    for (const role of ['nobody', 'coordinator', 'judge'] as const)
      answered[role] = await Promise.all(
        places.map(async (place) => (await browsers[role].raw('GET', `/api/v1/papers/${place}`)).status),
      );
    const no = (status: number) => places.map(() => status);
    expect(answered).toEqual({ nobody: no(401), coordinator: no(403), judge: no(403) });
    const files = [];
    for (const place of places) files.push(await staff.raw('GET', `/api/v1/papers/${place}`));
    expect(files.map(({ status, bytes }) => [status, bytes.subarray(0, 2).toString() === 'PK'])).toEqual([
      ...[200, 200].map((status) => [status, true]),
      ...[404, 404, 404].map((status) => [status, false]),
    ]);
    expect(paragraphsOf(files[0]?.bytes ?? Buffer.alloc(0)).some((line) => line.includes('由高到低'))).toBe(true);
    const [newest] = (await staff.ask('papers')).body.items;
    expect(newest).toMatchObject({ kind: 'bulletin', number: drafted.number, ranking: true, problems: false });
    const told = await here.bot.prisma.audit.findMany({
      where: { action: 'export' },
      orderBy: { id: 'desc' },
      take: 2,
    });
    expect(told.map(({ after }) => (after as { kind: string }).kind)).toEqual(['bulletin', 'bulletin']);
  });

  test('the forms of the office are filled for staff alone, and each time is recorded', async () => {
    const { staff } = browsers;
    const { prisma, office, now } = here.bot;
    const { forms } = (await staff.ask('exports')).body;
    expect(forms).toEqual(['优秀作品登记表', '荣誉证书']);
    const places = ['荣誉证书', '没有这个', '../../README'].map(
      (form) => `/api/v1/exports/forms/${encodeURIComponent(form)}.docx`,
    );
    const answers = (browser: Browser) => Promise.all(places.map((place) => browser.raw('GET', place)));
    const statuses = async (browser: Browser) => (await answers(browser)).map(({ status }) => status);
    // Nobody has an award yet.
    expect(await statuses(staff)).toEqual([409, 409, 409]);
    const works = [{ number: 1, unitId: 'yaodu', award: 'first' }];
    const result = { categories: [{ categoryId: 'micro_video', levels: [{ id: 'first', name: '一等奖' }], works }] };
    const { id } = await prisma.frozenResult.create({
      data: { campaign: office.campaign.id, result, reason: '', byPerson: 1, at: now() },
    });
    for (const [role, status] of [
      ['nobody', 401],
      ['coordinator', 403],
      ['judge', 403],
    ] as const)
      expect(await statuses(browsers[role])).toEqual([status, status, status]);
    const before = await prisma.audit.count({ where: { action: 'export' } });
    const [certificates] = await answers(staff);
    expect(paragraphsOf(certificates?.bytes ?? Buffer.alloc(0))).toContain('李建国：');
    expect((await prisma.audit.count({ where: { action: 'export' } })) - before).toBe(1);
    await prisma.frozenResult.delete({ where: { id } });
  });

  test('the same bytes in another unit are staff’s to know', async () => {
    await here.bot.say('puxian-1', '/报送 微视频 《借来的灯》 作者:王蒲生', { files: [video('借来的灯.mp4', 1)] });
    const row = async (browser: Browser) =>
      (await browser.ask('works')).body.items.find((one: { number: number }) => one.number === 1);
    expect((await row(browsers.staff)).duplicate).toBe(true);
    expect((await row(browsers.coordinator)).duplicate).toBe(false);
    const twins = async (browser: Browser) => (await browser.ask('work', { params: { number: 1 } })).body.duplicates;
    expect(await twins(browsers.staff)).toMatchObject([{ unitId: 'puxian', title: '借来的灯' }]);
    expect(await twins(browsers.coordinator)).toEqual([]);
  });
});

test('whoever signs out is out', async () => {
  for (const role of ROLES) {
    const status = (await browsers[role].ask('signOut')).status;
    expect([role, status]).toEqual([role, SIGNED_IN[role]]);
    expect((await browsers[role].ask('me')).status).toBe(401);
  }
});
