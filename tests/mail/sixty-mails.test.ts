import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailboxOf } from '../../src/adapters/mail/mailbox.ts';
import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { type ImapServer, imapServer } from '../support/imap.ts';
import { type Practice, practice } from '../support/practice.ts';
import { type Expected, letters } from './letters.ts';
import { inShort, takenIn } from './taken.ts';

const ARRIVED = new Date('2020-09-10T06:30:00Z');

let bot: Practice;
let server: ImapServer;
let sent: Expected[];
const boxOf = (to: ImapServer) =>
  mailboxOf({ office: bot.office, settings: to.settings, lease: soleLease('mail'), dataDir: bot.dataDir });

beforeAll(async () => {
  [bot, server, sent] = await Promise.all([practice(), imapServer(), letters()]);
  for (const { raw } of sent) server.put(raw, ARRIVED);
  const box = boxOf(server);
  await box.look();
  await box.stop();
});
afterAll(async () => {
  await server?.close();
  await bot?.close();
});

test('sixty mails, each taken for what it is', async () => {
  const taken = await takenIn(bot);
  expect(sent.length).toBeGreaterThanOrEqual(60);
  expect(taken.map((one, index) => [sent[index]?.called, inShort(one)])).toEqual(
    sent.map(({ called, result }) => [called, result]),
  );
});
