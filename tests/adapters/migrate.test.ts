import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sqlBetween } from '../../prisma/new-migration.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { migrate, readMigrations } from '../../src/adapters/prisma/migrate.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { databaseProcess } from '../support/processes.ts';

const SHIPPED = await readMigrations();

let server: TestServer;
let url: string;
// biome-ignore lint/suspicious/noExplicitAny: `pg` comes without types.
let client: any;
let disconnect: () => Promise<void>;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.newDatabase();
  ({ client, disconnect } = await connect(url));
});
afterEach(() => disconnect());

async function connect(connectionString: string) {
  const adapter = await new PrismaPg({ connectionString }).connect();
  return { client: adapter.underlyingDriver(), disconnect: () => adapter.dispose() };
}

async function tables(): Promise<string[]> {
  const { rows } = await client.query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
  return rows.map((row: { name: string }) => row.name);
}

/** One connection, as `migrate` is given. */
async function migrateAll(migrations: { name: string; sql: string }[]): Promise<string[]> {
  const one = await client.connect();
  try {
    return await migrate(one, migrations);
  } finally {
    one.release();
  }
}

describe('migrating', () => {
  const first = { name: '1_first', sql: 'CREATE TABLE a (x int);\n-- two; statements\nINSERT INTO a VALUES (1);' };
  const second = { name: '2_second', sql: `ALTER TABLE a ADD y text DEFAULT 'a;b';` };

  test('applies what is missing, once, in order', async () => {
    expect(await migrateAll([first])).toEqual(['1_first']);
    expect(await migrateAll([first, second])).toEqual(['2_second']);
    expect(await migrateAll([first, second])).toEqual([]);
    expect((await client.query('SELECT * FROM a')).rows).toEqual([{ x: 1, y: 'a;b' }]);
  });

  test('leaves nothing of a history that fails, and names what failed', async () => {
    const wrong = { name: '2_wrong', sql: 'CREATE TABLE b (x int); SELECT nonsense;' };
    await expect(migrateAll([first, wrong])).rejects.toMatchObject({
      code: 'migration-failed',
      facts: { migration: '2_wrong', reason: 'column "nonsense" does not exist' },
    });
    expect(await tables()).toEqual([]);
  });

  test('refuses a database that a newer bot has migrated', async () => {
    await migrateAll([first, second]);
    await expect(migrateAll([first])).rejects.toMatchObject({
      code: 'database-newer',
      facts: { migration: '2_second' },
    });
  });

  test('refuses a history that another tool left unfinished', async () => {
    await migrateAll([first]);
    await client.query('UPDATE _prisma_migrations SET finished_at = NULL');
    await expect(migrateAll([first, second])).rejects.toMatchObject({
      code: 'migration-failed',
      facts: { migration: '1_first', reason: 'unfinished' },
    });
  });

  test('waits for another process that migrates', async () => {
    const both = await Promise.all([migrateAll([first, second]), migrateAll([first, second])]);
    expect(both.flat().sort()).toEqual(['1_first', '2_second']);
  });
});

test('three processes that start on one empty PostgreSQL all get in', async () => {
  const processes = [1, 2, 3].map(() => databaseProcess('close', '', url));
  expect(await Promise.all(processes.map((process) => process.ended))).toEqual([0, 0, 0]);
  expect(processes.map((process) => process.lines)).toEqual([['open'], ['open'], ['open']]);
  const { rows } = await client.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at, 1');
  expect(rows).toEqual(SHIPPED.map(({ name }) => ({ name })));
}, 60_000);

/** What the language of schema.prisma has no words for. */
const PAIRS = 'CREATE INDEX submission_entry_pairs_idx ON public.submission USING gin (entry_pairs(title, fields))';

test('the migrations make what schema.prisma says', async () => {
  await migrateAll(SHIPPED);
  const wanted = await connect(await server.newDatabase());
  await wanted.client.query(await sqlBetween(undefined, path.resolve('prisma/schema.prisma')));
  expect((await shapeOf(client)).filter((one) => one !== PAIRS)).toEqual(await shapeOf(wanted.client));
  expect(await shapeOf(client)).toContain(PAIRS);
  await wanted.disconnect();
}, 60_000);

// biome-ignore lint/suspicious/noExplicitAny: as above
async function shapeOf(pool: any): Promise<string[]> {
  const { rows } = await pool.query(`
    SELECT concat_ws(' ', table_name, column_name, data_type, datetime_precision, is_nullable, column_default) AS line
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1`);
  return rows.map((row: { line: string }) => row.line);
}

describe('a database that cannot be had', () => {
  test.each([
    ['a wrong password', 'database-login-refused', (whole: string) => whole.replace('password@', 'secret@')],
    ['no such database', 'database-missing', (whole: string) => whole.replace(/test_\d+$/, 'absent')],
    ['nobody there', 'database-unreachable', (whole: string) => whole.replace(/:\d+\//, ':1/')],
    ['no such host', 'database-unreachable', (whole: string) => whole.replace('127.0.0.1', 'host.invalid')],
  ])('%s is %s, and the password is not told', async (_, code, change) => {
    const databaseUrl = change(url);
    const refused = await openDatabase({ dataDir: '', databaseUrl }).catch((error) => error);
    expect(refused).toMatchObject({ code, facts: { address: new URL(databaseUrl).host, user: 'postgres' } });
    expect(JSON.stringify(refused.facts)).not.toMatch(/secret|password/);
  });
});

test('line ends of a Windows checkout do not change a migration', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-migrations-'));
  await mkdir(path.join(folder, '1_first'));
  await writeFile(path.join(folder, 'migration_lock.toml'), 'provider = "postgresql"\r\n');
  await writeFile(path.join(folder, '1_first/migration.sql'), 'SELECT 1;\r\nSELECT 2;\r\n');
  expect(await readMigrations(folder)).toEqual([{ name: '1_first', sql: 'SELECT 1;\nSELECT 2;\n' }]);
  await rm(folder, { recursive: true });
});
