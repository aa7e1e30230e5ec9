import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { startFakeWecom } from '../../fakes/wecom/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { dingtalkBot } from '../support/dingtalk.ts';
import { photo } from '../support/files.ts';
import { known } from '../support/known.ts';
import { wecomBot } from '../support/wecom.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

async function onWecom() {
  const clock = new TestClock();
  const fake = await startFakeWecom({ clock, bot: { name: '报送助手' }, timings: { waitMs: 60_000 } });
  const started = await wecomBot(fake.env(['ws']), { database, clock });
  await fake.whenSubscribed();
  const via = 'ws' as const;
  return { channel: 'wecom', fake, started, text: (from: string, text: string) => fake.say({ from, via, text }) };
}

async function onDingtalk() {
  const clock = new TestClock();
  const fake = await startFakeDingtalk({ clock, app: { streamMode: true }, timings: { waitMs: 60_000 } });
  const started = await dingtalkBot(fake.env(['stream']), { database, clock });
  await fake.whenSubscribed();
  const via = 'stream' as const;
  return { channel: 'dingtalk', fake, started, text: (from: string, text: string) => fake.say({ from, via, text }) };
}

const { bytes } = photo('春.png', 1);
const { bytes: more } = photo('夏.png', 2);

test.each([
  ['企业微信', onWecom],
  ['钉钉', onDingtalk],
] as const)('/看 sends the files themselves, /回执 its picture, into the direct chat of %s', async (_, open) => {
  const { channel, fake, started, text } = await open();
  const { bot, office } = started;
  await known(database, channel, 'li', 'coordinator', { unit: 'yaodu' });
  await known(database, channel, 'zhou', 'staff');
  for (const id of ['li', 'zhou']) fake.openChat('single', id);
  const settled = async (said: () => Promise<unknown>) => {
    const before = await database.prisma.inbound.count();
    await said();
    while ((await database.prisma.inbound.count()) === before) await new Promise((resolve) => setImmediate(resolve));
    await bot.work();
    while ((await database.prisma.outbound.count({ where: { state: { in: ['waiting', 'working'] } } })) > 0)
      await new Promise((resolve) => setImmediate(resolve));
  };
  const { sha256 } = await stored(office, bytes);
  const second = await stored(office, more);
  // As if it had been reported: what is tried here is the way out.
  const person = await database.prisma.account.findFirstOrThrow({ where: { senderId: 'li' } });
  const now = office.clock.now();
  const { number } = await database.prisma.submission.create({
    data: {
      ...{ campaign: office.campaign.id, unitId: 'yaodu', categoryId: 'photo', state: 'received', title: '春' },
      ...{ byPerson: person.personId, createdAt: now, receivedAt: now, channel, chatKind: 'direct', chatId: 'li' },
      files: {
        create: [
          { sha256, name: '春.png', addedAt: now },
          { sha256: second.sha256, name: '夏.png', addedAt: now },
        ],
      },
    },
  });
  await settled(() => text('zhou', `/看 ${number}`));
  const files = fake.sent.filter(({ chat }) => chat.id === 'zhou').flatMap((sent) => sent.files);
  expect(files.map((file) => file.bytes)).toEqual([bytes, more]);
  expect(await database.prisma.outbound.groupBy({ by: ['state'], _count: true })).toEqual([
    { state: 'sent', _count: 3 },
  ]);

  await settled(() => text('li', `/回执 ${number} 图`));
  const pictures = fake.sent.filter(({ chat }) => chat.id === 'li').flatMap((sent) => sent.files);
  expect(await Promise.all(pictures.map(async (file) => drawn(file.bytes)))).toEqual([['png', 1170]]);
  const row = await database.prisma.outbound.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const [kept] = (row.post as unknown as { files: { sha256: string }[] }).files;
  expect(pictures[0]?.bytes.equals(await buffer(office.store.open(kept?.sha256 ?? '')))).toBe(true);
  await started.close();
  await fake.stop();
});

async function drawn(picture: Buffer) {
  const { format, width } = await sharp(picture).metadata();
  return [format, width];
}

async function stored(office: Awaited<ReturnType<typeof wecomBot>>['office'], content: Buffer) {
  const { Readable } = await import('node:stream');
  const file = await office.store.put(Readable.from([content]), 1e9);
  const { sha256, size, extension, mime } = file;
  await database.prisma.blob.create({
    data: { sha256, size: BigInt(size), extension, mime, measured: {}, storedAt: office.clock.now() },
  });
  return file;
}
