import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { backupName } from '../../src/adapters/backup/manifest.ts';
import { verifyArchive } from '../../src/adapters/backup/read.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { replies, startBot } from '../support/bot-process.ts';
import { operate } from '../support/operate.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { program } from '../support/programs.ts';
import { placeDatabase } from '../support/template.ts';

const PEOPLE = ['yaodu', 'huozhou', 'houma', 'hongtong'];

let folder: string;
let server: TestServer;
let archive: string;
const inFolder = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-backup-'));
  archive = inFolder('backup.tar.gz');
  server = await startPostgres();
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Audited {
  rows: Record<string, number>;
  received: number;
  /** The highest number of an entry: one below it may have been on its way when the backup was made. */
  highest: number;
  receipts: number;
  files: number;
}

/** Counts what is there, and expects of it what must hold of any moment. */
async function audited(dataDir: string, databaseUrl?: string): Promise<Audited> {
  const { prisma, close } = await openDatabase({ dataDir, databaseUrl });
  try {
    const entries = await prisma.submission.findMany({ include: { files: true } });
    const received = entries.filter(({ state }) => state === 'received');
    const tallies = await prisma.tally.findMany();
    const counted = tallies.map(({ unitId, categoryId, received: count }) => ({ unitId, categoryId, count }));
    const recount = counted.map(({ unitId, categoryId }) => ({
      unitId,
      categoryId,
      count: received.filter((one) => one.unitId === unitId && one.categoryId === categoryId).length,
    }));
    expect(counted).toEqual(recount);
    expect(recount.reduce((sum, { count }) => sum + count, 0)).toBe(received.length);
    for (const { files } of received) {
      expect(files).toHaveLength(1);
      for (const { sha256 } of files) {
        const bytes = await readFile(path.join(dataDir, 'files', sha256.slice(0, 2), sha256));
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      }
    }
    const said = await prisma.practiceMessage.findMany({ where: { senderId: 'bot' } });
    const receipts = said.flatMap(({ text }) => /^已收 #(\d+)/.exec(text)?.[1] ?? []).map(Number);
    expect(receipts.filter((number) => !received.some((one) => one.number === number))).toEqual([]);
    const tables = await prisma.$queryRaw<{ name: string }[]>`
      SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'lease', 'throttle', 'console_session', 'sign_in')`;
    const rows: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await prisma.$queryRawUnsafe<{ count: bigint }[]>(`SELECT count(*) AS count FROM "${name}"`);
      rows[name] = Number(row?.count);
    }
    const highest = Math.max(0, ...entries.map(({ number }) => number));
    return { rows, highest, received: received.length, receipts: receipts.length, files: await prisma.blob.count() };
  } finally {
    await close();
  }
}

test('its name tells the time of Beijing', () => {
  const name = backupName('linfen-2020', new Date('2020-09-15T17:00:05Z'));
  expect(name).toBe('baosong-linfen-2020-20200916-010005.tar.gz');
});

