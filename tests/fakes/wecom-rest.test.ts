import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';

const GROUP = 'wrOgQhDgAAcwMTB7YmDkb';
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const HOUR = 3_600_000;
const clock = new TestClock();
let fake: FakeWecom;

beforeEach(async () => {
  fake = await startFakeWecom({
    clock,
    webhooks: { 'key-1': GROUP, 'key-2': 'wrOther' },
    members: {
      zhangsan: { name: '张三', department: [3], openUserId: 'Tabc' },
      lisi: { name: '李四' },
      boss: { name: '局长', visible: false },
      wangwu: { name: '王五', unlicensed: true },
    },
  });
});
afterEach(() => fake.stop());

type Json = { errcode: number; errmsg: string } & Record<string, unknown>;
const call = async (path: string, init?: RequestInit) => {
  const response = await fetch(fake.apiBase + path, init);
  expect(response.status).toBe(200);
  return (await response.json()) as Json;
};
const post = (path: string, body: unknown) => call(path, { method: 'POST', body: JSON.stringify(body) });
const form = (name: string, bytes: Uint8Array<ArrayBuffer>, field = 'media') => {
  const data = new FormData();
  data.append(field, new Blob([bytes]), name);
  return { method: 'POST', body: data };
};
const getToken = (secret = fake.app.secret, corp = fake.app.corpId) =>
  call(`/cgi-bin/gettoken?corpid=${corp}&corpsecret=${secret}`);
const token = async () => String((await getToken()).access_token);
const rules = () => fake.violations.map(({ rule }) => rule);

const text = (content: string, more = {}) => ({ msgtype: 'text', text: { content, ...more } });
const hook = (body: unknown, key = 'key-1') => post(`/cgi-bin/webhook/send?key=${key}`, body);

test.each<[string, unknown, number, string[]]>([
  ['text', text('催报'), 0, []],
  ['2048 bytes', text('x'.repeat(2048)), 0, []],
  ['2049 bytes', text('x'.repeat(2049)), 40058, ['malformed']],
  ['empty', text(' '), 44004, ['empty-content']],
  ['markdown of 4096 bytes', { msgtype: 'markdown', markdown: { content: 'x'.repeat(4096) } }, 0, []],
  ['markdown of 4097 bytes', { msgtype: 'markdown', markdown: { content: 'x'.repeat(4097) } }, 40058, ['malformed']],
  [
    'markdown_v2 of 4097 bytes',
    { msgtype: 'markdown_v2', markdown_v2: { content: 'x'.repeat(4097) } },
    40058,
    ['malformed'],
  ],
  ['a stream', { msgtype: 'stream', stream: {} }, 40058, ['malformed']],
  ['an unknown field', text('x', { mentions: ['a'] }), 40058, ['malformed']],
  [
    'a card with buttons',
    { msgtype: 'template_card', template_card: { card_type: 'button_interaction' } },
    40058,
    ['malformed'],
  ],
  ['a wrong media id', { msgtype: 'file', file: { media_id: 'x' } }, 40007, []],
])('webhook: %s', async (_, body, errcode, broken) => {
  expect((await hook(body)).errcode).toBe(errcode);
  expect(rules()).toEqual(broken);
  expect(fake.sent.length).toBe(errcode === 0 ? 1 : 0);
});

test('webhook: mentions ring in text and markdown, not in markdown_v2', async () => {
  await hook(text('<@lisi> hi', { mentioned_list: ['zhangsan', '@all'], mentioned_mobile_list: ['13800001111'] }));
  await hook({ msgtype: 'markdown', markdown: { content: '<@lisi>' } });
  await hook({ msgtype: 'markdown_v2', markdown_v2: { content: '<@lisi>' } });
  expect(fake.sent.map(({ mentions, mobiles, key, chat }) => [mentions, mobiles, key, chat.id])).toEqual([
    [['zhangsan', '@all', 'lisi'], ['13800001111'], 'key-1', GROUP],
    [['lisi'], [], 'key-1', GROUP],
    [[], [], 'key-1', GROUP],
  ]);
});

