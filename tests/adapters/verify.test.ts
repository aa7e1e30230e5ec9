import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Client, s3Files } from '../../src/adapters/files/s3.ts';
import { verifyAll } from '../../src/application/keeping/verifying.ts';
import { replies, startBot } from '../support/bot-process.ts';
import { photo, video } from '../support/files.ts';
import { runScript } from '../support/operate.ts';
import { type Practice, practice } from '../support/practice.ts';
import { program } from '../support/programs.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-verify-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const placeOf = (dataDir: string, sha256: string) => path.join(dataDir, 'files', sha256.slice(0, 2), sha256);

test('the command, while the bot runs and when it does not: all agrees; a changed byte and a lost file are named', {
  timeout: 180_000,
}, async () => {
  const env = { DATA_DIR: path.join(folder, 'kept') };
  const bot = await startBot(env);
  const sent = video('灯.mp4', 5);
  const files = [{ name: sent.name, bytes: new Uint8Array(sent.bytes) }];
  const [said = ''] = await replies(bot.url, { as: 'yaodu-1', text: '/报送 微视频 《夜班的灯》', files });
  const head = /sha256 ([0-9a-f]{4})/.exec(said)?.[1];
  expect(await runScript(program('verify'), [], env)).toEqual({
    code: 0,
    said: '完好：1 个文件（9.4 KB）逐个重读，哈希全部一致；1 件报送与收件时的记录一致，0 张出具过的回执都对得上。',
  });
  const sha256 = createHash('sha256').update(sent.bytes).digest('hex');
  expect(sha256.slice(0, 4)).toBe(head);
  const place = placeOf(env.DATA_DIR, sha256);
  const bytes = await readFile(place);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  await writeFile(place, bytes);
  const changed = await runScript(program('verify'), [], env);
  expect([changed.code, changed.said.split('\n').slice(0, 2)]).toEqual([
    1,
    ['有 1 处对不上（核对了 1 个文件、1 件报送、0 张回执）：', `文件被改过：sha256 ${sha256}（#1）`],
  ]);
  expect(await bot.stop()).toBe(0);
  await rm(place);
  const lost = await runScript(program('verify'), [], env);
  expect([lost.code, lost.said.split('\n')[1]]).toEqual([1, `文件不见了或读不出：sha256 ${sha256}（#1）`]);
  expect(await runScript(program('verify'), [], { DATA_DIR: path.join(folder, 'empty') })).toMatchObject({ code: 2 });
});

let office: Practice;
let s3: TestS3;
beforeAll(async () => {
  office = await practice();
  s3 = await startS3();
});
afterAll(async () => {
  await office?.close();
  await s3?.stop();
});

test('entries and receipts against what was recorded, after everything that may happen to an entry', async () => {
  const say = async (who: string, text: string, ...sent: { name: string; bytes: Buffer }[]) =>
    (await office.say(who, text, { files: sent })).join('\n');
  await say('yaodu-1', '/报送 微视频 《夜班的灯》', video('灯.mp4', 1));
  await say('guxian-1', '/报送 摄影 《晨光》', photo('1.png', 1), photo('2.png', 2));
  await say('guxian-1', '/宣传员 王小梅 工作单位:县医院');
  await say('staff-1', '/退回 1 太长');
  await say('yaodu-1', '/补正 1', video('灯2.mp4', 2));
  await say('yaodu-1', '/回执 1 图');
  await say('staff-1', '/采用 1');
  await say('staff-1', '/反悔 1');
  await say('staff-1', '/同一件 1 2');
  const { found, ...counts } = await verifyAll(office.office);
  expect([counts.files, counts.entries, counts.receipts, found]).toEqual([4, 2, 1, []]);

  // As a hand in the database leaves them.
  await office.prisma.submission.update({ where: { number: 1 }, data: { state: 'accepted', version: 9 } });
  await office.prisma.submissionFile.deleteMany({ where: { submissionNumber: 1 } });
  await office.prisma.audit.deleteMany({ where: { subject: 'submission:3' } });
  expect((await verifyAll(office.office)).found.map(({ what, subject }) => [what, subject])).toEqual([
    ['entry-state', '1'],
    ['entry-version', '1'],
    ['entry-files', '1'],
    ['entry-unrecorded', '3'],
    ['receipt-files', '1'],
  ]);
});

test('files in an object store: one that is not there, and one that is another', async () => {
  await office.reset();
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [video('灯.mp4', 1)] });
  await office.say('guxian-1', '/报送 微视频 《晨光》', { files: [video('光.mp4', 2)] });
  const client = s3Client(s3);
  const store = s3Files(client, s3, path.join(folder, 's3'));
  const [first, second] = await office.prisma.blob.findMany({ orderBy: { sha256: 'asc' } });
  if (!first || !second) throw new Error('two files');
  for (const { sha256 } of [first, second]) await store.put(office.office.store.open(sha256), 1e6);
  const kept = { prisma: office.prisma, store };
  expect((await verifyAll(kept)).found).toEqual([]);
  await store.remove(first.sha256);
  expect((await verifyAll(kept)).found.map(({ what, subject }) => [what, subject])).toEqual([
    ['file-missing', first.sha256],
  ]);
  client.destroy();
});
