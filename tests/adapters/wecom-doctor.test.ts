import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { readSections } from '../../src/adapters/prompt-files.ts';
import { wecomCheckup } from '../../src/adapters/wecom/checkup.ts';
import type { CheckupGiven } from '../../src/adapters/wire/checkup.ts';
import { readConfig } from '../../src/start/config.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { startProxy } from '../support/proxy.ts';
import { type WecomBot, wecomBot } from '../support/wecom.ts';

const SRC = path.resolve(import.meta.dirname, '../../src');
const sections = readSections(path.resolve(SRC, '../prompts'));
const clock = new TestClock();
const closing: (() => Promise<unknown> | unknown)[] = [];
let fake: FakeWecom;
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  fake = await startFakeWecom({ clock, webhooks: { 'key-1': 'wrG1', 'key-2': 'wrG2' } });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await fake.stop();
});

async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Nobody listens there. */
async function deadUrl(): Promise<string> {
  const { url, server } = await serve(() => {});
  await new Promise((resolve) => server.close(resolve));
  return url;
}

/** `check: sentence`, in order. */
async function looked(
  env: Record<string, string>,
  {
    connect: may = true,
    fileHost,
    leadsTo,
    ...given
  }: Partial<CheckupGiven> & { connect?: boolean; fileHost?: string; leadsTo?: string } = {},
): Promise<Record<string, string>> {
  const { wecom: settings } = readConfig(env).channels;
  if (!settings) throw new Error('nothing is set up');
  const { checks } = wecomCheckup({
    settings,
    given: {
      running: undefined,
      localUrl: 'http://127.0.0.1:1',
      publicUrl: undefined,
      now: () => clock.now(),
      mayDisturb: async () => may,
      ...given,
    },
    withinMs: 400,
    ...(fileHost !== undefined && { fileHost }),
    ...(leadsTo !== undefined && { resolve: async () => [leadsTo] }),
  });
  const found: Record<string, string> = {};
  for (const check of checks) {
    const { says, facts } = await check.run();
    const title = [check.name, ...Object.values(check.facts ?? {})].join(' ');
    found[title] = [says, ...Object.entries(facts ?? {}).map(([name, value]) => `${name}=${value}`)].join(' ');
  }
  return found;
}

const host = () => new URL(fake.apiBase).host;

test('all is well: each way that is set up was tried, and nobody saw anything of it', async () => {
  const { url } = await serve((_, answer) => answer.writeHead(403).end());
  const found = await looked(fake.env(['ws', 'app', 'webhook']), { fileHost: url });
  expect(found).toMatchObject({
    names: 'names-ok names=报送助手',
    api: `api-ok host=${host()}`,
    connection: 'connection-ok',
    files: `files-ok host=${new URL(url).host}`,
    vectors: 'vectors-ok',
    'app-secret': 'app-secret-ok',
    'app-send': 'app-send-ok',
    'webhook wrG1': 'webhook-ok',
    'webhook wrG2': 'webhook-ok',
  });
  expect([fake.sent, fake.violations]).toEqual([[], []]);
});

test.each(['169.254.0.55', '198.18.0.9'])(
  'files under a name that leads to %s are named, whether they can be had or not',
  async (leadsTo) => {
    const { url } = await serve((_, answer) => answer.writeHead(403).end());
    const dead = await deadUrl();
    const said = async (fileHost: string) => (await looked(fake.env(['ws']), { fileHost, leadsTo })).files;
    expect(await said(url)).toBe(`files-stand-in host=${new URL(url).host} address=${leadsTo}`);
    expect(await said(dead)).toBe(
      `files-stand-in-unreachable host=${new URL(dead).host} address=${leadsTo} reason=ECONNREFUSED`,
    );
  },
);

test.each<[string, Record<string, string>, string]>([
  ['the secret', { WECOM_BOT_SECRET: 'wrong' }, 'connection-secret errcode=40001'],
  ['the id', { WECOM_BOT_ID: 'wrong' }, 'connection-id errcode=40013'],
])('the long connection: %s is wrong', async (_, env, says) => {
  expect((await looked({ ...fake.env(['ws']), ...env })).connection).toBe(says);
});

test('the long connection: refused, silent, out of reach, not wanted', async () => {
  const env = fake.env(['ws']);
  const said = async (more: object = {}, url?: string) =>
    (await looked({ ...env, ...(url && { WECOM_BOT_WS_URL: url }) }, more)).connection;
  fake.faults.frame = () => ({ errcode: 45009 });
  expect(await said()).toBe('connection-often errcode=45009');
  fake.faults.frame = () => ({ errcode: 850001 });
  expect(await said()).toBe('connection-refused errcode=850001');
  fake.faults.frame = () => 'lost';
  expect(await said()).toBe(`connection-silent host=${host()}`);
  const dead = (await deadUrl()).replace('http', 'ws');
  expect(await said({}, dead)).toBe(`connection-unreachable host=${new URL(dead).host} reason=ECONNREFUSED`);
  const opens = fake.counters.opens;
  expect(await said({ connect: false })).toBe('connection-left-alone');
  expect(fake.counters.opens).toBe(opens);
});

