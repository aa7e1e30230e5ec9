import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blanked } from '../../src/adapters/files/blanked.ts';
import { assignWorks } from '../../src/application/reviewing/assign.ts';
import { type Browser, desk, type TestDesk } from '../support/desk.ts';
import { judgingIn } from '../support/judging.ts';

/** What a judge must not learn of the work below. */
const SECRETS = ['尧都', 'yaodu', '李建国', 'Li Jianguo', '机密文件名'];
const leaks = (bytes: Buffer) => SECRETS.filter((secret) => bytes.includes(Buffer.from(secret)));

const opener = (bytes: Buffer) => (range?: { start: number; end: number }) =>
  Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]);
async function clean(bytes: Buffer, extension: string, range?: { start: number; end: number }): Promise<Buffer> {
  const open = await blanked(opener(bytes), { size: bytes.length, extension });
  return buffer(open(range));
}

const picture = (format: 'jpeg' | 'png' | 'webp') =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#c33' } })
    .withMetadata({ orientation: 6, exif: { IFD0: { Artist: 'Li Jianguo', ImageDescription: 'yaodu' } } })
    .toFormat(format)
    .toBuffer();

test.each([
  ['jpg', 'jpeg', 6],
  ['png', 'png', undefined],
  ['webp', 'webp', undefined],
] as const)('a %s keeps its picture and nothing that was written into it', async (extension, format, turned) => {
  const bytes = await picture(format);
  expect(leaks(bytes)).toEqual(['yaodu', 'Li Jianguo']);
  const out = await clean(bytes, extension);
  expect([out.length, leaks(out)]).toEqual([bytes.length, []]);
  const [before, after] = [bytes, out].map((one) => sharp(one).raw().toBuffer());
  expect(await after).toEqual(await before);
  if (turned !== undefined) expect((await sharp(out).metadata()).orientation).toBe(turned);
});

const box = (type: string, ...parts: Buffer[]) => {
  const inside = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(inside.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, inside]);
};

test('a film keeps its frames and loses its titles, whole and in ranges', async () => {
  const told = Buffer.from('李建国 尧都');
  const film = Buffer.concat([
    box('ftyp', Buffer.from('isom')),
    box('moov', box('mvhd', Buffer.alloc(20, 1)), box('trak', box('udta', told)), box('udta', box('meta', told))),
    box('mdat', Buffer.from('frames')),
    box('uuid', told),
  ]);
  const out = await clean(film, 'mp4');
  expect([out.length, leaks(out), out.includes('frames'), out.subarray(0, 12).equals(film.subarray(0, 12))]).toEqual([
    film.length,
    [],
    true,
    true,
  ]);
  for (const start of [0, 30, 60, 100]) {
    const range = { start, end: Math.min(start + 24, film.length - 1) };
    expect(await clean(film, 'mp4', range)).toEqual(out.subarray(range.start, range.end + 1));
  }
});

test.each([
  Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0x00]),
  Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0x00, 0x00, 0xff]),
  Buffer.concat([box('moov', Buffer.from([0, 0, 0, 3])), Buffer.from([0, 0, 0, 1])]),
  Buffer.alloc(0),
])('what is no whole file goes out as it is', async (bytes) => {
  for (const extension of ['jpg', 'png', 'webp', 'mp4', 'mp3', 'pdf'])
    expect(await clean(bytes, extension)).toHaveLength(bytes.length);
});

let here: TestDesk;
let judge: Browser;
beforeAll(async () => {
  here = await desk();
  const { bot } = here;
  const { personId } = await bot.prisma.account.findFirstOrThrow({ where: { senderId: 'anze-1' } });
  await bot.prisma.membership.updateMany({ where: { personId }, data: { role: 'judge', unitId: '' } });
  const files = [{ name: '机密文件名-李建国.jpg', bytes: await picture('jpeg') }];
  await bot.say('yaodu-1', '/报送 摄影 《炉前》 作者:李建国', { files });
  await bot.say('houma-1', '/报送 摄影 《桥》 作者:王蒲生', {
    files: [{ name: 'b.png', bytes: await picture('png') }],
  });
  await bot.say('staff-1', '/采用 1 2');
  await judgingIn(bot).act('staff-1', assignWorks, { categoryIds: [], personIds: [], seed: 1 });
  judge = await here.as('anze-1');
});
afterAll(() => here?.close());

