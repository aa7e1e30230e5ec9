import { createHash, randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { chmod, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { StartRefused } from '../../application/start-refused.ts';

/** What the kernel takes as the address of a Unix socket is 104 bytes on macOS, 108 on Linux. */
export const LONGEST_SOCKET_PATH = 100;

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Keeps a second process off the folder. The lock is a socket that only a living process answers on: the kernel closes
 * it with the process, however that ends, so no process id is ever trusted. Throws `StartRefused` `folder-in-use`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = addressIn(folder, 'lock');
  for (let attempt = 0; attempt < 5; attempt++) {
    const server = await listen(address);
    if (server) return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    const owner = await askOwner(address);
    if (owner !== undefined) throw new StartRefused('folder-in-use', { folder, pid: owner });
    await removeDead(address, folder);
  }
  throw new StartRefused('folder-in-use', { folder, pid: '' });
}

/** The address of a socket that belongs to a folder, short enough for the kernel. */
export function addressIn(folder: string, name: string): string {
  const real = realpathSync(folder);
  const short = createHash('sha256').update(real).digest('hex').slice(0, 20);
  if (process.platform === 'win32') return `\\\\.\\pipe\\baosong-${short}${name === 'lock' ? '' : `-${name}`}`;
  const inside = path.join(real, name);
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH) return inside;
  return path.join(os.tmpdir(), `baosong-${process.getuid?.()}-${short}.${name}`);
}

/** Undefined when the address is taken, by the living or the dead. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => {}).end(String(process.pid)));
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, async () => {
      // The lock alone must not keep the process running.
      server.unref();
      if (process.platform !== 'win32') await chmod(address, 0o600).catch(() => {});
      resolve(server);
    });
  });
}

/** The process id that answers; empty when somebody lives there but says nothing; undefined when nobody does. */
function askOwner(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    let alive = false;
    const socket = connect(address, () => {
      alive = true;
    });
    // A stopped process still accepts connections, as the kernel does that for it, but never answers: it counts as
    // alive.
    socket.setTimeout(300, () => socket.destroy());
    socket.on('data', (data) => {
      said += data;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Not ours to ask means that another user runs it.
      if (error.code === 'EACCES' || error.code === 'EPERM') alive = true;
    });
    socket.on('close', () => resolve(alive ? said : undefined));
  });
}

/**
 * Moves the dead socket aside and looks again before deleting it: of two processes that take over at once, one may have
 * moved the living socket of the other.
 */
async function removeDead(address: string, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const aside = `${address}.${randomUUID().slice(0, 4)}`;
  try {
    await rename(address, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const owner = await askOwner(aside);
  if (owner === undefined) return rm(aside, { force: true });
  await rename(aside, address);
  throw new StartRefused('folder-in-use', { folder, pid: owner });
}
