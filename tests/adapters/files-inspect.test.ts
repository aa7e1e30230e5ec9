import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskFiles } from '../../src/adapters/files/disk.ts';
import { inspect } from '../../src/adapters/files/inspect.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../support/fixtures');
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function made(name: string, bytes: Buffer | string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

const fixture = (name: string) => readFile(path.join(FIXTURES, name));

test.each([
  ['clip.mp4', { extension: 'mp4', mime: 'video/mp4', measured: { durationMs: 2500 } }],
  ['frag.mp4', { extension: 'mp4', mime: 'video/mp4', measured: { durationMs: 2750 } }],
  ['clip.mov', { extension: 'mov', mime: 'video/quicktime', measured: { durationMs: 2500 } }],
  ['clip.webm', { extension: 'webm', mime: 'video/webm', measured: { durationMs: 2500 } }],
  ['song.mp3', { extension: 'mp3', mime: 'audio/mpeg', measured: { durationMs: 1656 } }],
  ['dot.png', { extension: 'png', mime: 'image/png', measured: {} }],
  ['letter.docx', { extension: 'docx', mime: DOCX, measured: {} }],
  ['photos.zip', { extension: 'zip', mime: 'application/zip', measured: {} }],
])('%s', async (name, inspected) => {
  expect(await inspect(path.join(FIXTURES, name))).toEqual(inspected);
});

test('a name that lies changes nothing', async () => {
  expect(await inspect(await made('夜班的灯.mp4', await fixture('dot.png')))).toEqual({
    extension: 'png',
    mime: 'image/png',
    measured: {},
  });
});

test.each<[string, (clip: Buffer) => Buffer | string, object]>([
  ['text', () => '都发您邮箱了', { extension: '', mime: '', measured: {} }],
  ['one byte', () => 'x', { extension: '', mime: '', measured: {} }],
  ['only the head of a clip', (clip) => clip.subarray(0, 64), { extension: 'mp4', mime: 'video/mp4', measured: {} }],
  [
    'the first half of a clip',
    (clip) => clip.subarray(0, clip.length / 2),
    { extension: 'mp4', mime: 'video/mp4', measured: {} },
  ],
])('%s has no duration', async (name, bytes, inspected) => {
  expect(await inspect(await made(name, bytes(await fixture('clip.mp4'))))).toEqual(inspected);
});

// The number of samples in the track's table becomes 4,294,967,295: the parser is busy with them for minutes.
test('a clip that keeps the parser busy for ever is given up', async () => {
  const clip = await fixture('clip.mp4');
  const table = clip.indexOf('stts');
  clip.writeUInt32BE(0xffffffff, table + 12);
  expect(await inspect(await made('busy', clip), 1000)).toMatchObject({ extension: 'mp4' });
});

test('a file that is not there is told nothing about', async () => {
  expect(await inspect(path.join(folder, 'absent'))).toEqual({ extension: '', mime: '', measured: {} });
});

test('the store says what it measured', async () => {
  const stored = await diskFiles(path.join(folder, 'store')).put(
    createReadStream(path.join(FIXTURES, 'clip.mp4')),
    1e6,
  );
  expect(stored).toMatchObject({ extension: 'mp4', mime: 'video/mp4', measured: { durationMs: 2500 }, size: 3024 });
});
