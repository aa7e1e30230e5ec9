import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DatabaseWatch } from '../../src/application/delivery/database-outage.ts';
import { storeStatus } from '../../src/application/delivery/store-outage.ts';
import { FileGone, StoreFailed } from '../../src/application/ports.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

const song = (name: string) => [{ name: `${name}.mp3`, source: name }];

/** A bot whose store can be broken and mended. */
async function fragile() {
  const parts = await botOn(database);
  const { store } = parts.office;
  const { put, probe } = store;
  let fault: string | undefined;
  const failing = () => Promise.reject(new StoreFailed(fault as string, 7, new Error('/data/files: 李建国.mp3')));
  store.put = (bytes, limit) => (fault === undefined ? put(bytes, limit) : failing());
  store.probe = (bytes) => (fault === undefined ? probe(bytes) : failing());
  parts.channel.bytes = ({ source }) => Readable.from([`bytes of ${source}`]);
  return { ...parts, breakStore: (code: string | undefined) => (fault = code) };
}

const FULL = '现在存不下，已通知市总，请稍后再发。\n恢复后我也会把刚才这条再试一次；收到了回执，就不用再发。';

test.each([
  ['ENOSPC', '（ENOSPC，存文件的磁盘满了）', '腾出磁盘空间'],
  ['ECONNREFUSED', '（ECONNREFUSED）', '检查存文件的地方'],
])(
  '%s: the sender hears that it is ours, staff once, and again when it is over; the message is not lost',
  async (code, why, what) => {
    const { bot, office, channel, prisma, breakStore } = await fragile();
    breakStore(code);
    await bot.accept(message('yaodu-1', '/报送 歌曲 《一》', { files: song('1') }));
    await bot.accept(message('houma-1', '/报送 歌曲 《二》', { files: song('2') }));
    await bot.work();
    expect([channel.textsIn('yaodu-1'), channel.textsIn('houma-1')]).toEqual([[FULL], [FULL]]);
    const told = `注意：从 2020-09-10 15:00 起，发来的文件存不下${why}。发文件的人会看到“现在存不下，已通知市总，请稍后再发”。\n请让维护人员${what}，不用重启；恢复后我会自己再试没存下的，并告诉您。`;
    expect([channel.textsIn('staff-1'), channel.textsIn('admin-1')]).toEqual([[told], [told]]);
    expect(await prisma.inbound.findMany({ orderBy: { id: 'asc' }, select: { state: true, attempts: true } })).toEqual([
      { state: 'parked', attempts: 1 },
      { state: 'parked', attempts: 1 },
    ]);
    expect(await storeStatus(office, 1_000)).toEqual({ ready: false, since: '2020-09-10T07:00:00.000Z', code });
    // A text of theirs is answered all the same, and a look in between changes nothing.
    await bot.accept(message('yaodu-1', '/截止'));
    await bot.tick();
    expect(channel.textsIn('yaodu-1')).toHaveLength(2);
    expect(channel.textsIn('staff-1')).toEqual([told]);

    breakStore(undefined);
    await bot.tick();
    expect(channel.textsIn('yaodu-1').at(-1)).toMatch(/^已收 #\d 《一》/);
    expect(channel.textsIn('houma-1').at(-1)).toMatch(/^已收 #\d 《二》/);
    const over = '文件又存得下了（2020-09-10 15:00 起存不下）。这期间没存下的 2 条消息正在再试，存下的会照常发回执。';
    expect([channel.textsIn('staff-1'), channel.textsIn('admin-1')]).toEqual([
      [told, over],
      [told, over],
    ]);
    await bot.tick();
    expect(channel.textsIn('staff-1')).toEqual([told, over]);
    expect(await storeStatus(office, 1_000)).toEqual({ ready: true });
  },
);

test('the store is away again: a new outage, told anew', async () => {
  const { bot, channel, breakStore } = await fragile();
  for (const nth of ['一', '二']) {
    breakStore('ENOSPC');
    await bot.accept(message('yaodu-1', `/报送 歌曲 《${nth}》`, { files: song(nth) }));
    await bot.work();
    breakStore(undefined);
    await bot.tick();
  }
  expect(channel.textsIn('staff-1').map((text) => text.slice(0, 3))).toEqual(['注意：', '文件又', '注意：', '文件又']);
});

test('tried again in vain, the sender does not hear of it a second time; the next file that is stored ends the outage', async () => {
  const { bot, office, channel, prisma, breakStore } = await fragile();
  breakStore('ENOSPC');
  await bot.accept(message('yaodu-1', '/报送 歌曲 《一》', { files: song('1') }));
  await bot.work();
  // Small things can be stored, the song cannot.
  const { probe } = office.store;
  office.store.probe = async () => {};
  await bot.tick();
  expect(channel.textsIn('yaodu-1')).toEqual([FULL]);
  office.store.probe = probe;
  breakStore(undefined);
  await bot.accept(message('houma-1', '/报送 歌曲 《二》', { files: song('2') }));
  await bot.work();
  expect(channel.textsIn('houma-1')[0]).toMatch(/^已收 /);
  expect(channel.textsIn('yaodu-1').at(-1)).toMatch(/^已收 /);
  expect(await prisma.inbound.groupBy({ by: ['state'], _count: true })).toEqual([{ state: 'handled', _count: 2 }]);
});

test('a file that the store never takes though it works is given up like any other fault', async () => {
  const { bot, office, channel, prisma } = await fragile();
  office.store.put = () => Promise.reject(new StoreFailed('EIO', 7));
  await bot.accept(message('yaodu-1', '/报送 歌曲 《一》', { files: song('1') }));
  for (let round = 0; round < 5; round++) await bot.tick();
  expect(await prisma.inbound.findMany({ orderBy: { id: 'asc' }, select: { state: true, attempts: true } })).toEqual([
    { state: 'failed', attempts: 3 },
  ]);
  expect(channel.textsIn('yaodu-1').map((text) => text.slice(0, 5))).toEqual(['现在存不下', '抱歉，系统']);
});

test('nobody of staff can be reached: it is not claimed that they know', async () => {
  const { bot, channel, prisma, breakStore } = await fragile();
  await prisma.membership.deleteMany({ where: { role: { in: ['staff', 'admin'] } } });
  breakStore('ENOSPC');
  await bot.accept(message('yaodu-1', '/报送 歌曲 《一》', { files: song('1') }));
  await bot.work();
  expect(channel.textsIn('yaodu-1')[0]?.split('\n')[0]).toBe('现在存不下，请稍后再发，并请告诉市总。');
});

test('only a link that is dead is called so; what breaks off is the platform’s, and a database that is away nobody’s', async () => {
  const { bot, office, channel, prisma } = await fragile();
  const lines = (as: string) => channel.textsIn(as).map((text) => text.split('\n')[0]);
  channel.bytes = () => Promise.reject(new FileGone('HTTP 404'));
  await bot.accept(message('yaodu-1', '/报送 歌曲 《一》', { files: song('1') }));
  await bot.work();
  channel.bytes = () => Promise.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
  await bot.accept(message('houma-1', '/报送 歌曲 《二》', { files: song('2') }));
  await bot.work();
  expect([lines('yaodu-1'), lines('houma-1')]).toEqual([
    ['“1.mp3”没有下载下来（链接可能已失效）。'],
    ['“2.mp3”没有下载下来（平台那边断了，或一直没有给全）。'],
  ]);

  channel.bytes = ({ source }) => Readable.from([`bytes of ${source}`]);
  const { put } = office.store;
  let failures = 1;
  office.store.put = async (bytes, limit) => {
    const stored = await put(bytes, limit);
    if (failures-- > 0)
      throw Object.assign(new Error('gone'), { name: 'PrismaClientKnownRequestError', code: 'P1001' });
    return stored;
  };
  await bot.accept(message('quwo-1', '/报送 歌曲 《三》', { files: song('3') }));
  await bot.work();
  expect(lines('quwo-1')).toEqual([expect.stringMatching(/^已收 /)]);
  expect(await prisma.inbound.count({ where: { state: 'handled' } })).toBe(3);
});

test('a store that does not answer is not ready, and nobody waits for it', async () => {
  const { office } = await fragile();
  office.store.probe = () => new Promise(() => {});
  expect(await storeStatus(office, 5)).toEqual({ ready: false, code: 'ETIMEDOUT' });
});

test('a database that was away: staff hear of it once, when it is back; what failed for another reason is none', async () => {
  const { bot, office, channel, moveTo } = await fragile();
  let away = false;
  const prisma = new Proxy(office.prisma, {
    get: (target, name) =>
      name === '$queryRaw' && away ? () => Promise.reject(new Error('away')) : Reflect.get(target, name),
  });
  const watch = new DatabaseWatch({ ...office, prisma });
  await watch.failed();
  await watch.worked();
  expect(await office.prisma.outbound.count()).toBe(0);
  away = true;
  await watch.failed();
  await moveTo('2020-09-10T15:07:00+08:00');
  await watch.failed();
  away = false;
  await watch.worked();
  await watch.worked();
  await bot.work();
  const told =
    '数据库 2020-09-10 15:00 至 2020-09-10 15:07 连不上过，现在好了。这期间发来、没有收到回执的，请提醒各单位再发一次。';
  expect([channel.textsIn('staff-1'), channel.textsIn('admin-1')]).toEqual([[told], [told]]);
});
