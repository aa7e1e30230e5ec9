import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeTable, type FakeWecom, type RequestFault, startFakeWecom } from '../../fakes/wecom/index.ts';
import { mirror } from '../../src/application/mirroring/mirror.ts';
import type { OutsideTable } from '../../src/application/ports.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { video } from '../support/files.ts';
import { allHandled, known, type WecomBot, wecomBot } from '../support/wecom.ts';

let database: TestDatabase;
let fake: FakeWecom;
let bot: WecomBot;
let clock: TestClock;

const WORKS: FakeTable['columns'] = {
  fNo: { title: '编号', type: 'number' },
  fName: { title: '作品名称', type: 'text' },
  fUnit: { title: '报送单位' },
  fKind: { title: '作品类别', type: 'single_select' },
  fState: { title: '状态' },
  fAuthor: { title: '作者' },
  fPhone: { title: '联系电话' },
  fAt: { title: '收到时间', type: 'date_time' },
  fChanged: { title: '更新时间' },
  // The office's own: never written.
  fOurs: { title: '谁来看' },
};
const PROGRESS: FakeTable['columns'] = {
  pUnit: { title: '单 位' },
  pFilm: { title: '微视频' },
  pPhoto: { title: '摄 影' },
  pRatio: { title: '完成率' },
};
const MINUTE = 60_000;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(() => database.reset());
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

async function begin(settings: { phones?: boolean } = {}, limits = {}): Promise<void> {
  clock = new TestClock();
  fake = await startFakeWecom({ clock, tables: { kW: WORKS, kP: PROGRESS }, limits });
  const env = fake.env(['ws']);
  const tables = { works: { ...fake.sampleOf('kW'), ...settings }, progress: fake.sampleOf('kP') };
  bot = await wecomBot({ ...env, WECOM_TABLES: JSON.stringify(tables) }, { database, clock });
  await fake.whenSubscribed();
  await known(database, 'boss', 'staff');
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu', name: '李杰' });
}

let reported = 0;
async function report(title: string): Promise<void> {
  const before = await bot.prisma.inbound.count();
  await fake.say({ from: 'lijie', text: `/报送 微视频 《${title}》 作者:李建国 电话:13800000001` });
  await allHandled(bot, before + 1);
  const { bytes, name } = video(`${title}.mp4`, ++reported);
  await fake.say({ from: 'lijie', file: { bytes, name } });
  await allHandled(bot, before + 2);
}
async function say(from: string, text: string): Promise<void> {
  const before = await bot.prisma.inbound.count();
  await fake.say({ from, text });
  await allHandled(bot, before + 1);
}

const rows = (key: string) => [...(fake.tables.get(key)?.rows.values() ?? [])];
const works = () => rows('kW').map(({ fNo, fName, fState }) => [fNo, fName, fState].join(' '));
const unit = (name: string) => rows('kP').find(({ pUnit }) => pUnit === name);
const calls = () => fake.counters.requests['/cgi-bin/wedoc/smartsheet/webhook'] ?? 0;
/** What happens to the calls that come, one after another. */
function faults(...next: RequestFault[]): void {
  fake.faults.request = (path) => (path.endsWith('/smartsheet/webhook') ? next.shift() : undefined);
}
/** A minute later. */
async function tick(ms = MINUTE): Promise<void> {
  clock.advance(ms);
  await bot.bot.tick();
}

test('units and works stand there once, and follow what happens here', async () => {
  await begin();
  expect([rows('kP').length, unit('尧都区总工会'), works()]).toEqual([
    20,
    { pUnit: '尧都区总工会', pFilm: '0/1', pPhoto: '0/10', pRatio: '0%' },
    [],
  ]);
  await report('夜班的灯');
  await tick();
  expect(rows('kW')).toEqual([
    {
      fNo: 1,
      fName: '夜班的灯',
      fUnit: '尧都区总工会',
      fKind: '微视频',
      fState: '已收',
      fAuthor: '李建国',
      fPhone: '',
      fAt: String(Date.parse('2020-09-10T15:00:00+08:00')),
      fChanged: '2020-09-10 15:01',
    },
  ]);
  expect(unit('尧都区总工会')).toEqual({ pUnit: '尧都区总工会', pFilm: '1/1', pPhoto: '0/10', pRatio: '5%' });
  await say('boss', '/退回 1 时长超过3分钟');
  await tick();
  await say('lijie', '/撤回 1');
  await say('lijie', '确认');
  await report('井下');
  await tick();
  expect([works(), rows('kP').length, fake.violations]).toEqual([['1 夜班的灯 已撤回', '2 井下 已收'], 20, []]);
  const before = calls();
  await tick();
  expect(calls()).toBe(before);
});

test('phones stand there only where the setting says so', async () => {
  await begin({ phones: true });
  await report('夜班的灯');
  await tick();
  expect(rows('kW').map(({ fPhone }) => fPhone)).toEqual(['13800000001']);
});

