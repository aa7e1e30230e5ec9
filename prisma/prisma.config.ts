import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { defineConfig } from 'prisma/config';

// Types of PostgreSQL's catalog that PrismaPg does not know and the CLI reads: "char", name, and lists of names.
const AS_TEXT = new Map([
  [18, 25],
  [19, 25],
  [1003, 1009],
]);

/** PrismaPg, made fit for the CLI. */
class CatalogPg extends PrismaPg {
  override async connect() {
    return knowingNames(await super.connect());
  }

  /** PrismaPg drops the shadow database while it is still connected to it. */
  override async connectToShadowDb() {
    const database = `shadow_${process.pid}_${Date.now()}`;
    const owner = await this.connect();
    await owner.executeScript(`CREATE DATABASE ${database}`);
    const shadow = await new CatalogPg({ ...connection(), database, max: 1 }, { schema: 'public' }).connect();
    const disconnect = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await disconnect();
      await owner.executeScript(`DROP DATABASE ${database}`);
      await owner.dispose();
    };
    return shadow;
  }
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

function knowingNames(adapter: Adapter): Adapter {
  const pool = adapter.underlyingDriver();
  const query = pool.query.bind(pool);
  pool.query = async (...given: unknown[]) => {
    const result = await query(...given);
    for (const field of result.fields ?? []) field.dataTypeID = AS_TEXT.get(field.dataTypeID) ?? field.dataTypeID;
    return result;
  };
  return adapter;
}

/** In parts, as the shadow database differs in one of them. */
function connection() {
  const url = new URL(process.env.DATABASE_URL || 'postgresql://localhost');
  return {
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username || 'postgres'),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1) || 'postgres'),
  };
}

// Without `engine: 'js'` the CLI downloads an engine, which fails behind a firewall.
export default defineConfig({
  experimental: { adapter: true },
  engine: 'js',
  schema: path.join(import.meta.dirname, 'schema.prisma'),
  migrations: { path: path.join(import.meta.dirname, 'migrations') },
  // One connection: the advisory lock that keeps two migrations apart belongs to a session.
  adapter: async () => new CatalogPg({ ...connection(), max: 1 }, { schema: 'public' }),
});
