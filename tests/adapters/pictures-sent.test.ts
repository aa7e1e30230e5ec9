import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type DingtalkBot, dingtalkBot } from '../support/dingtalk.ts';
import { video } from '../support/files.ts';
import { known } from '../support/known.ts';
import { type WecomBot, wecomBot } from '../support/wecom.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FILM = { bytes: video('灯.mp4').bytes, name: '灯.mp4' };
let database: TestDatabase;
let running: { fake: { stop(): Promise<void> }; bot: { close(): Promise<void> } } | undefined;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(() => database.reset());
afterEach(async () => {
  await running?.bot.close();
  await running?.fake.stop();
  running = undefined;
});

async function wecom(modes: ('ws' | 'url' | 'app' | 'webhook')[]): Promise<{ fake: FakeWecom; bot: WecomBot }> {
  const clock = new TestClock();
  const webhooks = { 'key-1': 'wrG' };
  const fake = await startFakeWecom({ clock, bot: { name: '报送助手' }, webhooks, timings: { waitMs: 40_000 } });
  const bot = await wecomBot(fake.env(modes), { database, clock });
  running = { fake, bot };
  fake.botUrl = `${bot.url}/wecom/bot`;
  fake.appUrl = `${bot.url}/wecom/app`;
  if (modes.includes('ws')) await fake.whenSubscribed();
  await known(database, 'wecom', 'boss', 'staff');
  await known(database, 'wecom', 'lijie', 'coordinator', { unit: 'yaodu' });
  return { fake, bot };
}

async function dingtalk(): Promise<{ fake: FakeDingtalk; bot: DingtalkBot }> {
  const clock = new TestClock();
  const fake = await startFakeDingtalk({ clock, timings: { waitMs: 40_000 } });
  const bot = await dingtalkBot(fake.env(['stream']), { database, clock });
  running = { fake, bot };
  await fake.whenSubscribed();
  await known(database, 'dingtalk', 'boss', 'staff');
  await known(database, 'dingtalk', 'lijie', 'coordinator', { unit: 'yaodu' });
  return { fake, bot };
}

type Sent = { via: string; text: string; files: { type?: string; bytes: Buffer }[] };
const shown = (sent: Sent[]) =>
  sent.map(({ via, text, files: [file] }) => `${via} ${file ? 'picture' : text.split(/\s*\n/)[0]}`);

async function isPng({ files }: Sent): Promise<unknown[]> {
  const bytes = files[0]?.bytes ?? Buffer.alloc(0);
  const { format, width } = await sharp(bytes).metadata();
  return [format, width, bytes.length < 2 * 1024 * 1024];
}

/** Nothing waits, and staff have nothing to hear of. */
async function restful(): Promise<void> {
  const untold = { OR: [{ trouble: { not: null } }, { state: { in: ['waiting', 'working'] } }] };
  expect(await database.prisma.outbound.count({ where: untold })).toBe(0);
}

test('企业微信: the table after /进度 in the group, by the line; a receipt in the direct chat', async () => {
  const { fake, bot } = await wecom(['ws']);
  await fake.say({ from: 'boss', chatid: 'wrG', text: '/进度' });
  const table = await fake.waitFor(({ files }) => files.length > 0);
  expect([shown(fake.sent), await isPng(table)]).toEqual([
    ['ws-reply 全市完成 0%（0/326）：报全 0 家，没报全 0 家，没报 19 家', 'ws-push picture'],
    ['png', 1170, true],
  ]);
  await (await fake.say({ from: 'lijie', text: '/报送 微视频 《夜班的灯》 作者:李建国' })).reply();
  await fake.say({ from: 'lijie', file: FILM });
  await fake.waitFor(({ text }) => text.includes('已收 #1'));
  await fake.say({ from: 'lijie', text: '/回执 1 图' });
  const receipt = await fake.waitFor(({ files, chat }) => files.length > 0 && chat.id === 'lijie');
  expect(await isPng(receipt)).toEqual(['png', 1170, true]);
  await bot.bot.work();
  await restful();
  expect(fake.violations).toEqual([]);
});

test('企业微信: by the webhook it is base64 with its md5, by the app a media id', async () => {
  const { fake, bot } = await wecom(['url', 'webhook', 'app']);
  await fake.say({ via: 'url', from: 'boss', chatid: 'wrG', text: '/进度' });
  const table = await fake.waitFor(({ files }) => files.length > 0);
  expect([shown(fake.sent), await isPng(table)]).toEqual([
    ['response-url 全市完成 0%（0/326）：报全 0 家，没报全 0 家，没报 19 家', 'webhook picture'],
    ['png', 1170, true],
  ]);
  await fake.say({ from: 'boss', via: 'app', text: '/进度 图' });
  const direct = await fake.waitFor(({ via, files }) => via === 'app' && files.length > 0);
  expect(await isPng(direct)).toEqual(['png', 1170, true]);
  await bot.bot.work();
  await restful();
  expect(fake.violations).toEqual([]);
});

test('企业微信: a picture that is refused, or of which nobody knows, costs the words nothing and troubles nobody', async () => {
  const { fake, bot } = await wecom(['ws']);
  for (const fault of [{ errcode: 40007 }, 'lost'] as const) {
    let times = 0;
    fake.faults.frame = ({ cmd, body }) => {
      if (cmd !== 'aibot_send_msg' || (body as { msgtype?: string }).msgtype !== 'image') return undefined;
      times++;
      return fault;
    };
    const said = await fake.say({ from: 'boss', chatid: 'wrG', text: '/进度' });
    expect((await said.reply()).text).toContain('全市完成');
    await bot.bot.work();
    expect(times).toBe(1);
    await restful();
  }
});

test('钉钉: the table after /进度 in the group and a receipt, as pictures of the app', async () => {
  const { fake, bot } = await dingtalk();
  await fake.say({ from: 'boss', chatid: 'cidG==', text: '/进度' });
  const table = await fake.waitFor(({ files }) => files.length > 0);
  expect([shown(fake.sent), await isPng(table)]).toEqual([
    ['session 全市完成 0%（0/326）：报全 0 家，没报全 0 家，没报 19 家', 'group-api picture'],
    ['png', 1170, true],
  ]);
  await (await fake.say({ from: 'lijie', text: '/报送 微视频 《夜班的灯》 作者:李建国' })).reply();
  await fake.say({ from: 'lijie', file: FILM });
  await fake.waitFor(({ text }) => text.includes('已收 #1'));
  await fake.say({ from: 'lijie', text: '/回执 1 图' });
  const receipt = await fake.waitFor(({ files, chat }) => files.length > 0 && chat.id === 'lijie');
  expect(await isPng(receipt)).toEqual(['png', 1170, true]);
  await bot.bot.work();
  await restful();
  expect(fake.violations).toEqual([]);
});

test('钉钉: a picture that cannot be uploaded or shown costs the words nothing and troubles nobody', async () => {
  const { fake, bot } = await dingtalk();
  fake.faults.request = (path: string) =>
    path === '/v1.0/robot/groupMessages/send'
      ? { status: 400, body: { code: 'invalidParameter.msgParam.invalid' } }
      : undefined;
  const said = await fake.say({ from: 'boss', chatid: 'cidG==', text: '/进度' });
  expect((await said.reply()).text).toContain('全市完成');
  await bot.bot.work();
  await restful();
});
