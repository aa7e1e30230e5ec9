import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { workersOf } from '../support/candidates.ts';
import { type Browser, desk, type TestDesk } from '../support/desk.ts';
import { photo } from '../support/files.ts';

let here: TestDesk;
let county: Browser;
beforeAll(async () => {
  here = await desk();
});
beforeEach(async () => {
  await here.bot.reset();
  county = await here.as('hongtong-1');
  const { sendIn } = workersOf(here.bot);
  for (const [index, title] of ['晨光', '炉火', '听涛'].entries())
    await sendIn(title, { title, phone: '13800138000', files: [photo(`${title}.png`, index + 1)] });
});
// What is said after a decision is on its way.
afterEach(() => here.bot.bot.work());
afterAll(() => here?.close());

const list = async (who = county, query = {}) => (await who.ask('candidates', { query })).body;
const itemOf = async (number: number) => {
  const { items } = await list();
  const { seen } = items.find((one: { number: number }) => one.number === number);
  return { number, seen };
};

test('a county reads its list with files and figures, passes, sends back and joins', async () => {
  const { items, ...rest } = await list();
  expect([items.length, rest]).toEqual([3, { next: null, waiting: 3, returned: 0 }]);
  expect(items[0]).toMatchObject({
    ...{ number: 1, seen: 'waiting.1', standing: 'waiting', title: '晨光', author: '李建国', workplace: '瑞丰钢厂' },
    ...{ phone: '13800138000', unitId: 'hongtong', entry: null, warnings: [] },
    files: [{ name: '晨光.png', about: '103 B', show: 'picture' }],
  });
  const merge = { verdict: 'merge', items: [await itemOf(1), await itemOf(2)], title: '组照' };
  expect((await county.ask('screen', { body: merge })).body).toEqual({
    done: [
      { number: 1, standing: 'waiting', entry: null },
      { number: 2, standing: 'merged', entry: null },
    ],
    refused: [],
  });
  const back = { verdict: 'return', items: [await itemOf(3)], reason: '模糊' };
  expect((await county.ask('screen', { body: back })).body.done).toEqual([
    { number: 3, standing: 'returned', entry: null },
  ]);
  const item = await itemOf(1);
  expect((await county.ask('screen', { body: { verdict: 'pass', items: [item] } })).body).toEqual({
    done: [{ number: 1, standing: 'passed', entry: 1 }],
    refused: [],
  });
  expect((await county.ask('levels', { query: { unit: 'hongtong' } })).body.rows).toEqual([
    { unitId: 'hongtong', child: '', waiting: 0, returned: 1, counted: 1 },
  ]);
  expect((await list(county, { state: 'decided' })).items).toMatchObject([{ number: 2 }, { number: 1, entry: 1 }]);
});

test('what the children of all units have sent in is added up for the office, and a county sees its own', async () => {
  const { sendIn } = workersOf(here.bot);
  await here.bot.say('yaodu-1', '/下级 新增 尧都纺织厂');
  await here.bot.say('hongtong-1', '/下级 新增 瑞丰钢厂');
  await sendIn('尧', { unitId: 'yaodu', title: '织机', workplace: '尧都纺织厂', files: [photo('织机.png', 8)] });
  await here.bot.say('hongtong-1', '/初筛 通过 1');
  await here.bot.say('hongtong-1', '/初筛 退回 2 模糊');
  const levels = async (who: Browser) => (await who.ask('levels', { query: {} })).body.rows;
  const hongtong = { unitId: 'hongtong', child: '瑞丰钢厂', waiting: 1, returned: 1, counted: 1 };
  const yaodu = { unitId: 'yaodu', child: '尧都纺织厂', waiting: 1, returned: 0, counted: 0 };
  const byUnit = (a: { unitId: string }, b: { unitId: string }) => (a.unitId < b.unitId ? -1 : 1);
  expect((await levels(await here.as('staff-1'))).sort(byUnit)).toEqual([hongtong, yaodu]);
  expect(await levels(county)).toEqual([hongtong]);
});

