import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskFiles } from '../../src/adapters/files/disk.ts';
import { inspect } from '../../src/adapters/files/inspect.ts';
import { distanceOf, NEAR } from '../../src/domain/likeness.ts';

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

const avc = { width: 32, height: 32, frameRate: 8, videoCodec: 'AVC', audioCodec: 'AAC' };
const small = { width: 64, height: 48, frameRate: 8 };
const film = { ...small, videoCodec: 'AVC', audioCodec: 'AAC' };
test.each<[string, string, string, object]>([
  ['clip.mp4', 'mp4', 'video/mp4', { ...avc, durationMs: 2500 }],
  ['frag.mp4', 'mp4', 'video/mp4', { ...avc, durationMs: 2750 }],
  ['clip.mov', 'mov', 'video/quicktime', { ...avc, durationMs: 2500 }],
  ['clip.webm', 'webm', 'video/webm', { width: 32, height: 32, frameRate: 8, videoCodec: 'VP8', durationMs: 2500 }],
  ['song.mp3', 'mp3', 'audio/mpeg', { audioCodec: 'MPEG Audio', durationMs: 1656 }],
  ['dot.png', 'png', 'image/png', { width: 16, height: 16 }],
  ['letter.docx', 'docx', DOCX, { characters: 0 }],
  ['photos.zip', 'zip', 'application/zip', { entries: 1 }],
  // A phone writes a brand of its own, which every player plays as mp4.
  ['media/phone-3gp4.mp4', 'mp4', 'video/3gpp', { ...small, frameRate: 5, videoCodec: 'AVC', durationMs: 2000 }],
  ['media/clip.wmv', 'wmv', 'video/x-ms-asf', { ...small, videoCodec: 'WMV2', audioCodec: 'WMA', durationMs: 3000 }],
  ['media/a.wma', 'wma', 'audio/x-ms-asf', { audioCodec: 'WMA', durationMs: 3018 }],
  [
    'media/clip.avi',
    'avi',
    'video/vnd.avi',
    { ...small, videoCodec: 'MPEG-4 Visual', audioCodec: 'MPEG Audio', durationMs: 3125 },
  ],
  ['media/sub.mp4', 'mp4', 'video/mp4', { ...small, videoCodec: 'AVC', subtitles: 1, durationMs: 3000 }],
  // Their clocks start at one hour.
  ['media/late.mp4', 'mp4', 'video/mp4', { ...film, durationMs: 3128 }],
  ['media/late.mkv', 'mkv', 'video/matroska', { ...film, durationMs: 3128 }],
  [
    'media/late.flv',
    'flv',
    'video/x-flv',
    { ...small, videoCodec: 'Sorenson Spark', audioCodec: 'MPEG Audio', durationMs: 3000 },
  ],
  ['media/cut-faststart.mp4', 'mp4', 'video/mp4', { ...film, frameRate: 5, truncated: true, durationMs: 178_000 }],
  ['media/old-word.doc', 'doc', 'application/x-cfb', {}],
  ['sheets/list.xls', 'xls', 'application/x-cfb', {}],
])('%s', async (name, extension, mime, measured) => {
  expect(await inspect(path.join(FIXTURES, name))).toEqual({ extension, mime, measured });
});

test('photos of a phone: camera, its clock and what they look like, never where they were taken', async () => {
  const jpeg = await inspect(path.join(FIXTURES, 'media/phone.jpg'));
  const { likeness, ...told } = jpeg.measured;
  expect(told).toEqual({ width: 320, height: 240, dpi: 72, camera: 'Apple iPhone 11', capturedAt: '2020-09-03 10:20' });
  const heic = await inspect(path.join(FIXTURES, 'media/phone.heic'));
  expect([heic.extension, heic.measured.width, heic.measured.height]).toEqual(['heic', 320, 240]);
  expect(distanceOf(likeness ?? '', heic.measured.likeness ?? '')).toBeLessThanOrEqual(NEAR);
});

test.each(['silence.mp3', 'silence.m4a'])('%s: nothing is to be heard', async (name) => {
  expect((await inspect(path.join(FIXTURES, name))).measured.silent).toBe(true);
});

test.each(['song.mp3', 'media/a.m4a', 'media/a.wav', 'media/a.flac', 'media/a.ogg'])(
  '%s: something is',
  async (name) => {
    expect((await inspect(path.join(FIXTURES, name))).measured.silent).toBeUndefined();
  },
);

test('a name that lies changes nothing', async () => {
  expect(await inspect(await made('夜班的灯.mp4', await fixture('dot.png')))).toEqual({
    extension: 'png',
    mime: 'image/png',
    measured: { width: 16, height: 16 },
  });
});

const text = { extension: 'txt', mime: 'text/plain', measured: {} };
const broken = { extension: 'mp4', mime: 'video/mp4', measured: { hollow: true, truncated: true } };
test.each<[string, (clip: Buffer) => Buffer | string, object]>([
  ['text', () => '都发您邮箱了', text],
  ['one byte', () => 'x', text],
  [
    'a web page',
    () => '\ufeff<!DOCTYPE html><html><body>404</body></html>',
    { ...text, extension: 'html', mime: 'text/html' },
  ],
  ['bytes of nothing known', () => Buffer.from([0, 1, 2, 3, 250, 251]), { extension: '', mime: '', measured: {} }],
  ['only the head of a clip', (clip) => clip.subarray(0, 64), broken],
  ['the first half of a clip', (clip) => clip.subarray(0, clip.length / 2), broken],
  [
    'a clip with something behind its end',
    (clip) => Buffer.concat([clip, Buffer.from('#1')]),
    { extension: 'mp4', mime: 'video/mp4', measured: { ...avc, durationMs: 2500 } },
  ],
])('%s', async (name, bytes, inspected) => {
  expect(await inspect(await made(name, bytes(await fixture('clip.mp4'))))).toEqual(inspected);
});

test.each([
  'media/p.jpg',
  'media/p.webp',
  'media/p.bmp',
  'dot.png',
  'media/clip.wmv',
  'media/clip.avi',
  'media/clip.mkv',
  'media/a.wav',
  'media/a.ogg',
  'letter.docx',
])('%s cut off is seen to be, and is not when it is whole', async (name) => {
  const whole = await fixture(name);
  expect((await inspect(await made('whole', whole))).measured.truncated).toBeUndefined();
  const cut = await made('cut', whole.subarray(0, Math.floor(whole.length * 0.7)));
  expect((await inspect(cut)).measured.truncated).toBe(true);
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
