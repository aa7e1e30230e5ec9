import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { reportBreaking } from '../../src/adapters/prisma/embedded.ts';
import { testDatabase } from '../support/database.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';

const AT = new Date('2020-09-10T07:00:00Z');
const OPENERS = {
  embedded: async () => ({ database: (await testDatabase()) as Database, stop: async () => {} }),
  server: async () => {
    const server: TestServer = await startPostgres();
    const database = await openDatabase({ dataDir: '', databaseUrl: await server.newDatabase() });
    return { database, stop: () => server.stop() };
  },
};

describe.each(Object.entries(OPENERS))('%s database', (kind, open) => {
  let database: Database;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ database, stop } = await open());
  });
  afterAll(async () => {
    await database.close();
    await stop();
  });

  test('says which of the two it is', () => {
    expect(database.embedded).toBe(kind === 'embedded');
  });

  test('calls a second row of the same key P2002', async () => {
    const inbound = { channel: 'wecom', messageId: 'm1', senderId: 's1', message: {}, receivedAt: AT };
    await database.prisma.inbound.create({ data: inbound });
    await expect(database.prisma.inbound.create({ data: inbound })).rejects.toMatchObject({ code: 'P2002' });
  });

  test('calls a reference to nobody P2003, a missing row P2025', async () => {
    const { prisma } = database;
    const membership = { personId: 404, role: 'staff', since: AT };
    await expect(prisma.membership.create({ data: membership })).rejects.toMatchObject({ code: 'P2003' });
    await expect(prisma.setting.delete({ where: { key: 'none' } })).rejects.toMatchObject({ code: 'P2025' });
  });

  test('takes back what a failed transaction wrote', async () => {
    const { prisma } = database;
    const failing = prisma.$transaction(async (tx) => {
      await tx.setting.create({ data: { key: 'half', value: 1 } });
      throw new Error('停');
    });
    await expect(failing).rejects.toThrow('停');
    expect(await prisma.setting.findUnique({ where: { key: 'half' } })).toBeNull();
  });

  test('keeps concurrent transactions apart', async () => {
    const { prisma } = database;
    await prisma.setting.create({ data: { key: 'counter', value: 0 } });
    await Promise.all(
      Array.from({ length: 20 }, () =>
        prisma.$transaction(async (tx) => {
          await tx.$queryRaw`SELECT key FROM setting WHERE key = 'counter' FOR UPDATE`;
          const { value } = await tx.setting.findUniqueOrThrow({ where: { key: 'counter' } });
          await tx.setting.update({ where: { key: 'counter' }, data: { value: Number(value) + 1 } });
        }),
      ),
    );
    expect(await prisma.setting.findUnique({ where: { key: 'counter' } })).toEqual({ key: 'counter', value: 20 });
  });

  // pglite-socket confuses connections whose statements arrive in several pieces, from 64 KB on.
  test('keeps concurrent messages of 300 KB apart from small ones', async () => {
    const { prisma } = database;
    const texts = Array.from({ length: 12 }, (_, index) => `${index}${'字'.repeat(100_000)}`);
    const stored = await Promise.all(
      texts.map(async (text, index) => {
        const [row] = await Promise.all([
          prisma.setting.create({ data: { key: `long ${index}`, value: text } }),
          prisma.setting.findUnique({ where: { key: 'none' } }),
        ]);
        return row.value;
      }),
    );
    expect(stored).toEqual(texts);
  });

  test('keeps numbers beyond 2^53, instants and JSON as they were', async () => {
    const { prisma } = database;
    const blob = { sha256: 'a', size: 9_007_199_254_740_993n, storedAt: AT };
    expect(await prisma.blob.create({ data: blob })).toMatchObject(blob);
    const value = { 单位: '尧都区', list: [1, null, { deep: true }] };
    await prisma.setting.create({ data: { key: 'json', value } });
    expect((await prisma.setting.findUniqueOrThrow({ where: { key: 'json' } })).value).toEqual(value);
  });
});

test('a server that is set to Shanghai keeps the same instants as one that is set to London', async () => {
  const server = await startPostgres();
  const databaseUrl = await server.newDatabase();
  const first = await openDatabase({ dataDir: '', databaseUrl });
  await first.prisma.$executeRawUnsafe(
    `ALTER DATABASE ${new URL(databaseUrl).pathname.slice(1)} SET TimeZone = 'Asia/Shanghai'`,
  );
  await first.close();
  const { prisma, close } = await openDatabase({ dataDir: '', databaseUrl });
  await prisma.person.create({ data: { name: '李建国', createdAt: AT } });
  const [row] = await prisma.$queryRaw<{ seconds: number }[]>`
    SELECT extract(epoch FROM created_at)::float8 AS seconds FROM person`;
  expect(row?.seconds).toBe(AT.getTime() / 1000);
  expect((await prisma.person.findFirstOrThrow()).createdAt).toEqual(AT);
  await close();
  await server.stop();
}, 60_000);

test('reset empties the tables and begins the numbers at 1', async () => {
  const database = await testDatabase();
  const { prisma } = database;
  await prisma.person.create({ data: { name: '李建国', createdAt: AT } });
  await database.reset();
  expect(await prisma.person.create({ data: { name: '王芳', createdAt: AT } })).toMatchObject({ id: 1 });
  expect(await prisma.person.count()).toBe(1);
  await database.close();
});

// What PGlite does on a full disk, measured on a 60 MB disk: a panic, and the statement after it never ends.
test('after a panic the owner is told once and no further statement reaches PGlite', async () => {
  const panic = Buffer.from('E\0\0\0\0SPANIC\0VPANIC\0C53100\0MNo space left on device\0\0', 'latin1');
  let executed = 0;
  const db = {
    execProtocolRawStream: async (_: Uint8Array, options?: { onRawData?: (data: Uint8Array) => void }) => {
      executed++;
      options?.onRawData?.(panic);
    },
  };
  const told: unknown[] = [];
  reportBreaking(db as never, (error) => told.push((error as Error).cause));
  await db.execProtocolRawStream(Buffer.of(0), { onRawData: () => {} });
  await expect(db.execProtocolRawStream(Buffer.of(0))).rejects.toThrow('has stopped');
  expect({ executed, told }).toEqual({ executed: 1, told: ['No space left on device'] });
});
