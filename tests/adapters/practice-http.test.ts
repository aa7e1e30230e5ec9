import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BotProcess, type Reply, raw, replies, speak, startBot } from '../support/bot-process.ts';
import { shippedCampaign } from '../support/campaign.ts';

// The data folder lies two folders deep, so that what climbs out of it is seen.
let outside: string;
let dataDir: string;
let bot: BotProcess;
beforeAll(async () => {
  outside = await mkdtemp(path.join(os.tmpdir(), 'baosong-http-'));
  dataDir = path.join(outside, 'office/data');
  bot = await startBot({ DATA_DIR: dataDir });
}, 60_000);
afterAll(async () => {
  await bot?.stop();
  await rm(outside, { recursive: true, force: true });
});

const get = (where: string) => fetch(`${bot.url}${where}`);
const json = async (where: string) => (await get(where)).json();
const postClock = (body: string) =>
  fetch(`${bot.url}/practice/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const answer = async (response: Response | Promise<Response>) => {
  const { status } = await response;
  return [status, ((await (await response).json()) as { error: string }).error];
};
const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name: string, text = name) => ({ name, bytes: bytes(text) });

test('it says how it is', async () => {
  expect(await json('/healthz')).toEqual({ status: 'ok' });
  await replies(bot.url, { as: 'anze-1', text: '/截止' });
  expect(await json('/readyz')).toEqual({
    status: 'ready',
    store: { ready: true },
    database: 'embedded',
    channels: { practice: { ready: true } },
    lastInbound: '2020-09-10T07:00:00.000Z',
    inboxWaiting: 0,
    outboxWaiting: 0,
    lostUntold: 0,
    holders: { schedule: expect.stringMatching(/^.+\/\d+$/) },
  });
  expect(await (await get('/metrics')).text()).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(await answer(get('/nowhere'))).toEqual([404, 'not found']);
  const home = await fetch(`${bot.url}/`, { redirect: 'manual' });
  expect([home.status, home.headers.get('location')]).toEqual([302, '/practice/']);
  expect(home.headers.get('x-powered-by')).toBeNull();
});

test('the people one can be', async () => {
  const people = (await json('/practice/people')) as Record<string, unknown>[];
  expect(people).toHaveLength(20 + 3);
  expect(people[0]).toMatchObject({ id: 'yaodu-1', role: 'coordinator', unit: 'yaodu' });
  expect(people.slice(20).map(({ id, role, unit }) => [id, role, unit])).toEqual([
    ['staff-1', 'staff', null],
    ['admin-1', 'admin', null],
    ['stranger-1', 'stranger', null],
  ]);
});

test('a direct message with several files under Chinese names', async () => {
  const response = await speak(bot.url, {
    as: 'yaodu-1',
    text: '/报送 摄影 《劳动者》',
    files: [file('劳动者 一.jpg'), file('劳动者（二）.jpg'), file('“三”.jpg')],
  });
  const said = (await response.json()) as { messageId: string; replies: Reply[] };
  expect(said.replies.map(({ chat, files }) => [chat, files])).toEqual([['direct/yaodu-1', []]]);
  expect(said.replies[0]?.text).toMatch(/^已收 #\d+ 《劳动者》/);
  expect(said.replies[0]?.text).toContain('劳动者（二）.jpg 22 B');

  const chat = (await json('/practice/chats/direct/yaodu-1')) as {
    messageId: string;
    files: { name: string; url: string }[];
  }[];
  const own = chat.find(({ messageId }) => messageId === said.messageId);
  expect(own?.files.map(({ name }) => name)).toEqual(['劳动者 一.jpg', '劳动者（二）.jpg', '“三”.jpg']);
  const got = await get(own?.files[1]?.url ?? '');
  expect(got.headers.get('content-disposition')).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('劳动者（二）.jpg')}`,
  );
  expect(await got.text()).toBe('劳动者（二）.jpg');
  expect(await answer(get('/practice/files/999999-0'))).toEqual([404, '没有这个文件。']);
});

