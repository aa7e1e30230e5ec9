import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { startBot } from '../support/bot-process.ts';
import { runScript } from '../support/operate.ts';
import { program } from '../support/programs.ts';

let fake: FakeWecom;
let dataDir: string;

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'baosong-doctor-'));
  fake = await startFakeWecom({ webhooks: { 'webhook-key-1': 'wrG1' } });
});
afterEach(async () => {
  await fake.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const doctor = (env: Record<string, string>, ...given: string[]) =>
  runScript(program('doctor'), given, { DATA_DIR: dataDir, PORT: '1', LOG_LEVEL: 'silent', ...env });
/** The marks of its lines. */
const marks = (said: string) =>
  [...said.matchAll(/^([✓✗－!]) ([^：]+)：/gm)].map(([, mark, title]) => `${mark} ${title}`);
const secrets = () => [
  fake.bot.secret,
  fake.bot.token,
  fake.bot.aesKey,
  fake.app.secret,
  fake.app.token,
  fake.app.aesKey,
  'webhook-key-1',
  'fake-token',
];

test('without a platform there is nothing to look at', async () => {
  const { code, said } = await doctor({});
  expect([code, said]).toEqual([
    0,
    '✓ 设置：没有 .env，用的是环境变量和默认值，没有写错的项\n✓ 数据库：自带的，数据目录可以读写，第一次启动时建库\n没有配置企业微信或钉钉，现在是练习模式，没有平台可查。要接平台，先照 .env.example 填好设置再运行一次。',
  ]);
});

test('a name that nobody knows is no fault, and is told', async () => {
  const { code, said } = await doctor({ S3_BUCKET: 'baosong' });
  expect([code, marks(said)[0]]).toEqual([0, '! 设置']);
  expect(said).toContain('没有 S3_BUCKET 这项设置');
});

test('a database and a file server that do not answer are found', async () => {
  const { code, said } = await doctor({
    DATABASE_URL: 'postgresql://somebody:hush@127.0.0.1:1/baosong',
    FILES_URL: 's3://baosong/linfen',
    S3_ENDPOINT: 'http://127.0.0.1:1',
    S3_ACCESS_KEY_ID: 'key',
    S3_SECRET_ACCESS_KEY: 'hush',
  });
  expect([code, marks(said)]).toEqual([1, ['✓ 设置', '✗ 数据库', '✗ 作品文件']]);
  expect(said).toContain('✗ 数据库：连不上数据库 127.0.0.1:1（ECONNREFUSED）。');
  expect(said).toContain('✗ 作品文件：存不进文件服务器的存储桶 baosong（http://127.0.0.1:1）');
  expect(said).not.toContain('hush');
}, 60_000);

test('a program for films that is not there is found', async () => {
  const { code, said } = await doctor({ FFMPEG: '/nowhere/ffmpeg' });
  expect([code, said]).toEqual([1, expect.stringContaining('✗ 认重新压缩的视频：/nowhere/ffmpeg 打不开。')]);
});

test('a data folder that cannot be written is found', async () => {
  const DATA_DIR = path.join(dataDir, 'file', 'data');
  writeFileSync(path.join(dataDir, 'file'), '');
  const { code, said } = await doctor({ DATA_DIR });
  expect([code, said]).toEqual([1, expect.stringContaining(`✗ 数据库：数据目录 ${DATA_DIR} 不能读写（ENOTDIR）`)]);
});

test('a wrong setting is named as at the start', async () => {
  const { code, said } = await doctor({ WECOM_BOT_ID: 'x' });
  expect([code, said]).toEqual([1, expect.stringContaining('WECOM_BOT_SECRET')]);
});

test('with nobody at the terminal the bot elsewhere is left alone; with --connect it is tried; no secret is told', async () => {
  const env = {
    ...fake.env(['ws', 'app', 'webhook']),
    PUBLIC_URL: 'http://127.0.0.1:1',
    WECOM_APP_SECRET: 'not-the-secret',
  };
  const first = await doctor(env);
  expect(first.code).toBe(1);
  expect(marks(first.said)).toEqual([
    '✓ 设置',
    '! 清除日期',
    '✓ 数据库',
    '－ 认重新压缩的视频',
    '✓ 机器人',
    '✓ 机器人的名字',
    '✓ 企业微信接口',
    '－ 长连接',
    '－ 文件下载',
    '✓ 回调加解密',
    '－ 自建应用回调（本机）',
    '－ 自建应用回调（外网）',
    '✗ 自建应用的密钥',
    '✗ 自建应用发消息',
    '✓ 群推送 wrG1',
  ]);
  expect(first.said).toContain('有 2 处要改');
  expect(first.said).toContain('URL 填 http://127.0.0.1:1/wecom/app');
  expect(fake.counters.opens).toBe(0);
  const second = await doctor(fake.env(['ws', 'webhook']), '--connect');
  expect([second.code, fake.counters.subscribes]).toEqual([0, 1]);
  expect(second.said).toContain('✓ 长连接：BotID 和 Secret 都对');
  for (const said of [first.said, second.said]) expect(secrets().filter((one) => said.includes(one))).toEqual([]);
  expect([fake.sent, first.said.includes('not-the-secret')]).toEqual([[], false]);
}, 240_000);

test('a bot that runs answers for itself and keeps its line', async () => {
  const env = { ...fake.env(['ws']), PRACTICE: 'off', DATA_DIR: dataDir };
  const bot = await startBot(env);
  try {
    await fake.whenSubscribed();
    const asked = await doctor({ ...env, PORT: new URL(bot.url).port }, '--connect');
    expect(asked.said).toContain('✓ 长连接：机器人正在线');
    expect(asked.said).toContain('✓ 数据库：自带的，机器人正在用它');
    const erasing =
      '活动的清除日期 2021-05-31 已过：从这次说明的第二天起，姓名、电话和消息正文每天都会被清除。还要用的，请今天就把 prisma/campaigns/linfen-2020.yaml 里 privacy 的 eraseAfter 改到以后的日子，再启动。';
    expect([bot.said(), asked.said]).toEqual([expect.stringContaining(erasing), expect.stringContaining(erasing)]);
    // On another port it cannot be asked; what it holds tells that it runs.
    const hidden = await doctor(env, '--connect');
    expect(hidden.said).toContain('－ 长连接：机器人正在运行，但问不到它的状态');
    expect([asked.code, fake.counters.opens, fake.counters.kicks]).toEqual([0, 1, 0]);
  } finally {
    await bot.stop();
  }
}, 240_000);
