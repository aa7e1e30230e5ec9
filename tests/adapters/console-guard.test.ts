import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '../../web/shared/contracts/paths.ts';
import { desk, type TestDesk } from '../support/desk.ts';
import { docx, photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

const OUTSIDE = 'https://baosong.example.org';

let bot: Practice;
let inside: TestDesk;
let outside: TestDesk;
beforeAll(async () => {
  bot = await practice();
  inside = await desk({ office: bot });
  // As behind a proxy with https, over the same bot.
  outside = await desk({ office: bot, practice: false, publicUrl: OUTSIDE });
});
afterAll(async () => {
  await inside?.close();
  await outside?.close();
  await bot?.close();
});

const counted = async (at: TestDesk, why: string): Promise<number> => {
  const metrics = (await at.browser().raw('GET', '/metrics')).bytes.toString();
  return Number(new RegExp(`baosong_console_refused\\{why="${why}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0);
};

const proxied = { host: 'baosong.example.org', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };

test.each([
  ['a form of another site', { origin: 'https://evil.example' }, 'origin'],
  ['a page of another site that names no origin', { 'sec-fetch-site': 'cross-site', origin: '' }, 'origin'],
  ['a page of a sister site', { 'sec-fetch-site': 'same-site' }, 'origin'],
  ['the same name over another scheme', { origin: 'https://127.0.0.1' }, 'origin'],
  ['an opaque origin', { origin: 'null' }, 'origin'],
  ['another name that leads here', { host: 'evil.example' }, 'host'],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'not-json'],
  ['a text that pretends', { 'content-type': 'text/plain' }, 'not-json'],
])('%s signs nobody in and changes nothing', async (_, headers, why) => {
  const before = await counted(inside, why);
  const browser = inside.browser();
  const refused = await browser.ask('practiceSignIn', { body: { person: 'staff-1' }, headers });
  expect([refused.status, refused.body?.code, browser.cookie]).toEqual([403, 'console.not-from-here', undefined]);
  expect(await counted(inside, why)).toBe(before + 1);
});

test('what another site’s page may ask for is nothing, not even to look', async () => {
  const staff = await inside.as('staff-1');
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
  expect((await staff.ask('works', { headers })).status).toBe(403);
  // A link to the console, clicked in the chat's own page, is opened.
  const opened = await staff.raw('GET', '/console/enter/x', {
    headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
  });
  expect(opened.status).toBe(200);
});

test('behind https the cookie is of this host alone and never read over http', async () => {
  bot.office.consoleUrl = `${OUTSIDE}/console`;
  const [said = ''] = await bot.say('staff-1', '/登录');
  const code = /\/enter\/([\w-]+)/.exec(said)?.[1] ?? '';
  expect(said).toContain(`${OUTSIDE}/console/enter/${code}`);
  const browser = outside.browser();
  const headers = { ...proxied, origin: OUTSIDE };
  const overHttp = await browser.ask('enter', {
    params: { code },
    headers: { ...headers, 'x-forwarded-proto': 'http' },
  });
  expect([overHttp.status, overHttp.body.code]).toEqual([403, 'console.not-secure']);
  const entered = await browser.ask('enter', { params: { code }, headers });
  expect(entered.headers['set-cookie']?.[0]).toMatch(
    /^__Host-baosong=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect((await browser.ask('me', { headers: proxied })).status).toBe(200);
  const before = await counted(outside, 'http');
  const plain = [
    await browser.ask('me', { headers: { host: 'baosong.example.org' } }),
    await browser.ask('me', { headers: { ...proxied, 'x-forwarded-proto': 'http' } }),
    await browser.ask('me'),
  ];
  expect(plain.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect(await counted(outside, 'http')).toBe(before + 3);
  const renamed = outside.browser();
  renamed.cookie = browser.cookie?.replace('__Host-', '');
  expect((await renamed.ask('me', { headers: proxied })).status).toBe(401);
  // Where a platform is set up nobody chooses who they are.
  const chosen = await outside.browser().ask('practiceSignIn', { body: { person: 'staff-1' }, headers });
  expect(chosen.status).toBe(403);
  expect((await outside.browser().ask('welcome', { headers: proxied })).body).toMatchObject({
    practice: false,
    people: [],
  });
});

test('a write without what was seen, or that is no such thing, is unreadable', async () => {
  const staff = await inside.as('staff-1');
  await bot.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('夜班的灯.mp4', 7)] });
  const sent: unknown[] = [
    { verdict: 'accept', items: [{ number: 1 }] },
    { verdict: 'accept', items: [] },
    { verdict: 'accept', items: Array.from({ length: 201 }, () => ({ number: 1, seen: 'x' })) },
    { verdict: 'return', items: [{ number: 1, seen: 'x' }] },
    { verdict: 'crown', items: [{ number: 1, seen: 'x' }] },
    [],
    'accept',
  ];
  const answered = [];
  for (const body of sent) {
    const { status, body: problem } = await staff.ask('decide', { body });
    answered.push([status, problem.code]);
  }
  expect(answered.slice(0, 6)).toEqual(Array(6).fill([422, 'console.unreadable']));
  expect(answered[6]).toEqual([400, 'console.unreadable']);
  const broken = await staff.raw('POST', '/api/v1/works/decide', {
    headers: { 'content-type': 'application/json' },
    body: '{"verdict":',
  });
  expect([broken.status, broken.body.code]).toEqual([400, 'console.unreadable']);
  const large = await staff.raw('POST', '/api/v1/works/decide', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fill: 'x'.repeat(2_000_000) }),
  });
  expect(large.status).toBe(413);
  expect(await bot.prisma.submission.findMany({ select: { state: true } })).toEqual([{ state: 'received' }]);
});

test('every list takes odd questions without a fault', async () => {
  const staff = await inside.as('staff-1');
  const odd = ["'", '%', '_', '\\', '#1', '1', '#99999999999', '😀', ' x ', '夜', '");--', 'a'.repeat(100)];
  const statuses = [];
  for (const text of odd) statuses.push((await staff.ask('works', { query: { text } })).status);
  for (const after of ['x', '0', '-1', '99999999999999999999'])
    for (const name of ['works', 'messages', 'audit'] as const)
      statuses.push((await staff.ask(name, { query: { after } })).status);
  for (const query of [{ day: '2020-13-45' }, { unit: 'x' }, { entry: 1 }, { person: 1 }, { action: 'submission.' }])
    statuses.push((await staff.ask('audit', { query })).status);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect((await staff.ask('works', { query: { text: '%' } })).body.items).toEqual([]);
  expect((await staff.ask('works', { query: { text: '夜班' } })).body.items).toHaveLength(1);
});

/** Files as a county might send them, or somebody who is no county. */
const HOSTILE = [
  { name: 'page.html', bytes: Buffer.from('<!doctype html><script>top.hacked=1</script>') },
  {
    name: 'drawing.svg',
    bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>top.hacked=1</script></svg>'),
  },
  {
    name: 'page.xhtml',
    bytes: Buffer.from('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>1</script></html>'),
  },
  {
    name: 'paper.pdf',
    bytes: Buffer.from(
      '%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<<>>\n%%EOF\n',
    ),
  },
  { name: '"; filename=x.html\r\nx: y.mp4', bytes: Buffer.from('MZ\u0000\u0000 no film') },
];

test('no file can act in the name of the console', async () => {
  const staff = await inside.as('staff-1');
  const { prisma, office } = bot;
  const { Readable } = await import('node:stream');
  const { recordFile } = await import('../../src/application/keeping/cleaning.ts');
  const seen = [];
  for (const { name, bytes } of [...HOSTILE, docx('表.docx'), photo('照片.png')]) {
    const file = await office.store.put(Readable.from([bytes]), 1_000_000);
    await recordFile(office, file);
    const row = await prisma.submissionFile.create({
      data: { submissionNumber: 1, sha256: file.sha256, name, addedAt: bot.now() },
    });
    const { status, headers, bytes: got } = await staff.raw('GET', `/api/v1/files/${row.id}`);
    expect([status, createHash('sha256').update(got).digest('hex')]).toEqual([200, file.sha256]);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'; style-src 'unsafe-inline'");
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    const [how = '', named = ''] = headers['content-disposition']?.split('; ') ?? [];
    expect(named).toBe(
      `filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
    );
    seen.push([name.slice(-8), headers['content-type'], how]);
  }
  expect(seen).toEqual(
    [
      ['age.html', 'application/octet-stream', 'attachment'],
      ['wing.svg', 'application/octet-stream', 'attachment'],
      ['ge.xhtml', 'application/octet-stream', 'attachment'],
      ['aper.pdf', 'application/pdf', 'inline'],
      ['x: y.mp4', 'application/octet-stream', 'attachment'],
      ['表.docx', 'application/octet-stream', 'attachment'],
      ['照片.png', 'image/png', 'inline'],
    ].map(([name = '', ...rest]) => [name, ...rest]),
  );
});

