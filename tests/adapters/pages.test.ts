import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cleanUploads } from '../../src/application/keeping/clean-uploads.ts';
import { speakerOf } from '../../src/application/people/people.ts';
import { perform } from '../../src/application/perform.ts';
import { StoreFailed } from '../../src/application/ports.ts';
import { OF_ADDRESS } from '../../src/application/works/page-quotas.ts';
import { openPage, revokePage } from '../../src/application/works/pages.ts';
import { letterOf, photo, video } from '../support/files.ts';
import { pageServer, visitor } from '../support/pages.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
let server: Awaited<ReturnType<typeof pageServer>>;
beforeAll(async () => {
  office = await practice({ UPLOAD_LIMIT_MB: '3' });
});
beforeEach(async () => {
  await server?.close();
  await office.reset();
  server = await pageServer(office);
});
afterAll(async () => {
  await server?.close();
  await office?.close();
});

const ON_PLATFORM =
  '子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 ';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const direct = { channel: 'practice', chat: { kind: 'direct' as const, id: 'yaodu-1' } };

async function opened(who: string, input: Parameters<typeof openPage>[1], chat = false) {
  const actor = await speakerOf(office.prisma, office.office.campaign, 'practice', who);
  const origin = { entrance: 'message' as const, id: '1', ...(chat && { chat: direct }) };
  const { page, code } = await perform(office.office, { actor, origin }, openPage, input);
  const own = visitor(server.base, code);
  await own.open();
  return Object.assign(own, { id: page.id, code });
}
const microVideo = { purpose: 'unit' as const, unitId: 'yaodu', categoryIds: ['micro_video'], title: '夜班的灯' };

test('a film that is cut off and goes on is one entry with its very bytes, and its receipt is in the chat', async () => {
  const film = long(video('夜班的灯.mp4'));
  const page = await opened('yaodu-1', microVideo, true);
  const place = await page.send(film, { cutAt: 70_000 });
  const [half] = (await page.state()).uploads;
  expect(half?.state).toBe('coming');
  expect(half?.offset).toBeGreaterThan(0);
  expect(half?.offset).toBeLessThan(film.bytes.length);
  expect((await page.handIn({})).message).toBe('还有文件没有传完，请等传完再报送，或先删掉它。');

  await page.send(film, { from: place });
  const { uploads } = await page.settled('micro_video');
  expect(uploads).toMatchObject([
    { name: '夜班的灯.mp4', state: 'kept', size: film.bytes.length, offset: film.bytes.length },
  ]);
  const [shown] = uploads[0]?.files ?? [];
  expect(shown).toMatchObject({ name: '夜班的灯.mp4', show: 'video', problems: [] });
  expect(shown?.about).toMatch(/^\d+\.\d KB，\d+ ?秒/);

  const part = await fetch(`${server.base}${shown?.src}`, { headers: { range: 'bytes=10-19' } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(film.bytes.subarray(10, 20));
  expect(part.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; style-src 'unsafe-inline'");

  const before = await office.platform.last();
  const told = await page.handIn({ fields: { author: '李建国' } });
  expect(told.outcome).toBe('done');
  expect(told.text).toContain('已收 #1');
  await office.bot.work();
  expect(await office.platform.saidSince(before)).toMatchObject([
    { chat: 'direct/yaodu-1', text: `${told.text}\n${ON_PLATFORM}微视频` },
  ]);
  const entry = await office.prisma.submission.findUnique({ where: { number: 1 }, include: { files: true } });
  expect(entry).toMatchObject({ state: 'received', title: '夜班的灯', unitId: 'yaodu', fields: { author: '李建国' } });
  expect(entry?.files.map((file) => file.sha256)).toEqual([sha256(film.bytes)]);
  expect(await office.prisma.audit.findMany({ where: { action: 'submission.receive' } })).toMatchObject([
    { entrance: 'page', entranceId: String(page.id) },
  ]);

  expect(await page.state()).toMatchObject({ shut: '已经报送，这个链接不再收文件。', uploads: [{ state: 'taken' }] });
  expect((await page.handIn({})).message).toContain('不能用了');
  await expect(page.send(film)).rejects.toThrow('409');
  expect(await pieces()).toEqual([]);
});

test('two that press the button at once report one entry', async () => {
  const page = await opened('yaodu-1', microVideo);
  await page.send(video('夜班的灯.mp4'));
  await page.settled();
  const told = await Promise.all([page.handIn({}), page.handIn({})]);
  expect(told.filter(({ outcome }) => outcome === 'done').length).toBe(1);
  expect(await office.prisma.submission.count({ where: { state: 'received' } })).toBe(1);
});

test('files join the draft, or the entry, that the page was made for', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国');
  const first = await opened('yaodu-1', { purpose: 'draft', unitId: '', number: 1 }, true);
  await first.send(video('夜班的灯.mp4', 1));
  await first.settled();
  expect((await first.handIn({})).text).toContain('已收 #1');

  const staff = await speakerOf(office.prisma, office.office.campaign, 'practice', 'staff-1');
  const second = await opened('yaodu-1', { purpose: 'entry', unitId: '', number: 1 });
  const other = await opened('staff-1', { purpose: 'entry', unitId: '', number: 1 });
  expect(staff.roles.length).toBe(1);
  await second.send(video('新版.mp4', 2));
  await second.settled();
  expect((await second.handIn({ replacing: true })).text).toContain('第2版');
  await other.send(video('新版.mp4', 2));
  await other.settled();
  expect(await other.handIn({})).toMatchObject({
    outcome: 'not-done',
    text: expect.stringContaining('以前收过了，就是 #1'),
  });
  expect(await office.prisma.submissionFile.count({ where: { submissionNumber: 1, retiredAt: null } })).toBe(1);
});

test('what looks like an entry that was reported is asked about, and nothing counts before', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [video('夜班的灯.mp4', 1)] });
  const page = await opened('yaodu-1', microVideo);
  await page.send(video('夜班的灯.mp4', 2));
  await page.settled();
  expect(await page.handIn({})).toMatchObject({ outcome: 'again' });
  expect(await office.prisma.submission.count({ where: { state: 'received' } })).toBe(1);
  expect(await page.handIn({ another: true })).toMatchObject({ outcome: 'done' });
});

