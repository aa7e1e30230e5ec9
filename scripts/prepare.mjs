// Makes what is not in git: the database client and the practice page. Does nothing when both are up to date.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const at = (name) => path.join(root, name);
const versionOf = (name) => JSON.parse(readFileSync(at(`node_modules/${name}/package.json`), 'utf8')).version;

prepare('database client', 'src/generated/prisma', {
  from: ['prisma/schema.prisma'],
  version: versionOf('prisma'),
  run: ['node_modules/prisma/build/index.js', 'generate', '--config', 'prisma/prisma.config.ts'],
});
if (existsSync(at('vite.config.ts'))) {
  prepare('practice page', 'dist/practice', {
    from: ['web', 'vite.config.ts', 'package-lock.json'],
    version: versionOf('vite'),
    run: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
  });
}

/** Runs `run` unless the stamp in the folder `to` says that it was made of the same bytes. */
function prepare(what, to, { from, version, run }) {
  const stamp = path.join(at(to), '.stamp');
  const wanted = digest(from, version);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const started = Date.now();
  const done = spawnSync(process.execPath, run, {
    cwd: root,
    encoding: 'utf8',
    // No look-ups of newer versions: offices have firewalls, and waiting for one costs seconds.
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  if (done.status !== 0) {
    console.error(`prepare: ${what} failed\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
  console.log(`prepare: ${what} made in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function digest(names, version) {
  const hash = createHash('sha256').update(version);
  for (const name of names.flatMap(filesIn)) {
    // Line ends differ between checkouts, names between systems.
    hash.update(`\0${name.replaceAll('\\', '/')}\0`).update(readFileSync(at(name)));
  }
  return hash.digest('hex');
}

function filesIn(name) {
  if (!statSync(at(name)).isDirectory()) return [name];
  return readdirSync(at(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}
