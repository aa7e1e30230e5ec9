import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { type BotProcess, startBot } from '../support/bot-process.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const PATIENT = { timings: { waitMs: 90_000 } };
const GROUP = 'cidUnions==';

let folder: string;
let wecom: FakeWecom;
let dingtalk: FakeDingtalk;
let bot: BotProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-both-'));
  wecom = await startFakeWecom({ bot: { name: '报送助手' }, ...PATIENT });
  dingtalk = await startFakeDingtalk(PATIENT);
});
afterEach(async () => {
  await bot?.kill();
  bot = undefined;
  await Promise.all([wecom.stop(), dingtalk.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const settings = () => ({
  ...wecom.env(['ws']),
  ...dingtalk.env(['stream']),
  PRACTICE: 'auto',
  DATA_DIR: path.join(folder, 'data'),
  ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
});

test('one program on 企业微信 and 钉钉 at once: each answers where it was asked, somebody joins, a group is bound', async () => {
  bot = await startBot(settings());
  await Promise.all([wecom.whenSubscribed(), dingtalk.whenSubscribed()]);
  const [there, here] = await Promise.all([
    wecom.say({ from: 'lijie', text: '/截止' }).then((said) => said.reply()),
    dingtalk.say({ from: 'lijie', text: '/截止' }).then((said) => said.reply()),
  ]);
  expect([there.text.includes('9月15日'), here.text.includes('9月15日')]).toEqual([true, true]);

  const claimed = await dingtalk.say({ from: 'boss', text: '/认领 K7Q2-9MXT 郑国强' });
  expect((await claimed.reply()).text).toContain('绑定好了');
  const bound = await dingtalk.say({ from: 'boss', chatid: GROUP, text: '/绑定本群' });
  // Without a robot of its own nobody is called there: the id is what the setting asks for.
  expect((await bound.reply()).text).toContain(GROUP);

  const ready = (await (await fetch(`${bot.url}/readyz`)).json()) as {
    channels: Record<string, { connection: string }>;
  };
  expect([ready.channels.wecom?.connection, ready.channels.dingtalk?.connection]).toEqual(['subscribed', 'connected']);
  const metrics = await (await fetch(`${bot.url}/metrics`)).text();
  expect(metrics).toContain('baosong_api_calls_budget{channel="dingtalk"} 10000');
  expect(metrics).toContain('baosong_api_calls{channel="dingtalk"} 0');
  expect(await bot.stop()).toBe(0);
  await dingtalk.until(() => dingtalk.connections() === 0);
  bot = undefined;
  expect([wecom.violations, dingtalk.violations]).toEqual([[], []]);
});

test('a wrong secret of one platform is said in words, and the other goes on', async () => {
  bot = await startBot({ ...settings(), DINGTALK_CLIENT_SECRET: 'wrong' });
  await wecom.whenSubscribed();
  expect((await (await wecom.say({ from: 'lijie', text: '/截止' })).reply()).text).toContain('9月15日');
  await dingtalk.until(() => dingtalk.counters.opensRefused > 0);
  const ready = await fetch(`${bot.url}/readyz`);
  expect([ready.status, ((await ready.json()) as { channels: { dingtalk: object } }).channels.dingtalk]).toEqual([
    503,
    { ready: false, connection: 'refused', lastInbound: null },
  ]);
  expect(dingtalk.counters.opens).toBe(1);
});
