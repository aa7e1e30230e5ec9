import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { Request } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskFiles } from '../../src/adapters/files/disk.ts';
import { readUpload } from '../../src/adapters/practice/upload.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-upload-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = () =>
  Object.assign(new PassThrough(), { headers: { 'content-type': 'multipart/form-data; boundary=x' } });
const part = (name: string, text: string) =>
  `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: video/mp4\r\n\r\n${text}`;
const read = (from: PassThrough) => readUpload(from as unknown as Request, diskFiles(folder));
const left = () => readdir(path.join(folder, 'incoming'));

test('an upload that is cut off leaves no part behind', async () => {
  const from = request();
  const reading = read(from);
  from.write(part('夜班.mp4', 'the first half'));
  await new Promise((resolve) => setImmediate(resolve));
  from.destroy();
  await expect(reading).rejects.toMatchObject({ status: 400, code: 'cut-off' });
  expect(await left()).toEqual([]);
});

test('more files than are taken at once are refused together, not dropped in silence', async () => {
  const from = request();
  const reading = read(from);
  from.end(`${Array.from({ length: 101 }, (_, index) => `${part(`${index}.txt`, 'x')}\r\n`).join('')}--x--\r\n`);
  await expect(reading).rejects.toMatchObject({ status: 413, code: 'too-many-files' });
  expect(await left()).toEqual([]);
});
