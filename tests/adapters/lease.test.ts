import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/prisma/database.ts';
import { soleLease, startLease } from '../../src/adapters/prisma/lease.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { type DatabaseProcess, printingProcess } from '../support/processes.ts';

const POSIX = process.platform !== 'win32';
/** Far longer than anything here takes; a failed wait ends the test. */
const PATIENCE = { timeout: 30_000, interval: 10 };
const QUICK = { termMs: 1500, intervalMs: 200 };
const log = pino({ level: 'silent' });

let server: TestServer;
let databases: Database[] = [];
let processes: DatabaseProcess[] = [];
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterEach(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  for (const database of databases) await database.close();
  processes = [];
  databases = [];
});
afterAll(() => server?.stop());

async function open(databaseUrl: string): Promise<Database> {
  const database = await openDatabase({ dataDir: '', databaseUrl });
  databases.push(database);
  return database;
}

function start(databaseUrl: string, { termMs, intervalMs } = QUICK): DatabaseProcess {
  const one = printingProcess('lease-process', ['', databaseUrl, String(termMs), String(intervalMs)]);
  processes.push(one);
  return one;
}

interface Look {
  held: boolean;
  turn: string;
  at: number;
}

/** What the process printed, in order; milliseconds of the machine's running time. */
const looks = ({ lines }: DatabaseProcess): Look[] =>
  lines.map((line) => {
    const [state, turn = '', at] = line.split(' ');
    return { held: state === 'held', turn, at: Number(BigInt(at ?? 0) / 1000n) / 1000 };
  });
const holds = (one: DatabaseProcess) => looks(one).at(-1)?.held === true;
const holderOf = (among: DatabaseProcess[]) => vi.waitUntil(() => among.find(holds), PATIENCE);

/** Every stretch of time in which a process saw itself as the holder, in order. */
function stretches(): { pid: number; from: number; to: number }[] {
  return processes
    .flatMap((one) => {
      const held = looks(one).filter((look) => look.held);
      const turns = [...new Set(held.map(({ turn }) => turn))];
      return turns.map((turn) => {
        const at = held.filter((look) => look.turn === turn).map((look) => look.at);
        return { pid: one.pid, from: Math.min(...at), to: Math.max(...at) };
      });
    })
    .sort((a, b) => a.from - b.from);
}

function expectNeverTwo(): void {
  const all = stretches();
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter(({ to }, index) => to >= (all[index + 1]?.from ?? Number.POSITIVE_INFINITY))).toEqual([]);
}

test.each([2, 3])(
  'of %i processes one holds; when it is killed another one takes over, until none is left',
  async (count) => {
    const url = await server.newDatabase();
    let living = Array.from({ length: count }, () => start(url));
    while (living.length > 0) {
      // Every process has to be one that wants it, or the take-over would be its start.
      await Promise.all(living.map((one) => one.printed(1)));
      const holder = await holderOf(living);
      await holder.kill();
      living = living.filter((one) => one !== holder);
    }
    expectNeverTwo();
    const all = stretches();
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(count);
    for (const [index, { to }] of all.slice(0, -1).entries())
      expect((all[index + 1]?.from ?? 0) - to).toBeLessThan(15_000);
  },
  120_000,
);

test.runIf(POSIX)(
  'a process that stood still for longer than its term does not act when it goes on',
  async () => {
    const url = await server.newDatabase();
    const both = [start(url), start(url)];
    await Promise.all(both.map((one) => one.printed(1)));
    const first = await holderOf(both);
    const second = both.find((one) => one !== first) as DatabaseProcess;
    process.kill(first.pid, 'SIGSTOP');
    await holderOf([second]);
    process.kill(first.pid, 'SIGCONT');
    const seen = first.lines.length;
    await first.printed(seen + 100);
    expect(
      looks(first)
        .slice(seen + 1)
        .filter(({ held }) => held),
    ).toEqual([]);
    expect(holds(second)).toBe(true);
    expectNeverTwo();
  },
  120_000,
);

test('a process that stops gives it up: nobody waits for the end of its term', async () => {
  const url = await server.newDatabase();
  const long = { termMs: 600_000, intervalMs: 50 };
  const both = [start(url, long), start(url, long)];
  await Promise.all(both.map((one) => one.printed(1)));
  const first = await holderOf(both);
  const second = both.find((one) => one !== first) as DatabaseProcess;
  process.kill(first.pid, 'SIGTERM');
  expect(await first.ended).toBe(0);
  await holderOf([second]);
  expectNeverTwo();
}, 120_000);

test('a holder that cannot renew stops by itself before anybody else may begin', async () => {
  const url = await server.newDatabase();
  const database = await open(url);
  const lease = startLease(database.prisma, 'schedule', log, { termMs: 1000, intervalMs: 100 });
  const changes: boolean[] = [];
  lease.watch((held) => changes.push(held));
  await vi.waitUntil(() => lease.held(), PATIENCE);

  const other = await open(url);
  await other.prisma.$transaction(
    async (tx) => {
      // The renewal waits for this row, as it would on a database that hangs.
      await tx.$queryRaw`SELECT name FROM lease FOR UPDATE`;
      await vi.waitUntil(() => !lease.held(), PATIENCE);
      const [row] = await tx.$queryRaw<{ left: boolean }[]>`SELECT expires_at >= clock_timestamp() AS left FROM lease`;
      expect(row?.left).toBe(true);
    },
    { timeout: 30_000 },
  );
  await vi.waitUntil(() => lease.held(), PATIENCE);
  await lease.release();
  expect(lease.held()).toBe(false);
  expect(await lease.holder()).toBeUndefined();
  expect(changes).toEqual([true, false, true, false]);
}, 60_000);

test('the holder of one lease is not that of another, and survives a cut connection', async () => {
  const url = await server.newDatabase();
  const [first, second] = [await open(url), await open(url)];
  const schedule = startLease(first.prisma, 'schedule', log, QUICK);
  await vi.waitUntil(() => schedule.held(), PATIENCE);
  const connection = startLease(second.prisma, 'wecom-long-connection', log, QUICK);
  const waiting = startLease(second.prisma, 'schedule', log, QUICK);
  await vi.waitUntil(() => connection.held(), PATIENCE);
  expect(waiting.held()).toBe(false);
  const holder = await waiting.holder();
  expect(holder).toContain(`/${process.pid}/`);
  await second.prisma.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  const before = await second.prisma.lease.findUniqueOrThrow({ where: { name: 'schedule' } });
  await vi.waitUntil(
    async () =>
      (await second.prisma.lease.findUniqueOrThrow({ where: { name: 'schedule' } })).expiresAt > before.expiresAt,
    PATIENCE,
  );
  expect(await waiting.holder()).toBe(holder);
  for (const lease of [schedule, connection, waiting]) await lease.release();
}, 60_000);

test('the only process of an embedded database holds it from the start until it gives it up', async () => {
  const lease = soleLease('schedule');
  const changes: boolean[] = [];
  lease.watch((held) => changes.push(held));
  expect([lease.held(), await lease.holder()]).toEqual([true, expect.stringContaining(`/${process.pid}`)]);
  await lease.release();
  expect([lease.held(), await lease.holder(), changes]).toEqual([false, undefined, [true, false]]);
});
