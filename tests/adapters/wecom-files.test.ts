import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type Attachment, type FakeWecom, type FileFaults, startFakeWecom } from '../../fakes/wecom/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { startProxy } from '../support/proxy.ts';
import { known, type WecomBot, wecomBot } from '../support/wecom.ts';

const MP4 = readFileSync(path.resolve(import.meta.dirname, '../support/night-shift.mp4'));
const PNG = readFileSync(path.resolve(import.meta.dirname, '../support/fixtures/dot.png'));

let database: TestDatabase;
let fake: FakeWecom;
let bot: WecomBot;
let clock: TestClock;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  clock = new TestClock();
  fake = await startFakeWecom({ clock, bot: { name: '报送助手' } });
  bot = await wecomBot(fake.env(['ws', 'app']), { database, clock });
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu' });
  await fake.whenSubscribed();
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

const film = (faults?: FileFaults): Attachment => ({ bytes: MP4, name: '夜班 的灯.mp4', ...(faults && { faults }) });
/** Files that a put left over; the hashes of what is stored. */
const stored = () => {
  const root = path.join(bot.dataDir, 'files');
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return {
    incoming: found.filter((name) => name.startsWith('incoming/')),
    files: found.filter((name) => /[0-9a-f]{64}$/.test(name)).length,
  };
};
const settled = async (count: number) => {
  await fake.until(() => fake.sent.length >= count);
  await bot.bot.work();
};

test('a film sent directly is fetched, decrypted, stored and asked about under its own name', async () => {
  const said = await fake.say({ from: 'lijie', file: film() });
  expect((await said.reply()).text).toContain('夜班 的灯.mp4');
  expect(stored()).toEqual({ incoming: [], files: 1 });
  expect(await database.prisma.blob.findFirst()).toMatchObject({ size: BigInt(MP4.length), extension: 'mp4' });
});

test('quoting the film in the group and @ the bot with the command makes a receipt', async () => {
  const said = await fake.say({
    from: 'lijie',
    chatid: 'wrG',
    text: '/报送 微视频 《夜班的灯》',
    quote: { file: film() },
  });
  expect((await said.reply()).text).toContain('已收 #1 《夜班的灯》');
  expect(fake.violations).toEqual([]);
});

test('a picture beside the words, in one message', async () => {
  const mixed = [{ image: { bytes: PNG } }, { text: '@报送助手 /报送 摄影 《一盏灯》' }];
  const said = await fake.say({ from: 'lijie', chatid: 'wrG', mention: 'verbatim', mixed });
  expect((await said.reply()).text).toContain('已收 #1 《一盏灯》');
});

test.each<[string, FileFaults]>([
  ['answers 503 twice', { unavailable: 2 }],
  ['stalls in the middle', { stall: 1 }],
  ['does not answer', { silent: 1 }],
  ['cuts the connection', { cut: 2 }],
  ['once promises more than there is', { lies: { bytes: 500, times: 1 } }],
  ['once gives less than there is', { lies: { bytes: -64, times: 1 } }],
])('a media server that %s is asked again', async (_, faults) => {
  const said = await fake.say({
    from: 'lijie',
    text: '/报送 微视频 《夜班的灯》',
    file: film(faults),
    quote: { file: film(faults) },
  });
  await said.reply();
  await settled(1);
  expect(stored()).toEqual({ incoming: [], files: 1 });
  expect(fake.counters.downloads).toBeGreaterThan(1);
});

test.each<[string, FileFaults]>([
  ['is unavailable for ever', { unavailable: 99 }],
  ['stalls again and again', { stall: 99 }],
  ['lies about the length', { lies: { bytes: 999 } }],
  ['sends bytes that do not decrypt', { bytes: 'noise' }],
  ['sends bytes that were never encrypted', { bytes: 'plain' }],
  ['leaves the end out', { bytes: 'truncated' }],
])('a media server that %s: the sender is told, and no half file is left', async (_, faults) => {
  const said = await fake.say({ from: 'lijie', file: film(faults) });
  expect((await said.reply()).text).toMatch(/没(有)?(能)?(取|收|下载)|再发/);
  expect(stored()).toEqual({ incoming: [], files: 0 });
  expect(await database.prisma.submission.count({ where: { state: 'received' } })).toBe(0);
  expect(fake.counters.downloads).toBe(3);
});

