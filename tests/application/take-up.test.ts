import os from 'node:os';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FakeChannel } from '../../fakes/channel.ts';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { keepInHand, takeNext } from '../../src/application/delivery/inbox.ts';
import { botOn, message } from '../support/bots.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';

// What a process that died leaves is taken up by another one, what a living one has in hand is not.
let server: TestServer;
const databases: Database[] = [];
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(async () => {
  for (const database of databases) await database.close();
  await server?.stop();
});

async function bots(count: number, channel: FakeChannel) {
  const databaseUrl = await server.newDatabase();
  const opened = [];
  for (let index = 0; index < count; index++) {
    const database = await openDatabase({ dataDir: os.tmpdir(), databaseUrl });
    databases.push(database);
    opened.push(await botOn(database, channel));
  }
  return opened as [(typeof opened)[0], (typeof opened)[0]];
}

test('a process that starts leaves alone what a living one has in hand, and takes it up when its time has passed', async () => {
  const channel = new FakeChannel('practice');
  const [first, second] = await bots(2, channel);
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

  await second.bot.recover('one-of-several');
  await second.bot.goOn();
  expect(opened).toBe(1);
  expect(
    await first.prisma.inbound.findMany({ orderBy: { id: 'asc' }, select: { state: true, attempts: true } }),
  ).toEqual([{ state: 'working', attempts: 1 }]);

  await first.prisma.$executeRaw`UPDATE inbound SET lease_until = now() - interval '1 second'`;
  await second.bot.goOn();
  release();
  await working;
  expect(opened).toBe(2);
  expect(channel.sent.map(({ text }) => text.split('\n')[0])).toEqual(['已收 #1 《广场上的歌》']);
  expect(await first.prisma.submission.count()).toBe(1);
}, 60_000);

test('what is in hand is renewed while its process lives, and no longer', async () => {
  const [{ bot, office, prisma }] = await bots(1, new FakeChannel('practice'));
  await bot.accept(message('yaodu-1', '/进度'));
  const { taken: claimed } = await takeNext(office, 'handle');
  if (!claimed) throw new Error('nothing to claim');
  const letGo = keepInHand(office, claimed, 5);
  const leaseUntil = async () => (await prisma.inbound.findUniqueOrThrow({ where: { id: claimed.id } })).leaseUntil;
  for (let round = 0; round < 2; round++) {
    await prisma.$executeRaw`UPDATE inbound SET lease_until = '2020-01-01'`;
    await vi.waitUntil(async () => Number(await leaseUntil()) > Date.parse('2020-01-02'), { timeout: 10_000 });
  }
  // Whoever takes it up has another attempt; the first one renews nothing of it.
  await prisma.$executeRaw`UPDATE inbound SET lease_until = '2020-01-01', attempts = 2`;
  expect((await takeNext(office, 'handle')).taken?.attempts).toBe(3);
  letGo();
}, 60_000);

test('a post that another process is sending is not touched before its time has passed, then staff are told', async () => {
  const channel = new FakeChannel('practice');
  const [first, second] = await bots(2, channel);
  let release = () => {};
  channel.answer = ({ chat }) =>
    chat === 'yaodu-1'
      ? new Promise((resolve) => {
          release = () => resolve({ state: 'sent' });
        })
      : undefined;
  await first.bot.accept(message('yaodu-1', '/截止'));
  const working = first.bot.work();
  await vi.waitUntil(() => channel.attempts.length === 1, { timeout: 30_000 });
  await second.bot.recover('one-of-several');
  await second.bot.goOn();
  expect(channel.attempts).toHaveLength(1);
  await first.prisma.$executeRaw`UPDATE outbound SET lease_until = now() - interval '1 second'`;
  await second.bot.goOn();
  expect(channel.attempts.map(({ chat }) => chat).sort()).toEqual(['admin-1', 'staff-1', 'yaodu-1']);
  expect(channel.textsIn('staff-1')[0]).toContain('不知道');
  release();
  await working;
}, 60_000);