const openUnit = { purpose: 'unit' as const, unitId: 'yaodu' };

test('each of several films is a work of its own, by its name or what it is called, and one receipt lists them', async () => {
  const page = await opened('yaodu-1', { ...openUnit, categoryIds: ['micro_video'] }, true);
  expect(formIn((await page.open()).html).categories[0]).toMatchObject({
    id: 'micro_video',
    several: 'each',
    files: 'must',
  });
  await page.send(video('夜班的灯.mp4', 1));
  await office.move('PT1M');
  await page.send(video('IMG_0001.mp4', 2));
  const { uploads } = await page.settled();
  const placeOf = (name: string) => ({ upload: uploads.find((one) => one.name === name)?.id, index: 0 });
  expect(uploads.flatMap(({ files }) => files.map(({ title }) => title)).sort()).toEqual(['', '夜班的灯']);
  const [first, second] = [placeOf('夜班的灯.mp4'), placeOf('IMG_0001.mp4')];
  const said = { categoryId: 'micro_video', fields: { author: '李建国' } };
  const each = [
    { ...first, title: '夜班的灯' },
    { ...second, title: '' },
  ];
  const before = await office.platform.last();
  const told = await page.handIn({ ...said, each });
  expect(told.outcome).toBe('done');
  expect(told.text).toContain('#1');
  expect(told.text).toContain('#2');
  await office.bot.work();
  expect((await office.platform.saidSince(before)).map(({ chat }) => chat)).toEqual(['direct/yaodu-1']);
  const entries = await office.prisma.submission.findMany({ orderBy: { number: 'asc' }, include: { files: true } });
  expect(entries).toMatchObject([
    { state: 'received', title: '夜班的灯', fields: { author: '李建国' }, files: [{ name: '夜班的灯.mp4' }] },
    { state: 'received', title: '微视频 2', fields: { author: '李建国' }, files: [{ name: 'IMG_0001.mp4' }] },
  ]);
  expect(await office.prisma.tally.findMany()).toMatchObject([{ received: 2 }]);
  // What looks like one of them is asked about before any counts, and leaves no draft behind.
  await page.send(video('夜班的灯.mp4', 3));
  await office.move('PT1M');
  await page.send(video('别的.mp4', 4));
  const fresh = (await page.settled()).uploads.filter(({ state }) => state === 'kept');
  const [third, fourth] = ['夜班的灯.mp4', '别的.mp4'].map((name) => fresh.find((one) => one.name === name)?.id);
  const more = [
    { upload: third, index: 0, title: '夜班的灯' },
    { upload: fourth, index: 0, title: '别的' },
  ];
  expect((await page.handIn({ ...said, each: more })).outcome).toBe('again');
  expect(await office.prisma.submission.count({ where: { state: { in: ['draft', 'received'] } } })).toBe(2);
  expect((await page.handIn({ ...said, each: more, another: true })).outcome).toBe('done');
  expect(await office.prisma.submission.count({ where: { state: 'received' } })).toBe(4);
});

