import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  type Attachment,
  type FakeDingtalk,
  type FileFaults,
  type Quoted,
  type QuoteShape,
  startFakeDingtalk,
} from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type DingtalkBot, dingtalkBot } from '../support/dingtalk.ts';
import { known } from '../support/known.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MP4 = readFileSync(path.resolve(import.meta.dirname, '../support/night-shift.mp4'));
const PNG = readFileSync(path.resolve(import.meta.dirname, '../support/fixtures/dot.png'));
const GROUP = 'cidGroupOfUnions==';

let database: TestDatabase;
let fake: FakeDingtalk;
let bot: DingtalkBot;
let clock: TestClock;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  clock = new TestClock();
  fake = await startFakeDingtalk({ clock, timings: { waitMs: 40_000 } });
  bot = await dingtalkBot(fake.env(['stream']), { database, clock });
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  await fake.whenSubscribed();
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

const film = (faults?: FileFaults): Attachment => ({ bytes: MP4, name: '夜班 的灯.mp4', ...(faults && { faults }) });
/** Files that a put left over; the hashes of what is stored. */
const stored = () => {
  const found = readdirSync(path.join(bot.dataDir, 'files'), { recursive: true, encoding: 'utf8' });
  return {
    incoming: found.filter((name) => name.startsWith('incoming/')),
    files: found.filter((name) => /[0-9a-f]{64}$/.test(name)).length,
  };
};
const answer = async (saying: Parameters<FakeDingtalk['say']>[0]) => (await (await fake.say(saying)).reply()).text;
const quoting = (quote: Quoted, quoteShape: QuoteShape = 'usual') => ({
  from: 'lijie',
  chatid: GROUP,
  text: '/报送 微视频 《夜班的灯》',
  quote,
  quoteShape,
});

test('a film sent directly is fetched, stored and asked about under its own name', async () => {
  expect(await answer({ from: 'lijie', file: film() })).toContain('夜班 的灯.mp4');
  expect(stored()).toEqual({ incoming: [], files: 1 });
  expect(await database.prisma.blob.findFirst()).toMatchObject({ size: BigInt(MP4.length), extension: 'mp4' });
  expect(fake.violations).toEqual([]);
});

test.each<[string, Parameters<FakeDingtalk['say']>[0]]>([
  ['a film from the album, without a name', { from: 'lijie', video: { bytes: MP4 } }],
  ['content as a JSON string', { from: 'lijie', file: film(), contentAs: 'string' }],
  ['a picture', { from: 'lijie', image: { bytes: PNG } }],
])('%s is stored', async (_, saying) => {
  expect(await answer(saying)).toContain('先记作草稿 #1');
  expect(stored()).toEqual({ incoming: [], files: 1 });
});

test('words that were spoken are read, a sound without words is not', async () => {
  expect(await answer({ from: 'lijie', voice: '什么时候截止' })).toContain('9月15日');
  expect(await answer({ from: 'lijie', voice: '' })).toContain('读不了');
  expect(await answer({ from: 'lijie', other: { msgtype: 'unknownMsgType', content: {} } })).toContain('读不了');
});

test.each<[string, Quoted, QuoteShape]>([
  ['a film', { file: film() }, 'usual'],
  ['a film, its content as a string', { file: film() }, 'string'],
  ['a film from the album', { video: { bytes: MP4 } }, 'usual'],
])('quoting %s in the group and @ the bot with the command makes a receipt', async (_, quote, shape) => {
  expect(await answer(quoting(quote, shape))).toContain('已收 #1 《夜班的灯》');
  expect(fake.violations).toEqual([]);
});

test.each<[string, Quoted, QuoteShape]>([
  ['tells without a code', { file: film() }, 'codeless'],
  ['tells nothing of', { file: film() }, 'unknown'],
  ['does not even mention', { file: film() }, 'absent'],
  ['keeps in its drive', { card: { biz_custom_action_url: 'dingtalk://x?spaceId=1&fileId=2' } }, 'usual'],
])(
  'a quoted file that the platform %s: its sender is asked to send it directly, and the draft waits for it',
  async (_, quote, shape) => {
    const hint = await answer(quoting(quote, shape));
    expect(hint).toContain('草稿 #1，还没收到文件');
    expect(hint).toContain('您引用的文件，平台没有交给我，请在 30 分钟内把它直接发到和我的单聊里');
    expect(await answer({ from: 'lijie', file: film() })).toContain('已收 #1 《夜班的灯》');
  },
);

test('a picture beside the words, in one message', async () => {
  const mixed = [{ text: '/报送 摄影 《一盏灯》' }, { image: { bytes: PNG } }];
  expect(await answer({ from: 'lijie', chatid: GROUP, mixed })).toContain('已收 #1 《一盏灯》');
});

