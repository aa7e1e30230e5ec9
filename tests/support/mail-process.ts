// Reads a mailbox into a data folder, and tells what was taken in when all of it was looked at; may be killed at any moment.
import path from 'node:path';
import { pino } from 'pino';
import { mailboxOf } from '../../src/adapters/mail/mailbox.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { buildOffice } from '../../src/start/assemble.ts';
import { readConfig } from '../../src/start/config.ts';

const [, , dataDir = '', port = '', root = ''] = process.argv;
const config = readConfig({ PRACTICE: 'on', DATA_DIR: dataDir });
const database = await openDatabase({ dataDir, databaseUrl: undefined });
const { office } = await buildOffice({ root: path.resolve(root), config, database, log: pino({ level: 'silent' }) });
const settings = {
  host: '127.0.0.1',
  port: Number(port),
  user: 'lfgh',
  password: 'a code of the service',
  folder: 'INBOX',
  plain: true,
};
const box = mailboxOf({ office, settings, lease: soleLease('mail'), dataDir });
console.log('looking');
await box.look();
await box.stop();
const taken = await database.prisma.mail.findMany({ select: { subject: true, state: true, problem: true } });
console.log(JSON.stringify(taken));
await database.close();
process.exit(0);
