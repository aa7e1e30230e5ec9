import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskFiles } from '../../src/adapters/files/disk.ts';
import { FileEmpty, type FileStore, FileTooLarge } from '../../src/application/ports.ts';

const MB = 1024 * 1024;
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

let root: string;
let files: FileStore;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'baosong-files-'));
  files = diskFiles(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Every file under the root, incoming or kept. */
async function everything(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

describe('put', () => {
  test('keeps the bytes under their hash, readable by nobody else', async () => {
    const stored = await files.put(Readable.from([Buffer.from('尧都'), Buffer.from('区')]), 9);
    const hash = sha256('尧都区');
    expect(stored).toEqual({
      sha256: hash,
      size: 9,
      extension: 'txt',
      mime: 'text/plain',
      measured: { crc32: 4193018524 },
    });
    expect(await everything()).toEqual([path.join(hash.slice(0, 2), hash)]);
    if (process.platform !== 'win32') {
      expect((await stat(path.join(root, hash.slice(0, 2), hash))).mode & 0o777).toBe(0o600);
    }
    expect(await files.has(hash)).toBe(true);
    expect((await buffer(files.open(hash))).toString()).toBe('尧都区');
  });

  test('makes one file of the same bytes, even at once', async () => {
    const stored = await Promise.all([1, 2, 3].map(() => files.put(Readable.from([Buffer.from('同')]), 10)));
    expect(new Set(stored.map((file) => file.sha256)).size).toBe(1);
    expect(await everything()).toHaveLength(1);
  });

  test('heals a kept file that has rotted when the bytes come again', async () => {
    const { sha256: hash } = await files.put(Readable.from([Buffer.from('good')]), 10);
    await writeFile(path.join(root, hash.slice(0, 2), hash), 'rots');
    await files.put(Readable.from([Buffer.from('good')]), 10);
    expect((await buffer(files.open(hash))).toString()).toBe('good');
  });

  test.each<[string, () => Readable, number, unknown]>([
    ['no bytes', () => Readable.from([]), 10, FileEmpty],
    ['only empty pieces', () => Readable.from([Buffer.alloc(0)]), 10, FileEmpty],
    ['one byte too many', () => Readable.from([Buffer.alloc(10), Buffer.alloc(1)]), 10, FileTooLarge],
    ['a source that fails half-way', () => Readable.from(failing()), 10, /lost/],
    ['a source that is cut off', cutOff, 10, /Premature close/],
    ['a source that fails before it is read', () => createReadStream('/nowhere'), 10, /ENOENT/],
    ['a source that was over before', () => Readable.from([Buffer.alloc(1)]).destroy(), 10, /.*/],
  ])('of %s leaves nothing behind', async (_, source, limit, error) => {
    await expect(files.put(source(), limit)).rejects.toThrow(error as RegExp);
    expect(await everything()).toEqual([]);
  });

  test('stops the source as soon as there is too much', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given++;
          yield Buffer.alloc(MB);
        }
      })(),
      { highWaterMark: 1 },
    );
    await expect(files.put(endless, 2 * MB)).rejects.toThrow(FileTooLarge);
    expect(endless.destroyed).toBe(true);
    expect(given).toBeLessThan(10);
  });

  test('notices that the disk returns other bytes than it was given', async () => {
    const damaged = Readable.from(
      (async function* () {
        yield Buffer.from('first piece');
        await overwriteFirstByteOfIncoming();
        yield Buffer.from('second piece');
      })(),
      { highWaterMark: 1 },
    );
    await expect(files.put(damaged, 100)).rejects.toThrow('the disk returned other bytes');
    expect(await everything()).toEqual([]);
  });

  test('streams 100 MB without holding them', async () => {
    const piece = Buffer.alloc(MB, 7);
    let most = 0;
    const large = Readable.from(
      (function* () {
        for (let count = 0; count < 100; count++) {
          most = Math.max(most, process.memoryUsage().arrayBuffers);
          yield Buffer.from(piece);
        }
      })(),
      { highWaterMark: 1 },
    );
    const before = process.memoryUsage().arrayBuffers;
    expect(await files.put(large, 100 * MB)).toMatchObject({ size: 100 * MB });
    expect(most - before).toBeLessThan(50 * MB);
  });
});