test('a backup made while four people report is whole, and restores to the same on a folder, a server, and back', async () => {
  const dataDir = inFolder('data');
  const bot = await startBot({ DATA_DIR: dataDir });
  let going = true;
  let answered = 0;
  const before = 12;
  let enough = () => {};
  const busy = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const reporting = PEOPLE.map(async (unit) => {
    for (let number = 1; going; number++) {
      const files = [{ name: `第${number}首.mp3`, bytes: new Uint8Array(Buffer.alloc(200_000, `${unit}${number}`)) }];
      const said = await replies(bot.url, { as: `${unit}-1`, text: `/报送 歌曲 《第${number}首》 作者:李建国`, files });
      expect(said[0]).toMatch(/^已收 #/);
      if (++answered === before) enough();
    }
  });
  await busy;
  let during = 0;
  while (during === 0) {
    await rm(archive, { force: true });
    const atStart = answered;
    const made = await operate(['backup', archive], { DATA_DIR: dataDir });
    during = answered - atStart;
    expect(made.said).toContain('备份好了');
    expect(made.code).toBe(0);
  }
  going = false;
  await Promise.all(reporting);
  expect(await bot.stop()).toBe(0);
  expect((await readdir(dataDir)).sort()).toEqual(['db', 'files', 'practice-uploads']);
  if (process.platform !== 'win32') expect((await stat(archive)).mode & 0o777).toBe(0o600);

  const manifest = await verifyArchive(archive);
  expect(manifest).toMatchObject({ campaign: 'linfen-2020', damaged: [] });
  expect(manifest.entries.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['campaign/linfen-2020.yaml', 'tables/submission.jsonl']),
  );

  const elsewhere = inFolder('restored');
  expect(await operate(['restore', archive], { DATA_DIR: elsewhere })).toEqual({
    code: 0,
    said: expect.stringMatching(/^恢复好了：北京时间 \d{4}-\d\d-\d\d \d\d:\d\d 的备份/),
  });
  const restored = await audited(elsewhere);
  expect(restored.rows).toEqual(manifest.tables);
  expect(restored.received).toBeGreaterThanOrEqual(before);
  expect(restored.received).toBeLessThan(answered);

  const again = await startBot({ DATA_DIR: elsewhere });
  const said = await replies(again.url, { as: 'quwo-1', text: '/报送 专题活动 《新的》 链接:https://example.cn/1' });
  // A number that was given to nobody in the end may be left out, but none is given twice.
  expect(Number(/^已收 #(\d+) /.exec(said[0] ?? '')?.[1])).toBeGreaterThan(restored.highest);
  await again.stop();

  const databaseUrl = await server.newDatabase();
  const onServer = { DATA_DIR: inFolder('server'), DATABASE_URL: databaseUrl };
  expect(await operate(['restore', archive], onServer)).toMatchObject({ code: 0 });
  expect(await audited(onServer.DATA_DIR, databaseUrl)).toEqual(restored);

  const second = inFolder('second.tar.gz');
  expect(await operate(['backup', second], onServer)).toMatchObject({ code: 0 });
  expect((await verifyArchive(second)).tables).toEqual(manifest.tables);
  const back = inFolder('back');
  expect(await operate(['restore', second], { DATA_DIR: back })).toMatchObject({ code: 0 });
  expect(await audited(back)).toEqual(restored);
}, 240_000);

test('what cannot be restored is refused in words, and nothing is changed', async () => {
  const cut = inFolder('cut.tar.gz');
  await cp(archive, cut);
  await truncate(cut, (await stat(cut)).size - 1000);
  const empty = inFolder('never');
  expect(await operate(['restore', cut], { DATA_DIR: empty })).toEqual({
    code: 1,
    said: '这份备份读不全，可能没有拷完，也可能不是备份文件，没有恢复。请换另一份备份。',
  });
  await expect(stat(empty)).rejects.toThrow('ENOENT');

  expect(await operate(['restore', archive], { DATA_DIR: inFolder('restored') })).toEqual({
    code: 1,
    said: '要恢复到的地方已经有数据，为免混在一起没有恢复。请在 .env 里换一个空的 DATA_DIR（或空的 DATABASE_URL）再来。',
  });
  expect((await operate(['restore'], { DATA_DIR: empty })).said).toContain('请写上备份文件');
  expect((await operate(['backup', archive], { DATA_DIR: inFolder('restored') })).said).toContain('已经存在，没有覆盖');
  expect((await operate(['backup', inFolder('x')], { DATA_DIR: empty })).said).toContain('没有数据库');
}, 60_000);

// Every byte written to /dev/full meets a full disk.
test.runIf(process.platform === 'linux')(
  'a disk that fills up while it is written leaves no backup, and says so',
  async () => {
    const file = inFolder('full.tar.gz');
    const dataDir = inFolder('small');
    await placeDatabase(dataDir);
    await symlink('/dev/full', `${file}.part`);
    const made = await operate(['backup', file], { DATA_DIR: dataDir });
    expect(made.code).toBe(1);
    expect(made.said).toContain('磁盘满了');
    expect((await readdir(folder)).filter((name) => name.startsWith('full'))).toEqual([]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('backup-'))).toEqual([]);
  },
  240_000,
);

test('one that is killed while it is written leaves nothing under its name, and the next one is whole', async () => {
  const file = inFolder('killed.tar.gz');
  const dataDir = inFolder('small-too');
  await placeDatabase(dataDir);
  const { PATH, HOME } = process.env;
  const given = [program('operate'), 'backup', file];
  const child = spawn(process.execPath, given, { env: { PATH, HOME, DATA_DIR: dataDir }, stdio: 'ignore' });
  await vi.waitUntil(() => existsSync(`${file}.part`) || child.exitCode !== null, { timeout: 120_000, interval: 1 });
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  expect(existsSync(file)).toBe(false);
  expect(await operate(['backup', file], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
  expect((await verifyArchive(file)).damaged).toEqual([]);
  expect(existsSync(`${file}.part`)).toBe(false);
}, 240_000);

test('a file that has rotted in the store is named, and the rest is backed up; without the bot, too', async () => {
  const dataDir = inFolder('restored');
  const [kept] = (await verifyArchive(archive)).entries.filter(({ name }) => name.startsWith('files/'));
  const sha256 = path.basename(kept?.name ?? '');
  await writeFile(path.join(dataDir, 'files', sha256.slice(0, 2), sha256), 'rotten');
  const file = inFolder('rotten.tar.gz');
  const made = await operate(['backup', file], { DATA_DIR: dataDir });
  expect(made.code).toBe(2);
  expect(made.said).toContain(sha256);
  const manifest = await verifyArchive(file);
  expect(manifest.damaged).toEqual([sha256]);
  expect(manifest.entries.filter(({ name }) => name.includes(sha256))).toEqual([]);
}, 60_000);

test('erase says what it would do, with the bot and without, by the practice clock', async () => {
  const dataDir = inFolder('erased');
  const bot = await startBot({ DATA_DIR: dataDir });
  await replies(bot.url, { as: 'yaodu-1', text: '/截止' });
  await fetch(`${bot.url}/practice/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: 'P29D' }),
  });
  const before = await operate(['erase', '--preview'], { DATA_DIR: dataDir });
  expect(before.code).toBe(0);
  expect(before.said).toContain('姓名、电话 0 人');
  expect(before.said).toContain('收到的消息正文 0 条');
  await bot.stop();
  const alone = await operate(['erase'], { DATA_DIR: dataDir });
  expect(alone.said).toContain('已清除：\n姓名、电话 0 人');
  expect((await operate(['erase', '--all'], { DATA_DIR: dataDir })).code).toBe(1);
}, 60_000);

test('a backup to where nothing can be written is refused in a sentence; a folder gets the usual name', {
  timeout: 240_000,
}, async () => {
  const dataDir = inFolder('to-folders');
  await placeDatabase(dataDir);
  await writeFile(inFolder('a-file'), '');
  const said = async (target: string) => {
    const { code, said } = await operate(['backup', target], { DATA_DIR: dataDir });
    return [code, said.split('\n').map((line) => line.replaceAll(folder, ''))];
  };
  const missing = (place: string) => [
    1,
    [
      `没有 ${place} 这个文件夹，备份没有做。请先建好它，或换一个地方，例如：npm run backup -- /mnt/usb/（写文件夹也行，名字会自动取）`,
    ],
  ];
  expect(await said(inFolder('missing/folder/x.tar.gz'))).toEqual(missing('/missing/folder'));
  expect(await said(inFolder('a-file/x.tar.gz'))).toEqual(missing('/a-file'));
  await mkdir(inFolder('stick'));
  expect((await said(inFolder('stick')))[0]).toBe(0);
  expect(await readdir(inFolder('stick'))).toEqual([
    expect.stringMatching(/^baosong-linfen-2020-\d{8}-\d{6}\.tar\.gz$/),
  ]);
  const restored = await operate(['restore', inFolder('stick')], { DATA_DIR: inFolder('never') });
  expect([restored.code, restored.said]).toEqual([1, `没有这个文件：${inFolder('stick')}`]);
});
