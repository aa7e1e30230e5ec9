import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { FileEmpty, type FileStore, FileTooLarge } from '../../application/ports.ts';
import { inspect } from './inspect.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/** A put that has not written for so long died with its process; another process on the same folder may have live ones. */
const DEAD_AFTER_MS = 10 * 60_000;

/** Files under the hash of their bytes: `root/3f/3fa2…`. A name that somebody sent is never part of a path. */
export function diskFiles(root: string): FileStore {
  const incoming = path.join(root, 'incoming');
  const opened = prepare(incoming);
  // The first put tells; without one, nobody is listening.
  opened.catch(() => {});

  return {
    async put(bytes, limit) {
      const part = path.join(incoming, randomUUID());
      try {
        await opened;
        const written = await write(part, bytes, limit);
        if ((await hashOf(part)) !== written.sha256)
          throw new Error(`the disk returned other bytes than ${written.sha256}`);
        const inspected = await inspect(part);
        await keep(part, pathOf(root, written.sha256));
        return { ...written, ...inspected };
      } catch (error) {
        bytes.destroy();
        await rm(part, { force: true });
        throw error;
      }
    },
    open: (sha256) => createReadStream(pathOf(root, sha256)),
    has: async (sha256) => SHA256.test(sha256) && access(pathOf(root, sha256)).then(() => true, isMissing),
  };
}

function pathOf(root: string, sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error('not a sha256');
  return path.join(root, sha256.slice(0, 2), sha256);
}

function isMissing(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}

async function prepare(incoming: string): Promise<void> {
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  for (const name of await readdir(incoming)) {
    const part = path.join(incoming, name);
    const age = await stat(part).then(({ mtimeMs }) => Date.now() - mtimeMs, isMissing);
    if (age !== false && age > DEAD_AFTER_MS) await rm(part, { force: true });
  }
}

/** Writes what comes, up to `limit` bytes, and waits until the disk has it. */
async function write(file: string, bytes: Readable, limit: number): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const piece of bytes) {
      const chunk = Buffer.from(piece);
      size += chunk.length;
      if (size > limit) throw new FileTooLarge();
      hash.update(chunk);
      await writeAll(handle, chunk);
    }
    if (size === 0) throw new FileEmpty();
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await handle.write(chunk, done)).bytesWritten;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** The same bytes again replace the file by itself, which also heals one that has rotted. */
async function keep(part: string, file: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(part, file);
  await syncFolder(folder);
  await syncFolder(path.dirname(folder));
}

/** Without it a power cut may take the name, though not the bytes. Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
