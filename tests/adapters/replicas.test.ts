import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { s3Client, s3Files } from '../../src/adapters/files/s3.ts';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { type BotProcess, startBot } from '../support/bot-process.ts';
import { photo } from '../support/files.ts';
import { known } from '../support/known.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

// Three processes as `npm start` starts them, on one PostgreSQL and one file server, behind a balancer that knows nothing.
const PEOPLE = Array.from({ length: 9 }, (_, index) => `person${index}`);
const WORKS = 4;
const TAKEN_OVER_MS = 30_000;
const PATIENCE = { timeout: 240_000, interval: 100 };

let folder: string;
let server: TestServer;
let s3: TestS3;
let fake: FakeWecom;
let database: Database;
let replicas: BotProcess[] = [];
let begin: (index: number) => Promise<BotProcess>;
let balancer: Awaited<ReturnType<typeof startBalancer>>;

/** Passes each request on to the next replica in turn; to the one after it when that one is not there. */
async function startBalancer(targets: () => string[]) {
  let turn = 0;
  const proxy = createServer(async (asked, answer) => {
    const body = await buffer(asked);
    const pass = (left: number): void => {
      const all = targets();
      const target = new URL(asked.url ?? '/', all[turn++ % all.length]);
      const passed = request(target, { method: asked.method, headers: asked.headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      passed.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED' && left > 0) pass(left - 1);
        else if (!answer.headersSent) answer.writeHead(502).end();
        else answer.destroy();
      });
      passed.end(body);
    };
    pass(all());
  });
  const all = () => targets().length - 1;
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    stop: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-replicas-'));
  [server, s3] = await Promise.all([startPostgres(), startS3()]);
  fake = await startFakeWecom({ bot: { name: '报送助手' }, timings: { retryMs: 200, waitMs: 120_000 } });
  const databaseUrl = await server.newDatabase();
  database = await openDatabase({ dataDir: folder, databaseUrl });
  for (const person of PEOPLE) await known(database as never, 'wecom', person, 'coordinator', { unit: 'yaodu' });
  await known(database as never, 'wecom', 'boss', 'staff');
  begin = (index) =>
    startBot({
      PRACTICE: 'off',
      DATA_DIR: path.join(folder, String(index)),
      DATABASE_URL: databaseUrl,
      FILES_URL: `s3://${s3.bucket}/${s3.prefix}`,
      S3_ENDPOINT: s3.endpoint ?? '',
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
      ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
      ...fake.env(['ws', 'url']),
    });
  replicas = await Promise.all([0, 1, 2].map(begin));
  balancer = await startBalancer(() => replicas.map(({ url }) => url));
  fake.botUrl = `${balancer.url}/wecom/bot`;
}, 240_000);
afterAll(async () => {
  balancer?.stop();
  await Promise.all(replicas.map((one) => one.kill()));
  await database?.close();
  await fake?.stop();
  await s3?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Ready {
  status: string;
  database: string;
  channels: { wecom: { connection: string } };
  holders: Record<string, string | undefined>;
}
const ready = async ({ url }: BotProcess) => (await (await fetch(`${url}/readyz`)).json()) as Ready;
/** Which of the processes holds it, by what they all say. */
const holderOf = (lease: string, said: Ready) => said.holders[lease]?.split('/')[1];

async function report(person: string): Promise<void> {
  for (let work = 0; work < WORKS; work++) {
    const name = `${person}-${work}.png`;
    const { bytes } = photo(name, PEOPLE.indexOf(person) * 100 + work);
    const title = await fake.say({ via: 'url', from: person, text: `/报送 摄影 《${person} ${work}》 作者:李建国` });
    const file = await fake.say({ via: 'url', from: person, file: { bytes, name } });
    // A balancer that loses a request is repeated by the platform; what was never acknowledged is nobody's promise.
    expect([title.outcome, file.outcome]).toEqual(['acknowledged', 'acknowledged']);
  }
}

const settled = async () =>
  (await database.prisma.inbound.count({ where: { state: { in: ['waiting', 'working'] } } })) === 0 &&
  (await database.prisma.outbound.count({ where: { state: { in: ['waiting', 'working'] } } })) === 0;

test('callbacks on any replica, one of them killed and started again: everything once', async () => {
  await vi.waitUntil(() => fake.subscribed(), PATIENCE);
  const said = await Promise.all(replicas.map(ready));
  expect(said.map(({ status, database: kind }) => [status, kind])).toEqual(Array(3).fill(['ready', 'server']));
  // One holds the line, the others stand by; all say the same of who holds what.
  expect(said.map(({ channels }) => channels.wecom.connection).sort()).toEqual(['standby', 'standby', 'subscribed']);
  for (const lease of ['wecom', 'schedule']) expect(new Set(said.map((one) => holderOf(lease, one))).size).toBe(1);

  const reporting = Promise.all(PEOPLE.map(report));
  await vi.waitUntil(
    async () => (await database.prisma.submission.count({ where: { state: 'received' } })) >= 3,
    PATIENCE,
  );
  const line = said.findIndex(({ channels }) => channels.wecom.connection === 'subscribed');
  const killed = replicas[line] as BotProcess;
  const before = holderOf('wecom', said[0] as Ready);
  await killed.kill();
  const since = performance.now();
  const [other] = replicas.filter((one) => one !== killed) as [BotProcess];
  await vi.waitUntil(async () => {
    const now = holderOf('wecom', await ready(other));
    return now !== undefined && now !== before;
  }, PATIENCE);
  expect(performance.now() - since).toBeLessThan(TAKEN_OVER_MS);
  replicas[line] = await begin(line);
  await reporting;
  await vi.waitUntil(() => fake.subscribed(), PATIENCE);
  expect((await (await fake.say({ via: 'ws', from: 'boss', text: '/截止' })).reply()).text).toContain('9月15日');
  // What the killed process had in hand is another's after a minute.
  await vi.waitUntil(settled, PATIENCE);

  const works = await database.prisma.submission.findMany({ include: { files: true }, orderBy: { title: 'asc' } });
  const titles = PEOPLE.flatMap((person) => Array.from({ length: WORKS }, (_, work) => `${person} ${work}`));
  expect(works.map(({ title, state }) => `${title} ${state}`)).toEqual(titles.map((title) => `${title} received`));
  expect(await database.prisma.tally.findMany({ select: { unitId: true, categoryId: true, received: true } })).toEqual([
    { unitId: 'yaodu', categoryId: 'photo', received: titles.length },
  ]);
  const files = s3Files(s3Client(s3), s3, path.join(folder, 'looking'));
  for (const { files: kept } of works) {
    expect(kept).toHaveLength(1);
    const bytes = await buffer(files.open(kept[0]?.sha256 ?? ''));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept[0]?.sha256);
  }
  // Staff who are told of a lost receipt read its first line too.
  const receipts = fake.sent.flatMap(({ text }) => /^已收 #(\d+) /.exec(text)?.[1] ?? []).map(Number);
  expect(receipts).toEqual([...new Set(receipts)]);
  const unsaid = works.filter(({ number }) => !receipts.includes(number));
  // A reply that was on its way when its process was killed may be in the chat: it is not repeated, and it is known.
  const unknown = await database.prisma.outbound.count({ where: { state: 'unknown' } });
  expect(unsaid.length).toBeLessThanOrEqual(unknown);
  expect(fake.violations).toEqual([]);
}, 400_000);

function asked(msgid: string) {
  const message = { msgid, aibotid: 'a', chattype: 'single', from: { userid: 'boss' }, msgtype: 'text' };
  return fake.seal('bot', JSON.stringify({ ...message, text: { content: '/截止' } }));
}

async function ask({ url }: BotProcess, msgid: string, sealed = asked(msgid)): Promise<number> {
  const query = new URLSearchParams(sealed.query as never);
  const answer = await fetch(`${url}/wecom/bot?${query}`, { method: 'POST', body: sealed.body });
  return answer.status;
}

test('a recorded callback played again, to the same replica or to another one, is one message', async () => {
  const sealed = asked('replayed');
  const post = (replica: BotProcess) => ask(replica, 'replayed', sealed);
  const [first, second] = replicas as [BotProcess, BotProcess];
  expect([await post(first), await post(first), await post(second)]).toEqual([200, 403, 200]);
  expect(await database.prisma.inbound.count({ where: { messageId: 'bot:replayed' } })).toBe(1);
}, 60_000);

test('what only the line can answer is answered soon, and each ends within ten seconds of SIGTERM', async () => {
  // Without a response_url only the process with the line can answer, whichever of them handled the question.
  const began = performance.now();
  for (const replica of replicas)
    for (let number = 0; number < 2; number++) await ask(replica, `line-${replicas.indexOf(replica)}-${number}`);
  await vi.waitUntil(settled, PATIENCE);
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(await database.prisma.outbound.count({ where: { state: { in: ['refused'] } } })).toBe(0);
  const begun = performance.now();
  const ended = await Promise.all(replicas.map((one) => one.stop()));
  expect(ended, replicas.map((one) => one.said().slice(-2_000)).join('\n')).toEqual([0, 0, 0]);
  expect(performance.now() - begun).toBeLessThan(10_000);
  replicas = [];
}, 120_000);
