// Makes what is not in git: the database client, the practice page and the program; with `tests` also the programs that
// tests start. Does nothing when all are up to date.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const root = path.resolve(import.meta.dirname, '..');
const at = (name) => path.join(root, name);
const versionOf = (name) => JSON.parse(readFileSync(at(`node_modules/${name}/package.json`), 'utf8')).version;

const VITE = 'node_modules/vite/bin/vite.js';
const PROGRAM = {
  config: 'vite.program.config.ts',
  from: ['src', 'web/shared', 'package.json', 'package-lock.json', 'tsconfig.json'],
};

await prepare('database client', 'src/generated/prisma', {
  from: ['prisma/schema.prisma'],
  version: versionOf('prisma'),
  run: ['node_modules/prisma/build/index.js', 'generate', '--config', 'prisma/prisma.config.ts'],
});
// At once, as the pages and the program have nothing to do with each other.
await Promise.all([
  build('practice page', 'dist/practice', {
    config: 'vite.config.ts',
    from: ['web/practice', 'web/shared', 'web/look.css', 'package-lock.json'],
  }),
  build('console', 'dist/console', {
    config: 'vite.config.ts',
    from: [
      'web/console',
      'web/shared',
      'web/look.css',
      'prompts/console.yaml',
      'scripts/page-words.ts',
      'package-lock.json',
    ],
    mode: 'console',
  }),
  build('upload page', 'dist/upload', {
    config: 'vite.config.ts',
    from: ['web/upload', 'web/shared', 'prompts/upload.yaml', 'scripts/page-words.ts', 'package-lock.json'],
    mode: 'upload',
  }),
  build('program', 'dist/program', PROGRAM),
  process.argv.includes('tests') &&
    build('programs of the tests', 'dist/test-programs', {
      ...PROGRAM,
      from: [...PROGRAM.from, 'fakes', 'tests/support', 'tests/chaos'],
      mode: 'tests',
    }),
]);
// What the bot has learnt of how people speak: 5 MB that follow from the sentences, so they are made and not kept in git.
const learnt = `dist/language-${process.pid}`;
await prepare('language', 'dist/language', {
  from: [
    ...[
      'prompts/language',
      'prisma/campaigns/linfen-2020.yaml',
      'src/application/language',
      'src/adapters/learnt-file.ts',
    ],
    ...['src/domain/names-in-text.ts', 'src/domain/resolve.ts', 'src/start/learn.ts'],
  ],
  version: process.versions.node.split('.')[0],
  run: ['dist/program/learn.js', at(learnt)],
  made: learnt,
});

/** Built beside its place and put there whole, as another process may be running from it. */
function build(what, to, { config, from, mode = 'production' }) {
  const fresh = `${to}-${process.pid}`;
  return prepare(what, to, {
    from: [...from, config],
    version: versionOf('vite'),
    run: [VITE, 'build', '--config', config, '--mode', mode, '--outDir', at(fresh), '--emptyOutDir'],
    made: fresh,
  });
}

/** Runs `run` unless the stamp in the folder `to` says that it was made of the same bytes. It makes the folder `made`. */
async function prepare(what, to, { from, version, run, made = to }) {
  const wanted = digest(from, version);
  if (stampOf(to) === wanted) return;
  const started = Date.now();
  const child = spawn(process.execPath, run, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Also when tests ask for it.
      NODE_ENV: 'production',
      // No look-ups of newer versions: offices have firewalls, and waiting for one costs seconds.
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
  const [out, wrong, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (status !== 0) {
    const said = out + wrong;
    // A mistake in a file of words is told by its line; the builder's own way to it is of use to nobody.
    console.error(`prepare: ${what} failed\n${said.replace(/^ +at .*\n?/gm, '')}`);
    process.exitCode = 1;
    if (made !== to) rmSync(at(made), { recursive: true, force: true });
    return;
  }
  writeFileSync(path.join(at(made), '.stamp'), wanted);
  if (made !== to) replace(to, made, wanted);
  console.log(`prepare: ${what} made in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function replace(to, made, wanted) {
  const old = `${made}-old`;
  try {
    if (existsSync(at(to))) renameSync(at(to), at(old));
    renameSync(at(made), at(to));
  } catch (error) {
    // Two starts at once: the other one was quicker.
    if (stampOf(to) !== wanted) throw error;
  }
  for (const left of [old, made]) rmSync(at(left), { recursive: true, force: true });
}

/** Undefined when the folder has none. */
function stampOf(folder) {
  const file = path.join(at(folder), '.stamp');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
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
