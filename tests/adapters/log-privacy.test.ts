import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { startBot } from '../support/bot-process.ts';
import { photo } from '../support/files.ts';
import { known } from '../support/known.ts';

let folder: string;
let fake: FakeWecom;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-log-'));
  fake = await startFakeWecom({
    bot: { name: '报送助手' },
    webhooks: { 'secret-key': 'wrG' },
    timings: { waitMs: 60_000 },
  });
}, 60_000);
afterAll(async () => {
  await fake?.stop();
  await rm(folder, { recursive: true, force: true });
});

const PLANTED = [
  '王小明',
  '13800138000',
  '李大钊',
  '夜班的灯',
  '矿工',
  '乡宁县第一中学',
  'example.cn',
  '110101199003074514',
  '换人了',
];

test('at its most talkative the log of a day has ids, and no text, name, phone, link, code or secret', async () => {
  const dataDir = path.join(folder, 'data');
  const database = await openDatabase({ dataDir });
  await known(database as never, 'wecom', 'wangxm', 'coordinator', {
    unit: 'yaodu',
    name: '王小明',
    phone: '13800138000',
  });
  await known(database as never, 'wecom', 'boss', 'admin', { name: '李大钊' });
  await database.close();
  const bot = await startBot({
    PRACTICE: 'off',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'trace',
    ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
    ...fake.env(['url', 'app', 'webhook']),
  });
  fake.botUrl = `${bot.url}/wecom/bot`;
  fake.appUrl = `${bot.url}/wecom/app`;
  const say = async (from: string, saying: object) =>
    (await (await fake.say({ from, via: 'url', ...saying })).reply()).text;

  const codes: string[] = [];
  expect(
    await say('wangxm', { text: '/报送 摄影 《夜班的灯》 作者:王小明 作者单位:乡宁县第一中学 电话:13800138000' }),
  ).toContain('#1');
  expect(await say('wangxm', { file: { bytes: photo('x', 1).bytes, name: '矿工-王小明.png' } })).toContain('已收');
  await say('wangxm', { file: { bytes: photo('x', 2).bytes, name: '矿工.png', faults: { bytes: 'noise' } } });
  await say('wangxm', { text: '/活动 进企业 日期:2020-09-01 企业:某厂 人数:20 链接:https://example.cn/secret' });
  await say('wangxm', { text: '我的身份证 110101199003074514' });
  await say('wangxm', { chatid: 'wrG', text: '有事打我电话 13800138000' });
  const invited = await say('boss', { text: '/邀请 洪洞县' });
  codes.push(/[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(invited)?.[0] ?? 'no code');
  await say('newcomer', { text: `/绑定 ${codes[0]} 李大钊` });
  await say('stranger', { text: '换人了，新的联络员是王小明 13800138000' });
  await say('boss', { via: 'app', text: '/退回 1 王小明说换人了' });
  fake.endToken('expired');
  await say('boss', { via: 'app', text: '/进度' });
  // Turned away, unreadable, wrongly sealed: all of it is noted.
  const sealed = fake.seal('bot', JSON.stringify({ msgid: 'x', text: '王小明' }));
  await fetch(`${fake.botUrl}?${new URLSearchParams({ ...sealed.query, msg_signature: 'wrong' } as never)}`, {
    method: 'POST',
    body: sealed.body,
  });
  await fetch(`${fake.botUrl}?${new URLSearchParams(sealed.query as never)}`, { method: 'POST', body: sealed.body });
  await vi.waitUntil(() => bot.said().includes('callback turned away'), { timeout: 30_000, interval: 20 });
  expect(await bot.stop()).toBe(0);

  const log = bot.said();
  const lines = log.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(1);
  const secrets = [
    fake.bot.token,
    fake.bot.aesKey,
    fake.app.token,
    fake.app.aesKey,
    fake.app.secret,
    'secret-key',
    'K7Q2-9MXT',
  ];
  const forbidden = [...PLANTED, ...codes, ...secrets, 'access_token', 'response_url', 'response_code'];
  expect(forbidden.filter((word) => log.includes(word))).toEqual([]);
}, 240_000);