test('a bot that runs is asked, never thrown off', async () => {
  const env = fake.env(['ws']);
  const said = async (connection?: string) =>
    (await looked(env, { running: connection === undefined ? {} : { channels: { wecom: { connection } } } }))
      .connection;
  expect([
    await said('subscribed'),
    await said('standby'),
    await said('kicked'),
    await said('stopped'),
    await said('waiting'),
    await said(),
  ]).toEqual([
    'connection-subscribed',
    'connection-standby',
    'connection-kicked',
    'connection-secret errcode=40001',
    'connection-waiting',
    'connection-not-asked',
  ]);
  expect(fake.counters.opens).toBe(0);
});

test('names, proxy and hosts', async () => {
  const { url: gate } = await serve((_, answer) => answer.end('<html>请先登录</html>'));
  const dead = await deadUrl();
  const env = { ...fake.env(['ws']), WECOM_BOT_NAMES: '', HTTPS_PROXY: dead };
  expect(await looked(env, { connect: false, fileHost: dead })).toMatchObject({
    names: 'names-missing',
    proxy: `proxy-unreachable address=${new URL(dead).host} reason=ECONNREFUSED`,
    api: `api-unreachable host=${host()} reason=ECONNREFUSED`,
    files: `files-unreachable host=${new URL(dead).host} reason=ECONNREFUSED`,
  });
  const gated = { ...fake.env(['ws']), WECOM_API_BASE: gate };
  expect(await looked(gated, { connect: false })).toMatchObject({
    api: `api-gate host=${new URL(gate).host} status=200`,
    files: 'files-unknown',
  });
  const proxy = await startProxy();
  closing.push(() => proxy.close());
  expect(await looked({ ...fake.env(['ws']), HTTPS_PROXY: proxy.url })).toMatchObject({
    proxy: `proxy-ok address=${new URL(proxy.url).host}`,
    api: `api-ok host=${host()}`,
    connection: 'connection-ok',
  });
});

test.each<[string, Record<string, string>, object]>([
  [
    'the secret',
    { WECOM_APP_SECRET: 'wrong' },
    { 'app-secret': 'app-secret-wrong errcode=40001', 'app-send': 'app-secret-wrong errcode=40001' },
  ],
  ['the corporation', { WECOM_CORP_ID: 'wrong' }, { 'app-secret': 'app-corp-wrong errcode=40013' }],
  [
    'the number of the app',
    { WECOM_APP_AGENT_ID: '1000999' },
    { 'app-secret': 'app-secret-ok', 'app-send': 'app-agent-wrong errcode=40056' },
  ],
])('the app: %s is wrong', async (_, env, found) => {
  expect(await looked({ ...fake.env(['app']), ...env })).toMatchObject(found);
});

test('the app: the address of this computer is told, as the platform saw it', async () => {
  fake.app.allowedIps = ['203.0.113.9'];
  expect(await looked(fake.env(['app']))).toMatchObject({
    'app-secret': 'app-address ip=127.0.0.1',
    'app-send': 'app-address ip=127.0.0.1',
  });
});

test('a table is tried without a row being written: all is well, its key is old, a column is gone, too often', async () => {
  const columns = { fNo: { title: '编号', type: 'number' } };
  fake.tables.set('kW', { columns, rows: new Map() });
  const said = async (key = 'kW', schema: object = columns) => {
    const { url } = fake.sampleOf(key);
    return (await looked({ WECOM_API_BASE: fake.apiBase, WECOM_TABLES: JSON.stringify({ works: { url, schema } }) }))[
      'table true'
    ];
  };
  expect([await said(), await said('kOld'), await said('kW', { fGone: '编号' })]).toEqual([
    'table-ok',
    'table-key errcode=40014',
    'table-schema errcode=2023001',
  ]);
  fake.faults.request = () => ({ errcode: 45033 });
  expect(await said()).toBe('table-often errcode=45033');
  fake.faults.request = () => ({ errcode: 48002 });
  expect(await said()).toBe('table-refused errcode=48002');
  fake.faults.request = () => 'lost';
  expect(await said()).toBe('table-silent');
  expect([fake.tables.get('kW')?.rows.size, fake.violations]).toEqual([0, []]);
});

