import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeDingtalk, type Quoted, type Saying, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { RawApi } from '../../fakes/dingtalk/raw-api.ts';
import { RawClient } from '../../fakes/dingtalk/raw-client.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';

const GROUP = 'cidGroupOfUnions==';
const HOUR = 3_600_000;
const clock = new TestClock();
const code = expect.stringContaining('mIofN');
const bytes = (text: string) => ({ bytes: Buffer.from(text), name: text });
let fake: FakeDingtalk;

beforeEach(async () => {
  fake = await startFakeDingtalk({ clock, members: { zhangsan: { name: '张三', admin: true } } });
});
afterEach(() => fake.stop());

/** The body of what somebody says, over the wire. */
async function heard(saying: Partial<Saying>): Promise<Record<string, unknown>> {
  const client = await RawClient.open(fake);
  const said = await fake.say({ from: 'zhangsan', ...saying });
  expect(said.outcome).toBe('acknowledged');
  return client.bodies()[0] ?? {};
}

const inGroup = { chatid: GROUP };

test('a text in the group: a blank in place of the mention', async () => {
  fake.openChat('group', GROUP);
  const now = clock.now().getTime();
  const bot = expect.stringMatching(/^\$:LWCP_v1:\$/);
  const body = await heard({ ...inGroup, text: '/报送 微视频 《夜班的灯》' });
  expect(body).toEqual({
    msgtype: 'text',
    text: { content: ' /报送 微视频 《夜班的灯》' },
    conversationId: GROUP,
    conversationType: '2',
    conversationTitle: `${GROUP} 群`,
    openThreadId: GROUP,
    msgId: expect.any(String),
    atUsers: [{ dingtalkId: bot }],
    isInAtList: true,
    senderId: bot,
    senderNick: '张三',
    senderStaffId: 'zhangsan',
    senderCorpId: fake.app.corpId,
    senderPlatform: 'Win',
    isAdmin: true,
    chatbotCorpId: fake.app.corpId,
    chatbotUserId: bot,
    robotCode: fake.app.robotCode,
    createAt: now,
    sessionWebhookExpiredTime: now + 5_400_000,
    sessionWebhook: expect.stringContaining(`${fake.oapiBase}/robot/sendBySession?session=`),
  });
  expect(body.senderId).not.toBe(body.chatbotUserId);
});

test('a text in a single chat: no mention, a conversation id of its own', async () => {
  const body = await heard({ text: '/进度' });
  expect(body).toMatchObject({ conversationType: '1', text: { content: '/进度' } });
  expect(body.conversationId).toBe(fake.conversationId('single', 'zhangsan'));
  expect(body.conversationId).toMatch(/^cid/);
  expect(Object.keys(body)).not.toContain('atUsers');
});

test.each<[string, Saying['mention'], string, string]>([
  ['in front', 'front', '/进度', ' /进度'],
  ['written by the person', 'front', '@报送助手 /进度', ' /进度'],
  ['in the middle', 'front', '请 @报送助手 /进度', '请  /进度'],
  ['as it stands', 'verbatim', '\u2005\u200b /进度', '\u2005\u200b /进度'],
])('mention %s', async (_, mention, text, content) => {
  expect(await heard({ ...inGroup, text, mention: mention ?? 'front' })).toMatchObject({ text: { content } });
});

test.each<[string, Partial<Saying>, Record<string, unknown>]>([
  [
    'picture',
    { image: bytes('a.jpg') },
    { msgtype: 'picture', content: { pictureDownloadCode: code, downloadCode: code } },
  ],
  [
    'file',
    { file: bytes('a.docx') },
    {
      msgtype: 'file',
      content: { spaceId: expect.any(String), fileName: 'a.docx', downloadCode: code, fileId: expect.any(String) },
    },
  ],
  [
    'video',
    { video: bytes('a.mp4') },
    { msgtype: 'video', content: { duration: '5', videoType: 'mp4', downloadCode: code } },
  ],
  [
    'audio',
    { voice: '我们的进度' },
    { msgtype: 'audio', content: { duration: 4000, downloadCode: code, recognition: '我们的进度' } },
  ],
  [
    'rich text',
    { mixed: [{ text: '两张' }, { image: bytes('a.jpg') }, { text: '照片' }] },
    {
      msgtype: 'richText',
      content: {
        richText: [
          { text: '两张' },
          { pictureDownloadCode: code, downloadCode: code, type: 'picture' },
          { text: '照片' },
        ],
      },
    },
  ],
  [
    'unknown',
    { other: { msgtype: 'markdown', content: { title: 'x' } } },
    { msgtype: 'markdown', content: { title: 'x' } },
  ],
])('kind %s, in a single chat', async (_, saying, expected) => {
  const body = await heard(saying);
  expect({ msgtype: body.msgtype, content: body.content }).toEqual(expected);
});