test('in the group it is silent unless it is meant, and a quoted file reaches it', async () => {
  const song = await speak(bot.url, { as: 'houma-1', chat: 'group', mention: 'false', files: [file('新田之歌.mp3')] });
  const { messageId, replies: silence } = (await song.json()) as { messageId: string; replies: Reply[] };
  expect(silence).toEqual([]);
  expect(await replies(bot.url, { as: 'houma-1', chat: 'group', mention: 'false', text: '/进度' })).toEqual([]);

  const quoting = { as: 'houma-1', chat: 'group', mention: 'true', text: '/报送 歌曲 《新田之歌》', quote: messageId };
  const response = await speak(bot.url, quoting);
  const said = (await response.json()) as { replies: Reply[] };
  expect(said.replies.map(({ chat, text }) => [chat, text.split('\n')[0]])).toEqual([
    ['group', expect.stringMatching(/^已收 #\d+ 《新田之歌》/)],
    ['direct/houma-1', expect.stringMatching(/^已收 #\d+ 《新田之歌》/)],
  ]);
  const group = (await json('/practice/chats/group')) as { text: string; quote: { messageId: string } | null }[];
  expect(group.find(({ text }) => text.includes('/报送 歌曲'))?.quote?.messageId).toBe(messageId);
});

test('a name that climbs out of folders is a name', async () => {
  const climbing = [file('../../x', 'climbing'), file('..\\..\\y.mp3', 'also'), file('/etc/passwd', 'root')];
  await speak(bot.url, { as: 'fenxi-1', files: climbing });
  const chat = (await json('/practice/chats/direct/fenxi-1')) as { files: { name: string }[] }[];
  expect(chat[0]?.files.map(({ name }) => name)).toEqual(['x', 'y.mp3', 'passwd']);
  const inFolder = (...parts: string[]) => readdirSync(path.join(outside, ...parts)).sort();
  expect(inFolder()).toEqual(['office']);
  expect(inFolder('office')).toEqual(['data']);
  expect(inFolder('office', 'data').filter((name) => !/^(lock|operator|\.s\.PGSQL.*)$/.test(name))).toEqual([
    'db',
    'files',
    'practice-uploads',
  ]);
});

test('three hundred megabytes are refused in words, and never in memory', { timeout: 120_000 }, async () => {
  const resident = async () =>
    Number(/^process_resident_memory_bytes (\d+)$/m.exec(await (await get('/metrics')).text())?.[1]);
  let least = Number.POSITIVE_INFINITY;
  let growth = 0;
  const measure = async () => {
    const now = await resident();
    least = Math.min(least, now);
    growth = Math.max(growth, now - least);
  };
  async function* form() {
    const field = (name: string, value: string) =>
      `--cut\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    yield field('as', 'guxian-1') + field('chat', 'direct') + field('text', '/报送 微视频 《长片》');
    yield '--cut\r\ncontent-disposition: form-data; name="files"; filename="long.mp4"\r\n\r\n';
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    for (let sent = 1; sent <= 300; sent++) {
      yield megabyte;
      if (sent % 30 === 0) await measure();
    }
    yield '\r\n--cut--\r\n';
  }
  const headers = { 'content-type': 'multipart/form-data; boundary=cut' };
  const { status, text } = await raw(`${bot.url}/practice/messages`, headers, Readable.from(form()));
  await measure();
  expect(status).toBe(200);
  expect((JSON.parse(text) as { replies: Reply[] }).replies.map((reply) => reply.text).join()).toContain('110 MB');
  expect(await replies(bot.url, { as: 'guxian-1', text: '/我的' })).toEqual([expect.not.stringContaining('长片')]);
  expect(growth / 1024 / 1024).toBeLessThan(120);
});

test.each([
  ['another site', { origin: 'http://evil.example' }],
  ['another port of this computer', { origin: 'http://127.0.0.1:1' }],
  ['a sandboxed page', { origin: 'null' }],
  ['another name for this computer', { host: 'evil.example' }],
  ['a proxy', { 'x-forwarded-for': '10.0.0.7' }],
])('refuses %s', async (_, headers) => {
  const error = '练习页面只能在运行它的这台电脑上用，请打开 http://127.0.0.1 开头的那个网址。';
  for (const where of ['/practice/people', '/practice/', '/practice/events'])
    expect(await raw(bot.url + where, headers)).toEqual({ status: 403, text: JSON.stringify({ error }) });
  const posted = await raw(
    `${bot.url}/practice/clock`,
    { ...headers, 'content-type': 'application/json' },
    Readable.from(['{"advance":"PT1H"}']),
  );
  expect(posted.status).toBe(403);
});

test('how it is is told to whoever asks by an address or a known name', async () => {
  for (const where of ['/readyz', '/metrics'])
    for (const [host, status] of [
      ['evil.example', 403],
      ['127.0.0.1.evil.example', 403],
      ['localhost:3000', 200],
      ['10.0.0.7:9090', 200],
      ['[::1]:3000', 200],
    ] as const)
      expect([where, host, (await raw(bot.url + where, { host })).status]).toEqual([where, host, status]);
  expect((await raw(`${bot.url}/healthz`, { host: 'evil.example' })).status).toBe(200);
});

test('uploads that are cut off leave nothing behind; more files than go into one message are refused, not dropped', async () => {
  const incoming = path.join(dataDir, 'practice-uploads', 'incoming');
  const head =
    '--cut\r\ncontent-disposition: form-data; name="as"\r\n\r\nyaodu-1\r\n' +
    '--cut\r\ncontent-disposition: form-data; name="files"; filename="long.mp4"\r\n\r\n';
  for (let nth = 0; nth < 10; nth++)
    await new Promise<void>((resolve) => {
      const { port } = new URL(bot.url);
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /practice/messages HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: multipart/form-data; boundary=cut\r\ncontent-length: 9000000\r\n\r\n${head}${'x'.repeat(100_000)}`,
        );
      });
      const begun = setInterval(() => {
        if (readdirSync(incoming).length === 0) return;
        clearInterval(begun);
        socket.destroy();
      }, 5);
      socket.once('close', resolve);
    });
  await vi.waitUntil(() => readdirSync(incoming).length === 0, { timeout: 10_000, interval: 10 });
  const many = Array.from({ length: 101 }, (_, nth) => file(`${nth}.txt`, `file ${nth}`));
  expect(await answer(speak(bot.url, { as: 'yaodu-1', files: many }))).toEqual([
    413,
    '一次最多发 100 个文件，这次一个也没有收。请分几次发。',
  ]);
  expect(readdirSync(incoming)).toEqual([]);
});

