import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { IncomingFile } from '../../src/application/message.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

const film = (name: string): IncomingFile[] => [{ name: `${name}.mp4`, source: name }];
const arrives = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 30_000, interval: 5 });

/** A media server that gives out no byte of what drips until it is told to. */
function dripping(drips: (file: IncomingFile) => boolean) {
  const asked: string[] = [];
  const open: (() => void)[] = [];
  const bytes = (file: IncomingFile) => {
    asked.push(String(file.source));
    if (!drips(file)) return Readable.from([`bytes of ${file.source}`]);
    return new Promise<Readable>((resolve) => open.push(() => resolve(Readable.from([`film ${file.source}`]))));
  };
  const finish = () => {
    for (const go of open.splice(0)) go();
  };
  return { asked, bytes, finish };
}

test.each([4, 12, 19])('%i downloads drip: the text and the photo of another are answered at once', async (count) => {
  const { bot, office, channel } = await botOn(database);
  const server = dripping(({ source }) => String(source).startsWith('slow'));
  channel.bytes = server.bytes;
  const slow = office.campaign.units.filter(({ id }) => id !== 'quwo').slice(0, count);
  for (const { id } of slow)
    await bot.accept(message(`${id}-1`, `/报送 微视频 《${id}》`, { files: film(`slow ${id}`) }));
  const working = bot.work();
  await arrives(() => server.asked.length === slow.length);
  const before = performance.now();
  await bot.accept(message('staff-1', '/截止'));
  void bot.work();
  await arrives(() => channel.textsIn('staff-1').length === 1);
  await bot.accept(message('quwo-1', '/报送 歌曲 《太行》', { files: [{ name: '太行.mp3', source: 'quick' }] }));
  void bot.work();
  await arrives(() => channel.textsIn('quwo-1').length === 1);
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(channel.textsIn('quwo-1')[0]).toContain('太行.mp3');
  expect(slow.flatMap(({ id }) => channel.textsIn(`${id}-1`))).toEqual([]);
  server.finish();
  await working;
  expect(slow.map(({ id }) => channel.textsIn(`${id}-1`).length)).toEqual(slow.map(() => 1));
});

test('what one person sends keeps its order, whichever lane it takes', async () => {
  const { bot, channel } = await botOn(database);
  const server = dripping(() => true);
  channel.bytes = server.bytes;
  await bot.accept(message('yaodu-1', '/报送 歌曲 《一》', { files: film('1') }));
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.accept(message('yaodu-1', '/报送 歌曲 《二》', { files: film('2') }));
  await bot.accept(message('yaodu-1', '/我的'));
  const working = bot.work();
  await arrives(() => server.asked.length === 1);
  expect(channel.textsIn('yaodu-1')).toEqual([]);
  server.finish();
  await arrives(() => server.asked.length === 2);
  await arrives(() => channel.textsIn('yaodu-1').length === 2);
  server.finish();
  await working;
  const firsts = channel.textsIn('yaodu-1').map((text) => text.split('\n')[0]);
  expect(firsts).toHaveLength(4);
  expect([firsts[0], firsts[2]]).toEqual([expect.stringContaining('《一》'), expect.stringContaining('《二》')]);
  expect(channel.textsIn('yaodu-1')[3]).toContain('《二》');
});

test('a file that somebody quotes in the group is fetched beside the others too', async () => {
  const { bot, channel } = await botOn(database);
  const server = dripping(() => true);
  channel.bytes = server.bytes;
  const quoting = message('yaodu-1', '/报送 歌曲 《引》', { group: true });
  await bot.accept({ ...quoting, quote: { files: film('quoted') } });
  const working = bot.work();
  await arrives(() => server.asked.length === 1);
  expect(
    await database.prisma.inbound.findMany({ orderBy: { id: 'asc' }, select: { state: true, toFetch: true } }),
  ).toEqual([{ state: 'working', toFetch: true }]);
  server.finish();
  await working;
  expect(
    await database.prisma.inbound.findMany({ orderBy: { id: 'asc' }, select: { state: true, toFetch: true } }),
  ).toEqual([{ state: 'handled', toFetch: false }]);
});