test('webhook: 20 a minute and key; wrong keys', async () => {
  const codes: number[] = [];
  for (let n = 0; n < 21; n++) codes.push((await hook(text('n'))).errcode);
  expect(codes).toEqual([...Array(20).fill(0), 45009]);
  expect((await hook(text('n'), 'key-2')).errcode).toBe(0);
  clock.advance(60_000);
  expect((await hook(text('n'))).errcode).toBe(0);
  fake.webhooks.delete('key-1');
  expect(await hook(text('n'))).toMatchObject({
    errcode: 93000,
    errmsg: expect.stringContaining('invalid webhook url'),
  });
});

test('webhook: pictures are checked, files belong to their key', async () => {
  const image = (bytes: Buffer, md5 = createHash('md5').update(bytes).digest('hex')) =>
    hook({ msgtype: 'image', image: { base64: bytes.toString('base64'), md5 } });
  expect((await image(PNG)).errcode).toBe(0);
  expect((await image(PNG, 'wrong')).errcode).toBe(40058);
  expect((await image(Buffer.from('hello'))).errcode).toBe(40058);
  expect((await image(Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]))).errcode).toBe(93018);
  const upload = '/cgi-bin/webhook/upload_media?key=key-1&type=file';
  const { media_id } = await call(upload, form('进度表.xlsx', Buffer.from('sheet')));
  expect((await hook({ msgtype: 'file', file: { media_id } }, 'key-2')).errcode).toBe(40007);
  expect((await hook({ msgtype: 'file', file: { media_id } })).errcode).toBe(0);
  expect(fake.sent.at(-1)?.files).toEqual([{ type: 'file', name: '进度表.xlsx', bytes: Buffer.from('sheet') }]);
  expect((await call(upload, form('a.txt', Buffer.from('tiny')))).errcode).toBe(40058);
  expect((await call(upload, form('a.txt', Buffer.from('sheet'), 'file'))).errcode).toBe(40058);
  expect((await call(upload, form('a.bin', Buffer.alloc(20 * 1024 * 1024 + 1)))).errcode).toBe(40058);
});

test('token: one is alive, wrong credentials, ends', async () => {
  const first = await getToken();
  expect(first).toMatchObject({ errcode: 0, expires_in: 7200 });
  expect((await getToken()).access_token).toBe(first.access_token);
  expect((await getToken('wrong')).errcode).toBe(40001);
  expect((await getToken(undefined, 'wrong')).errcode).toBe(40013);
  const get = async (value: unknown) => (await call(`/cgi-bin/user/get?access_token=${value}&userid=lisi`)).errcode;
  expect([await get('made-up'), await get(first.access_token)]).toEqual([40014, 0]);
  clock.advance(2 * HOUR);
  expect(await get(first.access_token)).toBe(42001);
  const second = await token();
  expect([await get(first.access_token), await get(second)]).toEqual([42001, 0]);
  fake.endToken('invalid');
  expect(await get(second)).toBe(40014);
});

test('the allow-list names the caller', async () => {
  fake.app.allowedIps = ['203.0.113.7'];
  expect(await getToken()).toMatchObject({ errcode: 60020, errmsg: expect.stringContaining('from ip: 127.0.0.1') });
});

const toApp = async (body: Record<string, unknown>) =>
  post(`/cgi-bin/message/send?access_token=${await token()}`, {
    touser: 'zhangsan',
    agentid: fake.app.agentId,
    ...text('催报'),
    ...body,
  });

test.each<[string, Record<string, unknown>, Partial<Json>, number, string[]]>([
  ['one', {}, { errcode: 0, invaliduser: '' }, 1, []],
  ['two, one of them wrong', { touser: 'zhangsan|nobody|lisi' }, { errcode: 0, invaliduser: 'nobody' }, 2, []],
  [
    'two, one of them without a licence',
    { touser: 'zhangsan|wangwu' },
    { errcode: 0, unlicenseduser: 'wangwu' },
    1,
    [],
  ],
  ['everybody in range', { touser: '@all' }, { errcode: 0 }, 2, []],
  ['all wrong', { touser: 'nobody|boss' }, { errcode: 81013 }, 0, []],
  ['a party instead of a user', { touser: '', toparty: '7' }, { errcode: 40058 }, 0, ['malformed']],
  ['another agent', { agentid: 1 }, { errcode: 40056 }, 0, ['wrong-agentid']],
  ['an unknown field', { mentioned_list: [] }, { errcode: 40058 }, 0, ['malformed']],
  ['a wrong media id', { msgtype: 'file', text: undefined, file: { media_id: 'x' } }, { errcode: 40007 }, 0, []],
])('message/send: %s', async (_, body, answer, seen, broken) => {
  expect(await toApp(body)).toMatchObject(answer);
  expect([fake.sent.length, rules()]).toEqual([seen, broken]);
});

