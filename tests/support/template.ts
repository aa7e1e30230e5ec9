import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PGlite } from '@electric-sql/pglite';
import { extract } from 'tar-stream';
import { migrate, readMigrations } from '../../src/adapters/prisma/migrate.ts';

const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/baosong');
const PACKAGE = path.resolve(import.meta.dirname, '../../node_modules/@electric-sql/pglite/package.json');

/** The files of a migrated database: made once per migration history, as making one takes three seconds, loading 0.3. */
export async function templateFile(): Promise<string> {
  const migrations = await readMigrations();
  const made = JSON.stringify([migrations, await readFile(PACKAGE, 'utf8')]);
  const file = path.join(CACHE, `${createHash('sha256').update(made).digest('hex').slice(0, 16)}.tar`);
  if (existsSync(file)) return file;
  const db = await PGlite.create();
  // PGlite's `query` takes one statement, its `exec` several.
  const query = async (text: string, values?: unknown[]) => {
    const done = values ? await db.query(text, values) : (await db.exec(text)).at(-1);
    return { rows: (done?.rows ?? []) as Record<string, unknown>[] };
  };
  await migrate({ query }, migrations);
  const dump = await db.dumpDataDir('none');
  await db.close();
  await mkdir(CACHE, { recursive: true });
  // Two processes may make it at once.
  const part = `${file}.${process.pid}`;
  await writeFile(part, new Uint8Array(await dump.arrayBuffer()));
  await rename(part, file);
  return file;
}

/** Puts the same database where a first start would make one; leaves one that is there alone. */
export async function placeDatabase(dataDir: string): Promise<void> {
  const folder = path.join(dataDir, 'db');
  if (existsSync(folder)) return;
  const part = `${folder}-placed`;
  const entries = extract();
  const read = pipeline(createReadStream(await templateFile()), entries);
  for await (const entry of entries) {
    const place = path.join(part, entry.header.name);
    if (entry.header.type === 'directory') {
      await mkdir(place, { recursive: true, mode: 0o700 });
      entry.resume();
    } else await pipeline(entry, createWriteStream(place, { mode: 0o600 }));
  }
  await read;
  await rename(part, folder);
}