test.each<[string, FileFaults]>([
  ['answers 503 twice', { unavailable: 2 }],
  ['stalls in the middle', { stall: 1 }],
  ['does not answer', { silent: 1 }],
  ['cuts the connection', { cut: 2 }],
  ['once promises more than there is', { lies: { bytes: 500, times: 1 } }],
])('a media server that %s is asked again', async (_, faults) => {
  expect(await answer({ from: 'lijie', file: film(faults) })).toContain('先记作草稿 #1');
  expect(stored()).toEqual({ incoming: [], files: 1 });
});

test.each<[string, () => Attachment | Promise<Attachment>]>([
  ['noise under a name that promises a film', () => ({ bytes: Buffer.alloc(5000, 7), name: '灯.mp4' })],
  ['a media server that stays away', () => film({ unavailable: 99 })],
])('%s is not received, and said so', async (_, attachment) => {
  const said = await answer({ from: 'lijie', file: await attachment() });
  expect(said).toContain('没有下载下来');
  expect(stored()).toEqual({ incoming: [], files: 0 });
});

test('a code that has died is said at once; one that must be asked for again is', async () => {
  let asked = 0;
  fake.faults.request = (where) => {
    if (!where.endsWith('/messageFiles/download')) return undefined;
    asked += 1;
    return asked === 1 ? { status: 504 } : undefined;
  };
  expect(await answer({ from: 'lijie', file: film() })).toContain('先记作草稿');
  fake.faults.request = (where) =>
    where.endsWith('/messageFiles/download') ? { code: 'invalidParameter.downloadCode', status: 400 } : undefined;
  const before = fake.counters.requests['/v1.0/robot/messageFiles/download'] ?? 0;
  expect(await answer({ from: 'lijie', file: film() })).toContain('没有下载下来');
  expect(fake.counters.requests['/v1.0/robot/messageFiles/download']).toBe(before + 1);
});

test('a film that takes long: its sender hears at once that it is on its way, and later what became of it', async () => {
  await bot.close();
  bot = await dingtalkBot(fake.env(['stream']), { database, clock, times: { tellAfterMs: 20 } });
  await fake.whenSubscribed();
  await fake.say(quoting({ file: film({ stall: 1 }) }));
  await fake.until(() => fake.sent.filter(({ chat }) => chat.id === GROUP).length === 2);
  expect(
    fake.sent.filter(({ chat }) => chat.id === GROUP).map(({ via, text }) => [via, text.split('  \n')[0]]),
  ).toEqual([
    ['session', '正在接收您的文件，大的要几分钟，收好了马上告诉您。'],
    ['session', expect.stringContaining('#1')],
  ]);
  expect(fake.violations).toEqual([]);
});

test('what nobody named is this file, not what the store calls it', async () => {
  const lost = { bytes: PNG, faults: { unavailable: 99 } };
  expect(await answer({ from: 'lijie', image: lost })).toContain('这个文件没有下载下来');
  await answer({ from: 'lijie', image: { bytes: PNG } });
  expect(await database.prisma.inbound.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
    fetched: [{ name: '这个文件.png' }],
  });
});

test('when the pushes of the month are used up, whoever spoke hears that it did not arrive', async () => {
  expect(await answer({ from: 'lijie', text: '/报送 微视频 《夜班》', quotaSpent: true })).toContain('没有传到我这里');
  expect(await database.prisma.inbound.count()).toBe(0);
});

test('a link that leads inside the house is not followed', async () => {
  fake.faults.request = (where) =>
    where.endsWith('/messageFiles/download')
      ? { status: 200, body: { downloadUrl: 'http://169.254.169.254/latest/meta-data' } }
      : undefined;
  expect(await answer({ from: 'lijie', file: film() })).toContain('没有下载下来');
});

test('a stranger’s file is not fetched; whom the platform does not name hears why', async () => {
  expect(await answer({ from: 'nobody', file: film() })).toContain('我还不认识您');
  fake.members.set('guest', { name: '外部', outsider: true });
  for (const text of ['/绑定 K7Q2-9MXT 张三', '/认领 K7Q2-9MXT 张三', '/报送 微视频 《灯》'])
    expect(await answer({ from: 'guest', text })).toContain('平台没有告诉我您是谁');
  expect(await answer({ from: 'guest', text: '/截止' })).toContain('9月15日');
  expect(await database.prisma.account.count()).toBe(1);
  expect(fake.counters.downloads).toBe(0);
  expect(fake.violations).toEqual([]);
});

test('a file over the limit is refused before it is read to the end', async () => {
  bot.office.fileLimit = MP4.length - 100;
  expect(await answer({ from: 'lijie', file: film() })).toContain('超过');
  expect(stored()).toEqual({ incoming: [], files: 0 });
  expect(fake.counters.downloads).toBe(1);
});