async function* failing() {
  yield Buffer.alloc(1);
  throw new Error('lost');
}

function cutOff(): Readable {
  const source = new Readable({
    read() {
      this.push(Buffer.alloc(1));
      process.nextTick(() => this.destroy());
    },
  });
  return source;
}

async function overwriteFirstByteOfIncoming(): Promise<void> {
  const incoming = path.join(root, 'incoming');
  for (;;) {
    const [name] = await readdir(incoming);
    if (name && (await stat(path.join(incoming, name))).size > 0) {
      const handle = await open(path.join(incoming, name), 'r+');
      await handle.write(Buffer.from('F'), 0, 1, 0);
      return handle.close();
    }
    await setImmediate();
  }
}

describe('open and has', () => {
  test.each(['../../x', '', 'x'.repeat(64), `../${'a'.repeat(61)}`, 'A'.repeat(64)])(
    'know no file called %j',
    async (name) => {
      await writeFile(path.join(root, 'x'), 'secret');
      expect(await files.has(name)).toBe(false);
      expect(() => files.open(name)).toThrow('not a sha256');
    },
  );

  test('a file that is not there', async () => {
    expect(await files.has(sha256('nothing'))).toBe(false);
    await expect(buffer(files.open(sha256('nothing')))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('opening and listing remove what puts that died left, not what another process is writing', async () => {
  const incoming = path.join(root, 'incoming');
  await mkdir(incoming, { recursive: true });
  const leaveDead = async () => {
    await writeFile(path.join(incoming, 'dead'), 'half');
    await utimes(path.join(incoming, 'dead'), 0, 0);
  };
  await leaveDead();
  await writeFile(path.join(incoming, 'alive'), 'half');
  const files = diskFiles(root);
  await files.put(Readable.from([Buffer.from('x')]), 1);
  expect(await readdir(incoming)).toEqual(['alive']);
  await leaveDead();
  for await (const { sha256: kept } of files.list()) expect(kept).toBe(sha256('x'));
  expect(await readdir(incoming)).toEqual(['alive']);
  expect(await readFile(path.join(incoming, 'alive'), 'utf8')).toBe('half');
});

test('a root that cannot be written to fails the put, and the sender can be told', async () => {
  await writeFile(path.join(root, 'file'), '');
  const broken = diskFiles(path.join(root, 'file/store'));
  await expect(broken.put(Readable.from([Buffer.from('x')]), 1)).rejects.toMatchObject({
    name: 'StoreFailed',
    code: 'ENOTDIR',
  });
  await expect(broken.probe(1)).rejects.toMatchObject({ name: 'StoreFailed', code: 'ENOTDIR' });
});

test('what breaks off on its way here is not the store’s fault', async () => {
  const broken = new Readable({ read() {} });
  const error = Object.assign(new Error('hang up'), { code: 'ENOSPC' });
  setImmediate().then(() => broken.destroy(error));
  await expect(files.put(broken, 10)).rejects.toBe(error);
});

test('a probe leaves nothing behind, and finds a disk that lacks the room', async () => {
  await files.probe(MB);
  expect(await everything()).toEqual([]);
  await expect(files.probe(2 ** 60)).rejects.toMatchObject({ name: 'StoreFailed', code: 'ENOSPC', bytes: 2 ** 60 });
});

test('a folder that could not be made at first is made later', async () => {
  const blocked = path.join(root, 'blocked');
  await writeFile(blocked, '');
  const later = diskFiles(path.join(blocked, 'files'));
  await expect(later.put(Readable.from([Buffer.from('x')]), 1)).rejects.toMatchObject({ code: 'ENOTDIR' });
  await rm(blocked);
  expect(await later.put(Readable.from([Buffer.from('x')]), 1)).toMatchObject({ sha256: sha256('x'), size: 1 });
});
