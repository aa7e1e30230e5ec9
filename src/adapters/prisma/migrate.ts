import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StartRefused } from '../../application/start-refused.ts';
import { ROOT } from '../root.ts';

/** What is used of `pg`'s client. */
export interface Client {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

export interface Migration {
  name: string;
  sql: string;
}

const FOLDER = path.join(ROOT, 'prisma/migrations');

// The number that Prisma's own CLI locks: the two exclude each other.
const LOCK = 72707369;

const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** In the order in which they apply. */
export async function readMigrations(folder = FOLDER): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql: sql.replaceAll('\r\n', '\n') };
    }),
  );
}

/**
 * Applies what is missing and keeps Prisma's history table, so that `prisma migrate status` and `deploy` agree with it.
 * All in one transaction, which `prisma migrate deploy` is not: a start that is killed half-way leaves nothing half done.
 * Several processes may call it at once. Returns the names applied.
 */
export async function migrate(client: Client, migrations: Migration[]): Promise<string[]> {
  if ((await missing(client, migrations)).length === 0) return [];
  let current = '';
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await client.query(HISTORY);
    const wanted = await missing(client, migrations);
    for (const migration of wanted) {
      current = migration.name;
      await client.query(migration.sql);
      await record(client, migration);
    }
    await client.query('COMMIT');
    return wanted.map((migration) => migration.name);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    if (error instanceof StartRefused) throw error;
    throw new StartRefused('migration-failed', { migration: current, reason: (error as Error).message }, error);
  }
}

async function missing(client: Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows: found } = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS exists`);
  if (!found[0]?.exists) return migrations;
  const { rows } = await client.query(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  );
  const half = rows.find((row) => !row.finished);
  if (half) throw new StartRefused('migration-failed', { migration: String(half.name), reason: 'unfinished' });
  const known = new Set(migrations.map((migration) => migration.name));
  const newer = rows.find((row) => !known.has(String(row.name)));
  if (newer) throw new StartRefused('database-newer', { migration: String(newer.name) });
  const applied = new Set(rows.map((row) => row.name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function record(client: Client, { name, sql }: Migration): Promise<void> {
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
     VALUES ($1, $2, now(), $3, 1)`,
    [randomUUID(), createHash('sha256').update(sql).digest('hex'), name],
  );
}
