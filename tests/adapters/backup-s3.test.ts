import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyArchive } from '../../src/adapters/backup/read.ts';
import { s3Client, s3Files } from '../../src/adapters/files/s3.ts';
import { replies, startBot } from '../support/bot-process.ts';
import { operate } from '../support/operate.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

let folder: string;
let s3: TestS3;
const inFolder = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-backup-s3-'));
  s3 = await startS3();
});
afterAll(async () => {
  await s3?.stop();
  await rm(folder, { recursive: true, force: true });
});

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const onS3 = (prefix: string) => ({
  FILES_URL: `s3://${s3.bucket}/${prefix}`,
  S3_ENDPOINT: s3.endpoint ?? '',
  S3_ACCESS_KEY_ID: s3.accessKeyId,
  S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
});

test('files on a file server: backed up while the bot runs, restored to a folder, and from there to a file server', {
  timeout: 240_000,
}, async () => {
  const first = { DATA_DIR: inFolder('first'), ...onS3(s3.prefix) };
  const songs = ['一', '二', '三'].map((name) => ({ name, bytes: Buffer.alloc(200_000, `歌${name}`) }));
  const bot = await startBot(first);
  for (const { name, bytes } of songs) {
    const files = [{ name: `${name}.mp3`, bytes: new Uint8Array(bytes) }];
    const said = await replies(bot.url, { as: 'yaodu-1', text: `/报送 歌曲 《${name}》`, files });
    expect(said[0]).toMatch(/^已收 #/);
  }
  const archive = inFolder('first.tar.gz');
  expect(await operate(['backup', archive], first)).toMatchObject({ code: 0 });
  expect(await bot.stop()).toBe(0);
  const hashes = songs.map(({ bytes }) => sha256Of(bytes)).sort();
  const { entries, damaged } = await verifyArchive(archive);
  const kept = entries.flatMap(({ name }) => (name.startsWith('files/') ? [path.basename(name)] : []));
  expect([kept.sort(), damaged]).toEqual([hashes, []]);

  const onDisk = { DATA_DIR: inFolder('disk') };
  expect(await operate(['restore', archive], onDisk)).toMatchObject({ code: 0 });
  for (const hash of hashes)
    expect(sha256Of(await readFile(path.join(onDisk.DATA_DIR, 'files', hash.slice(0, 2), hash)))).toBe(hash);

  const second = inFolder('second.tar.gz');
  expect(await operate(['backup', second], onDisk)).toMatchObject({ code: 0 });
  const elsewhere = { DATA_DIR: inFolder('elsewhere'), ...onS3('other') };
  expect(await operate(['restore', second], elsewhere)).toMatchObject({ code: 0 });
  expect(existsSync(path.join(elsewhere.DATA_DIR, 'files'))).toBe(false);
  const other = { ...s3, prefix: 'other' };
  const client = s3Client(other);
  const store = s3Files(client, other, inFolder('incoming'));
  for (const hash of hashes) expect(sha256Of(await buffer(store.open(hash)))).toBe(hash);
  client.destroy();
  const again = await startBot(elsewhere);
  expect((await replies(again.url, { as: 'yaodu-1', text: '/查 3' })).join()).toContain('#3《三》');
  expect(await again.stop()).toBe(0);
});