test('the first run of a rich text in the group contains the mention', async () => {
  const richText = async (mixed: Saying['mixed']) =>
    ((await heard({ ...inGroup, ...(mixed && { mixed }) })).content as { richText: object[] }).richText;
  expect((await richText([{ text: '/报送' }, { image: bytes('a.jpg') }]))[0]).toEqual({ text: '@报送助手 /报送' });
  fake.cut();
  await fake.until(() => fake.connections() === 0);
  expect((await richText([{ image: bytes('a.jpg') }]))[0]).toEqual({ text: '@报送助手' });
});

test('content may be a JSON string', async () => {
  const body = await heard({ file: bytes('a.docx'), contentAs: 'string' });
  expect(JSON.parse(body.content as string)).toMatchObject({ fileName: 'a.docx' });
});

test.each<[string, Partial<Saying>]>([
  ['without a mention', { text: '/进度', mention: 'none' }],
  ['to everybody', { text: '/进度', mention: 'all' }],
  ['a file', { file: bytes('a.docx') }],
  ['a file with words', { file: bytes('a.docx'), text: '/报送' }],
  ['a video', { video: bytes('a.mp4') }],
  ['a lone picture', { image: bytes('a.jpg') }],
  ['a voice', { voice: '进度' }],
])('in the group, %s does not reach the bot', async (_, saying) => {
  await RawClient.open(fake);
  expect((await fake.say({ from: 'zhangsan', ...inGroup, ...saying })).outcome).toBe('not-delivered');
  expect(fake.counters.pushes).toBe(0);
});

test('outsiders, and everybody before publication, have no staff id', async () => {
  fake.members.set('guest', { name: '外部', outsider: true });
  const guest = await heard({ from: 'guest', ...inGroup, text: '/进度' });
  expect(Object.keys(guest)).not.toContain('senderStaffId');
  fake.app.published = false;
  fake.cut();
  await fake.until(() => fake.connections() === 0);
  const member = await heard({ text: '/进度' });
  expect(Object.keys(member)).not.toContain('senderStaffId');
  expect(member.isAdmin).toBe(false);
});

test('with the pushes of the month used up, a code comes with the body in place of what was said', async () => {
  const body = await heard({ text: '/进度', quotaSpent: true });
  expect(body).toMatchObject({ errorCode: '20001', errorMessage: expect.any(String), msgId: expect.any(String) });
  expect([body.msgtype, body.text, body.senderStaffId]).toEqual(['text', undefined, 'zhangsan']);
});

const file = { spaceId: expect.any(String), fileName: 'a.docx', downloadCode: code, fileId: expect.any(String) };
const picture = { pictureDownloadCode: code, downloadCode: code };
const UNKNOWN = { unknownMsgType: '用户发送了一条消息，机器人暂不支持接收。' };

test.each(['reply', 'quoteMessage', 'own'] as const)('a quote of the shape %s', async (quoteShape) => {
  const { chatbotUserId, text } = await heard({ ...inGroup, text: '/查', quote: { text: '原话' }, quoteShape });
  const quoted = (text as Record<string, { senderId: string; content: object }>)[
    quoteShape === 'own' ? 'repliedMsg' : quoteShape
  ];
  expect([quoted?.content, quoted?.senderId === chatbotUserId]).toEqual([{ text: '原话' }, quoteShape === 'own']);
});

test.each<[string, Quoted, NonNullable<Saying['quoteShape']>, Record<string, unknown>]>([
  ['text', { text: '原话' }, 'usual', { msgType: 'text', content: { text: '原话' } }],
  ['text, bare', { text: '原话' }, 'string', { msgType: 'text', content: '原话' }],
  ['file', { file: bytes('a.docx') }, 'usual', { msgType: 'file', content: file }],
  [
    'file as a string',
    { file: bytes('a.docx') },
    'string',
    { msgType: 'file', content: expect.stringContaining('"a.docx"') },
  ],
  [
    'file without a code',
    { file: bytes('a.docx') },
    'codeless',
    { msgType: 'file', content: { spaceId: expect.any(String), fileName: 'a.docx', fileId: expect.any(String) } },
  ],
  ['file, older', { file: bytes('a.docx') }, 'unknown', { msgType: 'unknownMsgType', content: UNKNOWN }],
  ['file of no kind', { file: bytes('a.docx') }, 'untyped', { content: file }],
  ['text by its other name', { text: '原话' }, 'alternate', { msgType: 'text', content: { content: '原话' } }],
  ['file without content', { file: bytes('a.docx') }, 'empty', { msgType: 'file' }],
  [
    'video',
    { video: bytes('a.mp4') },
    'usual',
    { msgType: 'video', content: { duration: '5', videoType: 'mp4', downloadCode: code } },
  ],
  [
    'voice',
    { voice: '进度' },
    'usual',
    { msgType: 'audio', content: expect.objectContaining({ recognition: '进度' }) },
  ],
  ['picture', { image: bytes('a.jpg') }, 'usual', { msgType: 'picture', content: picture }],
  [
    'picture by its other code',
    { image: bytes('a.jpg') },
    'alternate',
    { msgType: 'picture', content: { pictureDownloadCode: code } },
  ],
  [
    'rich text',
    { mixed: [{ text: '图' }, { image: bytes('a.jpg') }] },
    'usual',
    { msgType: 'richText', content: { richText: [{ text: '图' }, { ...picture, type: 'picture' }] } },
  ],
  [
    'rich text with other names',
    { mixed: [{ text: '图' }, { image: bytes('a.jpg') }] },
    'alternate',
    {
      msgType: 'richText',
      content: {
        richText: [
          { msgType: 'text', content: '图' },
          { ...picture, msgType: 'picture' },
        ],
      },
    },
  ],
  [
    'card',
    { card: { biz_custom_action_url: 'dingtalk://x' } },
    'usual',
    { msgType: 'interactiveCard', content: { biz_custom_action_url: 'dingtalk://x' } },
  ],
  ['record', { record: '聊天记录' }, 'usual', { msgType: 'chatRecord', content: { summary: '聊天记录' } }],
])('quoted %s', async (_, quote, quoteShape, expected) => {
  const body = await heard({ ...inGroup, text: '/报送', quote, quoteShape });
  const { repliedMsg, ...rest } = body.text as { repliedMsg: object };
  expect(rest).toEqual({ content: ' /报送', isReplyMsg: true });
  expect(repliedMsg).toEqual({
    ...expected,
    msgId: body.originalMsgId,
    senderId: expect.any(String),
    createdAt: clock.now().getTime() - 60_000,
  });
});

