import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { lookAtMailbox } from '../../src/adapters/mail/checkup.ts';
import { openLine } from '../../src/adapters/mail/line.ts';
import { mailboxOf } from '../../src/adapters/mail/mailbox.ts';
import { mailAddress } from '../../src/adapters/mail/settings.ts';
import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { beginPlace, type Place } from '../../src/application/mailing/places.ts';
import { video } from '../support/files.ts';
import { type ImapServer, imapServer } from '../support/imap.ts';
import { inUtf8, mail } from '../support/mails.ts';
import { type Practice, practice } from '../support/practice.ts';
import { type Relay, relayTo } from '../support/relay.ts';
import { inShort, takenIn } from './taken.ts';

const ARRIVED = new Date('2020-09-10T06:30:00Z');

let bot: Practice;
let server: ImapServer;
let relay: Relay;
beforeAll(async () => {
  bot = await practice();
});
beforeEach(async () => {
  await bot.reset();
  server = await imapServer();
  relay = await relayTo(server.port);
});
afterEach(async () => {
  await relay.close();
  await server.close();
});
afterAll(() => bot?.close());

const box = (through = server.port, lease = soleLease('mail')) =>
  mailboxOf({
    office: bot.office,
    settings: { ...server.settings, host: '127.0.0.1', port: through },
    lease,
    dataDir: bot.dataDir,
  });

/** Random bytes behind the head of a film, as they cannot be made smaller on the way. */
const large = (size: number) => Buffer.concat([video('x.mp4', 1).bytes, randomBytes(size)]);
const film = (title: string, bytes: Buffer) =>
  mail({
    id: `<${title}@hard.test>`,
    subject: inUtf8(`古县微视频《${title}》`),
    parts: [{ name: `${title}.mp4`, type: 'video/mp4', bytes }],
  });
const short = async () => (await takenIn(bot)).map(inShort);

test('a line that breaks within a large attachment: the mail is fetched whole the next time, once', async () => {
  const bytes = large(6_000_000);
  server.put(film('断线', bytes), ARRIVED);
  server.put(film('后面', video('x.mp4', 2).bytes), ARRIVED);
  relay.cutAfter(3_000_000);
  const one = box(relay.port);
  await expect(one.look()).rejects.toThrow();
  expect(await short()).toEqual([]);
  expect(await bot.prisma.mailPlace.findMany({ select: { uid: true, attempts: true, reading: true } })).toEqual([
    { uid: 1, attempts: 1, reading: false },
  ]);
  relay.cutAfter(Number.POSITIVE_INFINITY);
  await one.look();
  await one.stop();
  // What failed waits behind what did not.
  expect(await short()).toEqual([
    'waiting guxian | micro_video《后面》 后面.mp4 | ',
    'waiting guxian | micro_video《断线》 断线.mp4 | ',
  ]);
  const { sha256 } = await bot.prisma.mailFile.findFirstOrThrow({ where: { name: '断线.mp4' } });
  const kept: Buffer[] = [];
  for await (const piece of bot.office.store.open(sha256 ?? '') as Readable) kept.push(piece);
  expect(Buffer.concat(kept).equals(bytes)).toBe(true);
});

test('a mail that breaks the line each time is listed after five attempts, and holds nobody up', async () => {
  server.put(film('总断', large(3_000_000)), ARRIVED);
  server.put(film('好的', video('x.mp4', 3).bytes), ARRIVED);
  relay.cutAfter(1_500_000);
  const one = box(relay.port);
  const ends: string[] = [];
  for (let times = 0; times < 7; times++)
    ends.push(
      await one.look().then(
        () => 'whole',
        () => 'cut',
      ),
    );
  await one.stop();
  expect(ends).toEqual(['cut', 'cut', 'cut', 'cut', 'cut', 'whole', 'whole']);
  expect(await short()).toEqual(['waiting guxian | micro_video《好的》 好的.mp4 | ', 'waiting ? |  | not-fetched']);
});

test('a mail larger than two of the largest files is listed by its head, and not fetched', async () => {
  const office = { ...bot.office, fileLimit: 1_000_000 };
  server.put(film('太大', large(3_500_000)), ARRIVED);
  server.put(film('一个太大', large(1_500_000)), ARRIVED);
  const one = mailboxOf({
    office,
    settings: { ...server.settings, port: relay.port },
    lease: soleLease('mail'),
    dataDir: bot.dataDir,
  });
  await one.look();
  await one.stop();
  expect(await short()).toEqual([
    'waiting ? |  | too-large',
    'waiting guxian | micro_video《一个太大》  | no-file,failed',
  ]);
  // Of the larger one not a byte more than its head.
  expect(relay.passed()).toBeLessThan(2_500_000);
});

