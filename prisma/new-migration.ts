// node --import tsx prisma/new-migration.ts <name>: writes the SQL between the last commit's schema and this one, for review.
// Nothing needs to be installed: the CLI is given a database in memory, which it wants even for comparing two files.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { serve } from '../src/adapters/prisma/embedded.ts';

const root = path.resolve(import.meta.dirname, '..');
const migrations = path.join(root, 'prisma/migrations');

/** The SQL that leads from one schema file, or from nothing, to another. */
export async function sqlBetween(before: string | undefined, after: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-schema-'));
  const db = await PGlite.create();
  const server = await serve(db, folder);
  const address = server.host.startsWith('/')
    ? `localhost/postgres?host=${server.host}`
    : `${server.host}:${server.port}/postgres`;
  try {
    const from = before === undefined ? ['--from-empty'] : ['--from-schema-datamodel', before];
    const sql = await prisma(['migrate', 'diff', ...from, '--to-schema-datamodel', after, '--script'], address);
    // Needs a right to the database that a careful administrator does not give; the schema is there anyway.
    return sql.replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '');
  } finally {
    await server.close();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function prisma(given: string[], address: string): Promise<string> {
  const cli = path.join(root, 'node_modules/prisma/build/index.js');
  const config = path.join(root, 'prisma/prisma.config.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...given, '--config', config], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: `postgresql://postgres@${address}`, CHECKPOINT_DISABLE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let sql = '';
    let said = '';
    child.stdout.on('data', (data) => {
      sql += data;
    });
    child.stderr.on('data', (data) => {
      said += data;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(sql) : reject(new Error(said + sql))));
  });
}

if (process.argv[1] === import.meta.filename) {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error('usage: new-migration.ts <name_in_small_letters>');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-schema-'));
  const before = path.join(folder, 'schema.prisma');
  await writeFile(before, execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { cwd: root }));
  const sql = await sqlBetween(before, path.join(root, 'prisma/schema.prisma'));
  await rm(folder, { recursive: true });
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const target = path.join(migrations, `${stamp}_${name}`);
  if (existsSync(target)) throw new Error(`${target} exists`);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, 'migration.sql'), sql);
  console.log(path.relative(root, path.join(target, 'migration.sql')));
}
