import type { Socket } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Logger } from 'pino';
import { StartRefused } from '../../application/start-refused.ts';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { type Client, migrate, readMigrations } from './migrate.ts';

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
  /** Which migrations to apply when they are missing: by default all; up to the one named; or none. */
  upTo?: { migration: string } | 'as-it-is';
}

/** Opens and migrates the database. Throws `StartRefused` for whatever the person who runs the bot can mend. */
export async function openDatabase({ dataDir, databaseUrl, onBroken, upTo }: DatabaseSettings): Promise<Database> {
  if (databaseUrl) return open(serverPool(databaseUrl), undefined, upTo);
  return openOn(await startEmbedded(dataDir, onBroken), upTo);
}

/** Takes the server over: it is closed with the database, or when that cannot be opened. */
export async function openOn(embedded: EmbeddedServer, upTo?: DatabaseSettings['upTo']): Promise<Database> {
  try {
    return await open(embeddedPool(embedded), embedded, upTo);
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

async function open(
  config: PoolConfig,
  embedded: EmbeddedServer | undefined,
  upTo: DatabaseSettings['upTo'],
): Promise<Database> {
  const owner = await new PrismaPg(config).connect();
  const pool = owner.underlyingDriver();
  surviveLosses(pool);
  try {
    await migrateThrough(pool, config, upTo);
  } catch (error) {
    await owner.dispose();
    throw error;
  }
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    // A transaction waits for its turn on the embedded database's one connection.
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

/** Long enough for whoever used a connection to hear that it ended, and to give it back. */
const GIVEN_BACK_WITHIN_MS = 1_000;

/** Longer than any statement takes. A connection of which a firewall has forgotten would be waited for a quarter of an hour. */
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
    // It comes from `pg` under various names.
    if (!(error instanceof Error) || !PRISMAS.test(error.stack ?? '')) throw error;
    log.warn({ error }, 'a transaction whose time was over could not be rolled back');
  });
}

type PoolConfig = ConstructorParameters<typeof PrismaPg>[0];

const SESSION = [
  // Prisma's adapter sends and reads instants without their zone; a server set to Shanghai would be eight hours off.
  'TimeZone=UTC',
  // What a computer that lost its power holds, others wait for until the server gives it up: by itself after two hours.
  'idle_in_transaction_session_timeout=60000',
  'lock_timeout=30000',
];

function serverPool(connectionString: string): PoolConfig {
  return {
    connectionString,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'baosong-bot',
    options: SESSION.map((setting) => `-c ${setting}`).join(' '),
  };
}

function embeddedPool({ host, port }: EmbeddedServer): PoolConfig {
  // One connection: pglite-socket mixes up two whose statements exceed 64 KB, and PGlite runs one statement at a time anyway.
  return { host, port, user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 };
}

// biome-ignore lint/suspicious/noExplicitAny: `pg` comes with the adapter, without its types.
async function migrateThrough(pool: any, config: PoolConfig, upTo: DatabaseSettings['upTo']): Promise<void> {
  const all = await readMigrations();
  const migrations = upTo && upTo !== 'as-it-is' ? all.filter(({ name }) => name <= upTo.migration) : all;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const client: Client & { release(): void } = await pool.connect().catch((error: any) => {
    throw unreachable(error, config);
  });
  try {
    if (upTo !== 'as-it-is') await migrate(client, migrations);
  } finally {
    client.release();
  }
}

const LOGIN_REFUSED = new Set(['28000', '28P01']);
const NO_SUCH_DATABASE = '3D000';

function unreachable(error: NodeJS.ErrnoException, config: PoolConfig): StartRefused {
  const facts = { ...addressOf(config.connectionString), reason: error.code ?? error.message };
  if (LOGIN_REFUSED.has(error.code ?? '')) return new StartRefused('database-login-refused', facts, error);
  if (error.code === NO_SUCH_DATABASE) return new StartRefused('database-missing', facts, error);
  return new StartRefused('database-unreachable', facts, error);
}

/** Never the password. */
function addressOf(url: string | undefined): Record<string, string> {
  if (!url || !URL.canParse(url)) return { address: '' };
  const { host, pathname, username } = new URL(url);
  return { address: host, database: pathname.slice(1), user: username };
}
