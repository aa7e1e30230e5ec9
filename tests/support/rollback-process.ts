// A transaction whose connection is gone when its time is over; says whether the process outlives it.
import { pino } from 'pino';
import { openDatabase, surviveRollbacks } from '../../src/adapters/prisma/database.ts';

const [databaseUrl = '', how = ''] = process.argv.slice(2);
if (how === 'survive') surviveRollbacks(pino({ level: 'silent' }));
const { prisma, close } = await openDatabase({ dataDir: '', databaseUrl });
const TIMEOUT_MS = 200;

await prisma
  .$transaction(
    async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await prisma.$queryRaw`SELECT pg_terminate_backend(${row?.pid}::int)`;
      await new Promise((resolve) => setTimeout(resolve, 5 * TIMEOUT_MS));
    },
    { timeout: TIMEOUT_MS },
  )
  .catch(() => undefined);
await close();
console.log('alive');
