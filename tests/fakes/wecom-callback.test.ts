import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { seal, sign, unseal } from '../../fakes/wecom/seal.ts';

interface Got {
  method: string;
  query: URLSearchParams;
  text: string;
}
type Answer = { status?: number; body?: string; silent?: boolean; location?: string };

const GROUP = 'wrOgQhDgAAcwMTB7YmDkb';
const clock = new TestClock();
let fake: FakeWecom;
let bot: Server;
let got: Got[];
/** What the bot under test answers; by default an empty 200. */
let answer: (got: Got) => Answer;

beforeEach(async () => {
  got = [];
  answer = () => ({});
  bot = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? '/', 'http://bot');
    const one = { method: request.method ?? '', query: url.searchParams, text: Buffer.concat(parts).toString() };
    got.push(one);
    const { status = 200, body = '', silent, location } = answer(one);
    if (silent) return;
    response.writeHead(status, { ...(location && { location }) }).end(body);
  });
  await new Promise<void>((listening) => bot.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(bot.address() as AddressInfo).port}`;
  const timings = { pollMs: 5, retryMs: 1 };
  fake = await startFakeWecom({ clock, timings, botUrl: `${origin}/wecom/bot`, appUrl: `${origin}/wecom/app` });
});

afterEach(async () => {
  await fake.stop();
  bot.closeAllConnections();
  bot.close();
});

const param = (one: Got | undefined, name: string) => one?.query.get(name) ?? '';
const rules = () => fake.violations.map(({ rule }) => rule);

/** What the bot reads. */
function opened(one: Got | undefined, which: 'bot' | 'app'): { message: string; receiver: string } {
  const { token, aesKey } = fake[which];
  const encrypt =
    which === 'bot'
      ? JSON.parse(one?.text ?? '').encrypt
      : (/<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(one?.text ?? '')?.[1] ?? '');
  expect(sign(token, param(one, 'timestamp'), param(one, 'nonce'), encrypt)).toBe(param(one, 'msg_signature'));
  return unseal(aesKey, encrypt);
}

/** A passive reply as it should be. */
function sealedReply(one: Got, message: unknown, change: Record<string, unknown> = {}): Answer {
  const { token, aesKey } = fake.bot;
  const encrypt = seal(aesKey, JSON.stringify(message), '');
  const timestamp = Math.floor(clock.now().getTime() / 1000);
  const nonce = param(one, 'nonce');
  const msgsignature = sign(token, String(timestamp), nonce, encrypt);
  return { body: JSON.stringify({ encrypt, msgsignature, timestamp, nonce, ...change }) };
}
const stream = (content: string, finish = true, id = 's1') => ({ msgtype: 'stream', stream: { id, finish, content } });

test('a message for the bot: JSON, signed, empty receiver, no aeskey', async () => {
  const image = { bytes: Buffer.from('x') };
  const said = await fake.say({ from: 'zhangsan', chatid: GROUP, text: '/报送', quote: { image } });
  expect(said).toMatchObject({ outcome: 'acknowledged', via: 'url', tries: 1, status: 200 });
  const { message, receiver } = opened(got[0], 'bot');
  expect(receiver).toBe('');
  expect(JSON.parse(message)).toEqual({
    msgid: said.msgid,
    aibotid: fake.bot.id,
    chatid: GROUP,
    chattype: 'group',
    from: { userid: 'zhangsan' },
    response_url: expect.stringContaining('/cgi-bin/aibot/response?response_code='),
    msgtype: 'text',
    text: { content: '@报送助手 /报送' },
    quote: { msgtype: 'image', image: { url: said.urls[0] } },
  });
});

test('a message for the app: XML, signed, the corporation as receiver, MsgId over 2^53', async () => {
  const said = await fake.say({ from: '007', text: 'a<b', via: 'app' });
  expect(said).toMatchObject({ outcome: 'acknowledged', via: 'app' });
  const { message, receiver } = opened(got[0], 'app');
  expect(receiver).toBe(fake.app.corpId);
  expect(message).toContain('<FromUserName><![CDATA[007]]></FromUserName>');
  expect(message).toContain('<Content><![CDATA[a<b]]></Content>');
  expect(message).toContain(`<MsgId>${said.msgid}</MsgId>`);
  expect(BigInt(said.msgid) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
  expect((await fake.say({ from: '007', chatid: GROUP, text: 'hi', via: 'app' })).outcome).toBe('not-delivered');
});

test('what a person sends to the app is fetched by its media id, over 20 MB in ranges', async () => {
  const bytes = Buffer.alloc(20 * 1024 * 1024 + 1, 'v');
  await fake.say({ from: 'zhangsan', video: { bytes, name: 'v.mp4' }, via: 'app' });
  const id = /<MediaId><!\[CDATA\[(.*?)\]\]>/.exec(opened(got[0], 'app').message)?.[1];
  const { corpId, secret } = fake.app;
  const asked = await fetch(`${fake.apiBase}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`);
  const { access_token } = (await asked.json()) as { access_token: string };
  const get = (headers: Record<string, string> = {}) =>
    fetch(`${fake.apiBase}/cgi-bin/media/get?access_token=${access_token}&media_id=${id}`, { headers });
  expect(await (await get()).json()).toMatchObject({ errcode: 830002 });
  const part = await get({ range: 'bytes=20971520-' });
  expect([part.status, await part.text()]).toEqual([206, 'v']);
});

test.each(['url', 'app'] as const)('%s: unanswered, it comes three times with the same msgid', async (via) => {
  fake.timings.callbackMs = 300;
  answer = () => ({ silent: true });
  const said = await fake.say({ from: 'zhangsan', text: 'hi', via });
  expect(said).toMatchObject({ outcome: 'given-up', tries: 3 });
  expect(got).toHaveLength(3);
  expect(new Set(got.map((one) => param(one, 'nonce'))).size).toBe(3);
  for (const one of got) expect(opened(one, via === 'url' ? 'bot' : 'app').message).toContain(said.msgid);
});

test('only HTTP 200 counts; a card event comes once', async () => {
  const answers: Answer[] = [{ status: 302, location: '/elsewhere' }, { status: 500 }, {}];
  answer = () => answers[got.length - 1] ?? {};
  expect(await fake.say({ from: 'a', text: 'hi' })).toMatchObject({ outcome: 'acknowledged', tries: 3 });
  answer = () => ({ status: 500 });
  const event = { eventtype: 'template_card_event', template_card_event: { task_id: 't' } };
  expect(await fake.say({ from: 'a', event })).toMatchObject({ outcome: 'given-up', tries: 1, status: 500 });
});

test('three at the same time, on demand', async () => {
  fake.faults.duplicates = 2;
  const said = await fake.say({ from: 'a', text: 'hi' });
  expect(got.map((one) => JSON.parse(opened(one, 'bot').message).msgid)).toEqual(Array(3).fill(said.msgid));
});

test.each<[string, (echo: string) => Answer, boolean]>([
  ['the bare text', (body) => ({ body }), true],
  ['a trailing newline', (body) => ({ body: `${body}\n` }), false],
  ['quotes', (body) => ({ body: JSON.stringify(body) }), false],
  ['a redirect', () => ({ status: 302, location: '/wecom/bot/' }), false],
  ['nothing within the second', () => ({ silent: true }), false],
])('URL verification: %s', async (_, answers, ok) => {
  if (answers('').silent) fake.timings.verifyMs = 40;
  answer = (one) => answers(unseal(fake.bot.aesKey, param(one, 'echostr')).message);
  expect((await fake.verifyUrl('bot')).ok).toBe(ok);
  expect(rules()).toEqual(ok ? [] : ['url-not-verified']);
});

test('a passive stream is opened, and polled until it is finished', async () => {
  const words = ['正在', '正在登记', '已登记 #1'];
  answer = (one) => sealedReply(one, stream(words[got.length - 1] ?? '', got.length === 3));
  const said = await fake.say({ from: 'zhangsan', text: 'hi' });
  await fake.waitFor(({ stream: bubble }) => bubble?.finished === true);
  expect(fake.sent).toHaveLength(1);
  expect(fake.sent[0]).toMatchObject({
    via: 'url-reply',
    text: '已登记 #1',
    inReplyTo: said.msgid,
    stream: { versions: words },
  });
  expect(JSON.parse(opened(got[1], 'bot').message)).toMatchObject({ msgtype: 'stream', stream: { id: 's1' } });
  expect(fake.violations).toEqual([]);
});

test('polling ends after six minutes', async () => {
  answer = (one) => sealedReply(one, stream('正在', false));
  await fake.say({ from: 'zhangsan', text: 'hi' });
  await fake.until(() => fake.counters.callbacks >= 3);
  clock.advance(360_001);
  const bubble = await fake.waitFor(({ stream: one }) => one?.expired === true);
  expect(bubble.stream).toMatchObject({ finished: false });
});

const image = { msgtype: 'image', image: { base64: '', md5: '' } };
test.each<[string, (one: Got) => Answer, string]>([
  [
    'key name',
    (one) => sealedReply(one, stream('x'), { msgsignature: undefined, msg_signature: 'x' }),
    'malformed-envelope',
  ],
  ['timestamp as text', (one) => sealedReply(one, stream('x'), { timestamp: '1' }), 'malformed-envelope'],
  ['another nonce', (one) => sealedReply(one, stream('x'), { nonce: '1' }), 'nonce-differs'],
  ['signature', (one) => sealedReply(one, stream('x'), { timestamp: 1 }), 'wrong-signature'],
  ['plain JSON', () => ({ body: JSON.stringify(stream('x')) }), 'malformed-envelope'],
  ['text outside a welcome', (one) => sealedReply(one, { msgtype: 'text', text: { content: 'x' } }), 'malformed'],
  ['over 20480 bytes', (one) => sealedReply(one, stream('县'.repeat(6827))), 'malformed'],
  [
    'a picture before the end',
    (one) =>
      sealedReply(one, { msgtype: 'stream', stream: { id: 's', finish: false, content: '', msg_item: [image] } }),
    'picture-before-the-end',
  ],
])('passive reply refused: %s', async (_, answers, rule) => {
  answer = (one) => (got.length === 1 ? answers(one) : {});
  await fake.say({ from: 'zhangsan', text: 'hi' });
  expect(rules()).toEqual([rule]);
});

test('welcome: text is allowed here', async () => {
  answer = (one) => sealedReply(one, { msgtype: 'text', text: { content: '您好' } });
  await fake.say({ from: 'zhangsan', event: { eventtype: 'enter_chat' } });
  expect([fake.textsIn('zhangsan'), rules()]).toEqual([['您好'], []]);
});

test('response_url: once, within an hour, a card only in a single chat', async () => {
  const post = async (one: Got | undefined, message: unknown) => {
    const url = JSON.parse(opened(one, 'bot').message).response_url;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(message) });
    return [response.status, ((await response.json()) as { errcode: number }).errcode];
  };
  const markdown = { msgtype: 'markdown', markdown: { content: '好了' } };
  const card = { msgtype: 'template_card', template_card: { card_type: 'text_notice', card_action: {} } };
  await fake.say({ from: 'zhangsan', chatid: GROUP, text: 'hi' });
  expect(await post(got[0], card)).toEqual([200, 40058]);
  expect(await post(got[0], markdown)).toEqual([200, 0]);
  expect(await post(got[0], markdown)).toEqual([200, 40058]);
  await fake.say({ from: 'zhangsan', text: 'hi' });
  clock.advance(3_600_001);
  expect(await post(got[1], markdown)).toEqual([200, 40058]);
  expect(fake.sent.map(({ via, text }) => [via, text])).toEqual([['response-url', '好了']]);
});

test('an answer in the body of an app callback is opened as well', async () => {
  answer = () => {
    const xml =
      '<xml><ToUserName>zhangsan</ToUserName><FromUserName>c</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>好</Content></xml>';
    const encrypt = seal(fake.app.aesKey, xml, fake.app.corpId);
    const signature = sign(fake.app.token, '1', 'n', encrypt);
    return {
      body: `<xml><Encrypt>${encrypt}</Encrypt><MsgSignature>${signature}</MsgSignature><TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>`,
    };
  };
  await fake.say({ from: 'zhangsan', text: 'hi', via: 'app' });
  expect([fake.textsIn('zhangsan'), rules()]).toEqual([['好'], []]);
  answer = () => ({ body: 'success' });
  await fake.say({ from: 'zhangsan', text: 'hi', via: 'app' });
  expect(rules()).toEqual(['malformed-envelope']);
});

test('a sealed request to tamper with', () => {
  const { query, encrypt } = fake.seal('bot', '{}', { at: new Date(0), nonce: 'n', receiver: 'other' });
  expect(query).toMatchObject({ timestamp: '0', nonce: 'n' });
  expect(unseal(fake.bot.aesKey, encrypt)).toEqual({ message: '{}', receiver: 'other' });
});