test('an address stands for the files where the category takes one, and nothing that a browser would run does', async () => {
  const page = await opened('yaodu-1', { ...openUnit, categoryIds: ['thematic'] });
  const { categories } = formIn((await page.open()).html);
  expect(categories).toMatchObject([
    { files: 'link', fields: expect.arrayContaining([expect.objectContaining({ id: 'link' })]) },
  ]);
  const handIn = (link: string) => page.handIn({ categoryId: 'thematic', fields: { title: '网上展', link } });
  expect((await handIn('javascript:alert(1)')).message).toBe(
    '网址看不明白，请从浏览器里整个复制，以 http:// 或 https:// 开头。',
  );
  expect((await handIn('')).message).toContain('文件');
  expect((await handIn('作品在 https://a.example/x?id=1，请看')).outcome).toBe('done');
  expect(await office.prisma.submission.findMany()).toMatchObject([
    { title: '网上展', state: 'received', fields: { link: 'https://a.example/x?id=1' } },
  ]);
  // Nobody tells by a form what it does not ask.
  await page.handIn({
    categoryId: 'thematic',
    fields: { title: '另展', link: 'https://a.example/y', attendance: '9', x: '1' },
  });
  const [, second] = await office.prisma.submission.findMany({ orderBy: { number: 'asc' } });
  expect(second?.fields).toEqual({ link: 'https://a.example/y' });
});

test('what the chat asks and says after a report, it asks and says after one that came by a page', async () => {
  const report = { ...openUnit, categoryIds: ['report'] };
  const first = await opened('yaodu-1', report, true);
  await first.send(
    letterOf(
      '总结.docx',
      '一、走进企业开展线下活动：9月2日在华翔集团开展网络安全讲座，60多名职工参加。',
      '以上是我区的工作。',
    ),
  );
  await first.settled();
  const told = await first.handIn({ categoryId: 'report' });
  expect(told.outcome).toBe('done');
  expect(told.text).toContain('报告里没看到');
  const works = await opened('yaodu-1', { ...openUnit, categoryIds: ['recitation'] }, true);
  const spoken = async (title: string, index: number) => {
    const before = await office.platform.last();
    await works.send(video(`${title}.mp4`, index));
    await works.settled();
    await works.handIn({ categoryId: 'recitation', fields: { title } });
    await office.bot.work();
    return (await office.platform.saidSince(before)).map(({ text }) => text).join('\n');
  };
  expect(await spoken('黄河', 1)).toContain('也要交');
  expect(await spoken('汾水', 2)).not.toContain('也要交');
  await office.say('yaodu-1', '都交了');
  expect((await office.prisma.platformReport.findMany()).map(({ answer }) => answer)).toEqual(['yes', 'yes']);
});

test('a disk that is nearly full closes the pages with a sentence, takes nothing, and opens them again by itself', async () => {
  const page = await opened('yaodu-1', microVideo);
  const place = await page.send(long(video('夜班的灯.mp4')), { cutAt: 70_000 });
  const { token } = page;
  const { store, pieces: kept } = office.office;
  const [probe, add] = [store.probe, kept.add];
  const full = async () => Promise.reject(new StoreFailed('ENOSPC', 0, new Error('no room')));
  try {
    store.probe = full;
    kept.add = full;
    const sentence = '服务器快放不下了，暂时不收文件，已经传的都在。请稍后再来，或告诉给您链接的人。';
    expect((await page.open()).html).toContain(sentence);
    expect((await raw('POST', `/u/${page.code}/files`, { ...begins(token, 9), ...named('a.mp4') })).body).toContain(
      sentence,
    );
    const on = await raw(
      'PATCH',
      new URL(place).pathname,
      patches(token, (await page.state()).uploads[0]?.offset ?? 0),
    );
    expect([on.status, on.body]).toEqual([507, sentence]);
  } finally {
    store.probe = probe;
    kept.add = add;
  }
  await page.open();
  await page.send(long(video('夜班的灯.mp4')), { from: place });
  expect((await page.settled()).uploads).toMatchObject([{ state: 'kept' }]);
});

