import { mkdtemp, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Database, openOn } from '../../src/adapters/prisma/database.ts';
import { SMALL_BUFFERS } from '../../src/adapters/prisma/durable-folder.ts';
import { type EmbeddedServer, serve } from '../../src/adapters/prisma/embedded.ts';
import { templateFile } from './template.ts';

export interface TestDatabase extends Database {
  /** Empties every table and starts the numbers at 1 again: cheaper than another database. */
  reset(): Promise<void>;
}

interface Served {
  db: PGlite;
  server: EmbeddedServer;
}

/** Given back by the test files that this worker has run before. */
const free: Served[] = [];

/**
 * A migrated, empty database in memory, reached as the embedded one is. The files that a worker runs one after another
 * share it, as opening one takes half a second and its code is quick only after a while; each has a client of its own, so
 * that nothing of an earlier file can write to it any more.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const served = free.pop() ?? (await start());
  const database = await openOn({
    ...served.server,
    async close() {
      for (const left of ['ROLLBACK', 'DISCARD ALL']) await served.db.exec(left);
      free.push(served);
    },
  });
  await empty(database);
  return { ...database, reset: () => empty(database) };
}

async function start(): Promise<Served> {
  const db = await PGlite.create({
    loadDataDir: new Blob([await readFile(await templateFile())]),
    startParams: [...PGlite.defaultStartParams, ...SMALL_BUFFERS],
  });
  return { db, server: await serve(db, await mkdtemp(path.join(os.tmpdir(), 'baosong-test-'))) };
}

/** Empties every table and starts the numbers at 1 again; TRUNCATE takes five times as long, as it makes every file anew. */
export async function empty({ prisma }: Database): Promise<void> {
  await prisma.$executeRawUnsafe(`DO $$ DECLARE one record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' LOOP
      EXECUTE format('DELETE FROM %I', one.tablename);
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
      FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
  END $$`);
}
