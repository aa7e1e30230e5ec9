import os from 'node:os';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { throttle } from '../../src/adapters/prisma/throttle.ts';
import type { Allowance } from '../../src/adapters/wire/bucket.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { printingProcess } from '../support/processes.ts';

const log = pino({ level: 'silent' });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** As if so much time had passed: nobody sleeps. */
const pass = ({ prisma }: Database, ms: number) => prisma.$executeRaw`
  UPDATE throttle SET taken = array(SELECT x - ${ms}::bigint FROM unnest(taken) AS x), until = until - make_interval(secs => ${ms / 1000})`;

describe('on the embedded database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(() => database.reset());
  afterAll(() => database?.close());

  const bucketOf = (...allowances: Allowance[]) => throttle(database.prisma, 'test', allowances, log);
  const many = async (take: () => Promise<number>, times: number) => {
    const waits: number[] = [];
    for (let asked = 0; asked < times; asked++) waits.push(await take());
    return waits;
  };

  test('gives so many within any minute, and tells how long the next has to wait', async () => {
    const bucket = bucketOf({ most: 3, ms: MINUTE });
    expect(await many(() => bucket.take('chat'), 2)).toEqual([0, 0]);
    await pass(database, 40_000);
    expect(await bucket.take('chat')).toBe(0);
    const wait = await bucket.take('chat');
    expect(wait).toBeGreaterThan(15_000);
    expect(wait).toBeLessThanOrEqual(20_000);
    expect(await bucket.take('another chat')).toBe(0);
    await pass(database, wait + 5_000);
    // The two of the beginning are over, the one of the middle is not.
    expect((await many(() => bucket.take('chat'), 3)).map((one) => one > 0)).toEqual([false, false, true]);
  });

  test('an hour allows less than sixty minutes do', async () => {
    const bucket = bucketOf({ most: 2, ms: MINUTE }, { most: 5, ms: HOUR });
    for (let minute = 0; minute < 2; minute++) {
      expect(await many(() => bucket.take('chat'), 2)).toEqual([0, 0]);
      await pass(database, MINUTE);
    }
    expect(await bucket.take('chat')).toBe(0);
    await pass(database, MINUTE);
    const wait = await bucket.take('chat');
    expect(wait).toBeGreaterThan(HOUR - 4 * MINUTE);
    expect(wait).toBeLessThanOrEqual(HOUR - 3 * MINUTE);
  });

  test('a clock that was set back makes nobody wait for longer than the allowance looks back', async () => {
    const bucket = bucketOf({ most: 1, ms: MINUTE });
    await bucket.take('chat');
    await pass(database, -10 * HOUR);
    expect(await bucket.take('chat')).toBe(0);
  });

  test('keeps no more than it looks back on, no rows of silent chats, and no secret', async () => {
    const bucket = bucketOf({ most: 2, ms: MINUTE });
    for (let round = 0; round < 5; round++) {
      await many(() => bucket.take('secret-key'), 3);
      await pass(database, MINUTE);
    }
    const [row] = await database.prisma.throttle.findMany();
    expect(row?.taken).toHaveLength(2);
    expect(row?.key).toMatch(/^[0-9a-f]{64}$/);
    await many(() => bucket.take(`chat`), 1);
    // A process that starts begins with sweeping.
    await bucketOf({ most: 2, ms: MINUTE }).take('chat');
    expect(await database.prisma.throttle.count()).toBe(1);
  });

  test('while the database does not answer, nothing is sent uncounted', async () => {
    const broken = { $queryRaw: () => Promise.reject(new Error('down')) } as unknown as Database['prisma'];
    expect(await throttle(broken, 'test', [{ most: 1, ms: MINUTE }], log).take('chat')).toBe(5_000);
  });
});

describe('on a server', () => {
  let server: TestServer;
  let database: Database;
  let databaseUrl: string;
  beforeAll(async () => {
    server = await startPostgres();
    databaseUrl = await server.newDatabase();
    database = await openDatabase({ dataDir: os.tmpdir(), databaseUrl });
  }, 60_000);
  beforeEach(async () => {
    await database.prisma.throttle.deleteMany();
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  /** So many processes ask so often each, all at one moment; every wait they were told. */
  async function atOnce(processes: { most: number; asked: number }[]): Promise<number[]> {
    const running = await database.prisma.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(1)`;
        const started = processes.map(({ most, asked }) =>
          printingProcess('throttle-process', [databaseUrl, String(most), String(HOUR), String(asked), 'chat']),
        );
        await Promise.all(started.map(({ printed }) => printed(1)));
        return started;
      },
      { timeout: 60_000 },
    );
    const said = await Promise.all(running.map(({ printed }) => printed(2)));
    await Promise.all(running.map(({ ended }) => ended));
    return said.flatMap(([, waits = '']) => waits.split(' ').map(Number));
  }

  test.each([2, 3])('%i processes at one chat together get what one would get', { timeout: 90_000 }, async (count) => {
    const waits = await atOnce(Array.from({ length: count }, () => ({ most: 25, asked: 40 })));
    expect(waits).toHaveLength(count * 40);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(25);
    await pass(database, HOUR / 2);
    const later = await atOnce([{ most: 30, asked: 20 }]);
    expect(later.filter((wait) => wait === 0)).toHaveLength(5);
  });
});