test('a process that dies over a mail tries it once more, then lists it', async () => {
  const place: Place = { mailbox: 'a', uidValidity: 1n, uid: 1 };
  const head = { messageId: '<x@y>', address: 'a@b.c', subject: 'x', sentAt: '', size: 1, arrivedAt: ARRIVED };
  const begun = [];
  // Each time it begins, and nothing is ever told of its end.
  for (let times = 0; times < 3; times++) begun.push(await beginPlace(bot.office, place, head));
  expect(begun).toEqual(['read', 'read', 'died']);
});

test('one process of several reads: without the lease nothing is asked', async () => {
  server.put(film('别人的', video('x.mp4', 4).bytes), ARRIVED);
  const lease = soleLease('mail');
  await lease.release();
  const one = box(relay.port, lease);
  await one.look();
  await one.stop();
  expect([await short(), relay.passed()]).toEqual([[], 0]);
});

test('HTML that calls home calls nobody', async () => {
  const calls: string[] = [];
  const home: Server = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => home.listen(0, '127.0.0.1', resolve));
  const at = `http://127.0.0.1:${(home.address() as AddressInfo).port}`;
  server.put(
    mail({
      subject: inUtf8('古县歌曲《家》'),
      html: `<img src="${at}/1"><a href="${at}/2">x</a><iframe src="${at}/3"></iframe>`,
      parts: [{ name: '家.mp4', bytes: video('x.mp4', 5).bytes }],
    }),
    ARRIVED,
  );
  const one = box();
  await one.look();
  await one.stop();
  home.close();
  expect([calls, await short()]).toEqual([[], ['waiting guxian | song《家》 家.mp4 | ']]);
});

test('a certificate that nobody vouches for is not taken', async () => {
  const secure = await imapServer({ secure: true });
  try {
    const refused = await openLine({ ...secure.settings, host: 'localhost' }).then(
      () => 'taken',
      (error) => error.code,
    );
    expect(refused).toMatch(/CERT|SELF_SIGNED|EXPIRED|ALTNAME|TOO_SMALL|KEY|SSL/);
    const [line] = await lookAtMailbox({ ...secure.settings, host: 'localhost' });
    expect([line?.says, line?.facts?.certificate]).toEqual(['mail-line-failed', true]);
  } finally {
    await secure.close();
  }
});

test('the doctor tells line, login, folder and the last mail apart', async () => {
  const { settings } = server;
  server.put(film('最后', video('x.mp4', 6).bytes), ARRIVED);
  const said = async (given: Partial<typeof settings>) =>
    (await lookAtMailbox({ ...settings, ...given })).map(({ says, facts }) => [
      says,
      facts?.at ?? facts?.refused ?? '',
    ]);
  expect(await said({})).toEqual([
    ['mail-line-ok', ''],
    ['mail-login-ok', ''],
    ['mail-folder-ok', ''],
    ['mail-last-ok', '2020-09-10 14:30'],
  ]);
  expect(await said({ password: 'wrong' })).toEqual([
    ['mail-line-ok', ''],
    ['mail-login-refused', ''],
  ]);
  expect(await said({ folder: '没有' })).toEqual([
    ['mail-line-ok', ''],
    ['mail-login-ok', ''],
    ['mail-folder-missing', ''],
  ]);
  expect(await said({ port: 1 })).toEqual([['mail-line-failed', true]]);
  // Looking marks nothing.
  expect(server.standing()).toEqual(['1']);
});

test.each([
  ['imaps://lfgh@163.com@imap.163.com/INBOX', 'lfgh@163.com imap.163.com:993 INBOX'],
  ['imaps://lfgh%40163.com@imap.163.com', 'lfgh@163.com imap.163.com:993 INBOX'],
  ['imaps://lf@mail.example.cn:9993/%E6%8A%A5%E9%80%81/2020', 'lf mail.example.cn:9993 报送/2020'],
  ['imap://lf@127.0.0.1:1143/INBOX', 'lf 127.0.0.1:1143 INBOX plain'],
  ['imap://lf@mail.example.cn/INBOX', 'wrong'],
  ['imaps://lf:password@mail.example.cn/', 'wrong'],
  ['imaps://mail.example.cn/INBOX', 'wrong'],
  ['https://lf@mail.example.cn', 'wrong'],
])('%s', (written, read) => {
  const found = mailAddress(written);
  expect(
    found ? `${found.user} ${found.host}:${found.port} ${found.folder}${found.plain ? ' plain' : ''}` : 'wrong',
  ).toBe(read);
});
