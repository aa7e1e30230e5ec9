// For Prisma's CLI: `generate`, and at a developer's desk `migrate diff` and `migrate status`. The bot migrates by itself
// (src/adapters/prisma/migrate.ts) and keeps the same history.
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { defineConfig } from 'prisma/config';

const NAME = 19;
const TEXT = 25;

/** PrismaPg does not know PostgreSQL's type `name`, which the CLI reads from the catalog: called text here. */
class CatalogPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const pool = adapter.underlyingDriver();
    const query = pool.query.bind(pool);
    pool.query = async (...given: unknown[]) => {
      const result = await query(...given);
      for (const field of result.fields ?? []) if (field.dataTypeID === NAME) field.dataTypeID = TEXT;
      return result;
    };
    return adapter;
  }
}

// Without `engine: 'js'` the CLI downloads an engine, which fails behind a firewall.
export default defineConfig({
  experimental: { adapter: true },
  engine: 'js',
  schema: path.join(import.meta.dirname, 'schema.prisma'),
  migrations: { path: path.join(import.meta.dirname, 'migrations') },
  // One connection: the advisory lock that keeps two migrations apart belongs to a session.
  adapter: async () =>
    new CatalogPg({ connectionString: process.env.DATABASE_URL, max: 1, allowExitOnIdle: true }, { schema: 'public' }),
});