describe('guards', () => {
  test('nothing is written without the token of the page, from another site, or by an unknown code', async () => {
    const page = await opened('yaodu-1', microVideo);
    const other = await opened('yaodu-1', microVideo);
    const post = (headers: Record<string, string>) =>
      raw('POST', `/u/${page.code}/files`, {
        'tus-resumable': '1.0.0',
        'upload-length': '9',
        ...named('a.mp4'),
        ...headers,
      });
    expect(await post({})).toMatchObject({ status: 403 });
    expect(await post({ 'x-page-token': other.token })).toMatchObject({ status: 403 });
    expect(await post({ 'x-page-token': page.token, origin: 'https://elsewhere.example' })).toMatchObject({
      status: 403,
    });
    expect(await post({ 'x-page-token': page.token, 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
    const made = await post({ 'x-page-token': page.token, origin: server.base, 'sec-fetch-site': 'same-origin' });
    expect(made.status).toBe(201);
    expect(made.headers['access-control-allow-origin']).toBeUndefined();
    // An upload of one page is none of another.
    const id = String(made.headers.location).split('/').at(-1);
    const seen = (code: string) => raw('HEAD', `/u/${code}/files/${id}`, { 'tus-resumable': '1.0.0' });
    expect([(await seen(page.code)).status, (await seen(other.code)).status]).toEqual([200, 404]);
    expect((await raw('OPTIONS', `/u/${page.code}/files`, {})).status).toBe(403);
    const unknown = visitor(server.base, `${page.code.slice(0, -1)}_`);
    expect((await unknown.open()).html).toContain('没有这个页面');
  });

  test('a page has no script but its own, and is kept by nobody', async () => {
    const page = await opened('yaodu-1', { ...microVideo, title: '"><script>alert(1)</script>' });
    const { headers, html } = await page.open();
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script src="/u/assets/upload.js" defer>']);
  });

  test('what is too large, of no kind that is reported, or too much, is refused in a sentence', async () => {
    const page = await opened('yaodu-1', microVideo);
    const begin = async (name: string, size: number) =>
      (await raw('POST', `/u/${page.code}/files`, { ...begins(page.token, size), ...named(name) })).body;
    expect(await begin('长.mp4', 3 * 1024 * 1024 + 1)).toContain('“长.mp4”超过 3 MB');
    expect(await begin('坏.exe', 10)).toContain('“坏.exe”不是作品常用的格式');
    await office.prisma.page.update({ where: { id: page.id }, data: { mostFiles: 2, mostBytes: 3 * 1024 * 1024 } });
    expect(await begin('半.mp4', 2 * 1024 * 1024)).toBe('');
    // Half of it counts as all of it.
    expect(await begin('另.mp4', 2 * 1024 * 1024)).toContain('一共能传');
    expect(await begin('小.mp4', 1000)).toBe('');
    expect(await begin('三.mp4', 1000)).toContain('最多传2个文件');
  });

  test('a page for others under the name of a film is shown as no page, and no name is a path', async () => {
    const page = await opened('yaodu-1', microVideo);
    const begin = (name: string) => raw('POST', `/u/${page.code}/files`, { ...begins(page.token, 9), ...named(name) });
    for (const name of ['页.html', '图.svg', '坏.exe', '夜班.mp4.js'])
      expect([name, (await begin(name)).status]).toEqual([name, 409]);
    const html = '<!doctype html><script>alert(1)</script>';
    await page.send({ name: '../../etc/夜班.mp4', bytes: Buffer.from(html) });
    const [upload] = (await page.settled()).uploads;
    expect(upload?.name).not.toMatch(/[/\\]/);
    const lies = await fetch(`${server.base}/u/${page.code}/files/${upload?.id}/0`);
    expect(lies.headers.get('content-type')).not.toMatch(/html|svg|xml|script/);
    expect(lies.headers.get('content-security-policy')).toContain('sandbox');
    expect(lies.headers.get('x-content-type-options')).toBe('nosniff');
    const crowded = await raw('POST', `/u/${page.code}/files`, {
      ...begins(page.token, 9),
      'upload-metadata': `filename ${'QQ'.repeat(3_000)}`,
    });
    expect(crowded.status).toBeGreaterThanOrEqual(400);
    expect(crowded.status).toBeLessThan(500);
    const deferred = await raw('POST', `/u/${page.code}/files`, {
      ...begins(page.token, 9),
      'upload-length': '-1',
      ...named('a.mp4'),
    });
    expect(deferred.status).toBeLessThan(500);
    expect(await office.prisma.upload.count()).toBe(1);
  });

  test('who floods a page is slowed, and the unit and the office hear of it once', async () => {
    const page = await opened('yaodu-1', microVideo);
    const begin = () => raw('POST', `/u/${page.code}/files`, { ...begins(page.token, 9), ...named('a.mp4') });
    await begin();
    const [first] = await office.prisma.upload.findMany();
    const { id: _, files: _files, ...like } = first as NonNullable<typeof first>;
    const data = Array.from({ length: OF_ADDRESS.inAnHour }, (_one, index) => ({
      ...like,
      id: `${index}`,
      state: 'refused',
    }));
    await office.prisma.upload.createMany({ data });
    const before = await office.platform.last();
    for (const _again of [1, 2]) expect((await begin()).body).toContain('您这里传得太多太快');
    await office.bot.work();
    const told = await office.platform.saidSince(before);
    expect(told.map(({ chat }) => chat)).toContain('direct/yaodu-1');
    expect(new Set(told.map(({ chat }) => chat)).size).toBe(told.length);
    expect(told[0]?.text).toBe(
      `上传页 ${page.id}（尧都区）刚才从同一个地方来得太多太快，已经挡住，以前收到的都在。\n不放心就作废它：/上传 作废 ${page.id}`,
    );
  });

  test('a closed page takes nothing, shows nothing, and says why', async () => {
    const page = await opened('yaodu-1', microVideo);
    await page.send(photo('照片.png'));
    const { uploads } = await page.settled();
    const src = uploads[0]?.files[0]?.src ?? '';
    expect((await fetch(`${server.base}${src}`)).status).toBe(200);
    const actor = await speakerOf(office.prisma, office.office.campaign, 'practice', 'staff-1');
    await perform(office.office, { actor, origin: { entrance: 'session' } }, revokePage, { id: page.id });
    expect((await page.open()).html).toContain('这个链接已经作废');
    expect((await fetch(`${server.base}${src}`)).status).toBe(404);
    await expect(page.send(photo('照片.png', 1))).rejects.toThrow('403');
    await office.move('P2D');
    expect(await office.prisma.upload.count()).toBe(0);
  });

  test('a page of somebody who may not report any more takes nothing', async () => {
    const page = await opened('yaodu-1', microVideo);
    await office.prisma.membership.updateMany({ where: { unitId: 'yaodu' }, data: { until: office.now() } });
    expect((await page.open()).html).toContain('这个链接已经作废');
  });
});

test('half a file goes after a day of silence, with its pieces; one that goes on stays', async () => {
  const page = await opened('yaodu-1', microVideo);
  const film = { name: '长片.mp4', bytes: randomBytes(600_000) };
  const quiet = await page.send(film, { cutAt: 100_000 });
  await office.move('PT23H');
  await page.open();
  const busy = await page.send({ ...film, name: '另一部.mp4' }, { cutAt: 100_000 });
  const ids = async () => (await pieces()).sort();
  expect(await ids()).toEqual([quiet, busy].map((one) => one.split('/').at(-1)).sort());
  await office.prisma.page.updateMany({ data: { expiresAt: new Date('2020-10-01T00:00:00Z') } });
  await office.move('PT1H1M');
  await cleanUploads(office.office);
  expect(await ids()).toEqual([busy.split('/').at(-1)]);
  expect(await office.prisma.upload.count()).toBe(1);
});

test('somebody who comes back on another line is let in while the dead request still hangs', async () => {
  const page = await opened('yaodu-1', microVideo);
  const film = { name: '长片.mp4', bytes: randomBytes(400_000) };
  const made = await raw('POST', `/u/${page.code}/files`, {
    ...begins(page.token, film.bytes.length),
    ...named(film.name),
  });
  const place = String(made.headers.location);
  const dead = request({ ...urlOf(place), method: 'PATCH', headers: patches(page.token, 0) });
  dead.on('error', () => {});
  dead.write(film.bytes.subarray(0, 100_000));
  await waitFor(async () => (await office.prisma.upload.findFirst())?.lockedBy ?? undefined);
  await page.send(film, { from: `${server.base}${place}` });
  dead.destroy();
  await page.settled();
  const row = await office.prisma.upload.findFirst();
  expect(row?.files).toMatchObject([{ sha256: sha256(film.bytes) }]);
}, 30_000);

test('of many that write the same piece at once one is taken, and the bytes are right', async () => {
  const page = await opened('yaodu-1', microVideo);
  const film = { name: '短片.mp4', bytes: randomBytes(30_000) };
  const head = { ...begins(page.token, film.bytes.length), ...named(film.name) };
  const place = String((await raw('POST', `/u/${page.code}/files`, head)).headers.location);
  const half = film.bytes.subarray(0, 20_000);
  const many = Array.from({ length: 6 }, () => raw('PATCH', place, patches(page.token, 0), half));
  const statuses = (await Promise.all(many)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([204, 409, 409, 409, 409, 409]);
  expect((await raw('PATCH', place, patches(page.token, half.length), film.bytes.subarray(20_000))).status).toBe(204);
  await page.settled();
  const rows = await office.prisma.upload.findMany();
  expect(rows.map(({ files }) => files)).toMatchObject([[{ sha256: sha256(film.bytes) }]]);
  const id = rows[0]?.id ?? '';
  await waitFor(async () => !(await pieces()).includes(id) || undefined);
}, 30_000);

test('a flood of looks at an upload is turned away but for a few, and its sender goes on', async () => {
  const page = await opened('yaodu-1', microVideo);
  const film = { name: '长片.mp4', bytes: randomBytes(400_000) };
  const begun = { ...begins(page.token, film.bytes.length), ...named(film.name) };
  const place = String((await raw('POST', `/u/${page.code}/files`, begun)).headers.location);
  const dead = request({ ...urlOf(place), method: 'PATCH', headers: patches(page.token, 0) });
  dead.on('error', () => {});
  dead.write(film.bytes.subarray(0, 100_000));
  await waitFor(async () => (await office.prisma.upload.findFirst())?.lockedBy ?? undefined);
  const looks = Array.from({ length: 60 }, () => raw('HEAD', place, { 'tus-resumable': '1.0.0' }));
  const statuses = (await Promise.all(looks)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBe(8);
  expect(statuses.filter((status) => status === 500).length).toBe(52);
  dead.destroy();
  await page.send(film, { from: `${server.base}${place}` });
  await page.settled();
  const row = await office.prisma.upload.findFirst();
  expect(row?.files).toMatchObject([{ sha256: sha256(film.bytes) }]);
}, 30_000);

/** What the page's script was handed. */
function formIn(html: string) {
  const [, told = '{}'] = /data-told="([^"]*)"/.exec(html) ?? [];
  return JSON.parse(told.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).form;
}

/** A film with a box of nothing in it: longer, and no worse. */
function long({ name, bytes }: SentFile): SentFile {
  const box = Buffer.alloc(400_000);
  box.writeUInt32BE(box.length);
  box.write('free', 4);
  const end = bytes.lastIndexOf('#');
  return { name, bytes: Buffer.concat([bytes.subarray(0, end), box, bytes.subarray(end)]) };
}

async function pieces(): Promise<string[]> {
  const found = [];
  for await (const { id } of office.office.pieces.list()) found.push(id);
  return found;
}

const named = (name: string) => ({
  'upload-metadata': `filename ${Buffer.from(name).toString('base64')},print ${Buffer.from('p').toString('base64')}`,
});
const begins = (token: string, size: number) => ({
  ...{ 'tus-resumable': '1.0.0', 'upload-length': String(size), 'x-page-token': token },
});
const patches = (token: string, offset: number) => ({
  ...{ 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'x-page-token': token },
  'content-type': 'application/offset+octet-stream',
});
const urlOf = (place: string) => {
  const { hostname: host, port, pathname } = new URL(place, server.base);
  return { host, port, path: pathname, agent: false as const };
};

function raw(method: string, place: string, headers: Record<string, string>, sends?: Buffer) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request({ ...urlOf(place), method, headers }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
    sent.once('error', reject);
    sent.end(sends);
  });
}

async function waitFor<Seen>(look: () => Promise<Seen | undefined>): Promise<Seen> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