test('quoted, and nothing of it arrives; quoted in a rich text, beside the runs', async () => {
  const absent = await heard({ ...inGroup, text: '/报送', quote: { file: bytes('a.docx') }, quoteShape: 'absent' });
  expect(absent.text).toEqual({ content: ' /报送', isReplyMsg: true });
  fake.cut();
  await fake.until(() => fake.connections() === 0);
  const rich = await heard({ ...inGroup, mixed: [{ text: '/报送' }], quote: { text: '原话' } });
  expect(rich.content).toMatchObject({
    richText: [{ text: '@报送助手 /报送' }],
    isReplyMsg: true,
    repliedMsg: { msgType: 'text' },
  });
});

test('the reply is told from what came before', async () => {
  const client = await RawClient.open(fake);
  const said = await fake.say({ from: 'zhangsan', text: '/进度' });
  const { sessionWebhook } = client.bodies()[0] as { sessionWebhook: string };
  await new RawApi(fake).json(sessionWebhook, { msgtype: 'text', text: { content: '市总：12/100' } });
  expect(await said.reply()).toMatchObject({
    via: 'session',
    chat: { kind: 'single', id: 'zhangsan' },
    text: '市总：12/100',
    inReplyTo: said.msgid,
  });
});

/** A robot's URL, which answers as told. */
async function listening(status = 200) {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen.push({ request, body });
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  fake.robotUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dingtalk/robot`;
  return { seen, server };
}

test('HTTP mode: the same body, signed', async () => {
  const { seen, server } = await listening();
  const said = await fake.say({ from: 'zhangsan', text: '/进度' });
  expect(said).toMatchObject({ outcome: 'acknowledged', via: 'http', status: 200 });
  const [{ request, body } = { request: undefined, body: '' }] = seen;
  expect(JSON.parse(body)).toEqual(said.body);
  const { timestamp, sign } = request?.headers ?? {};
  expect(timestamp).toBe(String(clock.now().getTime()));
  expect({ timestamp, sign }).toEqual(fake.sign(body).headers);
  server.close();
});

test('HTTP mode: refused, nobody there, and twice', async () => {
  const { server, seen } = await listening(403);
  expect(await fake.say({ from: 'a', text: '1' })).toMatchObject({ outcome: 'refused', status: 403 });
  fake.faults.duplicates = 1;
  await fake.say({ from: 'a', text: '2' });
  expect(seen.map(({ body }) => JSON.parse(body).text.content)).toEqual(['1', '2', '2']);
  fake.faults.duplicates = 0;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect((await fake.say({ from: 'a', text: '3' })).outcome).toBe('unacknowledged');
  fake.robotUrl = undefined;
  expect((await fake.say({ from: 'a', text: '4', via: 'http' })).outcome).toBe('lost');
});

test('the signature of docs/protocol-dingtalk.md, section 5.1', () => {
  const at = new Date(1_700_000_000_000);
  expect(fake.sign({}, { at, secret: 'secret' })).toEqual({
    headers: { timestamp: '1700000000000', sign: 'OuzzJR5+xZ4/EYwqtNt6sMYZQMTa/HEGvc9miJe7XzY=' },
    body: '{}',
  });
  expect(fake.sign({}, { at: new Date(at.getTime() + HOUR) }).headers.sign).not.toBe(
    fake.sign({}, { at }).headers.sign,
  );
});
