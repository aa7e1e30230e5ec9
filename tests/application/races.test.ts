import os from 'node:os';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FakeChannel } from '../../fakes/channel.ts';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { botOn, message } from '../support/bots.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';

// Two processes on one database: here two bots with their own pools, as only a real server shows their races.
let server: TestServer;
const databases: Database[] = [];
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(async () => {
  for (const database of databases) await database.close();
  await server?.stop();
});

async function twoBots() {
  const databaseUrl = await server.newDatabase();
  const open = async (channel: FakeChannel) => {
    const database = await openDatabase({ dataDir: os.tmpdir(), databaseUrl });
    databases.push(database);
    return botOn(database, channel);
  };
  // One platform, of which both are clients.
  const channel = new FakeChannel('practice');
  const first = await open(channel);
  return { channel, first, second: await open(channel) };
}

const UNITS = ['yaodu', 'huozhou', 'houma', 'hongtong', 'xiangfen', 'quwo', 'yicheng', 'puxian', 'guxian', 'anze'];

test('a hundred messages of ten people: each handled once, answered once, and in order for each person', async () => {
  const { channel, first, second } = await twoBots();
  const { prisma } = first;
  for (let round = 1; round <= 10; round++)
    for (const unit of UNITS) {
      const link = `https://example.cn/${unit}/${round}`;
      const said = message(`${unit}-1`, `/报送 专题活动 《第${String(round).padStart(2, '0')}件》 链接:${link}`);
      // The platform delivers every message to both.
      const accepted = await Promise.all([first.bot.accept(said), second.bot.accept(said)]);
      expect(accepted.sort()).toEqual(['duplicate', 'stored']);
    }
  await Promise.all([first.bot.work(), second.bot.work()]);

  const inbound = await prisma.inbound.groupBy({ by: ['state', 'attempts'], _count: true });
  expect(inbound).toEqual([{ state: 'handled', attempts: 1, _count: 100 }]);
  expect(channel.attempts).toHaveLength(100);
  expect(new Set(channel.attempts.map(({ key }) => key)).size).toBe(100);
  const titles = Array.from({ length: 10 }, (_, index) => `《第${String(index + 1).padStart(2, '0')}件》`);
  for (const unit of UNITS)
    expect(channel.textsIn(`${unit}-1`).map((text) => /《.*?》/.exec(text)?.[0])).toEqual(titles);
  expect(await prisma.submission.count({ where: { state: 'received' } })).toBe(100);
  const tallies = await prisma.tally.findMany({ select: { unitId: true, received: true }, orderBy: { unitId: 'asc' } });
  expect(tallies).toEqual([...UNITS].sort().map((unitId) => ({ unitId, received: 10 })));
}, 60_000);

test('a reminder is posted once, and a draft lapses once', async () => {
  const { channel, first, second } = await twoBots();
  await first.bot.accept(message('yaodu-1', '/报送 微视频 《夜班的灯》'));
  await first.bot.work();
  const bots = [first, second];
  for (const { moveTo } of bots) await moveTo('2020-09-11T10:00:00+08:00');
  // The reminders of before the first tick are nobody's.
  await first.prisma.setting.create({
    data: { key: 'reminders-since/linfen-2020', value: '2020-09-10T07:00:00.000Z' },
  });
  await Promise.all([...bots, ...bots].map(({ bot }) => bot.tick()));
  expect(channel.textsIn('group').map((text) => text.split('\n')[0])).toEqual([
    '【报送提醒】离报送截止（2020-09-15）还有 4 天',
  ]);
  expect(channel.textsIn('yaodu-1').filter((text) => text.includes('草稿 #1'))).toHaveLength(2);
  expect(await first.prisma.audit.count({ where: { action: 'draft.lapse' } })).toBe(1);
}, 60_000);

test('a process that comes back after another took its message over changes nothing', async () => {
  const { channel, first, second } = await twoBots();
  let release = () => {};
  const stuck = new Promise<void>((resolve) => {
    release = resolve;
  });
  let opened = 0;
  channel.bytes = async () => {
    if (++opened === 1) await stuck;
    return Readable.from(['the very bytes']);
  };
  const files = [{ name: '尧都区-歌曲-广场上的歌.mp3', source: null }];
  await first.bot.accept(message('yaodu-1', '/报送 歌曲 《广场上的歌》', { files }));
  const working = first.bot.work();
  await vi.waitUntil(() => opened === 1, { timeout: 30_000 });
  await second.bot.recover();
  await second.bot.work();
  release();
  await working;
  expect(channel.attempts.map(({ text }) => text.split('\n')[0])).toEqual(['已收 #1 《广场上的歌》']);
  expect(
    await first.prisma.inbound.findMany({ orderBy: { id: 'asc' }, select: { state: true, attempts: true } }),
  ).toEqual([{ state: 'handled', attempts: 2 }]);
  expect(await first.prisma.tally.aggregate({ _sum: { received: true } })).toEqual({ _sum: { received: 1 } });
}, 60_000);
