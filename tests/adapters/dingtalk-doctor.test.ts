import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FakeDingtalk, type FakeDingtalkOptions, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { dingtalkCheckup } from '../../src/adapters/dingtalk/checkup.ts';
import { readSections } from '../../src/adapters/prompt-files.ts';
import type { CheckupGiven } from '../../src/adapters/wire/checkup.ts';
import { readConfig } from '../../src/start/config.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type DingtalkBot, dingtalkBot } from '../support/dingtalk.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SRC = path.resolve(import.meta.dirname, '../../src');
const sections = readSections(path.resolve(SRC, '../prompts'));
const clock = new TestClock();
let fake: FakeDingtalk | undefined;
let bot: DingtalkBot | undefined;
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(() => database.reset());
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
  bot = undefined;
});

/** `check: sentence`, in order. */
async function looked(
  env: Record<string, string>,
  given: Partial<CheckupGiven> = {},
  leadsTo?: string,
): Promise<Record<string, string>> {
  const { dingtalk: settings } = readConfig(env).channels;
  if (!settings) throw new Error('nothing is set up');
  const { checks } = dingtalkCheckup({
    settings,
    given: {
      running: undefined,
      localUrl: 'http://127.0.0.1:1',
      publicUrl: undefined,
      now: () => clock.now(),
      mayDisturb: async () => true,
      ...given,
    },
    withinMs: 10_000,
    ...(leadsTo !== undefined && { resolve: async () => [leadsTo] }),
  });
  const found: Record<string, string> = {};
  for (const check of checks) {
    const { state, says } = await check.run();
    found[check.name] = state === 'ok' ? says : `${state} ${says}`;
  }
  return found;
}

const start = async (options: FakeDingtalkOptions = {}) => {
  fake = await startFakeDingtalk({ clock, ...options });
  return fake.env(['stream']);
};
const RIGHT = {
  api: 'host-ok',
  oapi: 'host-ok',
  secret: 'secret-ok',
  gateway: 'gateway-ok',
  connection: 'skipped connection-not-asked',
  send: 'send-ok',
};

test('names that lead to addresses a proxy made up are named', async () => {
  const stands = { api: 'host-stand-in', oapi: 'host-stand-in' };
  expect(await looked(await start(), {}, '198.18.0.9')).toEqual({ ...RIGHT, ...stands });
});

test('all is right, and nobody was disturbed', async () => {
  expect(await looked(await start())).toEqual(RIGHT);
  expect([fake?.sent.length, fake?.counters.connections]).toEqual([0, 0]);
  // Whether a host answers at all is asked at addresses that mean nothing.
  expect(fake?.violations.filter(({ rule }) => rule !== 'unknown-path')).toEqual([]);
});

test.each<[string, FakeDingtalkOptions, Record<string, string>, Record<string, string>]>([
  [
    'a wrong secret',
    {},
    { DINGTALK_CLIENT_SECRET: 'wrong' },
    { secret: 'failed secret-wrong', gateway: 'failed gateway-credentials', send: 'failed send-refused' },
  ],
  ['an app in HTTP mode', { app: { streamMode: false } }, {}, { gateway: 'failed gateway-setup' }],
  ['a right that was not asked for', { app: { scopes: [] } }, {}, { send: 'failed send-permission' }],
  ['another robot', {}, { DINGTALK_ROBOT_CODE: 'dingOTHER' }, { send: 'failed send-robot-code' }],
  ['no calls left', { limits: { callsPerMonth: 0 } }, {}, { secret: 'failed quota', send: 'failed quota' }],
])('%s is found', async (_, options, env, differs) => {
  expect(await looked({ ...(await start(options)), ...env })).toEqual({ ...RIGHT, ...differs });
});

test('nobody answers', async () => {
  const env = await start();
  await fake?.stop();
  expect(await looked(env)).toMatchObject({
    api: 'failed host-unreachable',
    secret: 'failed silent',
    gateway: 'failed host-unreachable',
    send: 'failed silent',
  });
});

test('a bot that runs says itself whether it is connected', async () => {
  const env = await start();
  const running = (ready: boolean) => ({ channels: { dingtalk: { ready } } });
  expect((await looked(env, { running: running(true) })).connection).toBe('connection-ok');
  expect((await looked(env, { running: running(false) })).connection).toBe('failed connection-down');
});

test('HTTP mode: the address answers with this secret, or who answers is named', async () => {
  fake = await startFakeDingtalk({ clock, app: { streamMode: false } });
  const env = fake.env(['http']);
  bot = await dingtalkBot(env, { database, clock });
  const given = { running: {}, localUrl: bot.url, publicUrl: bot.url };
  expect(await looked(env, given)).toMatchObject({ 'callback-local': 'callback-ok', 'callback-public': 'callback-ok' });
  expect(await looked({ ...env, DINGTALK_CLIENT_SECRET: 'other' }, given)).toMatchObject({
    'callback-local': 'failed callback-secret',
  });
  expect(await looked(env, { ...given, localUrl: fake.apiBase, publicUrl: undefined })).toMatchObject({
    'callback-local': 'failed callback-other',
    'callback-public': 'failed public-missing',
  });
});

test('every sentence the doctor says stands in the prompts', () => {
  const source = ['checkup.ts', 'checkup-tables.ts']
    .map((file) => readFileSync(path.join(SRC, 'adapters/dingtalk', file), 'utf8'))
    .join('\n');
  const said = [
    ...source.matchAll(/(?:ok|failed|skipped)\('([\w-]+)'/g),
    ...source.matchAll(/name: '([\w-]+)'/g),
    ...source.matchAll(/'(console-[\w-]+)'/g),
    ...source.matchAll(/, '(callback-[\w-]+)'\)/g),
  ].map(([, name]) => name as string);
  expect(said.length).toBeGreaterThan(25);
  const all = [
    ...said,
    'api',
    'oapi',
    'title',
    'console-title',
    'gateway-busy',
    'gateway-credentials',
    'gateway-setup',
    'proxy',
    'proxy-ok',
    'proxy-unreachable',
  ];
  expect(all.filter((name) => !sections.has(`doctor-dingtalk.${name}`))).toEqual([]);
});