test('the app and the webhooks: everything else that the platform may say', async () => {
  const env = fake.env(['app', 'webhook']);
  const saying = async (errcode: number) => {
    fake.faults.request = (asked) => (/message\/send|upload_media/.test(asked) ? { errcode } : undefined);
    const found = await looked(env);
    return [found['app-send'], found['webhook wrG1']];
  };
  expect(await saying(48002)).toEqual(['app-no-right errcode=48002', 'webhook-refused errcode=48002']);
  expect(await saying(50003)).toEqual(['app-disabled errcode=50003', 'webhook-refused errcode=50003']);
  expect(await saying(93004)).toEqual(['app-refused errcode=93004', 'webhook-disabled errcode=93004']);
  expect(await saying(45009)).toEqual(['app-refused errcode=45009', 'webhook-often errcode=45009']);
  fake.faults.request = (asked) => (/gettoken|upload_media|message/.test(asked) ? 'stall' : undefined);
  expect(await looked(env)).toMatchObject({
    'app-secret': 'app-silent',
    'app-send': 'app-silent',
    'webhook wrG1': 'webhook-silent',
  });
  fake.faults.request = undefined;
  fake.webhooks.delete('key-2');
  expect(await looked({ ...env })).toMatchObject({
    'webhook wrG1': 'webhook-ok',
    'webhook wrG2': 'webhook-key errcode=93000',
  });
});

test('the callbacks: the bot of this computer, then the way from outside', async () => {
  const env = fake.env(['url', 'app']);
  const found = async (given: Partial<CheckupGiven>) => {
    const all = await looked(env, given);
    return [all['callback-bot'], all['callback-bot-public'], all['callback-app'], all['callback-app-public']];
  };
  expect(await found({})).toEqual([
    'callback-not-running path=/wecom/bot',
    'public-missing path=/wecom/bot',
    'callback-not-running path=/wecom/app',
    'public-missing path=/wecom/app',
  ]);
  const bot: WecomBot = await wecomBot(env, { database, clock });
  closing.push(() => bot.close());
  const running = { running: {}, localUrl: bot.url };
  const right = await found({ ...running, publicUrl: `${bot.url}/` });
  expect(right.map((one) => one?.replace(/ ms=\d+/, ''))).toEqual([
    'callback-local-ok path=/wecom/bot',
    `public-ok url=${bot.url}/wecom/bot`,
    'callback-local-ok path=/wecom/app',
    `public-ok url=${bot.url}/wecom/app`,
  ]);
  const dead = await deadUrl();
  expect((await found({ ...running, localUrl: dead, publicUrl: dead })).slice(0, 2)).toEqual([
    `callback-local-unreachable url=${dead} reason=ECONNREFUSED`,
    `public-unreachable url=${dead}/wecom/bot reason=ECONNREFUSED`,
  ]);
  const outside = async (listener: RequestListener) => {
    const { url } = await serve(listener);
    return (await found({ ...running, publicUrl: url }))[1]?.replace(url, 'U');
  };
  expect(await outside((_, answer) => answer.writeHead(301, { location: '/wecom/bot/' }).end())).toBe(
    'public-redirect url=U/wecom/bot status=301 location=/wecom/bot/',
  );
  expect(await outside((_, answer) => answer.writeHead(502).end())).toBe('public-status url=U/wecom/bot status=502');
  expect(await outside((_, answer) => answer.end('<html></html>'))).toBe('public-altered url=U/wecom/bot');
  const passing =
    (change: (body: string) => string, ms = 0): RequestListener =>
    async (asked, answer) => {
      const body = await (await fetch(`${bot.url}${asked.url}`)).text();
      setTimeout(() => answer.end(change(body)), ms);
    };
  expect(await outside(passing((body) => `${body}\n`))).toBe('public-altered url=U/wecom/bot');
  expect(await outside(passing((body) => body, 1050))).toMatch(/^public-slow url=U\/wecom\/bot ms=\d+$/);
  const { url: old } = await serve((_, answer) => answer.writeHead(404).end());
  expect((await found({ ...running, localUrl: old }))[0]).toBe('callback-local-off path=/wecom/bot');
  const others = { ...env, WECOM_BOT_TOKEN: 'another' };
  expect((await looked(others, running))['callback-bot']).toBe('callback-local-keys path=/wecom/bot status=403');
});

test('every sentence that may be said is there, and none is there in vain', () => {
  const code = ['wecom/checkup.ts', 'wecom/checkup-callbacks.ts', 'wecom/checkup-tables.ts', 'wire/proxy-check.ts'].map(
    (file) => readFileSync(path.join(SRC, 'adapters', file), 'utf8'),
  );
  const written = [...sections.keys()].flatMap((id) => /^doctor-wecom\.(.+)$/.exec(id)?.[1] ?? []);
  const said = new Set(
    code.flatMap((text) =>
      [...text.matchAll(/'([a-z]+(?:-[a-z]+)*)'|`(?:doctor-\$\{CHANNEL\}\.)?([a-z-]+)/g)].map(([, a, b]) => a ?? b),
    ),
  );
  const composed = [
    'title',
    'console-title',
    'callback-bot',
    'callback-app',
    'callback-bot-public',
    'callback-app-public',
    'connection-disturbs',
  ];
  expect(written.filter((id) => !said.has(id) && !composed.includes(id))).toEqual([]);
  const prefixed = [...said].filter((id) =>
    /^(names|proxy|api|files|connection|vectors|callback|public|app|webhook|table|console)-[a-z]/.test(id ?? ''),
  );
  expect(prefixed.filter((id) => !written.includes(id as string) && id !== 'callback-')).toEqual([]);
});
