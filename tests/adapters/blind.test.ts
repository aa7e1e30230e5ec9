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
  if (!open) throw new Error(`a ${extension} that is not handed out`);
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

const told = Buffer.from('李建国 尧都');
const chunk = (id: string, inside: Buffer) => {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(inside.length, 4);
  return Buffer.concat([head, inside, Buffer.alloc(inside.length % 2)]);
};
const riff = (form: string, ...chunks: Buffer[]) =>
  chunk('RIFF', Buffer.concat([Buffer.from(form, 'latin1'), ...chunks]));
const id3 = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0'), Buffer.of(told.length), told]);
const frames = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.from('frames')]);
const ape = (tag: Buffer) => {
  const foot = Buffer.alloc(32);
  foot.write('APETAGEX', 0, 'latin1');
  foot.writeUInt32LE(tag.length + 32, 12);
  return Buffer.concat([tag, foot]);
};
const blocks = (text: Buffer) => Buffer.concat([Buffer.of(text.length), text, Buffer.of(0)]);
const gif = Buffer.concat([
  ...[Buffer.from('GIF89a'), Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 9, 9, 9])],
  ...[
    Buffer.from([0x21, 0xfe]),
    blocks(told),
    Buffer.from([0x21, 0xff]),
    blocks(Buffer.from('XMP DataXMP')),
    Buffer.of(),
  ],
  ...[Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]), Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0])],
  ...[Buffer.of(0x3b), told],
]);
const flacBlock = (type: number, inside: Buffer) => Buffer.concat([Buffer.from([type, 0, 0, inside.length]), inside]);

test.each<[string, Buffer, string]>([
  [
    'wav',
    riff(
      'WAVE',
      chunk('fmt ', Buffer.from('fmt')),
      chunk('LIST', told),
      chunk('data', Buffer.from('frames')),
      chunk('bext', told),
    ),
    'frames',
  ],
  ['webp', riff('WEBP', chunk('VP8 ', Buffer.from('frames')), chunk('PRIV', told)), 'frames'],
  [
    'mp3',
    Buffer.concat([id3, id3, frames, ape(told), Buffer.from('TAG'), told, Buffer.alloc(125 - told.length)]),
    'frames',
  ],
  [
    'flac',
    Buffer.concat([
      Buffer.from('fLaC'),
      flacBlock(0, Buffer.from('info')),
      flacBlock(4, told),
      flacBlock(0x86, told),
      Buffer.from('frames'),
    ]),
    'frames',
  ],
  ['gif', gif, 'GIF89a'],
  [
    'mp4',
    Buffer.concat([
      box('ftyp', Buffer.from('isom')),
      box('moov', box('trak', box('mdia', box('hdlr', Buffer.alloc(24), told))), box('cust', told)),
      box('free', told),
      box('mdat', Buffer.from('frames')),
      box('abcd', told),
    ]),
    'frames',
  ],
])('a %s keeps what is seen and heard alone', async (extension, bytes, kept) => {
  const out = await clean(bytes, extension);
  expect([out.length, leaks(bytes).length > 0, leaks(out), out.includes(kept)]).toEqual([bytes.length, true, [], true]);
});

test('what follows the end of a picture goes too, and a gif stays one', async () => {
  for (const [extension, format] of [
    ['jpg', 'jpeg'],
    ['png', 'png'],
  ] as const)
    expect(leaks(await clean(Buffer.concat([await picture(format), told]), extension))).toEqual([]);
  expect((await sharp(await clean(gif, 'gif')).metadata()).width).toBe(1);
});

