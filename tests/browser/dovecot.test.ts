import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { lookAtMailbox } from '../../src/adapters/mail/checkup.ts';
import { openLine } from '../../src/adapters/mail/line.ts';
import { mailboxOf } from '../../src/adapters/mail/mailbox.ts';
import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { letters } from '../mail/letters.ts';
import { inShort, takenIn } from '../mail/taken.ts';
import { freePort } from '../support/free-port.ts';
import { inUtf8, mail } from '../support/mails.ts';
import { type Practice, practice } from '../support/practice.ts';

// The IMAP server of Debian, which many mail services run: what the small one of npm takes lightly, it takes strictly.
const DOVECOT = process.env.DOVECOT ?? '/usr/sbin/dovecot';
const isRoot = process.getuid?.() === 0;
const ARRIVED = new Date('2020-09-10T06:30:00Z');

let folder: string;
let dovecot: ChildProcess;
let bot: Practice;
let settings: Parameters<typeof openLine>[0];

/** For one user, on one port of this computer, with all its files in the folder, as whoever runs it. */
function configuration(port: number): string {
  // It lets root neither speak with strangers nor own mails.
  const own = os.userInfo();
  const { uid, gid, username, group } = isRoot
    ? { uid: 65534, gid: 65534, username: 'nobody', group: 'nogroup' }
    : { ...own, group: own.username };
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = ${own.username}
default_login_user = ${username}
default_internal_group = ${group}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:${folder}/mail
mail_uid = ${uid}
mail_gid = ${gid}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/home
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  chroot =
}
`;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dovecot-'));
  chmodSync(folder, 0o711);
  for (const name of ['run', 'state', 'mail', 'home']) mkdirSync(path.join(folder, name));
  if (isRoot) for (const name of ['mail', 'home']) chownSync(path.join(folder, name), 65534, 65534);
  const port = await freePort();
  writeFileSync(path.join(folder, 'dovecot.conf'), configuration(port));
  settings = { host: '127.0.0.1', port, user: 'lfgh', password: 'secret', folder: 'INBOX', plain: true };
  dovecot = spawn(DOVECOT, ['-F', '-c', path.join(folder, 'dovecot.conf')], { stdio: 'inherit' });
  const reached = async () => (await openLine(settings)).close();
  [bot] = await Promise.all([practice(), vi.waitFor(reached, { timeout: 30_000, interval: 300 })]);
});
afterAll(async () => {
  dovecot?.kill('SIGTERM');
  if (dovecot) await new Promise((resolve) => dovecot.once('exit', resolve));
  await bot?.close();
  rmSync(folder, { recursive: true, force: true });
});

const box = () => mailboxOf({ office: bot.office, settings, lease: soleLease('mail'), dataDir: bot.dataDir });

it('takes the sixty mails for what they are, and changes nothing', { timeout: 180_000 }, async () => {
  const sent = await letters();
  const writer = await openLine(settings, false);
  for (const { raw } of sent) await writer.append('INBOX', raw, [], ARRIVED);
  const one = box();
  await one.look();
  await one.stop();
  const taken = await takenIn(bot);
  expect(taken.map((mail, index) => [sent[index]?.called, inShort(mail)])).toEqual(
    sent.map(({ called, result }) => [called, result]),
  );
  await writer.mailboxOpen('INBOX', { readOnly: true });
  const flags = [];
  for await (const found of writer.fetch('1:*', { flags: true })) flags.push([...(found.flags ?? [])].join(' '));
  await writer.logout();
  expect([flags.length, [...new Set(flags.map((one) => one.replace('\\Recent', '').trim()))]]).toEqual([
    sent.length,
    [''],
  ]);
});

it('hears at once that a mail has come', { timeout: 60_000 }, async () => {
  const one = box();
  one.open();
  await vi.waitFor(() => expect(one.status().idling).toBe(true), { timeout: 40_000, interval: 200 });
  const before = (await takenIn(bot)).length;
  const writer = await openLine(settings, false);
  const since = Date.now();
  await writer.append('INBOX', mail({ subject: inUtf8('古县歌曲《即时》'), text: '请收' }), [], ARRIVED);
  await vi.waitFor(async () => expect((await takenIn(bot)).length).toBe(before + 1), {
    timeout: 15_000,
    interval: 200,
  });
  expect(Date.now() - since).toBeLessThan(15_000);
  await writer.logout();
  await one.stop();
});

it('is looked at by the doctor', async () => {
  expect((await lookAtMailbox(settings)).map(({ says }) => says)).toEqual([
    'mail-line-ok',
    'mail-login-ok',
    'mail-folder-ok',
    'mail-last-ok',
  ]);
  expect((await lookAtMailbox({ ...settings, password: 'wrong' })).map(({ says }) => says)).toEqual([
    'mail-line-ok',
    'mail-login-refused',
  ]);
});
