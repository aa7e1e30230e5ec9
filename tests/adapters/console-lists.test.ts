import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, desk, type TestDesk } from '../support/desk.ts';

const MANY = 210;
const UNITS = ['yaodu', 'puxian', 'anze'];
const CATEGORIES = ['micro_video', 'song'];
const STATES = ['received', 'accepted', 'returned', 'withdrawn', 'draft'];

/** Made the same way each time; entry 0 is number 1. */
const entries = Array.from({ length: MANY }, (_, at) => {
  const unitId = UNITS[at % 3] as string;
  const state = STATES[at % 5] as string;
  const day = 10 + (at % 12);
  return {
    number: at + 1,
    unitId,
    categoryId: CATEGORIES[at % 2] as string,
    state,
    title: at % 7 === 0 ? `夜班的灯 ${at}` : `Night_100% ${at}`,
    author: `作者${at % 10}`,
    receivedAt: state === 'draft' ? null : new Date(`2020-09-${day}T02:00:00Z`),
    // 蒲县 has until the 18th.
    late: state !== 'draft' && day > (unitId === 'puxian' ? 18 : 15),
    sha256: (at % 50 === 0 ? 'shared' : `own${at}-`).padEnd(64, '0'),
  };
});
const isShown = ({ state }: { state: string }) => state !== 'draft';

let here: TestDesk;
let staff: Browser;
let puxian: Browser;
beforeAll(async () => {
  here = await desk();
  const { prisma, office } = here.bot;
  for (const sha256 of new Set(entries.map((one) => one.sha256)))
    await prisma.blob.create({ data: { sha256, size: 5, extension: 'mp4', storedAt: here.bot.now() } });
  const { personId } = await prisma.account.findFirstOrThrow({ where: { senderId: 'yaodu-1' } });
  for (const { late: _, author, sha256, ...one } of entries)
    await prisma.submission.create({
      data: {
        ...one,
        campaign: office.campaign.id,
        fields: { author },
        byPerson: personId,
        createdAt: one.receivedAt ?? here.bot.now(),
        ...{ channel: '', chatKind: '', chatId: '' },
        files: { create: { sha256, name: 'a.mp4', addedAt: here.bot.now() } },
      },
    });
  await here.bot.say('staff-1', '/延期 蒲县 到 9月18日 停电');
  staff = await here.as('staff-1');
  puxian = await here.as('puxian-1');
});
afterAll(() => here?.close());

type Query = Record<string, string | number>;

/** All pages of a list, one after another. */
async function whole(browser: Browser, query: Query = {}): Promise<number[]> {
  const numbers: number[] = [];
  for (let after: string | undefined; ; ) {
    const { body } = await browser.ask('works', { query: { limit: 17, ...query, ...(after && { after }) } });
    numbers.push(...body.items.map((one: { number: number }) => one.number));
    if (body.next === null) return numbers;
    after = body.next;
  }
}

const wanted = (test: (one: (typeof entries)[number]) => boolean): number[] =>
  entries
    .filter(test)
    .map(({ number }) => number)
    .reverse();
const shared = new Set(entries.filter(({ sha256 }) => sha256.startsWith('shared')).map(({ number }) => number));

test.each<[string, Query, (one: (typeof entries)[number]) => boolean]>([
  ['everything that came in', {}, isShown],
  ['one state', { state: 'returned' }, ({ state }) => state === 'returned'],
  ['two states', { state: 'received,accepted' }, ({ state }) => ['received', 'accepted'].includes(state)],
  ['drafts', { state: 'draft' }, ({ state }) => state === 'draft'],
  ['a unit', { unit: 'anze' }, (one) => isShown(one) && one.unitId === 'anze'],
  [
    'a unit and a category',
    { unit: 'anze', category: 'song' },
    (one) => isShown(one) && one.unitId === 'anze' && one.categoryId === 'song',
  ],
  ['late, by each unit’s own day', { late: 1 }, (one) => isShown(one) && one.late],
  ['a word of a title', { text: '夜班' }, (one) => isShown(one) && one.title.includes('夜班')],
  ['one sign', { text: '灯' }, (one) => isShown(one) && one.title.includes('灯')],
  ['letters of another case', { text: 'nIGHT' }, (one) => isShown(one) && one.title.includes('Night')],
  ['signs that a database takes for others', { text: 't_1' }, (one) => isShown(one) && one.title.includes('t_1')],
  ['what stands nowhere', { text: '0%0' }, () => false],
  ['an author', { text: '作者3' }, (one) => isShown(one) && one.author === '作者3'],
  ['a number', { text: '#12' }, (one) => one.number === 12],
  [
    'a number that is also in titles',
    { text: '20' },
    (one) => isShown(one) && (one.number === 20 || one.title.includes('20')),
  ],
  ['mine: nothing yet', { mine: 1 }, () => false],
])('%s, page by page, each once', async (_, query, test) => {
  const expected = wanted(test);
  expect(await whole(staff, query)).toEqual(expected);
  expect(await whole(staff, { ...query, order: 'old' })).toEqual([...expected].reverse());
});

