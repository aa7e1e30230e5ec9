import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { dingtalkCheckup } from '../../src/adapters/dingtalk/checkup.ts';
import { valueIn } from '../../src/adapters/dingtalk/tables.ts';
import { mirror } from '../../src/application/mirroring/mirror.ts';
import { officeNamed } from '../../src/application/office.ts';
import { ConfigInvalid, readConfig } from '../../src/start/config.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type DingtalkBot, dingtalkBot } from '../support/dingtalk.ts';
import { video } from '../support/files.ts';
import { known } from '../support/known.ts';

const PLACE = 'qnY1/作品 清单';
const COLUMNS = { 编号: 'number', 作品名称: 'text', 状态: 'singleSelect', 收到时间: 'date', 联系电话: 'text' };
const setting = (more = {}) =>
  JSON.stringify({
    operator: 'union-1',
    works: { base: 'https://alidocs.dingtalk.com/i/nodes/qnY1?x=1', sheet: '作品 清单', columns: COLUMNS, ...more },
  });

let database: TestDatabase;
let fake: FakeDingtalk;
let bot: DingtalkBot;
let clock: TestClock;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  clock = new TestClock();
  fake = await startFakeDingtalk({ clock, tables: { [PLACE]: COLUMNS } });
  bot = await dingtalkBot(
    { ...fake.env(['stream']), DINGTALK_TABLES: setting() },
    { database, clock, times: { restMs: 2_000 } },
  );
  await fake.whenSubscribed();
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

const rows = () => [...(fake.tables.get(PLACE)?.rows.values() ?? [])];
async function report(title: string, number: number): Promise<void> {
  await (await fake.say({ from: 'lijie', text: `/报送 微视频 《${title}》 作者:李建国 电话:13800000001` })).reply();
  await fake.say({ from: 'lijie', file: { ...video(`${title}.mp4`, number) } });
  await fake.waitFor(({ text }) => text.includes(`《${title}》`) && text.includes('已收'));
}
async function tick(): Promise<void> {
  clock.advance(60_000);
  await bot.bot.tick();
}

test('works stand in the AI 表格 once, also when an answer is lost: the same token is the same rows', async () => {
  await report('夜班的灯', 1);
  let lost = 0;
  fake.faults.request = (path) => (path.includes('/notable/') && lost++ === 0 ? 'drop' : undefined);
  await tick();
  expect(rows()).toEqual([
    { 编号: 1, 作品名称: '夜班的灯', 状态: '已收', 收到时间: Date.parse('2020-09-10T15:00:00+08:00'), 联系电话: '' },
  ]);
  await report('井下', 2);
  await tick();
  expect(rows().map(({ 编号: number, 作品名称: title }) => [number, title])).toEqual([
    [1, '夜班的灯'],
    [2, '井下'],
  ]);
  const table = fake.tables.get(PLACE);
  table?.rows.delete([...table.rows.keys()][0] as string);
  const [done] = await mirror(officeNamed(bot.office, undefined), 'everything');
  expect(done).toEqual({ shows: 'works', rows: 2, differed: 0, added: 1, written: 2, gone: 1, left: 0, strays: 0 });
  expect([rows().map(({ 作品名称: title }) => title), fake.violations]).toEqual([['井下', '夜班的灯'], []]);
});

test('the doctor tries it and writes nothing: all is well, the permission is missing, the place is another', async () => {
  const looked = async (tables: string) => {
    const { dingtalk: settings } = readConfig({ ...fake.env(['stream']), DINGTALK_TABLES: tables }).channels;
    if (!settings) throw new Error('nothing is set up');
    const given = { running: undefined, localUrl: 'http://127.0.0.1:1', publicUrl: undefined, now: () => clock.now() };
    const { checks } = dingtalkCheckup({
      settings,
      given: { ...given, mayDisturb: async () => false },
      withinMs: 2_000,
    });
    const { says, facts } = (await checks.find(({ name }) => name === 'table')?.run()) ?? {};
    return [says, ...Object.values(facts ?? {})].join(' ');
  };
  expect([await looked(setting()), await looked(setting({ sheet: '别的' }))]).toEqual([
    'table-ok',
    'table-refused InvalidAction.NotFound',
  ]);
  fake.app.scopes.splice(fake.app.scopes.indexOf('Notable.Base.Write.All'), 1);
  expect([await looked(setting()), rows()]).toEqual(['table-permission Notable.Base.Write.All', []]);
});

test.each<[string, string]>([
  ['no JSON', '{'],
  ['nobody in whose name', JSON.stringify({ works: { base: 'b', sheet: 's', columns: ['编号'] } })],
  ['another type', setting({ columns: { 编号: 'formula' } })],
  ['no columns', setting({ columns: [] })],
])('%s is refused at the start', (_, tables) => {
  const read = () => readConfig({ ...fake.env(['stream']), DINGTALK_TABLES: tables });
  expect(read).toThrow(ConfigInvalid);
  expect(read).toThrow('DINGTALK_TABLES');
});

test('a cell is written as its column takes it, a blank one empties it', () => {
  expect([
    valueIn('text', 3),
    valueIn('number', '12'),
    valueIn('singleSelect', '已收'),
    valueIn('date', '2020-09-10 15:02'),
    valueIn('url', 'https://a.cn'),
    ...(['text', 'number', 'date', 'singleSelect', 'url'] as const).map((type) => valueIn(type, undefined)),
  ]).toEqual([
    '3',
    12,
    '已收',
    1599721320000,
    { text: 'https://a.cn', link: 'https://a.cn' },
    '',
    null,
    null,
    null,
    null,
  ]);
});
