import os from 'node:os';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import type { Message } from '../../src/application/message.ts';
import { botOn, message } from '../support/bots.ts';
import { empty } from '../support/database.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { type DatabaseProcess, printingProcess } from '../support/processes.ts';

// Real processes on a real server, all at one moment; some of them are killed with -9.
vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let databaseUrl: string;
let database: Database;
let crew: DatabaseProcess[] = [];
/** Processes that live, in this test's crew or not: to start one takes seconds. */
let alive: DatabaseProcess[] = [];
beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = await server.newDatabase();
  database = await openDatabase({ dataDir: os.tmpdir(), databaseUrl });
  await database.prisma.$executeRaw`
    CREATE TABLE platform (id serial, key text, chat text, text text, mentions int, pid int)`;
  await database.prisma.$executeRaw`CREATE TABLE platform_order (stalls text)`;
}, 60_000);
afterAll(async () => {
  for (const member of alive) await member.kill();
  await database?.close();
  await server?.stop();
});

type Order = { do: 'begin' | 'tick' | 'go-on' | 'work' | 'accept'; message?: Message };

/** So many processes on an empty database, at the given time; the bot was installed the day before. */
async function assemble(count: number, now: string): Promise<void> {
  const { prisma } = database;
  await empty(database);
  const { office, moveTo } = await botOn(database);
  const installed = office.clock.now().toISOString();
  await prisma.setting.create({ data: { key: 'reminders-since/linfen-2020', value: installed } });
  await moveTo(now);
  while (alive.length < count) alive.push(printingProcess('crew-process', [databaseUrl]));
  crew = alive.slice(0, count);
  await Promise.all(crew.map((member) => member.printed(1)));
  await all({ do: 'begin' });
}

/** Gives each the orders of its place, all at once; resolves when all have done them. */
async function all(...orders: Order[]): Promise<void> {
  const before = crew.map(({ lines }) => lines.length);
  await database.prisma.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(1)`;
      for (const [index, member] of crew.entries()) member.tell(JSON.stringify(orders[index % orders.length]));
      // They stand at the gate when their connections wait for the lock.
      await vi.waitUntil(
        async () => {
          const [row] = await tx.$queryRaw<{ waiting: bigint }[]>`
          SELECT count(*) AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
          return Number(row?.waiting) === crew.length;
        },
        { timeout: 30_000 },
      );
    },
    { timeout: 60_000 },
  );
  await Promise.all(crew.map((member, index) => member.printed((before[index] ?? 0) + 1)));
}

const posts = async (where: { chat?: string } = {}) => {
  const rows = await database.prisma.$queryRaw<{ chat: string; text: string; key: string; pid: number }[]>`
    SELECT chat, text, key, pid FROM platform ORDER BY id`;
  return rows.filter(({ chat }) => where.chat === undefined || chat === where.chat);
};
/** What the group is told in words; a picture has none. */
const reminders = async () => (await posts({ chat: 'group' })).filter(({ text }) => text !== '');
const stall = (place: string) => database.prisma.$executeRaw`INSERT INTO platform_order VALUES (${place})`;
/** As if the processes that have something in hand had been silent for longer than they may. */
const letTimePass = async () => {
  await database.prisma
    .$executeRaw`UPDATE outbound SET lease_until = now() - interval '1 second' WHERE state = 'working'`;
  await database.prisma
    .$executeRaw`UPDATE inbound SET lease_until = now() - interval '1 second' WHERE state = 'working'`;
};
const first = (text: string) => text.split('\n')[0];

test.each([2, 3])('%i processes look at the clock at one moment: each reminder and each nudge once', async (count) => {
  await assemble(count, '2020-09-11T10:00:00+08:00');
  await all({ do: 'tick' });
  await all({ do: 'tick' });
  const said = await posts();
  // The picture of the table comes behind the words, once as they do.
  expect(said.filter(({ chat }) => chat === 'group').map(({ text }) => first(text))).toEqual([
    '【报送提醒】离报送截止（2020-09-15）还有 4 天',
    '',
  ]);
  const direct = said.filter(({ chat }) => chat !== 'group');
  expect(direct).toHaveLength(20);
  expect(new Set(direct.map(({ chat }) => chat)).size).toBe(20);
  expect(new Set(direct.map(({ text }) => first(text)))).toEqual(new Set(['【报送提醒】离截止还有 4 天。']));
  // They share the work: the posts are many, and more than one process sent of them.
  expect(new Set(said.map(({ pid }) => pid)).size).toBeGreaterThan(1);
  expect(
    await database.prisma.reminder.findMany({ select: { key: true, state: true }, orderBy: { key: 'asc' } }),
  ).toEqual([
    { key: '2020-09-11', state: 'posted' },
    { key: '2020-09-11/direct', state: 'posted' },
  ]);
});

test('three processes find the same reminders missed: recorded once, staff are told once', async () => {
  await assemble(3, '2020-09-12T10:00:00+08:00');
  await all({ do: 'tick' });
  // Two processes may send them, in either order.
  expect((await posts()).map(({ chat, text }) => `${chat} ${first(text)}`).sort()).toEqual([
    'admin-1 机器人停着的时候错过了这些提醒，当天没能补上，没有再发，需要的话请用 /催报：',
    'staff-1 机器人停着的时候错过了这些提醒，当天没能补上，没有再发，需要的话请用 /催报：',
  ]);
});