test('a lost answer leaves an empty row at most, never a work twice', async () => {
  await begin();
  await report('夜班的灯');
  await report('井下');
  faults('drop');
  await tick();
  // They were added, and nobody heard their ids.
  expect(works()).toEqual([' （空行，可以删） ', ' （空行，可以删） ']);
  faults('drop');
  await tick();
  // As it goes on, one is tried only, and not at once again.
  await tick(MINUTE);
  expect(works().length).toBe(3);
  await tick(2 * MINUTE);
  expect(works().filter((row) => !row.includes('空行'))).toEqual(['1 夜班的灯 已收', '2 井下 已收']);
  const [done] = await mirror(bot.office, 'everything').then((all) => all.filter(({ shows }) => shows === 'works'));
  expect(done).toEqual({ shows: 'works', rows: 2, differed: 0, added: 0, written: 2, gone: 0, left: 0, strays: 3 });
  expect(works().length).toBe(5);
});

test('a change whose answer is lost is written again, by its id', async () => {
  await begin();
  await report('夜班的灯');
  await tick();
  await say('boss', '/采用 1');
  faults('lost');
  await tick();
  expect(works()).toEqual(['1 夜班的灯 已收']);
  faults('drop');
  await tick();
  await tick();
  expect(works()).toEqual(['1 夜班的灯 已采用']);
});

test('what somebody deleted or wrote over there is mended', async () => {
  await begin();
  await report('夜班的灯');
  await report('井下');
  await tick();
  const table = fake.tables.get('kW') as FakeTable;
  const [first, second] = [...table.rows.keys()];
  table.rows.delete(first as string);
  Object.assign(table.rows.get(second as string) as object, { fState: '没看', fOurs: '周文静' });
  const all = await mirror(bot.office, 'everything');
  expect(all).toEqual([
    { shows: 'works', rows: 2, differed: 0, added: 1, written: 2, gone: 1, left: 0, strays: 0 },
    { shows: 'progress', rows: 20, differed: 0, added: 0, written: 20, gone: 0, left: 0, strays: 0 },
  ]);
  expect([works(), table.rows.get(second as string)?.fOurs]).toEqual([['2 井下 已收', '1 夜班的灯 已收'], '周文静']);
});

test('a table at another address gets all rows again; one process at a time writes', async () => {
  await begin();
  await report('夜班的灯');
  await tick();
  await bot.prisma.mirrorTable.updateMany({ data: { holder: 'another', leaseUntil: new Date(Date.now() + MINUTE) } });
  expect((await mirror(bot.office, 'everything')).map(({ stopped }) => stopped)).toEqual(['busy', 'busy']);
  await bot.prisma.mirrorTable.updateMany({ data: { leaseUntil: null, address: 'elsewhere' } });
  (fake.tables.get('kW') as FakeTable).rows.clear();
  await tick();
  expect(works()).toEqual(['1 夜班的灯 已收']);
});

test('over the limit it waits; a key that is known no more is told to staff once a day', async () => {
  await begin({}, { tablePerMinute: 1 });
  fake.openChat('single', 'boss');
  await report('夜班的灯');
  for (let minutes = 0; minutes < 4; minutes++) await tick(2 * MINUTE);
  expect([works(), rows('kP').length]).toEqual([['1 夜班的灯 已收'], 20]);
  const table = fake.tables.get('kW') as FakeTable;
  fake.tables.delete('kW');
  await report('井下');
  await tick();
  await tick(20 * MINUTE);
  const told = fake.sent.filter(({ text }) => text.includes('在线表格'));
  expect(told.map(({ chat, text }) => [chat.id, text])).toEqual([
    [
      'boss',
      `在线表格里的作品清单写不进去了（40014），表里的内容停在之前，不要以它为准；机器人里的记录不受影响。
请装机器人的人运行 npm run doctor，会说该改哪里；改好后运行 npm run mirror -- --check 补齐。`,
    ],
  ]);
  fake.tables.set('kW', table);
  for (let minutes = 0; minutes < 3; minutes++) await tick(20 * MINUTE);
  expect(works()).toEqual(['1 夜班的灯 已收', '2 井下 已收']);
});

/** The table of works with another answer to what is added. */
function worksTable(add: OutsideTable['add']): OutsideTable {
  const table = bot.office.tables?.find(({ shows }) => shows === 'works');
  if (!table) throw new Error('no table of works');
  return { ...table, update: (records) => table.update(records), add };
}

test('rows whose ids were not told are counted; then one is tried, and not soon again', async () => {
  await begin();
  await report('夜班的灯');
  await report('井下');
  const asked: number[] = [];
  const silent = worksTable(async (count) => {
    asked.push(count);
    return { state: 'done', ids: [] };
  });
  const office = { ...bot.office, tables: [silent] };
  for (let pass = 0; pass < 8; pass++) await mirror(office, 'now');
  expect(asked).toEqual([2, 1, 1, 1, 1, 1, 1, 1]);
  const { strays, nextAt } = await bot.prisma.mirrorTable.findFirstOrThrow({ where: { shows: silent.key } });
  expect([strays, Number(nextAt) - clock.now().getTime()]).toEqual([9, 60 * MINUTE]);
});

test('who is killed over the answer has counted its rows before', async () => {
  await begin();
  await report('夜班的灯');
  await report('井下');
  const deadly = worksTable(() => Promise.reject(new Error('killed')));
  await expect(mirror({ ...bot.office, tables: [deadly] }, 'now')).rejects.toThrow('killed');
  const [works] = await mirror(bot.office, 'now');
  expect(works).toMatchObject({ shows: 'works', added: 2, written: 2, strays: 2 });
});
