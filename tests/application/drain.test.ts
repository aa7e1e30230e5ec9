import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

const states = async () =>
  (await database.prisma.inbound.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);

test('whoever ends finishes what is in hand, says it, and leaves the rest to others', { timeout: 60_000 }, async () => {
  const { bot, channel } = await botOn(database);
  let begun = () => {};
  const inHand = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let arrive = (_: Readable) => {};
  channel.bytes = () => {
    begun();
    return new Promise<Readable>((resolve) => {
      arrive = resolve;
    });
  };
  const work = message('yaodu-1', '/报送 歌曲 《矿工》', { files: [{ name: '矿工.mp3', source: {} }] });
  await bot.accept(work);
  const working = bot.work();
  await inHand;
  const drained = bot.stop(30_000);
  await bot.accept(message('huozhou-1', '/截止'));
  arrive(Readable.from(['ID3 a song']));
  expect(await drained).toBe(true);
  await working;
  expect(await states()).toEqual(['handled', 'waiting']);
  expect(channel.sent.map(({ text }) => text.split('\n')[0])).toEqual(['已收 #1 《矿工》']);

  const other = await botOn(database);
  await other.bot.work();
  expect(await states()).toEqual(['handled', 'handled']);
  expect(other.channel.sent.map(({ chat }) => chat)).toEqual(['huozhou-1']);
});
