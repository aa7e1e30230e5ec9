import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { enqueue, type Remake, sendWaiting, takeUpSending } from '../../src/application/delivery/outbox.ts';
import type { Office } from '../../src/application/office.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { photo } from '../support/files.ts';

vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

const never: Remake = async () => ({ drop: 'needless' });
const always = () => true;
const direct = (id: string) => ({ channel: 'practice', chat: { kind: 'direct' as const, id } });
const states = async () =>
  (await database.prisma.outbound.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);

test('whoever loses the answer to a postponement and repeats it sends nothing twice', async () => {
  const { office, channel, prisma } = await botOn(database);
  await prisma.$transaction((tx) => enqueue(tx, [{ to: direct('yaodu-1'), text: 'hello' }], office.clock.now()));
  channel.answer = () =>
    channel.attempts.length === 1 ? { state: 'later', afterMs: 10, reason: 'rate', queued: true } : undefined;
  let lost = false;
  const losing: Office['prisma'] = new Proxy(prisma, {
    get(target, name, self) {
      const value = Reflect.get(target, name, self);
      if (name !== '$executeRaw') return typeof value === 'function' ? value.bind(target) : value;
      return async (...given: [TemplateStringsArray, ...unknown[]]) => {
        const done = await target.$executeRaw(...given);
        if (lost || !given[0].join('').includes("SET state = 'waiting', attempts")) return done;
        lost = true;
        await prisma.$executeRaw`UPDATE outbound SET next_at = now() - interval '1 second'`;
        await sendWaiting(office, never, always);
        throw new Error('the connection ended after the commit');
      };
    },
  });
  await sendWaiting({ ...office, prisma: losing }, never, always);
  await sendWaiting(office, never, always);
  expect([lost, channel.textsIn('yaodu-1'), await states()]).toEqual([true, ['hello'], ['sent']]);
});

test('a reminder that could not be made anew waits, and is sent', async () => {
  const { office, channel, prisma } = await botOn(database);
  const before = new Date(office.clock.now().getTime() - 60_000);
  const recipe = { campaign: 'linfen-2020', what: 'staff' as const, day: '2020-09-10' };
  await prisma.$transaction((tx) => enqueue(tx, [{ to: direct('yaodu-1'), text: 'old', recipe }], before));
  await sendWaiting(office, () => Promise.reject(new Error('the database restarted')), always);
  await takeUpSending(office, 'expired');
  expect(await states()).toEqual(['waiting']);
  await prisma.$executeRaw`UPDATE outbound SET next_at = now() - interval '1 second'`;
  await sendWaiting(office, async () => ({ text: 'new', mentions: [] }), always);
  expect([channel.textsIn('yaodu-1'), await states()]).toEqual([['new'], ['sent']]);
});

test('answers go before what nobody has asked for', async () => {
  const { office, bot, channel, prisma } = await botOn(database);
  await prisma.$transaction((tx) =>
    enqueue(
      tx,
      ['houma-1', 'xiangfen-1', 'quwo-1'].map((id) => ({ to: direct(id), text: 'a reminder' })),
      office.clock.now(),
    ),
  );
  channel.answer = ({ chat }) =>
    chat === 'yaodu-1' ? undefined : { state: 'later', afterMs: 60_000, reason: 'rate', queued: true };
  await bot.accept(message('yaodu-1', '/截止'));
  await bot.work();
  const order: string[] = [];
  channel.answer = ({ chat }) => {
    order.push(chat);
    return undefined;
  };
  const inbound = await prisma.inbound.findFirstOrThrow();
  await prisma.$transaction((tx) =>
    enqueue(tx, [{ text: 'an answer' }], office.clock.now(), {
      message: message('yaodu-1', ''),
      inboundId: inbound.id,
    }),
  );
  await prisma.$executeRaw`UPDATE outbound SET next_at = now() - interval '1 second' WHERE state = 'waiting'`;
  await sendWaiting(office, never, always);
  expect(order).toEqual(['yaodu-1', 'houma-1', 'xiangfen-1', 'quwo-1']);
});

const TABLE = {
  ...{ heading: '', campaign: '', summary: '', unitHead: '', columns: [], below: [], legend: [], issued: '' },
  rows: [{ unit: '尧都区', cells: [], sum: false }],
};

test.each([
  ['sent', { state: 'sent' }, ['sent', 'sent'], 1],
  ['of which nobody knows', { state: 'unknown', reason: 'silent' }, ['unknown', 'dropped'], 0],
  ['refused', { state: 'refused', reason: 'x' }, ['refused', 'dropped'], 0],
] as const)('the picture below words that are %s: with them, or not at all', async (_, words, then, pictures) => {
  const { office, channel, prisma } = await botOn(database);
  office.pictures = { draw: async () => Readable.from([photo('table.png').bytes]) };
  channel.answer = ({ text }) => (text === 'words' ? words : undefined);
  const to = direct('yaodu-1');
  await prisma.$transaction((tx) =>
    enqueue(
      tx,
      [
        { to, text: 'words' },
        { to, text: '', picture: TABLE },
      ],
      office.clock.now(),
    ),
  );
  await sendWaiting(office, never, always);
  expect([await states(), channel.pictures.length]).toEqual([then, pictures]);
});
