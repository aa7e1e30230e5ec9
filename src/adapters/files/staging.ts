import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { type FileHandle, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { FileEmpty, FileTooLarge, type Looking, type StoredFile, StoreFailed } from '../../application/ports.ts';
import { filmLooks } from './film-looks.ts';
import { makeFolder } from './folder.ts';
import { type Inspected, inspect } from './inspect.ts';

/** What else there is to look into a file with. */
export interface Looks {
  /** The program that decodes films; undefined: they are known by their coded bytes alone. */
  ffmpeg?: string | undefined;
}

/** Writes bytes to a file of its own, lets `keep` have it once they are whole, and leaves nothing behind. */
export type Stage = (
  bytes: Readable | AsyncIterable<Uint8Array>,
  limit: number,
  keep: (file: string, stored: StoredFile) => Promise<void>,
  looking?: Looking,
) => Promise<StoredFile>;

/** A put that has not written for so long died with its process; another process on the same folder may have live ones. */
const DEAD_AFTER_MS = 10 * 60_000;
/** More than the smallest piece that a disk gives out. */
const PROBE_BYTES = 64 * 1024;

/** What this process is writing; whoever is told to end in the middle of it leaves nothing of it either. */
const unfinished = new Set<string>();
process.once('exit', () => {
  for (const part of unfinished) rmSync(part, { force: true });
});

/** Where bytes are on their way into a store: capped, hashed, read back and measured. */
export function stageIn(folder: string, { ffmpeg }: Looks = {}): Stage {
  let opened = prepare(folder);
  // The first one to stage tells; without one, nobody is listening.
  opened.catch(() => {});
  const open = () =>
    opened.catch(() => {
      // A disk that was full then may have room by now.
      opened = prepare(folder);
      return opened;
    });
  return async (given, limit, keep, looking) => {
    const bytes = given instanceof Readable ? given : Readable.from(given);
    const part = path.join(folder, randomUUID());
    // A source may fail before it is read from, which would end the process; reading it throws the error again.
    bytes.on('error', () => {});
    unfinished.add(part);
    try {
      await ours(0, open);
      const written = await write(part, bytes, limit);
      return await ours(written.size, async () => {
        if ((await hashOf(createReadStream(part))) !== written.sha256)
          throw new Error(`the disk returned other bytes than ${written.sha256}`);
        const { crc, ...whole } = written;
        const { measured, ...told } = await look(part, looking, ffmpeg);
        const stored = { ...whole, ...told, measured: { ...measured, crc32: crc } };
        await keep(part, stored);
        return stored;
      });
    } catch (error) {
      bytes.destroy();
      throw error;
    } finally {
      // What is left is removed with the dead; it hides nothing of what went wrong.
      await rm(part, { force: true }).catch(() => {});
      unfinished.delete(part);
    }
  };
}

async function look(part: string, looking?: Looking, ffmpeg?: string): Promise<Inspected> {
  if ((await looking?.begin()) === false) return { extension: '', mime: '', measured: { heldBack: true } };
  try {
    const known = await inspect(part);
    const looks = ffmpeg === undefined ? undefined : await filmLooks(part, known, ffmpeg);
    return looks === undefined ? known : { ...known, measured: { ...known.measured, looks } };
  } finally {
    await looking?.end();
  }
}

async function prepare(folder: string): Promise<void> {
  await makeFolder(folder);
  await removeDead(folder);
}

/** What processes that were killed have left in the folder. */
export async function removeDead(folder: string): Promise<void> {
  for (const name of (await readdir(folder).catch(isMissing)) || []) {
    const part = path.join(folder, name);
    const age = await stat(part).then(({ mtimeMs }) => Date.now() - mtimeMs, isMissing);
    if (age !== false && age > DEAD_AFTER_MS) await rm(part, { force: true });
  }
}

/** Another process may have removed it. */
export function isMissing(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}

/** What fails in it is the store's fault, not that of whoever gives the bytes. */
export async function ours<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreFailed) throw error;
    const { code, name } = error as Error & { code?: string };
    throw new StoreFailed(typeof code === 'string' ? code : name, bytes, error);
  }
}

/** What a store on this disk can do now: room for so many more bytes, and a small file that is written and read back. */
export async function probeFolder(folder: string, bytes: number): Promise<void> {
  const part = path.join(folder, randomUUID());
  unfinished.add(part);
  try {
    await ours(bytes, async () => {
      await makeFolder(folder);
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < bytes) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      const { sha256 } = await write(part, Readable.from([randomBytes(PROBE_BYTES)]), PROBE_BYTES);
      if ((await hashOf(createReadStream(part))) !== sha256) throw new Error('the disk returned other bytes');
    });
  } finally {
    await rm(part, { force: true }).catch(() => {});
    unfinished.delete(part);
  }
}

/** Writes what comes, up to `limit` bytes, and waits until the disk has it. */
async function write(
  file: string,
  bytes: Readable,
  limit: number,
): Promise<{ sha256: string; size: number; crc: number }> {
  const hash = createHash('sha256');
  let crc = 0;
  let size = 0;
  const handle = await ours(0, () => open(file, 'wx', 0o600));
  try {
    for await (const piece of bytes) {
      const chunk = Buffer.from(piece);
      size += chunk.length;
      if (size > limit) throw new FileTooLarge();
      hash.update(chunk);
      crc = crc32(chunk, crc);
      await ours(size, () => writeAll(handle, chunk));
    }
    if (size === 0) throw new FileEmpty();
    await ours(size, () => handle.sync());
  } finally {
    await ours(size, () => handle.close());
  }
  return { sha256: hash.digest('hex'), size, crc };
}

export async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await handle.write(chunk, done)).bytesWritten;
}

export async function hashOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}
