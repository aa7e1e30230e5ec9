import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { newSecret, secretHash } from '../../src/application/people/secrets.ts';
import { type BotProcess, startBot } from '../support/bot-process.ts';
import { video } from '../support/files.ts';
import { known } from '../support/known.ts';
import { visitor } from '../support/pages.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

/** `npm run uploads` sends 300. */
const MB = 1024 * 1024;
const SIZE = Number(process.env.UPLOAD_MB ?? '12') * MB;

let folder: string;
let server: TestServer;
let s3: TestS3;
let fake: FakeWecom;
let database: Database;
let replicas: BotProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-uploads-'));
  [server, s3, fake] = await Promise.all([
    startPostgres(),
    startS3(),
    startFakeWecom({ bot: { name: '报送助手' }, timings: { retryMs: 200, waitMs: 120_000 } }),
  ]);
  const databaseUrl = await server.newDatabase();
  database = await openDatabase({ dataDir: folder, databaseUrl });
  await known(database as never, 'wecom', 'li', 'coordinator', { unit: 'yaodu' });
  const begin = (index: number) =>
    startBot({
      PRACTICE: 'off',
      DATA_DIR: path.join(folder, String(index)),
      DATABASE_URL: databaseUrl,
      FILES_URL: `s3://${s3.bucket}/${s3.prefix}`,
      S3_ENDPOINT: s3.endpoint ?? '',
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
      ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
      ...fake.env(['ws', 'url']),
    });
  replicas = await Promise.all([0, 1].map(begin));
}, 240_000);
afterAll(async () => {
  await Promise.all(replicas.map((one) => one.kill()));
  await database?.close();
  await fake?.stop();
  await s3?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function link(): Promise<string> {
  const code = newSecret();
  const { personId } = await database.prisma.account.findFirstOrThrow({ where: { senderId: 'li' } });
  const now = Date.now();
  await database.prisma.page.create({
    data: {
      ...{ codeHash: secretHash(code), campaign: 'linfen-2020', purpose: 'unit', unitId: 'yaodu' },
      ...{ categoryIds: ['micro_video'], title: '夜班的灯', byPerson: personId, mostFiles: 60, mostBytes: 2 ** 32 },
      ...{ madeAt: new Date(now), expiresAt: new Date(now + 3_600_000) },
    },
  });
  return code;
}

/** A film with a box of noise in it. */
function film(): Buffer {
  const { bytes } = video('夜班的灯.mp4');
  const noise = randomBytes(MB);
  const box = Buffer.alloc(SIZE, noise);
  box.writeUInt32BE(box.length);
  box.write('free', 4);
  const end = bytes.lastIndexOf('#');
  return Buffer.concat([bytes.subarray(0, end), box, bytes.subarray(end)]);
}

test('cut three times, once by kill -9, and gone on with by another process: the same bytes, one entry', {
  timeout: 600_000,
}, async () => {
  const [first, second] = replicas as [BotProcess, BotProcess];
  const file = { name: '夜班的灯.mp4', bytes: film() };
  const code = await link();
  const here = visitor(first.url, code);
  const there = visitor(second.url, code);
  await Promise.all([here.open(), there.open()]);
  const part = (share: number) => ({ cutAt: Math.round(SIZE * share), chunkSize: 4 * MB });

  const place = await here.send(file, part(0.2));
  const killed = here.send(file, { from: place, chunkSize: 4 * MB }).catch(() => 'cut');
  await untilSent(code, 0.45);
  await first.kill();
  expect(await killed).toBe('cut');
  const left = (await there.state()).uploads[0];
  expect(left?.state).toBe('coming');
  expect(left?.offset).toBeGreaterThanOrEqual(0.2 * SIZE - 4 * MB);

  const elsewhere = place.replace(first.url, second.url);
  await there.send(file, { from: elsewhere, ...part(0.75) });
  await there.send(file, { from: elsewhere, chunkSize: 4 * MB });
  const { uploads } = await there.settled();
  expect(uploads).toMatchObject([{ state: 'kept', size: file.bytes.length }]);
  const told = await Promise.all([there.handIn({}), there.handIn({})]);
  expect(told.filter(({ outcome }) => outcome === 'done').length).toBe(1);

  const entries = await database.prisma.submission.findMany({ include: { files: true } });
  expect(entries.map(({ state, title, files }) => [state, title, files.map(({ sha256 }) => sha256)])).toEqual([
    ['received', '夜班的灯', [createHash('sha256').update(file.bytes).digest('hex')]],
  ]);
  // Thrown away beside whatever comes next.
  const pieces = async () => (await s3.keys()).filter((key) => key.includes('/uploads/')).length;
  await expect.poll(pieces, { timeout: 60_000 }).toBe(0);
});

/** Until the server has so much of it, in the middle of a request. */
async function untilSent(code: string, share: number): Promise<void> {
  const { id } = await database.prisma.page.findUniqueOrThrow({ where: { codeHash: secretHash(code) } });
  for (;;) {
    const row = await database.prisma.upload.findFirst({ where: { pageId: id } });
    const keys = row ? (await s3.keys()).filter((key) => key.includes(row.id)) : [];
    const at = Math.max(0, ...keys.map((key) => Number(key.split('/').at(-1))));
    if (at >= share * SIZE - 4 * MB && row?.lockedBy) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