test.each([
  Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0x00]),
  Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0x00, 0x00, 0xff]),
  Buffer.concat([box('moov', Buffer.from([0, 0, 0, 3])), Buffer.from([0, 0, 0, 1])]),
  Buffer.concat([box('ftyp', Buffer.from('isom')), Buffer.from('李建国')]),
  Buffer.from('李建国 尧都，不是图片'),
  Buffer.alloc(0),
])('what is no whole file of its kind is not handed out: nobody knows what is in it', async (bytes) => {
  for (const extension of [
    'jpg',
    'png',
    'gif',
    'bmp',
    'webp',
    'mp4',
    'mov',
    'mp3',
    'wav',
    'flac',
    'webm',
    'ogg',
    'pdf',
    'zip',
    '',
  ])
    expect([extension, await blanked(opener(bytes), { size: bytes.length, extension })]).toEqual([
      extension,
      undefined,
    ]);
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
    ...['/api/v1/openapi.json', '/api/v1/papers', '/api/v1/snapshots', '/api/v1/messages', '/api/v1/campaign'],
    ...[
      '/api/v1/works?text=%E6%9D%8E%E5%BB%BA%E5%9B%BD',
      '/api/v1/exports/forms/%E8%8D%A3%E8%AA%89%E8%AF%81%E4%B9%A6.docx',
    ],
    ...['/api/v1/review/results', '/api/v1/exports/works.xlsx', '/api/v1/exports/works.zip', '/api/v1/people'],
    ...['/api/v1/events', '/api/v1/screening', '/api/v1/screening/files/1', '/api/v1/mails'],
  ];
  const told: unknown[] = [];
  const statuses: Record<string, number> = {};
  for (const where of asked) {
    const { status, headers, bytes } = await judge.raw('GET', where);
    statuses[where.replace('/api/v1/', '')] = status;
    // All units and categories by their names are in `me`; which work is whose is not.
    const hits = /\/(me|campaign)$/.test(where)
      ? leaks(bytes).filter((one) => !['尧都', 'yaodu'].includes(one))
      : leaks(bytes);
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
      "campaign": 200,
      "events": 403,
      "exports/forms/%E8%8D%A3%E8%AA%89%E8%AF%81%E4%B9%A6.docx": 403,
      "exports/works.xlsx": 403,
      "exports/works.zip": 403,
      "files/1": 403,
      "files/1/text": 403,
      "mails": 403,
      "me": 200,
      "messages": 403,
      "openapi.json": 200,
      "overview": 403,
      "papers": 403,
      "people": 403,
      "review": 200,
      "review/results": 403,
      "review/works/1": 200,
      "review/works/1/files/1": 200,
      "review/works/1/files/1/text": 404,
      "review/works/1/files/1?download=1": 200,
      "screening": 403,
      "screening/files/1": 403,
      "snapshots": 403,
      "works": 403,
      "works/1": 403,
      "works?text=%E6%9D%8E%E5%BB%BA%E5%9B%BD": 403,
    }
  `);
  const { headers } = await judge.raw('GET', '/api/v1/review/works/1/files/1');
  expect([headers['content-disposition'], headers.etag, headers['content-type']]).toEqual([
    "inline; filename*=UTF-8''1-1.jpg",
    '"1-1-1"',
    'image/jpeg',
  ]);
});

test('a file that took the place of another is fetched anew, not taken from what the browser has kept', async () => {
  const { bot } = here;
  const where = '/api/v1/review/works/2/files/1';
  const before = await judge.raw('GET', where);
  const kept = { headers: { 'if-none-match': String(before.headers.etag) } };
  expect((await judge.raw('GET', where, kept)).status).toBe(304);
  const [old] = await bot.prisma.submissionFile.findMany({ where: { submissionNumber: 2 } });
  const other = await bot.prisma.submissionFile.findFirstOrThrow({ where: { submissionNumber: 1 } });
  await bot.prisma.submissionFile.update({ where: { id: old?.id ?? 0 }, data: { retiredAt: bot.now() } });
  const { id } = await bot.prisma.submissionFile.create({
    data: { submissionNumber: 2, sha256: other.sha256, name: '李建国.jpg', addedAt: bot.now() },
  });
  const after = await judge.raw('GET', where, kept);
  expect([after.status, after.bytes.equals(before.bytes), leaks(after.bytes)]).toEqual([200, false, []]);
  await bot.prisma.submissionFile.delete({ where: { id } });
  await bot.prisma.submissionFile.update({ where: { id: old?.id ?? 0 }, data: { retiredAt: null } });
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

test('what only a link shows, and what cannot be rid of names, is not shown until somebody has seen to it', async () => {
  const { bot } = here;
  const link = 'https://mp.weixin.qq.com/s/yaodu';
  await bot.say('yaodu-1', `/报送 专题活动 《进企业》 作者:李建国 链接:${link}`);
  await bot.say('staff-1', '/采用 3');
  await bot.prisma.blob.create({
    data: { sha256: 'f'.repeat(64), size: 9, extension: 'webm', mime: 'video/webm', storedAt: bot.now(), measured: {} },
  });
  await bot.prisma.submissionFile.create({
    data: { submissionNumber: 3, sha256: 'f'.repeat(64), name: '李建国.webm', addedAt: bot.now() },
  });
  await judgingIn(bot).act('staff-1', assignWorks, { categoryIds: [], personIds: [], seed: 1 });
  const seen = async () => {
    const { bytes } = await judge.raw('GET', '/api/v1/review/works/3');
    const { files, link: shown, unitId, author } = JSON.parse(bytes.toString());
    return { files, link: shown, unitId, author, leaks: leaks(bytes).length > 0 };
  };
  const staff = await here.as('staff-1');
  const waiting = async () =>
    (await staff.ask('review')).body.jury.unseen.map(({ number }: { number: number }) => number);
  const links = [{ number: 3, link }];
  expect([await seen(), await waiting()]).toEqual([
    {
      files: [{ place: 1, show: 'video', name: '', hidden: true }],
      ...{ link: '', unitId: '', author: '', leaks: false },
    },
    [3],
  ]);
  expect((await judge.raw('GET', '/api/v1/review/works/3/files/1')).status).toBe(404);
  expect((await judge.ask('showLinks', { body: { links } })).status).toBe(403);
  expect((await staff.ask('showLinks', { body: { links } })).status).toBe(200);
  expect([(await seen()).link, await waiting()]).toEqual([link, []]);
  // Another link is another question.
  const fields = { author: '李建国', link: 'https://mp.weixin.qq.com/s/lijianguo' };
  await bot.prisma.submission.update({ where: { number: 3 }, data: { fields } });
  expect([(await seen()).link, await waiting()]).toEqual(['', [3]]);
  expect((await staff.ask('showLinks', { body: { links } })).status).toBe(409);

  // Where judging is not blind, everything is there.
  const { review } = bot.office.campaign;
  bot.office.campaign = { ...bot.office.campaign, ...(review && { review: { ...review, blind: false } }) };
  expect(await seen()).toMatchObject({
    ...{ unitId: 'yaodu', author: '李建国', link: 'https://mp.weixin.qq.com/s/lijianguo' },
    files: [{ name: '李建国.webm', hidden: false }],
  });
  const open = await judge.raw('GET', '/api/v1/review/works/2/files/1');
  expect([open.headers['content-disposition'], open.headers.etag?.length]).toEqual([
    "inline; filename*=UTF-8''b.png",
    66,
  ]);
  bot.office.campaign = { ...bot.office.campaign, ...(review && { review }) };
});

test('objections are recorded and settled in the page, by staff alone', async () => {
  const staff = await here.as('staff-1');
  const said = { params: { number: 2 }, body: { raisedBy: '王某', text: '和去年的一样' } };
  expect((await judge.ask('objectToWork', said)).status).toBe(403);
  expect((await staff.ask('objectToWork', said)).status).toBe(200);
  const [one] = (await staff.ask('review')).body.jury.objections;
  expect(one).toMatchObject({ number: 2, raisedBy: '王某', text: '和去年的一样', outcome: '' });
  const outcome = { params: { number: one.id }, body: { outcome: '不是同一件' } };
  expect((await staff.ask('settleObjection', outcome)).status).toBe(200);
  expect((await staff.ask('settleObjection', outcome)).status).toBe(409);
  expect((await staff.ask('review')).body.jury.objections[0].outcome).toBe('不是同一件');
});
