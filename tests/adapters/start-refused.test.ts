import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSections } from '../../src/adapters/prompt-files.ts';
import { refusedStart, startBot } from '../support/bot-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where settings are declared: the rules of the channels are in their folders. */
const TABLES = /^adapters\/\w+\/tables-setting\.ts$/;
const SETTINGS = /^(start\/config|adapters\/environment|adapters\/\w+\/settings)\.ts$/;

test('everything that a start may say has words, and there are no words that it never says', () => {
  const said = new Set<string>();
  for (const given of readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })) {
    const file = given.replaceAll('\\', '/');
    if (!file.endsWith('.ts') || file.includes('generated')) continue;
    const source = readFileSync(path.join(ROOT, 'src', file), 'utf8');
    for (const [, code] of source.matchAll(/new StartRefused\(\s*'([^']+)'/g)) said.add(code as string);
    if (file.startsWith('start/'))
      for (const [call] of source.matchAll(/\bsentence\([^)]*/g))
        for (const [, id] of call.matchAll(/'([a-z-]+)'/g)) said.add(id as string);
    const [, channel] = /^adapters\/(\w+)\/index\.ts$/.exec(file) ?? [];
    if (channel)
      for (const [call] of source.matchAll(/\btell\([^)]*/g))
        for (const [, id] of call.matchAll(/'([a-z-]+)'/g)) said.add(`${channel}-${id}`);
    // A refusal that either channel may say.
    for (const [, id] of source.matchAll(/new StartRefused\(\s*`\$\{channel\}-([a-z-]+)`/g))
      for (const one of ['wecom', 'dingtalk']) said.add(`${one}-${id}`);
    if (TABLES.test(file))
      for (const [, rule] of source.matchAll(/(?:return|message:) ['`]([a-z-]+)/g)) said.add(`setting-${rule}`);
    if (SETTINGS.test(file)) {
      for (const [, rule] of source.matchAll(/refine\(.*?['`]([a-z-]+)(?: \$\{[^`]*)?['`],?\s*\)/gs))
        said.add(`setting-${rule}`);
      for (const [, rule] of source.matchAll(/rule: ['`]([a-z-]+)/g)) said.add(`setting-${rule}`);
    }
  }
  const worded = [...readSections(path.join(ROOT, 'prompts')).keys()]
    .filter((id) => id.startsWith('start.'))
    .map((id) => id.slice('start.'.length));
  expect([...said].sort()).toEqual(worded.filter((id) => id !== 'setting-other').sort());
});

const env = (more: Record<string, string>) => ({ DATA_DIR: path.join(folder, 'data'), ...more });

test.each([
  [
    'a wrong port',
    { PORT: 'abc' },
    '设置 PORT 不对：要写 0 到 65535 之间的整数。请改 .env 后再启动，可参考 .env.example。',
  ],
  [
    'two wrong settings',
    { DATABASE_URL: 'mysql://x', CLOCK: 'soon' },
    '设置 DATABASE_URL 不对：要写成 postgresql://用户:密码@地址:5432/库名。请改 .env 后再启动，可参考 .env.example。\n' +
      '设置 CLOCK 不对：要写时刻，例如 2020-09-10T15:00:00+08:00。请改 .env 后再启动，可参考 .env.example。',
  ],
  [
    'files on a server with a wrong address',
    { FILES_URL: 's3://baosong/linfen', S3_ENDPOINT: 'ftp://x' },
    '设置 S3_ENDPOINT 不对：要写完整网址，例如 https://baosong.example.cn。请改 .env 后再启动，可参考 .env.example。',
  ],
  [
    'files on a server whose keys are missing',
    { FILES_URL: 's3://baosong/linfen' },
    '设置 S3_ACCESS_KEY_ID 不对：填了 FILES_URL 就必须填它。请改 .env 后再启动，可参考 .env.example。\n' +
      '设置 S3_SECRET_ACCESS_KEY 不对：填了 FILES_URL 就必须填它。请改 .env 后再启动，可参考 .env.example。',
  ],
  [
    'practice that others could reach',
    { HOST: '0.0.0.0' },
    '练习模式只能在本机用，HOST 请用 127.0.0.1（现在是 0.0.0.0）。',
  ],
  [
    'nothing to do',
    { PRACTICE: 'off' },
    '没有配置企业微信或钉钉，练习模式又关着（PRACTICE=off），没有事可做。请配置平台，或去掉 PRACTICE=off。',
  ],
  [
    'the name of a bot and nothing to reach it with',
    { WECOM_BOT_NAMES: '报送助手' },
    '填了 WECOM_BOT_NAMES，但光有它接不上企业微信或钉钉。请照 .env.example 把机器人的编号和密钥填全；想用练习模式，就先去掉它。',
  ],
  [
    'a name that nobody knows',
    { WECOM_BOT_NAME: '报送助手' },
    '提示：没有 WECOM_BOT_NAME 这项设置，没有用上。请对照 .env.example 核对名字。\n' +
      '填了 WECOM_BOT_NAME，但光有它接不上企业微信或钉钉。请照 .env.example 把机器人的编号和密钥填全；想用练习模式，就先去掉它。',
  ],
  [
    'a proxy without http://',
    { HTTPS_PROXY: '10.0.0.8:8080' },
    '设置 HTTPS_PROXY 不对：要写成 http://代理地址:端口，例如 http://10.0.0.8:8080。请改 .env 后再启动，可参考 .env.example。',
  ],
  [
    'half a platform',
    { DINGTALK_CLIENT_ID: 'ding1', DINGTALK_GROUP_WEBHOOKS: '[]' },
    '设置 DINGTALK_GROUP_WEBHOOKS 不对：要写成一行 JSON：{"会话编号":{"token":"地址里 access_token= 后面那一串","secret":"SEC 开头的加签密钥"}}，会话编号在群里发 /绑定本群 能看到。请改 .env 后再启动，可参考 .env.example。',
  ],
  [
    'a platform without its secret',
    { DINGTALK_CLIENT_ID: 'ding1' },
    '设置 DINGTALK_CLIENT_SECRET 不对：填了 DINGTALK_CLIENT_ID 就必须填它。请改 .env 后再启动，可参考 .env.example。',
  ],
  [
    'a database that does not answer',
    { DATABASE_URL: 'postgresql://somebody:hush@127.0.0.1:1/baosong' },
    '连不上数据库 127.0.0.1:1（ECONNREFUSED）。请检查 .env 里 DATABASE_URL 的地址和端口、数据库是否已启动、防火墙是否放行。',
  ],
])('a start is refused in words: %s', { timeout: 60_000 }, async (_, settings, sentence) => {
  expect(await refusedStart(env(settings as Record<string, string>))).toEqual({ code: 1, said: sentence });
});

test('a start is refused in words: a campaign that is not there', { timeout: 60_000 }, async () => {
  const { code, said } = await refusedStart(env({ CAMPAIGN: 'nowhere-2021' }));
  expect(code).toBe(1);
  expect(said).toBe(
    '设置 CAMPAIGN 不对：prisma/campaigns 里没有 nowhere-2021.yaml。现有：linfen-2020。请改 .env 里的 CAMPAIGN 再启动。',
  );
});

test('a start is refused in words: a folder that cannot be written', { timeout: 60_000 }, async () => {
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  const { code, said } = await refusedStart({ DATA_DIR: path.join(file, 'data') });
  expect([code, said]).toEqual([
    1,
    `数据目录 ${path.join(file, 'data')} 不能读写（ENOTDIR）。请检查这个目录的权限，或在 .env 里换一个 DATA_DIR。`,
  ]);
});

test.skipIf(process.platform !== 'linux')(
  'a start is refused at once where no folder can be made, though Node itself would try for ever',
  { timeout: 20_000 },
  async () => {
    expect(await refusedStart({ DATA_DIR: '/proc/x/data' })).toEqual({
      code: 1,
      said: '数据目录 /proc/x/data 不能读写（ENOENT）。请检查这个目录的权限，或在 .env 里换一个 DATA_DIR。',
    });
  },
);

test('practice that is asked for beside a platform says that the platform is not connected', {
  timeout: 60_000,
}, async () => {
  const bot = await startBot(env({ DINGTALK_CLIENT_ID: 'ding1', DINGTALK_CLIENT_SECRET: 'hush' }));
  try {
    expect(bot.said()).toContain(
      '提示：写了 PRACTICE=on，这次是练习，没有接企业微信和钉钉（DINGTALK_CLIENT_ID 等设置没有用上）。',
    );
  } finally {
    await bot.stop();
  }
});

test('a start is refused in words: the folder or the port in use', { timeout: 60_000 }, async () => {
  const data = path.join(folder, 'used');
  const bot = await startBot({ DATA_DIR: data });
  const second = await refusedStart({ DATA_DIR: data });
  expect(second.code).toBe(1);
  expect(second.said).toMatch(/^数据目录 \S+ 正在被另一个报送助手使用（进程 \d+）。一个目录同时只能开一个/);
  // The first one minds neither.
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  expect(await bot.stop()).toBe(0);

  const other = createServer().listen(0, '127.0.0.1');
  const { port } = await new Promise<{ port: number }>((resolve) => {
    other.once('listening', () => resolve(other.address() as { port: number }));
  });
  expect(await refusedStart(env({ PORT: String(port) }))).toEqual({
    code: 1,
    said: `端口 ${port} 被占用了：可能报送助手已经开着，先关掉那个；或在 .env 里换一个，例如 PORT=3001。`,
  });
  other.close();
});
