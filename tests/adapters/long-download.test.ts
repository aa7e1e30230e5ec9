import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { startBot } from '../support/bot-process.ts';
import { known } from '../support/known.ts';
import { placeDatabase } from '../support/template.ts';

const MB = 1024 * 1024;
const SIZE = 100 * MB;
/** What the media server sends before it falls silent. */
const HALF = SIZE / 2;

const MP4 = readFileSync(path.resolve(import.meta.dirname, '../support/night-shift.mp4'));

let dataDir: string;
let fake: FakeWecom;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'baosong-download-'));
  fake = await startFakeWecom({ timings: { waitMs: 120_000 } });
});
afterAll(async () => {
  await fake?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What was said, but for the sentence that it is on its way, which comes where it takes long. */
/** What is said of the film; a card of its own may stand beside it. */
const answers = () =>
  fake.sent.map(({ text }) => text.split('\n')[0] ?? '').filter((text) => text !== '' && !text.startsWith('正在接收'));

const incoming = path.join('files', 'incoming');
async function arrived(): Promise<number> {
  const parts = await readdir(path.join(dataDir, incoming)).catch(() => []);
  const sizes = await Promise.all(
    parts.map((part) => stat(path.join(dataDir, incoming, part)).then(({ size }) => size)),
  );
  return Math.max(0, ...sizes);
}

test('SIGTERM with a film of 100 MB half-way: ended within ten seconds, and the next start fetches it whole', {
  timeout: 240_000,
}, async () => {
  const env = {
    ...fake.env(['ws']),
    PRACTICE: 'off',
    DATA_DIR: dataDir,
    ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
  };
  await placeDatabase(dataDir);
  const database = await openDatabase({ dataDir });
  await known(database, 'wecom', 'lijie', 'coordinator', { unit: 'yaodu' });
  await database.close();
  const bytes = Buffer.concat([MP4, Buffer.alloc(SIZE - MP4.length, 'film')]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  const bot = await startBot(env);
  await fake.whenSubscribed();
  const film = { bytes, name: '夜班.mp4', faults: { stall: 1 } };
  await fake.say({ from: 'lijie', text: '/报送 微视频 《夜班》', quote: { file: film } });
  await vi.waitUntil(async () => (await arrived()) >= HALF - MB, { timeout: 60_000, interval: 50 });
  const begun = performance.now();
  expect(await bot.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(answers()).toEqual([]);

  const again = await startBot(env);
  await fake.until(() => answers().length > 0);
  expect(answers()).toEqual(['已收 #1 《夜班》']);
  expect(await again.stop()).toBe(0);
  expect(await arrived()).toBe(0);
  const kept = await readFile(path.join(dataDir, 'files', sha256.slice(0, 2), sha256));
  expect(createHash('sha256').update(kept).digest('hex')).toBe(sha256);
  const { prisma, close } = await openDatabase({ dataDir });
  expect(await prisma.inbound.findMany({ orderBy: { id: 'asc' }, select: { state: true, attempts: true } })).toEqual([
    { state: 'handled', attempts: 2 },
  ]);
  expect(await prisma.submission.findMany({ select: { state: true } })).toEqual([{ state: 'received' }]);
  await close();
});
