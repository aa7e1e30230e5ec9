import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFiles } from '../../src/adapters/files/open.ts';
import { s3Client, s3Files } from '../../src/adapters/files/s3.ts';
import { FileEmpty, type FileStore, FileTooLarge } from '../../src/application/ports.ts';
import { readConfig } from '../../src/start/config.ts';
import { photo, video } from '../support/files.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

const MB = 1024 * 1024;
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (...parts: string[]) => Readable.from(parts.map((part) => Buffer.from(part)));

let s3: TestS3;
let client: S3Client;
let dataDir: string;
let files: FileStore;
beforeEach(async () => {
  s3 = await startS3();
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'baosong-s3-files-'));
  client = s3Client(s3);
  files = s3Files(client, s3, path.join(dataDir, 'incoming'));
});
afterEach(async () => {
  client.destroy();
  await s3.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const keyOf = (hash: string) => `linfen/2020/${hash.slice(0, 2)}/${hash}`;
const leftHere = () => readdir(path.join(dataDir, 'incoming'));

describe('put', () => {
  test('keeps the bytes under their hash, measured, with nothing left on the way', async () => {
    const { bytes } = video('夜班的灯.mp4');
    const stored = await files.put(Readable.from([bytes]), MB);
    expect(stored).toMatchObject({ sha256: sha256(bytes), size: bytes.length, extension: 'mp4', mime: 'video/mp4' });
    expect(stored.measured.durationMs).toBeGreaterThan(1000);
    expect(await s3.keys()).toEqual([keyOf(sha256(bytes))]);
    expect(await leftHere()).toEqual([]);
    expect(await files.has(stored.sha256)).toBe(true);
    expect((await buffer(files.open(stored.sha256))).equals(bytes)).toBe(true);
  });

  test('makes one object of the same bytes', async () => {
    const stored = [await files.put(bytesOf('同'), 10), await files.put(bytesOf('同'), 10)];
    expect(new Set(stored.map((file) => file.sha256)).size).toBe(1);
    expect(await s3.keys()).toEqual([keyOf(sha256('同'))]);
  });

  test('makes one object of the same bytes from three clients at once, again and again', async () => {
    const clients = [1, 2, 3].map(() => s3Client(s3));
    const stores = clients.map((one) => s3Files(one, s3, path.join(dataDir, 'incoming')));
    for (let round = 0; round < 10; round++) {
      const text = `同 ${round}`;
      const stored = await Promise.all(stores.map((one) => one.put(bytesOf(text), 100)));
      expect(stored.map((file) => file.sha256)).toEqual(Array(3).fill(sha256(text)));
      expect((await buffer(files.open(sha256(text)))).toString()).toBe(text);
    }
    expect(await s3.keys()).toHaveLength(10);
    for (const one of clients) one.destroy();
  }, 60_000);

  test('lists what is kept, removes what it is told to, and what a dead process left on its way', async () => {
    const { sha256: hash } = await files.put(bytesOf('kept'), 10);
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'linfen/2020/incoming/dead', Body: 'x' }));
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'linfen/2020/incoming/alive', Body: 'x' }));
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'linfen/2020-other/file', Body: 'x' }));
    const long = new Date(Date.now() - 48 * 3_600_000);
    await s3.age('linfen/2020/incoming/dead', long);
    const listed = [];
    for await (const one of files.list()) listed.push(one);
    expect(listed).toEqual([{ sha256: hash, ageMs: expect.any(Number) }]);
    expect(await s3.keys()).toEqual(['linfen/2020-other/file', keyOf(hash), 'linfen/2020/incoming/alive']);
    await files.remove(hash);
    await files.remove(hash);
    expect(await files.has(hash)).toBe(false);
  });

  test('heals an object that has rotted when the bytes come again', async () => {
    const hash = sha256('good');
    await files.put(bytesOf('good'), 10);
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: keyOf(hash), Body: 'rots' }));
    await files.put(bytesOf('good'), 10);
    expect((await buffer(files.open(hash))).toString()).toBe('good');
  });

  test.each<[string, () => Readable, number, unknown]>([
    ['no bytes', () => Readable.from([]), 10, FileEmpty],
    ['one byte too many', () => bytesOf('0123456789', '0'), 10, FileTooLarge],
    ['a source that fails half-way', () => Readable.from(failing()), 10, /lost/],
  ])('of %s leaves nothing behind', async (_, source, limit, error) => {
    await expect(files.put(source(), limit)).rejects.toThrow(error as RegExp);
    expect([await s3.keys(), await leftHere()]).toEqual([[], []]);
  });

  test('of bytes that come back as others keeps nothing, and not what was there before', async () => {
    client.middlewareStack.add(
      (next) => async (given) => {
        const result = await next(given);
        const output = result.output as { Body?: Readable };
        if (output.Body) output.Body = bytesOf('other');
        return result;
      },
      { step: 'initialize' },
    );
    await expect(files.put(bytesOf('these'), 10)).rejects.toThrow('the file server returned other bytes');
    expect([await s3.keys(), await leftHere()]).toEqual([[], []]);
  });

  test('fails when the server is gone, and leaves nothing here', async () => {
    const gone = { ...s3, endpoint: 'http://127.0.0.1:9' };
    const store = s3Files(s3Client(gone), gone, path.join(dataDir, 'incoming'));
    const away = { name: 'StoreFailed', code: 'ECONNREFUSED' };
    await expect(store.put(bytesOf('x'), 10)).rejects.toMatchObject(away);
    await expect(store.probe(1)).rejects.toMatchObject(away);
    await expect(buffer(store.open(sha256('x')))).rejects.toMatchObject(away);
    expect(await leftHere()).toEqual([]);
  });

  test.each([
    ['before it answers', ''],
    ['in the middle of its answer', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'],
  ])(
    'fails when the server falls silent %s',
    async (_, said) => {
      const silent = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.write(said));
      }).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const there = { ...s3, endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` };
      const quick = s3Client(there, 200);
      const store = s3Files(quick, there, path.join(dataDir, 'incoming'));
      await expect(buffer(store.open(sha256('x')))).rejects.toThrow(/timed out|aborted|inactivity/);
      quick.destroy();
      silent.close();
    },
    30_000,
  );

  test('takes and gives 60 MB in pieces', async () => {
    const piece = Buffer.alloc(MB, 7);
    const large = Readable.from(
      (function* () {
        for (let count = 0; count < 60; count++) yield piece;
      })(),
      { highWaterMark: 1 },
    );
    expect(await files.put(large, 60 * MB)).toMatchObject({ size: 60 * MB });
    let longest = 0;
    let size = 0;
    for await (const chunk of files.open((await s3.keys())[0]?.split('/').at(-1) ?? '')) {
      size += chunk.length;
      longest = Math.max(longest, chunk.length);
    }
    expect(size).toBe(60 * MB);
    expect(longest).toBeLessThanOrEqual(MB);
  }, 60_000);
});

async function* failing() {
  yield Buffer.alloc(1);
  throw new Error('lost');
}

describe('open and has', () => {
  test.each(['../../x', '', 'x'.repeat(64), 'A'.repeat(64)])('know no file called %j', async (name) => {
    expect(await files.has(name)).toBe(false);
    expect(() => files.open(name)).toThrow('not a sha256');
  });

  test('a file that is not there', async () => {
    expect(await files.has(sha256('nothing'))).toBe(false);
    await expect(buffer(files.open(sha256('nothing')))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('at the start', () => {
  test('the store that the settings name is tried', async () => {
    const store = await openFiles({ dataDir, s3 });
    const { sha256: hash } = await store.put(Readable.from([photo('矿工.png').bytes]), MB);
    expect(await s3.keys()).toEqual([keyOf(hash)]);
  });

  test.each([
    ['a bucket that is not there', { bucket: 'nobodys' }, 'NoSuchBucket'],
    ['a wrong key', { accessKeyId: 'wrong' }, 'InvalidAccessKeyId'],
    ['a server that is not there', { endpoint: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
  ])('%s is refused', async (_, wrong, reason) => {
    await expect(openFiles({ dataDir, s3: { ...s3, ...wrong } })).rejects.toMatchObject({
      code: 'files-unreachable',
      facts: { reason },
    });
  });
});

const KEYS = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };

test.each<[string, Record<string, string>, object | undefined]>([
  ['none', {}, undefined],
  [
    'a server in the office',
    { FILES_URL: 's3://baosong/linfen/2020/', S3_ENDPOINT: 'http://10.1.2.3:9000' },
    { bucket: 'baosong', prefix: 'linfen/2020', region: 'us-east-1', pathStyle: true },
  ],
  [
    'a cloud',
    { FILES_URL: 's3://baosong', S3_ENDPOINT: 'https://oss-cn-beijing.aliyuncs.com', S3_REGION: 'cn-beijing' },
    { bucket: 'baosong', prefix: '', region: 'cn-beijing', pathStyle: false },
  ],
  ['Amazon', { FILES_URL: 's3://baosong' }, { pathStyle: false }],
  ['one that says so', { FILES_URL: 's3://baosong', S3_PATH_STYLE: 'on' }, { pathStyle: true }],
])('the settings of %s', (_, env, expected) => {
  const { s3: found } = readConfig({ ...KEYS, ...env });
  if (expected) expect(found).toMatchObject(expected);
  else expect(found).toBeUndefined();
});
