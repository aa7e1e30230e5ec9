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

test('in the mailbox nothing is marked, moved or removed', () => {
  expect(server.standing()).toEqual(sent.map((_, index) => String(index + 1)));
});

test('a card’s number is kept nowhere', async () => {
  const all = await takenIn(bot);
  expect(JSON.stringify(all, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
    '11010519491231002',
  );
});

test('another look fetches nothing again', async () => {
  const before = (await takenIn(bot)).length;
  const box = boxOf(server);
  await box.look();
  await box.stop();
  expect((await takenIn(bot)).length).toBe(before);
});

test('the mailbox moved to another server: what has a Message-ID is not fetched again, the rest is known by its words and bytes', async () => {
  const before = await takenIn(bot);
  const other = await imapServer({ uidValidity: 7 });
  try {
    for (const { raw } of sent) other.put(raw, new Date('2020-09-12T01:00:00Z'));
    const box = boxOf(other);
    await box.look();
    await box.stop();
    const fresh = (await takenIn(bot)).slice(before.length);
    // Neither has a sender, an address or an id: nothing tells that it is the same.
    expect(fresh.map(({ state, subject }) => [state, subject])).toEqual([
      ['other', ''],
      ['other', ''],
      ['double', '微视频《俄罗斯套娃》'],
    ]);
  } finally {
    await other.close();
  }
});