test('what is too long, or in no charset that is known, is said to be so', async () => {
  const posted = (headers: Record<string, string>, body: string) =>
    answer(fetch(`${bot.url}/practice/interpret`, { method: 'POST', headers, body }));
  const json = { 'content-type': 'application/json' };
  expect(await posted(json, JSON.stringify({ text: 'x'.repeat(200_000) }))).toEqual([413, '内容太长，没有收。']);
  const other = [415, '没有收到内容，请刷新页面再试。'];
  expect(await posted({ 'content-type': 'application/json; charset=klingon' }, '{}')).toEqual(other);
  expect(await posted({ ...json, 'content-encoding': 'snail' }, '{}')).toEqual(other);
});

test('what makes no sense is refused in words', async () => {
  const unknownPerson = [400, '没有这个人，请从左边的名单里选一个。'];
  expect(await answer(speak(bot.url, { as: 'nobody', text: '/截止' }))).toEqual(unknownPerson);
  expect(await answer(get('/practice/chats/direct/nobody'))).toEqual(unknownPerson);
  expect(await answer(speak(bot.url, { as: 'yaodu-1', chat: 'cellar', text: '/截止' }))).toEqual([
    400,
    '请选群聊（group）或单聊（direct）。',
  ]);
  for (const quote of ['999999', 'x', '-1'])
    expect(await answer(speak(bot.url, { as: 'yaodu-1', text: '/截止', quote }))).toEqual([
      400,
      '没找到要引用的那条消息，请重新引用。',
    ]);
  const noForm = [400, '没有收到内容，请刷新页面再试。'];
  const post = (type: string, body: string) =>
    fetch(`${bot.url}/practice/messages`, { method: 'POST', headers: { 'content-type': type }, body });
  expect(await answer(post('application/json', '{"as":"yaodu-1"}'))).toEqual(noForm);
  expect(await answer(post('multipart/form-data; boundary=cut', '--cut\r\nbroken'))).toEqual(noForm);
  expect(await answer(post('multipart/form-data', ''))).toEqual(noForm);
  expect((await get('/healthz')).status).toBe(200);
});

