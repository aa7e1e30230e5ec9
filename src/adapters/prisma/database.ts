import type { Socket } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Logger } from 'pino';
import { StartRefused } from '../../application/start-refused.ts';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { type Client, migrate, readMigrations } from './migrate.ts';
import './known-plans.ts';
import { nameStatements } from './named-statements.ts';
import { type PoolConfig, type ServerAddress, serverAddress, withoutSession } from './server-address.ts';
import { unreachable } from './unreachable.ts';

export interface Database {
  prisma: PrismaClient;
  /** PostgreSQL runs in this process, on one connection; otherwise it is a server. */
  embedded: boolean;
  /** Writes the files of the embedded database anew; a server's are its administrator's. */
  rewrite?(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  dataDir: string;
  /** `postgresql://…`; without it the database is embedded in `dataDir`. */
  databaseUrl?: string | undefined;
  /** The embedded database has died, e.g. of a full disk, and answers nothing more: log it and end the process, without `close`. */
  onBroken?: (error: unknown) => void;
  /** Done while the embedded database opens in its thread, which takes half a second. Must not throw. */
  meanwhile?: () => void;
  /** Which migrations to apply when they are missing: by default all; up to the one named; or none. */
  upTo?: { migration: string } | 'as-it-is';
}

/** Opens and migrates the database. Throws `StartRefused` for whatever the person who runs the bot can mend. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const { dataDir, databaseUrl, onBroken, meanwhile, upTo } = settings;
  if (databaseUrl) return openServer(databaseUrl, upTo);
  return openOn(await startEmbedded(dataDir, { onBroken, meanwhile }), upTo);
}

/** Behind a pooler that takes no options of a session it is opened without them. */
async function openServer(databaseUrl: string, upTo: DatabaseSettings['upTo']): Promise<Database> {
  try {
    return await open(serverAddress(databaseUrl), undefined, upTo);
  } catch (error) {
    const pooler = error instanceof StartRefused && error.code === 'database-pooler';
    if (!pooler || serverAddress(databaseUrl).pooled) throw error;
    return open(serverAddress(databaseUrl, true), undefined, upTo);
  }
}

/** Takes the server over: it is closed with the database, or when that cannot be opened. */
export async function openOn(embedded: EmbeddedServer, upTo?: DatabaseSettings['upTo']): Promise<Database> {
  try {
    const config = embeddedPool(embedded);
    return await open({ config, schema: undefined, pooled: false }, embedded, upTo);
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

async function open(
  { config, schema, pooled }: ServerAddress,
  embedded: EmbeddedServer | undefined,
  upTo: DatabaseSettings['upTo'],
): Promise<Database> {
  const owner = await new PrismaPg(config).connect();
  const pool = owner.underlyingDriver();
  surviveLosses(pool);
  if (pooled) withoutSession(pool, schema);
  if (embedded) nameStatements(pool);
  try {
    await migrateThrough(pool, config.connectionString, schema, upTo);
  } catch (error) {
    await owner.dispose();
    throw error;
  }
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, schema === undefined ? {} : { schema }),
    // With one connection a transaction has to wait for its turn, longer than Prisma's default of two seconds.
    transactionOptions: { maxWait: 10_000 },
  });
  return {
    prisma,
    embedded: embedded !== undefined,
    ...(embedded && { rewrite: () => rewrite(prisma) }),
    async close() {
      await prisma.$disconnect();
      await owner.dispose();
      await embedded?.close();
    },
  };
}

/**
 * What is erased is only marked as such: it stays in the pages of its table until they are used again, and in the log of changes.
 * Table by table, as a statement may not be silent for long.
 */
