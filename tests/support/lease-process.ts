// One of several processes that want a lease: prints, again and again, whether it may act, with the machine's running time.
import { pino } from 'pino';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { startLease } from '../../src/adapters/prisma/lease.ts';

const [, databaseUrl = '', termMs, intervalMs] = process.argv.slice(2);

const database = await openDatabase({ dataDir: '', databaseUrl });
const times = { termMs: Number(termMs), intervalMs: Number(intervalMs) };
const lease = startLease(database.prisma, 'schedule', pino({ level: 'silent' }), times);
let turn = 0;
let before = false;
const looking = setInterval(() => {
  const at = process.hrtime.bigint();
  const held = lease.held();
  if (held && !before) turn++;
  before = held;
  console.log(`${held ? `held ${turn}` : 'waits 0'} ${at}`);
}, 5);
process.on('SIGTERM', async () => {
  await lease.release();
  clearInterval(looking);
  await database.close();
});
