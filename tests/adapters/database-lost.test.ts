import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, surviveLosses } from '../../src/adapters/prisma/database.ts';
import { runScript } from '../support/operate.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { testProgram } from '../support/programs.ts';
import { wireTo } from '../support/wire.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server?.stop());

test('a connection that the server ends while nobody listens to it ends no process', async () => {
  const owner = await new PrismaPg({ connectionString: await server.newDatabase(), max: 2 }).connect();
  const pool = owner.underlyingDriver();
  surviveLosses(pool);
  const client = await pool.connect();
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  const ended = new Promise((resolve) => client.once('end', resolve));
  await pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
  await ended;
  client.release(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await owner.dispose();
});

test('transactions whose connection the server ends take none from the others, however many', {
  timeout: 60_000,
}, async () => {
  const { prisma, close } = await openDatabase({ dataDir: '', databaseUrl: await server.newDatabase() });
  const lost = () =>
    prisma.$transaction((tx) => tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`, { maxWait: 10_000 });
  for (let round = 0; round < 3; round++) {
    const ends = await Promise.allSettled(Array.from({ length: 8 }, lost));
    expect(ends.map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
  }
  const all = Array.from({ length: 10 }, () => prisma.$transaction((tx) => tx.$queryRaw`SELECT 1 AS one`));
  expect(await Promise.all(all)).toEqual(Array(10).fill([{ one: 1 }]));
  await close();
});

test('a connection that nothing comes through any more is given up, and its place is free again', {
  timeout: 60_000,
}, async () => {
  const url = new URL(await server.newDatabase());
  const wire = await wireTo(Number(url.port));
  url.port = String(wire.port);
  const owner = await new PrismaPg({ connectionString: String(url), max: 1 }).connect();
  const pool = owner.underlyingDriver();
  surviveLosses(pool, 300);
  const client = await pool.connect();
  await client.query('BEGIN');
  wire.forget();
  await expect(client.query('SELECT 1')).rejects.toThrow();
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await owner.dispose();
  await wire.close();
});

test('the server itself gives up what a computer without power has in hand', async () => {
  const { prisma, close } = await openDatabase({ dataDir: '', databaseUrl: await server.newDatabase() });
  const [row] = await prisma.$queryRaw<object[]>`
    SELECT current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('lock_timeout') AS lock`;
  expect(row).toEqual({ idle: '1min', lock: '30s' });
  await close();
});

test.each([
  ['survive', 'alive', 0],
  ['as it is', 'transaction-manager', 1],
])(
  'a rollback that fails when the time of a transaction is over: %s',
  async (how, said, code) => {
    const url = await server.newDatabase();
    const ended = await runScript(testProgram('rollback-process'), [url, how], {});
    expect(ended).toEqual({ code, said: expect.stringContaining(said) });
  },
  60_000,
);