async function rewrite(prisma: PrismaClient): Promise<void> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`;
  for (const { name } of tables) await prisma.$executeRawUnsafe(`VACUUM FULL ${name}`);
  // Log that is kept for use again would still be read by whoever looks into it.
  await prisma.$executeRawUnsafe('SET wal_recycle = off');
  for (let round = 0; round < 2; round++) {
    await prisma.$queryRawUnsafe('SELECT pg_switch_wal()::text');
    await prisma.$executeRawUnsafe('CHECKPOINT');
  }
}

/** The time for whoever used a connection to learn that it has ended and to give it back. */
const GIVEN_BACK_WITHIN_MS = 1_000;

/**
 * Longer than any statement takes. Without it, a connection that a firewall has dropped silently would be waited for a
 * quarter of an hour.
 */
const SILENT_MS = 120_000;

interface Connection {
  on(event: 'error' | 'end', heed: () => void): void;
  release(destroy: boolean): void;
  connection: { stream: Socket };
}

/**
 * What a connection that is lost would do otherwise. In the moment in which it passes from one user to the next
 * neither the pool nor the adapter listens, and that ends the process. And of a transaction Prisma gives back only a
 * connection on which ROLLBACK still went through: the others would count as used for ever, until the pool has none left.
 */
// biome-ignore lint/suspicious/noExplicitAny: `pg` comes with the adapter, without its types.
export function surviveLosses(pool: any, silentMs = SILENT_MS): void {
  const used = new Set<Connection>();
  pool.on('acquire', (connection: Connection) => used.add(connection));
  pool.on('release', (_error: unknown, connection: Connection) => used.delete(connection));
  pool.on('connect', (connection: Connection) => {
    connection.on('error', () => {});
    const { stream } = connection.connection;
    stream.setTimeout(silentMs, () => used.has(connection) && stream.destroy(new Error('silent')));
    connection.on('end', () => {
      setTimeout(() => used.has(connection) && connection.release(true), GIVEN_BACK_WITHIN_MS);
    });
  });
}

const PRISMAS = /transaction-manager|adapter-pg/;

/**
 * Prisma rolls back a transaction whose time is over, and nobody hears how that went: on a connection that is gone it fails,
 * and that ends the process. Any other rejection that nobody has heeded ends it as before.
 */
export function surviveRollbacks(log: Pick<Logger, 'warn'>): void {
  process.on('unhandledRejection', (error) => {
    // `pg` gives this error several names, so it is known by the code that it comes from.
    if (!(error instanceof Error) || !PRISMAS.test(error.stack ?? '')) throw error;
    log.warn({ error }, 'a transaction whose time was over could not be rolled back');
  });
}

function embeddedPool({ host, port }: EmbeddedServer): PoolConfig {
  // One connection: pglite-socket mixes up two whose statements exceed 64 KB, and PGlite runs one statement at a time anyway.
  return { host, port, user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 };
}

async function migrateThrough(
  // biome-ignore lint/suspicious/noExplicitAny: `pg` comes with the adapter, without its types.
  pool: any,
  databaseUrl: string | undefined,
  schema: string | undefined,
  upTo: DatabaseSettings['upTo'],
): Promise<void> {
  const all = await readMigrations();
  const migrations = upTo && upTo !== 'as-it-is' ? all.filter(({ name }) => name <= upTo.migration) : all;
  const connected = async (): Promise<Client & { release(): void }> => pool.connect();
  // What it throws at once, such as of a file that is not there, is caught as well.
  const client = await connected().catch((error) => {
    throw unreachable(error, databaseUrl);
  });
  try {
    await requireSession(client, schema);
    if (upTo !== 'as-it-is') await migrate(client, migrations);
  } finally {
    client.release();
  }
}

/** Whatever stands in between, the server must have heard what was said to it. Throws `StartRefused`. */
async function requireSession(client: Client, schema: string | undefined): Promise<void> {
  const { rows } = await client.query(
    "SELECT current_setting('TimeZone') AS zone, coalesce(current_schema()::text, '') AS schema",
  );
  const { zone, schema: found } = rows[0] as { zone: string; schema: string };
  if (!/^(UTC|GMT|Etc\/UTC)$/i.test(zone)) throw new StartRefused('database-zone', { zone });
  if (schema !== undefined && found !== schema) throw new StartRefused('database-schema', { schema, found });
}