test('who saw another standing decides nothing, and what does not pass says why', async () => {
  const [one, two] = [await itemOf(1), await itemOf(2)];
  await here.bot.say('hongtong-1', '/初筛 退回 1 模糊');
  await here.bot.say('hongtong-1', '/报送 摄影 《炉火》', { files: [photo('另一张.png', 9)] });
  const { body } = await county.ask('screen', { body: { verdict: 'pass', items: [one, two] } });
  expect(body).toMatchInlineSnapshot(`
    {
      "done": [],
      "refused": [
        {
          "code": "console.stale-else",
          "message": "这里刚才变了，请刷新看过现在的样子再定。",
          "number": 1,
        },
        {
          "code": "screening.again",
          "message": "投稿 2 号和已经报过的 #1《炉火》很像，先没有通过。
    确是另一件：/初筛 通过 2 另一件",
          "number": 2,
        },
      ],
    }
  `);
  const again = { verdict: 'pass', items: [two], another: true };
  expect((await county.ask('screen', { body: again })).body.done).toEqual([
    { number: 2, standing: 'passed', entry: 2 },
  ]);
});

test('files and lists of another unit are as if they were not there; the office reads all and decides as 代报', async () => {
  const { items } = await list();
  const address = `/api/v1/screening/files/${items[0].files[0].id}`;
  const neighbour = await here.as('yaodu-1');
  const staff = await here.as('staff-1');
  const admin = await here.as('admin-1');
  expect(await list(neighbour)).toEqual({ items: [], next: null, waiting: 0, returned: 0 });
  expect((await neighbour.ask('candidates', { query: { unit: 'hongtong' } })).body.items).toEqual([]);
  const own = await county.raw('GET', address);
  expect([own.status, own.bytes.equals(photo('', 1).bytes)]).toEqual([200, true]);
  const [foreign, none] = [
    await neighbour.raw('GET', address),
    await neighbour.raw('GET', '/api/v1/screening/files/99999'),
  ];
  expect([foreign.status, foreign.body]).toEqual([404, none.body]);
  const body = { verdict: 'pass', items: [{ number: 1, seen: 'waiting.1' }] };
  const refused = (await neighbour.ask('screen', { body })).body.refused;
  const unknown = { verdict: 'pass', items: [{ number: 99, seen: 'waiting.1' }] };
  expect(refused[0].message.replace('1', '99')).toBe(
    (await neighbour.ask('screen', { body: unknown })).body.refused[0].message,
  );
  expect((await list(admin, { unit: 'hongtong' })).items.length).toBe(3);
  expect((await staff.ask('screen', { body })).body.done).toEqual([{ number: 1, standing: 'passed', entry: 1 }]);
  expect(await here.bot.prisma.submission.findMany()).toMatchObject([{ onBehalf: true, unitId: 'hongtong' }]);
});

test('a county takes its own 初筛表 and no other’s, and that is recorded; the office takes any', async () => {
  const address = (unit: string) => `/api/v1/screening/table.xlsx?unit=${unit}`;
  const [own, other] = [await county.raw('GET', address('hongtong')), await county.raw('GET', address('yaodu'))];
  expect([own.status, own.bytes.subarray(0, 2).toString(), other.status]).toEqual([200, 'PK', 404]);
  const staff = await here.as('staff-1');
  expect((await staff.raw('GET', address('hongtong'))).status).toBe(200);
  expect((await county.raw('GET', '/api/v1/exports/screening.xlsx')).status).toBe(403);
  const taken = await here.bot.prisma.audit.findMany({ where: { action: 'export' }, orderBy: { id: 'asc' } });
  expect(taken.map(({ after }) => after)).toMatchObject([
    { kind: 'screening', unitIds: ['hongtong'], rows: 3 },
    { kind: 'screening', unitIds: ['hongtong'], rows: 3 },
  ]);
});

test('the pages that are open: a county sees and closes its own, the office all', async () => {
  await here.bot.say('yaodu-1', '/上传 微视频 《夜班》');
  await here.bot.say('hongtong-1', '/上传 摄影');
  const pages = async (who: Browser) => (await who.ask('openPages', {})).body.items;
  const staff = await here.as('staff-1');
  const [own, ...more] = await pages(county);
  expect([own.unitId, own.categoryIds, own.by, more]).toEqual(['hongtong', ['photo'], '刘玉梅', []]);
  const all = await pages(staff);
  expect(all.map(({ unitId }: { unitId: string }) => unitId)).toEqual(['hongtong', 'yaodu']);
  expect((await county.ask('revokePage', { body: { id: all[1].id } })).status).toBe(409);
  expect((await county.ask('revokePage', { body: { id: own.id } })).status).toBe(200);
  expect([(await pages(county)).length, (await pages(staff)).length]).toEqual([0, 1]);
});
