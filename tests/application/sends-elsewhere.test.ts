import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeChannel } from '../../fakes/channel.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());

/** A process that hears messages and is not the one that can write. */
class DeafMute extends FakeChannel {
  sends(): boolean {
    return false;
  }
}

test('a process that cannot send leaves what it has to say to the one that can, which looks for it', async () => {
  const hears = await botOn(database, new DeafMute('practice'));
  const sends = await botOn(database);
  await sends.bot.sendDue();
  expect(sends.channel.sent).toEqual([]);

  await hears.bot.accept(message('yaodu-1', '/截止'));
  await hears.bot.work();
  await hears.bot.sendDue();
  expect(hears.channel.attempts).toEqual([]);
  const waiting = await database.prisma.outbound.findMany({
    orderBy: { id: 'asc' },
    select: { state: true, attempts: true },
  });
  expect(waiting).toEqual([{ state: 'waiting', attempts: 0 }]);

  await sends.bot.sendDue();
  expect(sends.channel.sent.map(({ chat }) => chat)).toEqual(['yaodu-1']);
});
