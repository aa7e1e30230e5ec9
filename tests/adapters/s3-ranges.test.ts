import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import express from 'express';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendBytes } from '../../src/adapters/console/bytes.ts';
import { s3Client, s3Files } from '../../src/adapters/files/s3.ts';
import { type Member, planZip, readZip } from '../../src/application/exporting/stored-zip.ts';
import type { FileStore } from '../../src/application/ports.ts';
import { Dice } from '../support/dice.ts';
import { video } from '../support/files.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

let s3: TestS3;
let dataDir: string;
let files: FileStore;
let client: ReturnType<typeof s3Client>;
beforeAll(async () => {
  s3 = await startS3();
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'baosong-s3-ranges-'));
  client = s3Client(s3);
  files = s3Files(client, s3, path.join(dataDir, 'incoming'));
});
afterAll(async () => {
  client.destroy();
  await s3.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const dice = new Dice(11);
const films = [video('夜班.mp4').bytes, video('炉前.mp4', 1).bytes];
const stored = async () =>
  Promise.all(films.map(async (bytes) => (await files.put(Readable.from([bytes]), 1_000_000)).sha256));

test('any range of what lies in the object store is what stands there', async () => {
  const [sha256 = ''] = await stored();
  const [film = Buffer.alloc(0)] = films;
  for (let round = 0; round < 20; round++) {
    const start = dice.whole(0, film.length - 1);
    const end = dice.whole(start, film.length - 1);
    const read = await buffer(files.open(sha256, { start, end }));
    expect(read.equals(film.subarray(start, end + 1))).toBe(true);
  }
});

test('a zip of files in the object store can be cut anywhere and goes on', async () => {
  const hashes = await stored();
  const at = Date.parse('2020-09-10T15:02:06+08:00');
  const members = films.map((bytes, index): Member => {
    const source = { sha256: hashes[index] ?? '' };
    return { path: `0${index}.mp4`, size: bytes.length, crc32: crc32(bytes), at, source };
  });
  const plan = planZip(members);
  const open = (sha256: string, range: { start: number; end: number }) => files.open(sha256, range);
  const whole = await buffer(readZip(plan, open));
  expect(Object.values(unzipSync(whole)).map((bytes) => Buffer.from(bytes).equals(films[0] as Buffer))).toEqual([
    true,
    false,
  ]);
  for (let round = 0; round < 10; round++) {
    const cut = dice.whole(1, plan.size - 1);
    const parts = [
      await buffer(readZip(plan, open, { start: 0, end: cut - 1 })),
      await buffer(readZip(plan, open, { start: cut, end: plan.size - 1 })),
    ];
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
  }
});

test('a player that jumps gets its range from the object store', async () => {
  const [sha256 = ''] = await stored();
  const [film = Buffer.alloc(0)] = films;
  const handed = {
    ...{ name: '夜班.mp4', type: 'video/mp4', inline: true, size: film.length, tag: sha256 },
    open: (range: { start: number; end: number } | undefined) => files.open(sha256, range),
  };
  const server: Server = createServer(
    express().get('/film', (request, response) => sendBytes(request, response, handed)),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/film`;
  try {
    const answers: [string, number, Buffer][] = [
      ['bytes=100-199', 206, film.subarray(100, 200)],
      ['bytes=-50', 206, film.subarray(-50)],
      [`bytes=${film.length - 10}-`, 206, film.subarray(-10)],
      [`bytes=${film.length}-`, 416, Buffer.alloc(0)],
    ];
    for (const [range, status, bytes] of answers) {
      const answer = await fetch(address, { headers: { range } });
      expect([range, answer.status]).toEqual([range, status]);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