test('the clock moves forward only, and tells what was posted', async () => {
  const form = [400, '时间看不懂，例如 {"advance":"PT1H"} 或 {"set":"2020-09-15T09:00:00+08:00"}。'];
  for (const body of [
    '{',
    '[]',
    '{}',
    '{"advance":"1 hour"}',
    '{"advance":"P99999W"}',
    '{"set":"soon"}',
    '{"set":1}',
    '',
  ])
    expect([body, ...(await answer(postClock(body)))]).toEqual([body, ...form]);
  await postClock('{"advance":"PT1H"}');
  const moved = await postClock('{"set":"2020-09-11T12:00:00+08:00"}');
  const { now, posted } = (await moved.json()) as { now: string; posted: Reply[] };
  expect(now).toBe('2020-09-11T04:00:00.000Z');
  expect(posted[0]).toEqual({
    messageId: expect.stringMatching(/^\d+$/),
    chat: 'group',
    text: expect.stringMatching(/^【报送提醒】离报送截止（2020-09-15）还有 4 天\n/),
    files: [expect.objectContaining({ name: 'progress.png', image: true })],
  });
  // Then each coordinator whose unit lacks something, in the table's order.
  const direct = posted.slice(1);
  expect(direct.every(({ text }) => text.startsWith('【报送提醒】离截止还有 4 天。\n'))).toBe(true);
  expect(direct.map(({ chat }) => chat)).toEqual(shippedCampaign.units.map(({ id }) => `direct/${id}-1`));
  expect(await answer(postClock('{"set":"2020-09-11T11:59:59+08:00"}'))).toEqual([
    400,
    '练习的时钟只能往前走，不能倒回去。',
  ]);
  expect(await (await postClock('{"advance":"PT12H"}')).json()).toEqual({
    now: '2020-09-11T16:00:00.000Z',
    posted: [],
  });
  // The group, each coordinator, and the two of the office, as it is a Monday.
  const next = (await (await postClock('{"next":true}')).json()) as { now: string; posted: unknown[] };
  expect([next.now, next.posted.length]).toEqual(['2020-09-14T01:05:00.000Z', 1 + 20 + 2]);
  expect(await json('/practice/state')).toMatchObject({
    now: '2020-09-14T01:05:00.000Z',
    next: { at: '2020-09-15T01:04:00.000Z', what: '今天（2020-09-15）报送截止，到 24:00 止' },
  });
});

test('events tell of every message as it comes', { timeout: 20_000 }, async () => {
  const leaving = new AbortController();
  const events = await fetch(`${bot.url}/practice/events`, { signal: leaving.signal });
  expect(events.headers.get('content-type')).toBe('text/event-stream');
  const reader = (events.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let heard = (await reader.read()).value ?? '';
  await replies(bot.url, { as: 'puxian-1', text: '/我是谁' });
  while (heard.split('event: message').length < 3) heard += (await reader.read()).value ?? '';
  const told = [...heard.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data as string));
  expect(told.map(({ chat, from }) => [chat, from.id])).toEqual([
    ['direct/puxian-1', 'puxian-1'],
    ['direct/puxian-1', 'bot'],
  ]);
  leaving.abort();
  // One listener that leaves disturbs nobody.
  expect(await replies(bot.url, { as: 'puxian-1', text: '/截止' })).toHaveLength(1);
});

test('it remembers after a restart where the clock stood and what was said', { timeout: 60_000 }, async () => {
  const before = await json('/practice/chats/group');
  const { now } = (await json('/practice/state')) as { now: string };
  expect(await bot.stop()).toBe(0);
  bot = await startBot({ DATA_DIR: dataDir });
  expect(await json('/practice/chats/group')).toEqual(before);
  expect(await json('/practice/state')).toMatchObject({ now });
});