test('no address tells a judge whose a work is: body, headers, bytes', async () => {
  const asked = [
    '/api/v1/me',
    '/api/v1/review',
    '/api/v1/review/works/1',
    '/api/v1/review/works/1/files/1',
    '/api/v1/review/works/1/files/1?download=1',
    '/api/v1/review/works/1/files/1/text',
    ...[
      '/api/v1/works',
      '/api/v1/works/1',
      '/api/v1/files/1',
      '/api/v1/files/1/text',
      '/api/v1/audit',
      '/api/v1/overview',
    ],
    ...['/api/v1/review/results', '/api/v1/exports/works.xlsx', '/api/v1/exports/works.zip', '/api/v1/people'],
  ];
  const told: unknown[] = [];
  const statuses: Record<string, number> = {};
  for (const where of asked) {
    const { status, headers, bytes } = await judge.raw('GET', where);
    statuses[where.replace('/api/v1/', '')] = status;
    // All units and categories by their names are in `me`; which work is whose is not.
    const hits = where.endsWith('/me') ? leaks(bytes).filter((one) => !['尧都', 'yaodu'].includes(one)) : leaks(bytes);
    if (
      hits.length > 0 ||
      leaks(Buffer.from(JSON.stringify(headers) + decodeURIComponent(JSON.stringify(headers)))).length > 0
    )
      told.push([where, hits, headers]);
  }
  expect(told).toEqual([]);
  expect(statuses).toMatchInlineSnapshot(`
    {
      "audit": 403,
      "exports/works.xlsx": 403,
      "exports/works.zip": 403,
      "files/1": 403,
      "files/1/text": 403,
      "me": 200,
      "overview": 403,
      "people": 403,
      "review": 200,
      "review/results": 403,
      "review/works/1": 200,
      "review/works/1/files/1": 200,
      "review/works/1/files/1/text": 404,
      "review/works/1/files/1?download=1": 200,
      "works": 403,
      "works/1": 403,
    }
  `);
  const { headers } = await judge.raw('GET', '/api/v1/review/works/1/files/1');
  expect([headers['content-disposition'], headers.etag, headers['content-type']]).toEqual([
    "inline; filename*=UTF-8''1-1.jpg",
    '"1-1"',
    'image/jpeg',
  ]);
});

test('a judge scores in the page, sees the others after that only, and what is not theirs as if it were not there', async () => {
  const key = { params: { number: 1 } };
  expect((await judge.ask('reviewWork', key)).body).toMatchObject({
    title: '炉前',
    paper: null,
    others: null,
    files: [{ place: 1, show: 'picture' }],
  });
  const { body } = await judge.ask('scoreWork', {
    ...key,
    body: { points: { theme: 3500, content: 2600, form: 2550 } },
  });
  expect(body).toEqual({ number: 1, version: 1, missing: [], owed: 1, all: 2 });
  expect((await judge.ask('reviewWork', key)).body).toMatchObject({ paper: { version: 1 }, others: [] });
  expect((await judge.ask('scoreWork', { ...key, body: { points: { theme: 4001 } } })).body.message).toContain(
    '主题立意最多 40 分',
  );
  expect((await judge.ask('reviewWork', { params: { number: 99 } })).status).toBe(404);
  const staff = await here.as('staff-1');
  const { body: found } = await staff.ask('reviewResults');
  expect(
    found.categories[0].works.map(({ number, score, award }: { number: number; score: string; award: string }) => [
      number,
      score,
      award,
    ]),
  ).toEqual([
    [1, '86.50', '一等奖'],
    [2, '', ''],
  ]);
  expect((await judge.ask('recuseWork', { ...key, body: { reason: '同学' } })).status).toBe(200);
  expect((await judge.raw('GET', '/api/v1/review/works/1/files/1')).status).toBe(404);
});
