// A whole city of 3,000 units on a real PostgreSQL: /进度 of 1,000,000 entries, and what reminding them takes.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '../src/adapters/prisma/database.ts';
import type { Office } from '../src/application/office.ts';
import { postDue } from '../src/application/reminding/reminders.ts';
import { cityProgress, enlarge, fillEntries, percentile, timed } from '../tests/support/big-city.ts';
import { botOn } from '../tests/support/bots.ts';
import { startPostgres } from '../tests/support/postgres.ts';

const UNITS = 3_000;
const ENTRIES = 1_000_000;
const RUNS = 50;
const TARGET_MS = 100;
/** The Friday before a deadline three days away. */
const BEFORE_DUE = '2020-09-11T08:00:00+08:00';
const DUE = '2020-09-11T10:00:00+08:00';

const row = (what: string, times: number[]) =>
  console.log(
    `${what.padEnd(52)}${[50, 99].map((percent) => percentile(times, percent).toFixed(1).padStart(10)).join('')}`,
  );

/** Prints the figures; returns whether /进度 is as quick as it should be. */
export async function benchCity(): Promise<boolean> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-bench-'));
  const server = await startPostgres();
  const database = await openDatabase({ dataDir: folder, databaseUrl: await server.newDatabase() });
  try {
    const { office, moveTo } = await botOn(database);
    enlarge(office, UNITS);
    const [filled = 0] = await timed(1, () => fillEntries(office, ENTRIES));
    console.log(`\n${ENTRIES} entries of ${UNITS} units written in ${Math.round(filled / 1000)} s`);
    console.log(`${''.padEnd(52)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}`);
    const met = await measureProgress(office);
    await measureReminders(office, database, moveTo);
    console.log(`target: p99 of /进度 below ${TARGET_MS} ms: ${met ? 'met' : 'missed'}`);
    return met;
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureProgress(office: Office): Promise<boolean> {
  const counting = () => office.prisma.$queryRaw`
    SELECT unit_id, category_id, count(*) FILTER (WHERE state IN ('received', 'accepted')) AS counted
    FROM submission WHERE campaign = ${office.campaign.id} GROUP BY unit_id, category_id`;
  // A bot that has run for a while, not one that has just started.
  await timed(20, () => cityProgress(office));
  const kept = await timed(RUNS, () => cityProgress(office));
  await timed(1, counting);
  const counted = await timed(10, counting);
  row(`/进度 from the kept tallies, ${RUNS} runs`, kept);
  row('the GROUP BY alone, counted on the fly', counted);
  console.log(`ratio of the medians: ${(percentile(counted, 50) / percentile(kept, 50)).toFixed(1)}`);
  return percentile(kept, 99) < TARGET_MS;
}

/** One coordinator a unit, all in one group, most of them lacking something. */
async function measureReminders(
  office: Office,
  { prisma }: Database,
  moveTo: (instant: string) => Promise<void>,
): Promise<void> {
  const since = new Date('2020-06-01T00:00:00Z');
  await prisma.$executeRaw`
    INSERT INTO person (id, name, created_at) SELECT 10000 + n, '联络员' || n, ${since}::timestamptz FROM generate_series(1, ${UNITS}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO account (channel, sender_id, person_id) SELECT 'practice', 'bench-' || n, 10000 + n FROM generate_series(1, ${UNITS}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO membership (person_id, role, unit_id, since)
    SELECT 10000 + n, 'coordinator', 'u' || lpad(n::text, 4, '0'), ${since}::timestamptz FROM generate_series(1, ${UNITS}::int) n`;
  await prisma.group.createMany({ data: [{ channel: 'practice', chatId: 'bench', boundAt: since }] });
  await moveTo(BEFORE_DUE);
  await postDue(office);
  await moveTo(DUE);
  const composed: number[] = [];
  for (let run = 0; run < 10; run++) {
    await prisma.reminder.deleteMany();
    const [took = 0] = await timed(1, () => postDue(office));
    composed.push(took);
  }
  if ((await prisma.outbound.count({ where: { chatId: 'bench' } })) !== 10) throw new Error('no reminder was posted');
  const idle = await timed(RUNS, () => postDue(office));
  row(
    `a reminder of ${UNITS} units decided and written, 10 runs`,
    composed.sort((a, b) => a - b),
  );
  row('a minute in which none is due', idle);
}