test('a film is handed out in the ranges that a player asks for', async () => {
  const staff = await inside.as('staff-1');
  const { body: work } = await staff.ask('work', { params: { number: 1 } });
  const { id, size, sha256 } = work.files[0];
  const ask = (range: string, more: Record<string, string> = {}) =>
    staff.raw('GET', `/api/v1/files/${id}`, { headers: { range, ...more } });
  const whole = await staff.raw('GET', `/api/v1/files/${id}`);
  expect([whole.status, whole.headers['accept-ranges'], whole.headers['content-type'], whole.bytes.length]).toEqual([
    ...[200, 'bytes', 'video/mp4', size],
  ]);
  const half = Math.floor(size / 2);
  const [first, second] = [await ask(`bytes=0-${half - 1}`), await ask(`bytes=${half}-`)];
  expect([first.status, first.headers['content-range']]).toEqual([206, `bytes 0-${half - 1}/${size}`]);
  expect(createHash('sha256').update(first.bytes).update(second.bytes).digest('hex')).toBe(sha256);
  expect((await ask('bytes=-10')).bytes.equals(whole.bytes.subarray(-10))).toBe(true);
  expect((await ask(`bytes=${size}-`)).status).toBe(416);
  expect((await ask('bytes=5-2')).status).toBe(200);
  expect((await ask('bytes=0-1,4-5')).status).toBe(200);
  expect((await ask('bytes=0-1', { 'if-range': '"other"' })).status).toBe(200);
  const etag = String(whole.headers.etag);
  expect((await staff.raw('GET', `/api/v1/files/${id}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const saved = await staff.raw('GET', `/api/v1/files/${id}?download=1`);
  expect(saved.headers['content-disposition']).toMatch(/^attachment; /);
  expect((await inside.browser().raw('GET', `/api/v1/files/${id}`)).status).toBe(401);
});

test('the page and its policy', async () => {
  const page = await inside.browser().raw('GET', '/console');
  expect([page.status, page.headers['content-type'], page.headers['referrer-policy']]).toEqual([
    ...[200, 'text/html; charset=utf-8', 'no-referrer'],
  ]);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).not.toMatch(/unsafe|\*|data:|http/);
  expect(policy).toContain("frame-ancestors 'none'");
  const inner = await inside.browser().raw('GET', '/console/works/37');
  expect(inner.bytes.equals(page.bytes)).toBe(true);
  expect((await inside.browser().raw('GET', '/console/assets/none.js')).status).toBe(404);
  expect((await inside.browser().raw('GET', '/console/..%2f..%2fpackage.json')).bytes.toString()).not.toContain(
    'dependencies',
  );
});

test('the interface describes itself, from the schemas that check it', async () => {
  const { status, body } = await inside.browser().raw('GET', '/api/v1/openapi.json');
  const described = Object.entries(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
    ([where, methods]) => Object.entries(methods).map(([method, { operationId }]) => [operationId, method, where]),
  );
  expect([status, body.openapi]).toEqual([200, '3.1.0']);
  expect(described.sort()).toEqual(
    Object.entries(paths)
      .map(([name, [method, where]]) => [name, method.toLowerCase(), where.replace(/:(\w+)/g, '{$1}')])
      .sort(),
  );
  const decide = body.paths['/api/v1/works/decide'].post.requestBody.content['application/json'].schema;
  expect(JSON.stringify(decide)).toContain('"seen"');
});