test('a link that is five minutes old is not asked for again and again', async () => {
  const { bot: receiver } = bot;
  const work = receiver.work.bind(receiver);
  receiver.work = async () => {};
  const said = await fake.say({ from: 'lijie', file: film() });
  await fake.until(() => fake.counters.pushes > 0);
  while ((await database.prisma.inbound.count()) === 0);
  clock.advance(6 * 60_000);
  await work();
  expect((await said.reply()).text).toContain('再发');
  expect(fake.counters.downloads).toBe(1);
});

test('a blank after the URL and a key without its = are what the documents show', async () => {
  fake.faults.blankAfterUrl = true;
  fake.faults.unpaddedKeys = true;
  const said = await fake.say({ from: 'lijie', file: film() });
  expect((await said.reply()).text).toContain('夜班 的灯.mp4');
});

test('a file over the limit is refused before it is read to the end', async () => {
  bot.office.fileLimit = MP4.length - 100;
  const said = await fake.say({ from: 'lijie', file: film() });
  expect((await said.reply()).text).toMatch(/太大|超过/);
  expect(stored()).toEqual({ incoming: [], files: 0 });
  expect(fake.counters.downloads).toBe(1);
});

test.each(['form', 'star', 'plain', 'stray-percent'] as const)('a name told as %s is the name', async (disposition) => {
  const said = await fake.say({ from: 'lijie', file: { ...film(), disposition } });
  expect((await said.reply()).text).toContain(disposition === 'stray-percent' ? '%' : '夜班 的灯.mp4');
  expect(stored().files).toBe(1);
});

test('a film that the album did not name, and what is no film under its name', async () => {
  await (await fake.say({ from: 'lijie', video: { bytes: MP4 } })).reply();
  expect(stored().files).toBe(1);
  const said = await fake.say({ from: 'lijie', file: { bytes: Buffer.alloc(4000, 0xa7), name: '灯.mp4' } });
  expect((await said.reply()).text).toContain('再发');
  expect(stored()).toEqual({ incoming: [], files: 1 });
});

test('a film that takes long: its sender hears at once that it is on its way, and later what became of it', async () => {
  await bot.close();
  bot = await wecomBot(fake.env(['ws', 'app']), { database, clock, times: { tellAfterMs: 20 } });
  await fake.whenSubscribed();
  await fake.say({ from: 'lijie', text: '/报送 微视频 《夜班》', quote: { file: film({ stall: 1 }) } });
  await fake.until(() => fake.sent.length === 2);
  expect(fake.sent.map(({ via, text }) => [via, text.split('\n')[0]])).toEqual([
    ['ws-reply', '正在接收您的文件，大的要几分钟，收好了马上告诉您。'],
    ['ws-push', '已收 #1 《夜班》'],
  ]);
  expect(fake.violations).toEqual([]);
});

test('names that stand in the message, and a file that is shared', async () => {
  const told = { ...film(), disposition: 'none' as const, filename: '夜班之二.mp4' };
  expect((await (await fake.say({ from: 'lijie', file: told })).reply()).text).toContain('夜班之二.mp4');
  const shared = { title: '夜班之三.mp4', file: { ...film(), disposition: 'none' as const } };
  expect((await (await fake.say({ from: 'lijie', shared })).reply()).text).toContain('夜班之三.mp4');
});

test('an office behind a proxy: line, calls and files go through it', async () => {
  await bot.close();
  const proxy = await startProxy();
  const env = { ...fake.env(['ws', 'app']), HTTPS_PROXY: proxy.url };
  bot = await wecomBot(env, { database, clock });
  await fake.whenSubscribed();
  const said = await fake.say({ from: 'lijie', file: film() });
  expect((await said.reply()).text).toContain('夜班 的灯.mp4');
  fake.appUrl = `${bot.url}/wecom/app`;
  await (await fake.say({ via: 'app', from: 'lijie', text: '/截止' })).reply();
  // The line, the file, the token, the answer; nothing went past it.
  const host = new URL(fake.apiBase).host;
  expect(proxy.tunnels.filter((one) => one === host).length).toBeGreaterThanOrEqual(4);
  expect(proxy.tunnels.every((one) => one === host)).toBe(true);
  await bot.close();
  await proxy.close();
});