test('message/send: cut at 2048 bytes, on a whole character', async () => {
  expect((await toApp(text('县'.repeat(700)))).errcode).toBe(0);
  expect(fake.sent[0]).toMatchObject({ text: '县'.repeat(682), truncated: true });
  expect(rules()).toEqual(['over-long']);
});

test('message/send: over 30 a minute, and repeats on demand, are swallowed', async () => {
  for (let n = 0; n < 32; n++) expect((await toApp({})).errcode).toBe(0);
  expect([fake.sent.length, fake.counters.dropped]).toEqual([30, 2]);
  const checked = { touser: 'lisi', enable_duplicate_check: 1, duplicate_check_interval: 60 };
  await toApp(checked);
  await toApp(checked);
  expect(fake.textsIn('lisi')).toHaveLength(1);
  clock.advance(60_000);
  await toApp(checked);
  expect(fake.textsIn('lisi')).toHaveLength(2);
});

test('media: upload, send, three days; get in ranges', async () => {
  const access = await token();
  const upload = (type: string, bytes: Uint8Array<ArrayBuffer>, name = '表.xlsx') =>
    call(`/cgi-bin/media/upload?access_token=${access}&type=${type}`, form(name, bytes));
  const get = (id: unknown, range?: string) =>
    fetch(`${fake.apiBase}/cgi-bin/media/get?access_token=${access}&media_id=${id}`, {
      headers: { ...(range && { range }) },
    });
  expect((await upload('image', Buffer.from('hello'))).errcode).toBe(40058);
  expect((await upload('image', PNG)).type).toBe('image');
  const { media_id } = await upload('file', Buffer.from('sheet'));
  await toApp({ msgtype: 'file', text: undefined, file: { media_id } });
  expect(fake.sent[0]?.files[0]).toMatchObject({ name: '表.xlsx', bytes: Buffer.from('sheet') });
  const whole = await get(media_id);
  expect(whole.headers.get('content-disposition')).toBe(
    `attachment; filename="${Buffer.from('表.xlsx').toString('latin1')}"`,
  );
  const part = await get(media_id, 'bytes=1-2');
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, 'he', 'bytes 1-2/5']);
  expect(await (await get('x')).json()).toMatchObject({ errcode: 40007 });
});

test('user/get and conversion of ids', async () => {
  const access = await token();
  const user = (id: string) => call(`/cgi-bin/user/get?access_token=${access}&userid=${id}`);
  expect(await user('zhangsan')).toMatchObject({ errcode: 0, name: '张三', main_department: 3 });
  expect((await user('nobody')).errcode).toBe(60111);
  expect((await user('boss')).errcode).toBe(60011);
  const path = `/cgi-bin/batch/openuserid_to_userid?access_token=${access}`;
  expect(await post(path, { open_userid_list: ['Tabc', 'lisi'] })).toMatchObject({
    userid_list: [{ open_userid: 'Tabc', userid: 'zhangsan' }],
    invalid_open_userid_list: ['lisi'],
  });
});

test('faults of requests: refused, a status, dropped before or after', async () => {
  const faults = [{ errcode: 45009 }, { status: 502 }, 'lost', 'drop'] as const;
  fake.faults.request = (_, nth) => faults[nth - 1];
  const send = () =>
    fetch(`${fake.apiBase}/cgi-bin/webhook/send?key=key-1`, { method: 'POST', body: JSON.stringify(text('x')) });
  expect(await (await send()).json()).toMatchObject({ errcode: 45009 });
  expect((await send()).status).toBe(502);
  await expect(send()).rejects.toThrow();
  expect(fake.sent).toHaveLength(0);
  await expect(send()).rejects.toThrow();
  expect(fake.sent).toHaveLength(1);
});

test('a path that does not exist', async () => {
  expect((await call('/cgi-bin/webhook/sent')).errcode).toBe(404);
  expect(rules()).toEqual(['unknown-path']);
});
