// /进度 for a whole city on a real PostgreSQL: 3,000 units, 8 categories, 1,000,000 entries. Exits 1 beyond the target.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../src/adapters/prisma/database.ts';
import { cityProgress, enlarge, fillEntries, percentile, timed } from '../tests/support/big-city.ts';
import { botOn } from '../tests/support/bots.ts';
import { startPostgres } from '../tests/support/postgres.ts';

const UNITS = 3_000;
const ENTRIES = 1_000_000;
const RUNS = 50;
const TARGET_MS = 100;

const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-bench-'));
const server = await startPostgres();
const database = await openDatabase({ dataDir: folder, databaseUrl: await server.newDatabase() });
let missed = true;
try {
  const { office, prisma } = await botOn(database);
  enlarge(office, UNITS);
  const [filled = 0] = await timed(1, () => fillEntries(office, ENTRIES));
  console.log(`${ENTRIES} entries of ${UNITS} units written in ${Math.round(filled / 1000)} s`);

  const counting = () => prisma.$queryRaw`
    SELECT unit_id, category_id, count(*) FILTER (WHERE state IN ('received', 'accepted')) AS counted
    FROM submission WHERE campaign = ${office.campaign.id} GROUP BY unit_id, category_id`;
  // A bot that has run for a while, not one that has just started.
  await timed(20, () => cityProgress(office));
  const kept = await timed(RUNS, () => cityProgress(office));
  await timed(1, counting);
  const counted = await timed(10, counting);

  const row = (what: string, times: number[]) =>
    `${what.padEnd(44)}${[50, 99].map((percent) => percentile(times, percent).toFixed(1).padStart(10)).join('')}`;
  console.log(`${''.padEnd(44)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}`);
  console.log(row(`/进度 from the kept tallies, ${RUNS} runs`, kept));
  console.log(row('the GROUP BY alone, counted on the fly', counted));
  console.log(`ratio of the medians: ${(percentile(counted, 50) / percentile(kept, 50)).toFixed(1)}`);
  missed = percentile(kept, 99) >= TARGET_MS;
  console.log(`target: p99 below ${TARGET_MS} ms: ${missed ? 'missed' : 'met'}`);
} finally {
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(missed ? 1 : 0);
