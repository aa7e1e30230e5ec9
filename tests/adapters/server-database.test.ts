import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { serverAddress } from '../../src/adapters/prisma/server-address.ts';
import { startPooler } from '../support/pooler.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const open = (databaseUrl: string) => openDatabase({ dataDir: '', databaseUrl });
const refusal = (databaseUrl: string) =>
  open(databaseUrl).then(
    async ({ close }) => {
      await close();
      return 'opened';
    },
    ({ code, facts }) => [code, facts.reason ?? facts.schema ?? facts.zone ?? facts.file],
  );

/** What the server knows of the session, outside of a transaction and within; and that an instant is kept to the hour. */
async function session({ prisma }: Database) {
  const asked = `SELECT current_setting('TimeZone') AS zone, current_schema()::text AS schema, current_setting('lock_timeout') AS lock,
    current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('statement_timeout') AS statement`;
  const [outside] = await prisma.$queryRawUnsafe<object[]>(asked);
  const [within] = await prisma.$transaction((tx) => tx.$queryRawUnsafe<object[]>(asked));
  const at = new Date('2020-09-10T07:00:00.000Z');
  const { id } = await prisma.person.create({ data: { name: 'x', createdAt: at } });
  const [stored] = await prisma.$queryRaw<{ epoch: number }[]>`
    SELECT extract(epoch FROM created_at)::float8 AS epoch FROM person WHERE id = ${id}`;
  const read = await prisma.person.findUniqueOrThrow({ where: { id } });
  expect([stored?.epoch, read.createdAt]).toEqual([at.getTime() / 1000, at]);
  return { outside, within };
}

/** A database whose server would have Beijing's time. */
async function inBeijing(): Promise<URL> {
  const url = new URL(await server.newDatabase());
  const { prisma, close } = await open(url.href);
  await prisma.$executeRawUnsafe(`ALTER DATABASE ${url.pathname.slice(1)} SET timezone = 'Asia/Shanghai'`);
  await close();
  return url;
}

const OURS = { zone: 'UTC', schema: 'public', lock: '30s', idle: '1min', statement: '0' };

test.each([
  ['nothing', '', OURS],
  ['options of their own', '?options=-c%20statement_timeout%3D300000', { ...OURS, statement: '5min' }],
  ['options that say another zone', '?options=-c%20TimeZone%3DAsia/Shanghai%20-c%20lock_timeout%3D5', OURS],
  ['what Prisma’s own addresses have', '?connection_limit=3&pool_timeout=5&schema=public', OURS],
])('the session is ours, whatever the address says: %s', async (_, query, expected) => {
  const database = await open((await inBeijing()).href + query);
  expect(await session(database)).toEqual({ outside: expected, within: expected });
  await database.close();
});

test.each([
  ['schema=office', '?schema=office'],
  ['a search path', '?options=-c%20search_path%3Doffice,public'],
  ['a search path written long', '?options=--search_path%3D%22office%22'],
])('tables stand in the schema that the address names: %s', async (_, query) => {
  const url = await server.newDatabase();
  const first = await open(url);
  await first.prisma.$executeRawUnsafe('DROP SCHEMA public CASCADE');
  await first.prisma.$executeRawUnsafe('CREATE SCHEMA office');
  await first.prisma.$executeRawUnsafe('CREATE SCHEMA public');
  await first.close();
  const database = await open(url + query);
  expect((await session(database)).within).toMatchObject({ zone: 'UTC', schema: 'office' });
  const [tables] = await database.prisma.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM information_schema.tables WHERE table_schema = 'public'`;
  expect(Number(tables?.count)).toBe(0);
  await database.close();
});

test('a schema that is not there is named, not passed over', async () => {
  expect(await refusal(`${await server.newDatabase()}?schema=nowhere`)).toEqual(['database-schema', 'nowhere']);
});

test('through a pooler that takes no options the zone is UTC all the same, and each transaction has its limits', async () => {
  const url = await inBeijing();
  const pooler = await startPooler(Number(url.port));
  url.port = String(pooler.port);
  const database = await open(url.href);
  const { outside, within } = await session(database);
  expect(outside).toMatchObject({ zone: 'UTC' });
  expect(within).toMatchObject(OURS);
  const [inIsolation] = await database.prisma.$transaction(
    (tx) => tx.$queryRaw<object[]>`SELECT current_setting('transaction_isolation') AS level`,
    { isolationLevel: 'RepeatableRead' },
  );
  expect(inIsolation).toEqual({ level: 'repeatable read' });
  await database.close();
  expect(new Set(pooler.starts.map(({ TimeZone }) => TimeZone))).toEqual(new Set(['UTC']));
  await pooler.close();
});

test('a pooler that forgets the zone is refused: every instant would be hours off', async () => {
  const url = await inBeijing();
  const pooler = await startPooler(Number(url.port), { deaf: true });
  url.port = String(pooler.port);
  expect(await refusal(url.href)).toEqual(['database-zone', 'Asia/Shanghai']);
  await pooler.close();
});

test('what is no address of ours stays as it is', () => {
  const { config, pooled, schema } = serverAddress(
    'postgresql://u:p%40s@h:1/d?sslmode=require&pgbouncer=true&schema=a%20b',
  );
  expect([config.connectionString, config.options, pooled, schema]).toEqual([
    'postgresql://u:p%40s@h:1/d?sslmode=require',
    undefined,
    true,
    'a b',
  ]);
});

/** A server that begins TLS with a certificate that nobody vouches for; or has none. */
async function tlsServer(answer: 'S' | 'N') {
  const fixture = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../support/fixtures', name));
  const tls = { isServer: true, cert: fixture('self-signed.pem'), key: fixture('self-signed-key.pem') };
  const own = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(answer);
      if (answer === 'S') new TLSSocket(socket, tls).on('error', () => {});
    });
  }).listen(0, '127.0.0.1');
  await once(own, 'listening');
  return { port: (own.address() as AddressInfo).port, close: () => own.close() };
}

test.each([
  ['a self-signed certificate', 'S', 'sslmode=require', ['database-certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT']],
  ['no TLS', 'N', 'sslmode=require', ['database-no-tls', 'The server does not support SSL connections']],
  [
    'a file of certificates that is not there',
    'S',
    'sslmode=verify-full&sslrootcert=/nowhere/ca.pem',
    ['database-certificate-file', 'ENOENT'],
  ],
] as const)('%s is told as what it is, not as a wrong address', async (_, answer, query, expected) => {
  const own = await tlsServer(answer);
  expect(await refusal(`postgresql://u:p@127.0.0.1:${own.port}/d?${query}`)).toEqual(expected);
  own.close();
});