test.each([
  ['before', 0],
  ['after', 1],
])(
  'killed %s the platform had the reminder: staff are told that nobody knows, nothing is repeated',
  async (moment, shown) => {
    await assemble(3, '2020-09-11T10:00:00+08:00');
    await stall(`${moment} group`);
    await killedWhileIt({ do: 'tick' });
    await all({ do: 'go-on' });
    expect((await reminders()).length).toBe(shown);
    await letTimePass();
    await all({ do: 'go-on' });
    await all({ do: 'tick' });
    expect((await reminders()).length).toBe(shown);
    const told = await posts({ chat: 'staff-1' });
    expect(told).toHaveLength(1);
    const [paragraph, ...others] = (told[0]?.text ?? '').split('\n\n');
    expect(paragraph).toBe(
      '有一条消息不知道发没发出去（平台没有回应），为免重复没有再发，请看一眼群里有没有：\n“【报送提醒】离报送截止（2020-09-15）还有 4 天”',
    );
    // It had up to three more in its hands; everybody else has heard, and nobody twice.
    const unknown = await database.prisma.outbound.findMany({ where: { state: 'unknown', trouble: 'told' } });
    expect(others).toHaveLength(unknown.length - 1);
    expect(unknown.length).toBeLessThanOrEqual(4);
    const heard = (await posts()).map(({ chat }) => chat).filter((chat) => !/^(?:staff|admin|group)/.test(chat));
    expect(new Set(heard).size).toBe(heard.length);
    expect(new Set([...heard, ...unknown.map(({ chatId }) => chatId)]).size).toBe(20 + 1);
  },
);

test('killed with a message in hand: another handles and answers it once, and keeps the order of that person', async () => {
  await assemble(3, '2020-09-10T15:00:00+08:00');
  await stall('files');
  const files = [{ name: '尧都区-歌曲-广场上的歌.mp3', source: null }];
  await killedWhileIt(
    { do: 'accept', message: message('yaodu-1', '/报送 歌曲 《广场上的歌》', { files }) },
    { do: 'work' },
  );
  // What the same person says next waits for it, what others say does not.
  await all({ do: 'accept', message: message('yaodu-1', '/零报 微课 原因:没有') });
  await all({ do: 'accept', message: message('daning-1', '/截止') });
  await all({ do: 'work' });
  expect((await posts()).map(({ chat }) => chat)).toEqual(['daning-1']);
  await letTimePass();
  await all({ do: 'go-on' });
  await all({ do: 'go-on' });
  const answers = (await posts({ chat: 'yaodu-1' })).map(({ text }) => text);
  expect(answers).toHaveLength(2);
  expect(answers[0]).toContain('广场上的歌.mp3');
  expect(answers[1]).toContain('微课');
  expect(
    await database.prisma.inbound.findMany({ select: { state: true, attempts: true }, orderBy: { id: 'asc' } }),
  ).toEqual([
    { state: 'handled', attempts: 2 },
    { state: 'handled', attempts: 1 },
    { state: 'handled', attempts: 1 },
  ]);
  expect(await database.prisma.zeroReport.count()).toBe(1);
});

test('killed with an answer on its way: told to staff once, and what comes after goes out', async () => {
  await assemble(2, '2020-09-10T15:00:00+08:00');
  await stall('after yaodu-1');
  await killedWhileIt({ do: 'accept', message: message('yaodu-1', '/截止') }, { do: 'work' });
  await all({ do: 'accept', message: message('yaodu-1', '/阶段') });
  await all({ do: 'go-on' });
  expect(await posts({ chat: 'yaodu-1' })).toHaveLength(1);
  await letTimePass();
  await all({ do: 'go-on' });
  await all({ do: 'go-on' });
  expect((await posts({ chat: 'yaodu-1' })).map(({ text }) => text.includes('活动推进'))).toEqual([false, true]);
  expect((await posts({ chat: 'staff-1' })).map(({ text }) => first(text))).toEqual([
    expect.stringMatching(
      /^有一条消息不知道发没发出去（平台没有回应），为免重复没有再发，请看一眼对方（.+）的单聊有没有：$/,
    ),
  ]);
});

test('two of staff confirm the same nudge at one moment: every coordinator gets it once', async () => {
  await assemble(2, '2020-09-10T15:00:00+08:00');
  const accept = (as: string, text: string): Order => ({ do: 'accept', message: message(as, text) });
  await all(accept('staff-1', '/催报 大宁 永和'), accept('admin-1', '/催报 大宁 永和'));
  await all({ do: 'work' });
  await all(accept('staff-1', '确认'), accept('admin-1', '确认'));
  await all({ do: 'work' });
  expect((await posts({ chat: 'daning-1' })).map(({ text }) => first(text))).toEqual([
    expect.stringMatching(/^大宁县在 2020-09-15 前还差：线下活动 1 场、/),
  ]);
  expect((await posts({ chat: 'yonghe-1' })).map(({ text }) => first(text))).toEqual([
    expect.stringMatching(/^永和县在 2020-09-15 前还差：线下活动 1 场、/),
  ]);
  const answers = [...(await posts({ chat: 'staff-1' })), ...(await posts({ chat: 'admin-1' }))];
  expect(
    answers
      .map(({ text }) => text)
      .filter((text) => /^已在|没有重复发/.test(text))
      .sort(),
  ).toEqual(['另有 2 家 10 分钟内刚这样催过，没有重复发。', '已在单聊里催 2 家。']);
});

/** The first of the crew does this and hangs in the middle of the last of it; then it is killed. */
async function killedWhileIt(...orders: Order[]): Promise<void> {
  const [dying, ...others] = crew as [DatabaseProcess, ...DatabaseProcess[]];
  const before = dying.lines.length;
  for (const order of orders) dying.tell(JSON.stringify(order));
  const said = await dying.printed(before + orders.length);
  expect(said.at(-1)).toMatch(/^stalled/);
  await dying.kill();
  crew = others;
  alive = alive.filter((member) => member !== dying);
}
