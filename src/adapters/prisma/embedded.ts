import { existsSync } from 'node:fs';
import { access, chmod, constants, mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { StartRefused } from '../../application/start-refused.ts';
import { makeFolder } from '../files/folder.ts';
import { keepPrivate } from '../files/private.ts';
import { LONGEST_SOCKET_PATH, lockFolder } from './lock.ts';

/** Where `pg` connects, and how to stop what it connects to. */
export interface EmbeddedServer {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** See `DatabaseSettings`. */
interface Heed {
  onBroken?: ((error: unknown) => void) | undefined;
  meanwhile?: (() => void) | undefined;
}

const PORT = 5432;

/**
 * PostgreSQL in this process, its files in `dataDir/db`, for this process only. It has a thread of its own: neither its work
 * nor its waiting for the disk keeps an acknowledgement waiting.
 */
export async function startEmbedded(dataDir: string, heed: Heed = {}): Promise<EmbeddedServer> {
  const folder = path.resolve(dataDir);
  await requireWritable(folder);
  const lock = await lockFolder(folder);
  try {
    await makeOnce(folder);
    await keepPrivate(folder);
    const server = await startThread(folder, heed);
    return {
      ...server,
      async close() {
        await server.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** `make`: an empty database in `folder`, and no more; `serve`: the one in the data folder `folder`. */
export interface Task {
  task: 'make' | 'serve';
  folder: string;
}

/** What the thread tells; `failed` and `broken` are the reason. */
export type Told = { listening: { host: string; port: number } } | { failed: string } | { broken: string };

export const databaseIn = (folder: string): string => path.join(folder, 'db');

const threadFor = (workerData: Task) =>
  new Worker(new URL('./embedded-thread.js', import.meta.url), { workerData, execArgv: [] });

const unreadable = (folder: string, reason: string, error?: unknown) =>
  new StartRefused('database-unreadable', { folder: databaseIn(folder), reason }, error);

/**
 * Makes the database at the first start: under another name, as nothing can be opened of what a first start that was cut
 * off has made; and in a thread of its own, which gives back the half gigabyte that it takes.
 */
async function makeOnce(folder: string): Promise<void> {
  if (existsSync(databaseIn(folder))) return;
  const making = `${databaseIn(folder)}-new`;
  await rm(making, { recursive: true, force: true });
  const thread = threadFor({ task: 'make', folder: making });
  await new Promise<void>((resolve, reject) => {
    thread.on('message', (told: Told) => 'failed' in told && reject(unreadable(folder, told.failed)));
    thread.on('error', (error) => reject(unreadable(folder, codeOf(error), error)));
    thread.on('exit', () => resolve());
  });
  await rename(making, databaseIn(folder));
}

async function startThread(folder: string, { onBroken = rethrow, meanwhile }: Heed): Promise<EmbeddedServer> {
  const thread = threadFor({ task: 'serve', folder });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  const listening = new Promise<{ host: string; port: number }>((resolve, reject) => {
    let listens = false;
    thread.on('message', (told: Told) => {
      if ('listening' in told) {
        listens = true;
        resolve(told.listening);
      } else if ('failed' in told) reject(unreadable(folder, told.failed));
      else onBroken(new Error('the embedded database has stopped', { cause: told.broken }));
    });
    thread.on('error', (error) => {
      if (listens) onBroken(error);
      else reject(unreadable(folder, codeOf(error), error));
    });
  });
  meanwhile?.();
  const { host, port } = await listening;
  return {
    host,
    port,
    async close() {
      thread.postMessage('close');
      await ended;
    },
  };
}

function rethrow(error: unknown): never {
  throw error;
}

/** Throws `StartRefused`. */
export async function requireWritable(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartRefused('data-folder-not-writable', { folder, reason: codeOf(error) }, error);
  }
}

/**
 * After a panic (a full disk) the next statement would keep this process busy for ever, so nothing more may reach
 * PGlite; pglite-socket then lets what waits go on waiting. Only a new process helps.
 */
export function reportBreaking(db: Pick<PGlite, 'execProtocolRawStream'>, onBroken?: (error: unknown) => void): void {
  const execute = db.execProtocolRawStream.bind(db);
  let broken: Error | undefined;
  const breakOn = (reason: unknown) => {
    if (broken) return;
    broken = new Error('the embedded database has stopped', { cause: reason });
    onBroken?.(broken);
  };
  db.execProtocolRawStream = async (message, options) => {
    if (broken) throw broken;
    const onRawData = (data: Uint8Array) => {
      options.onRawData(data);
      const panic = panicIn(data);
      if (panic) breakOn(panic);
    };
    try {
      await execute(message, { ...options, onRawData });
    } catch (error) {
      breakOn(error);
      throw error;
    }
  };
}

/** The text of an ErrorResponse whose severity, the same in every language, is PANIC. */
function panicIn(data: Uint8Array): string | undefined {
  if (data[0] !== 'E'.charCodeAt(0)) return undefined;
  const fields = Buffer.from(data).toString('latin1').split('\0');
  if (!fields.includes('VPANIC')) return undefined;
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'panic';
}

/** Lets `pg` connect to `db`, through a socket in `folder` where the system has such sockets. */
export async function serve(db: PGlite, folder: string): Promise<EmbeddedServer> {
  if (process.platform === 'win32') {
    const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
    await server.start();
    const port = Number(server.getServerConn().split(':').at(-1));
    return { host: '127.0.0.1', port, close: () => server.stop() };
  }
  const isShort = Buffer.byteLength(socketIn(folder)) <= LONGEST_SOCKET_PATH;
  const host = isShort ? folder : await mkdtemp(path.join(os.tmpdir(), 'baosong-'));
  const socket = socketIn(host);
  // Left by a killed process; the lock says that nobody uses it.
  await rm(socket, { force: true });
  const server = new PGLiteSocketServer({ db, path: socket, maxConnections: 4 });
  await server.start();
  await chmod(socket, 0o600);
  return {
    host,
    port: PORT,
    async close() {
      await server.stop();
      await rm(isShort ? socket : host, { force: true, recursive: true });
    },
  };
}

/** The name that `pg` derives from host and port. */
function socketIn(folder: string): string {
  return path.join(folder, `.s.PGSQL.${PORT}`);
}

/** What is said of an error to the person who runs the bot. */
export function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message ?? String(error);
}
