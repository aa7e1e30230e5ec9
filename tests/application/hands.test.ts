import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Hands } from '../../src/application/delivery/hands.ts';
import type { IncomingFile } from '../../src/application/message.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

vi.setConfig({ testTimeout: 60_000 });
const FILM: IncomingFile[] = [{ name: '夜班.mp4', source: {} }];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

/** Resolves when it is called, and to what ends the wait that it began. */
function held<Value>() {
  let begun = (_: (value: Value) => void) => {};
  const begins = new Promise<(value: Value) => void>((resolve) => {
    begun = resolve;
  });
  return { begins, wait: () => new Promise<Value>((resolve) => begun(resolve)) };
}

const arrives = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 30_000, interval: 10 });

test('whoever writes during somebody’s long download is answered', async () => {
  const { bot, channel } = await botOn(database);
  const download = held<Readable>();
  channel.bytes = download.wait;
  await bot.accept(message('yaodu-1', '/报送 微视频 《夜班》', { files: FILM }));
  const working = bot.work();
  const end = await download.begins;
  for (let nth = 1; nth <= 5; nth++) {
    await bot.accept(message('houma-1', '/截止'));
    void bot.work();
    await arrives(() => channel.textsIn('houma-1').length === nth);
  }
  expect(channel.textsIn('yaodu-1')).toEqual([]);
  end(Readable.from(['a film']));
  await working;
  expect(channel.textsIn('yaodu-1')).toHaveLength(1);
});

test('a chat that is slow to take a post keeps no other waiting, nor the next post that is due', async () => {
  const { bot, channel, prisma } = await botOn(database);
  const sending = held<{ state: 'sent' }>();
  channel.answer = ({ chat }) => (chat === 'yaodu-1' ? sending.wait() : undefined);
  await bot.accept(message('yaodu-1', '/截止'));
  const working = bot.work();
  const end = await sending.begins;
  await bot.accept(message('houma-1', '/截止'));
  void bot.work();
  await arrives(() => channel.textsIn('houma-1').length === 1);
  await prisma.$executeRaw`
    INSERT INTO outbound (channel, chat_kind, chat_id, post, created_at, next_at)
    VALUES ('practice', 'direct', 'xiangfen-1', '{"text":"later","files":[],"mentions":[]}', now(), now() + interval '0.5 seconds')`;
  void bot.work();
  await arrives(() => channel.textsIn('xiangfen-1').length === 1);
  end({ state: 'sent' });
  await working;
});

test('what fails by the clock keeps no post from being sent', async () => {
  const { bot, channel, office, prisma } = await botOn(database);
  await prisma.$executeRaw`
    INSERT INTO outbound (channel, chat_kind, chat_id, post, created_at)
    VALUES ('practice', 'direct', 'houma-1', '{"text":"waits","files":[],"mentions":[]}', now())`;
  office.calendar = {
    ...office.calendar,
    isWorkday: () => {
      throw new Error('no calendar');
    },
  } as typeof office.calendar;
  await expect(bot.tick()).rejects.toThrow('no calendar');
  expect(channel.textsIn('houma-1')).toEqual(['waits']);
});

test('never more than so many at a time; a failure is told, and the others go on', async () => {
  const waiting = [1, 2, 3, 4, 5];
  const done: number[] = [];
  const failures: unknown[] = [];
  let busy = 0;
  let most = 0;
  async function work(): Promise<void> {
    most = Math.max(most, ++busy);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await Promise.resolve();
        if (next === 3) throw new Error('three');
        done.push(next);
      }
    } finally {
      busy--;
    }
  }
  const hands = new Hands(2, work, (error) => failures.push(error));
  for (let asked = 0; asked < 3; asked++) hands.another();
  while (hands.busy) await hands.idle();
  expect([done.sort(), most, failures.map(String)]).toEqual([[1, 2, 4, 5], 2, ['Error: three']]);
});

test('what comes between the last look and the end of all hands is looked for once more', async () => {
  const looks: string[][] = [];
  const waiting = ['first'];
  async function work(): Promise<void> {
    looks.push(waiting.splice(0));
    await Promise.resolve();
    if (looks.length > 1) return;
    waiting.push('second');
    hands.another();
  }
  const hands: Hands = new Hands(1, work, () => undefined);
  hands.another();
  while (hands.busy) await hands.idle();
  expect(looks).toEqual([['first'], ['second']]);
});
