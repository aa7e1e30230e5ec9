// One of several processes that send to the same chat: starts asking when the gate opens, prints what it was given.
import { pino } from 'pino';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { throttle } from '../../src/adapters/prisma/throttle.ts';

const [databaseUrl = '', most, ms, asked, key = ''] = process.argv.slice(2);

const { prisma, close } = await openDatabase({ dataDir: '', databaseUrl });
const bucket = throttle(prisma, 'test', [{ most: Number(most), ms: Number(ms) }], pino({ level: 'silent' }));
console.log('ready');
await prisma.$queryRaw`SELECT 1 FROM pg_advisory_lock_shared(1)`;
const waits = await Promise.all(Array.from({ length: Number(asked) }, () => bucket.take(key)));
console.log(waits.join(' '));
await close();