test('a coordinator goes through the same filters within their own unit', async () => {
  const own = ({ unitId }: { unitId: string }) => unitId === 'puxian';
  expect(await whole(puxian)).toEqual(wanted((one) => isShown(one) && own(one)));
  expect(await whole(puxian, { late: 1 })).toEqual(wanted((one) => isShown(one) && own(one) && one.late));
  expect(await whole(puxian, { unit: 'anze' })).toEqual([]);
});

test('the same bytes: of whomever for staff, of their own unit for a coordinator', async () => {
  const counting = ({ state }: { state: string }) => ['received', 'accepted', 'returned'].includes(state);
  const all = entries.filter((one) => shared.has(one.number));
  const twinned = (mayKnow: (one: (typeof entries)[number]) => boolean) =>
    wanted(
      (one) =>
        isShown(one) &&
        mayKnow(one) &&
        all.some((other) => other.number !== one.number && counting(other) && mayKnow(other)) &&
        shared.has(one.number),
    );
  expect(await whole(staff, { duplicates: 1 })).toEqual(twinned(() => true));
  expect(await whole(puxian, { duplicates: 1 })).toEqual(twinned(({ unitId }) => unitId === 'puxian'));
});

test('how it will end is told in the table’s order, the tightest first when asked, and to a unit of itself alone', async () => {
  const unitsOf = async (who: Browser, query: Query = {}) =>
    (await who.ask('forecast', { query })).body.units.map(({ unitId }: { unitId: string }) => unitId);
  const table = here.bot.office.campaign.table.rows.map(({ unit }) => unit);
  expect(await unitsOf(staff)).toEqual(table);
  // 尧都区 alone has anything by now.
  expect(await unitsOf(staff, { order: 'tight' })).toEqual([...table.slice(1), 'yaodu']);
  expect(await unitsOf(puxian)).toEqual(['puxian']);
});

test('counts by state are those of the list, whatever state it shows', async () => {
  const { body } = await staff.ask('workCounts', { query: { unit: 'anze', state: 'received' } });
  const of = (state: string) => entries.filter((one) => one.unitId === 'anze' && one.state === state).length;
  expect(body.states).toEqual({
    ...{ received: of('received'), accepted: of('accepted'), returned: of('returned') },
    ...{ withdrawn: of('withdrawn'), draft: of('draft'), lapsed: 0 },
  });
  expect(body.late).toBe((await whole(staff, { unit: 'anze', state: 'received', late: 1 })).length);
  expect(body.duplicates).toBe((await whole(staff, { unit: 'anze', state: 'received', duplicates: 1 })).length);
});

test('the one before and the one after follow the list of the same filter', async () => {
  for (const query of [{ state: 'received' }, { late: 1 }, { text: '夜班' }, { state: 'received', order: 'old' }]) {
    const list = await whole(staff, query);
    const at = Math.floor(list.length / 2);
    const beside = async (number: number | undefined) => {
      const { previous, next } = (await staff.ask('work', { params: { number }, query })).body;
      return [previous, next];
    };
    expect(await beside(list[at])).toEqual([list[at - 1], list[at + 1]]);
    expect(await beside(list[0])).toEqual([null, list[1]]);
    expect(await beside(list.at(-1))).toEqual([list.at(-2), null]);
  }
});

test('what comes to share its bytes after a list was asked for is in the next one, and out again once it is exchanged', async () => {
  const before = await whole(staff, { duplicates: 1 });
  const { prisma } = here.bot;
  const [one, other] = entries
    .filter(({ state, sha256 }) => state === 'received' && sha256.startsWith('own'))
    .map(({ number }) => number);
  const sha256 = entries.find(({ number }) => number === one)?.sha256 ?? '';
  const added = await prisma.submissionFile.create({
    data: { submissionNumber: other ?? 0, sha256, name: 'b.mp4', addedAt: here.bot.now() },
  });
  const sharing = await whole(staff, { duplicates: 1 });
  expect(sharing.filter((number) => !before.includes(number)).sort()).toEqual([one, other].sort());
  await prisma.submissionFile.update({ where: { id: added.id }, data: { retiredAt: here.bot.now() } });
  expect(await whole(staff, { duplicates: 1 })).toEqual(before);
});
