import { describe, expect, test } from 'vitest';
import { decodeBot } from '../../src/adapters/wecom/decode.ts';
import { decodeApp, readXml, XmlRefused } from '../../src/adapters/wecom/decode-app.ts';
import { frameOf, pauseBefore, TIMES } from '../../src/adapters/wecom/frames.ts';
import { readJson } from '../../src/adapters/wire/json.ts';
import { mentionStripper } from '../../src/adapters/wire/mentions.ts';

const strip = mentionStripper(['报送助手', '报送 助手', 'Bot']);
const now = new Date('2020-09-10T07:00:00Z');
const decode = (body: unknown, reqId?: string) => decodeBot(body, { strip, reqId, now });
const messageIn = (body: unknown, reqId = 'r1') => {
  const decoded = decode(body, reqId);
  return decoded?.what === 'message' ? decoded.message : decoded;
};

const HEAD = { msgid: 'M1', aibotid: 'AIB', chattype: 'single', from: { userid: 'lijie' } };
const GROUP = { ...HEAD, chattype: 'group', chatid: 'wrGroupAb' };
const FILE = { url: 'https://example.com/x ', aeskey: 'a2V5' };
const file = (kind: string) => ({ source: { kind, url: 'https://example.com/x', key: 'a2V5' } });

test('a message with everything in it', () => {
  const mixed = {
    msg_item: [
      { msgtype: 'image', image: FILE },
      { msgtype: 'text', text: { content: '@报送助手 /报送 摄影' } },
      { msgtype: 'text', text: { content: '《一盏灯》' } },
      { msgtype: 'video', video: FILE },
    ],
  };
  const quote = { msgtype: 'file', file: FILE };
  expect(messageIn({ ...GROUP, msgtype: 'mixed', mixed, quote })).toEqual({
    channel: 'wecom',
    id: 'bot:M1',
    chat: { kind: 'group', id: 'wrGroupAb' },
    sender: { id: 'lijie' },
    text: '/报送 摄影\n《一盏灯》',
    files: [file('image'), file('video')],
    quote: { files: [file('file')] },
    replyContext: { via: 'connection', reqId: 'r1' },
  });
});

test.each([
  ['text', { msgtype: 'text', text: { content: '旧的一条' } }, { files: [], text: '旧的一条' }],
  ['image', { msgtype: 'image', image: FILE }, { files: [file('image')] }],
  ['file', { msgtype: 'file', file: FILE }, { files: [file('file')] }],
  ['video', { msgtype: 'video', video: FILE }, { files: [file('video')] }],
  ['voice', { msgtype: 'voice', voice: { content: '转写' } }, { files: [], text: '转写' }],
  [
    'mixed',
    {
      msgtype: 'mixed',
      mixed: {
        msg_item: [
          { msgtype: 'image', image: FILE },
          { msgtype: 'text', text: { content: 'x' } },
        ],
      },
    },
    { files: [file('image')], text: 'x' },
  ],
  ['a kind of tomorrow', { msgtype: 'hologram' }, { files: [] }],
])('a quote of %s', (_, quote, expected) => {
  expect(messageIn({ ...HEAD, msgtype: 'text', text: { content: '/查 1' }, quote })).toMatchObject({
    text: '/查 1',
    quote: expected,
  });
});

describe('a message of an odd shape', () => {
  test.each<[string, object, object | undefined]>([
    ['a quote that is none', { ...HEAD, msgtype: 'text', text: { content: '/截止' }, quote: 'x' }, { text: '/截止' }],
    ['a text that is null', { ...HEAD, msgtype: 'text', text: null }, { text: '', files: [] }],
    [
      'a piece that is none',
      { ...HEAD, msgtype: 'mixed', mixed: { msg_item: [7, { msgtype: 'text', text: { content: 'a' } }] } },
      { text: 'a' },
    ],
    ['a file without a place', { ...HEAD, msgtype: 'file', file: { url: ' ' } }, { unreadable: true, files: [] }],
    ['no kind at all', { ...HEAD, text: { content: 'a' } }, { text: 'a' }],
    [
      'a response_url of a megabyte',
      { ...HEAD, msgtype: 'text', text: { content: 'a' }, response_url: 'x'.repeat(1e6) },
      { text: 'a' },
    ],
    [
      'a chat id without a kind is a group',
      { ...GROUP, chattype: undefined, msgtype: 'text' },
      { chat: { kind: 'group', id: 'wrGroupAb' } },
    ],
    [
      'an unknown kind of chat is a group',
      { ...GROUP, chattype: 'channel', msgtype: 'text' },
      { chat: { kind: 'group', id: 'wrGroupAb' } },
    ],
    ['a group without an id', { ...HEAD, chattype: 'group', msgtype: 'text' }, undefined],
    ['nobody', { ...HEAD, from: {}, msgtype: 'text' }, undefined],
    ['an id of a thousand signs', { ...HEAD, from: { userid: 'a'.repeat(1000) }, msgtype: 'text' }, undefined],
    ['an id with a NUL', { ...HEAD, from: { userid: 'a\0' }, msgtype: 'text' }, undefined],
    ['no msgid', { ...HEAD, msgid: '', msgtype: 'text' }, { id: expect.stringMatching(/^bot:none-[0-9a-f]{40}$/) }],
  ])('%s', (_, body, expected) => {
    const message = messageIn(body);
    if (expected === undefined) expect(message).toBeUndefined();
    else expect(message).toMatchObject(expected);
  });
});

test('a click is its words; its req_id answers nothing, its response_url does', () => {
  const event = { eventtype: 'template_card_event', template_card_event: { eventkey: '/阶段' } };
  expect(messageIn({ ...GROUP, msgtype: 'event', event })).toEqual({
    channel: 'wecom',
    id: 'bot:M1',
    chat: { kind: 'group', id: 'wrGroupAb' },
    sender: { id: 'lijie' },
    text: '/阶段',
    files: [],
  });
  const url = 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=1';
  const decoded = decode({ ...GROUP, msgtype: 'event', event, response_url: url });
  expect(decoded).toMatchObject({
    message: { replyContext: { via: 'callback', responseUrl: url, until: '2020-09-10T08:00:00.000Z' } },
  });
});

// docs/protocol-wecom.md, section 5.3: every shape in which a mention was seen.
test.each([
  ['@报送助手 /进度', '/进度'],
  ['@报送助手/进度', '/进度'],
  ['＠报送助手　/进度', '/进度'],
  ['@报送助手\u2005/进度', '/进度'],
  ['@报送 助手 /进度', '/进度'],
  ['@Bot\u200b /stop', '/stop'],
  ['/stop@Bot', '/stop'],
  ['/进度 @报送助手', '/进度'],
  ['@报送助手 @张三 /进度', '/进度'],
  ['@张三 @报送助手 /进度', '/进度'],
  ['@报送助手 ／进度', '／进度'],
  ['@报送助手 、进度', '、进度'],
  ['@报送助手 进度', '进度'],
  ['@改了名的机器人 /进度', '/进度'],
  ['@报送助手 /报送 微视频 《 @报送助手 的 一天 》', '/报送 微视频 《 @报送助手 的 一天 》'],
  ['/报送 微视频 《给 @Bot 的信》', '/报送 微视频 《给 @Bot 的信》'],
  ['@报送助手 /报送 微视频 《夜班》 作者:张三@尧都', '/报送 微视频 《夜班》 作者:张三@尧都'],
  ['问一下 @报送助手 还差几个', '问一下 还差几个'],
  ['@报送助手', ''],
  ['', ''],
])('in a group %j is %j', (said, heard) => {
  expect(strip(said)).toBe(heard);
});

test('in a direct chat nothing is taken away', () => {
  expect(messageIn({ ...HEAD, msgtype: 'text', text: { content: '@报送助手 /进度' } })).toMatchObject({
    text: '@报送助手 /进度',
  });
});

test.each([
  ['{"a":"x\ny"}', { a: 'x y' }],
  ['{\n"a":\t1}', { a: 1 }],
  ['{"a":"\u0001x\r"}', { a: 'x' }],
  ['{"a":', undefined],
  ['', undefined],
])('JSON %j is %j', (text, value) => {
  expect(readJson(text)).toEqual(value);
});

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD: unknown[] = [
  null,
  undefined,
  '',
  ' ',
  0,
  -1,
  Infinity,
  2 ** 60,
  true,
  [],
  {},
  [[]],
  [null],
  'group',
  'text',
  'mixed',
  'event',
  '\0',
  '\ud800',
  '\u202e',
  'a'.repeat(5000),
  '__proto__',
  { __proto__: null },
  { toString: null },
  { content: 7 },
  { url: {} },
  { msg_item: 'x' },
  { msg_item: [null, 3, 'x', {}] },
  { eventtype: 'template_card_event', template_card_event: { event_key: '/截止' } },
  { userid: 'b' },
  '<xml>',
  'NaN',
];

const SEEDS = [
  {
    ...GROUP,
    msgtype: 'text',
    text: { content: '@报送助手 /进度' },
    response_url: 'https://x/',
    quote: { msgtype: 'file', file: FILE },
  },
  {
    ...HEAD,
    msgtype: 'mixed',
    mixed: {
      msg_item: [
        { msgtype: 'image', image: FILE },
        { msgtype: 'text', text: { content: 'a' } },
      ],
    },
  },
  { ...HEAD, msgtype: 'voice', voice: { content: '截止' } },
  { ...HEAD, msgtype: 'file', file: FILE },
  {
    ...GROUP,
    msgtype: 'event',
    event: { eventtype: 'template_card_event', template_card_event: { event_key: 'k', task_id: 't' } },
  },
  { msgid: 'e', msgtype: 'event', event: { eventtype: 'enter_chat' }, from: { userid: 'a' } },
];

/** Changes one place, at any depth: another value, another name, gone, doubled. */
function mutated(value: unknown, random: () => number): unknown {
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(ODD);
  if (Array.isArray(value)) {
    const copy = [...value];
    const at = Math.floor(random() * copy.length);
    if (random() < 0.3) return [...copy, ...copy, ...copy];
    copy[at] = mutated(copy[at], random);
    return copy;
  }
  const copy: Record<string, unknown> = { ...value };
  const key = pick(Object.keys(copy));
  if (random() < 0.15) delete copy[key];
  else if (random() < 0.1) copy[pick(['msgtype', 'chattype', 'chatid', 'from', 'x'])] = pick(ODD);
  else copy[key] = mutated(copy[key], random);
  return copy;
}

test('twenty thousand odd bodies: nothing is thrown, and what becomes a message can be stored and answered', () => {
  const random = numbers(20200910);
  const bad: unknown[] = [];
  const seen: Record<string, number> = {};
  for (let count = 0; count < 20_000; count++) {
    let body: unknown = SEEDS[count % SEEDS.length];
    for (let times = 1 + Math.floor(random() * 4); times > 0; times--) body = mutated(body, random);
    const over = count % 2 === 0 ? body : readJson(JSON.stringify(body) ?? '');
    const decoded = decode(over, count % 3 === 0 ? undefined : 'r1');
    seen[decoded?.what ?? 'dropped'] = (seen[decoded?.what ?? 'dropped'] ?? 0) + 1;
    if (decoded?.what !== 'message') continue;
    const { id, chat, sender, text, files } = decoded.message;
    const storable = (one: unknown, most: number) =>
      typeof one === 'string' && one.length <= most && !/[\0\ud800]/.test(one);
    const stored = JSON.parse(JSON.stringify(decoded.message));
    if (
      !storable(id, 210) ||
      !storable(chat.id, 200) ||
      chat.id === '' ||
      !storable(sender.id, 200) ||
      sender.id === '' ||
      text.length > 6000
    )
      bad.push(decoded);
    if (files.some(({ source }) => typeof (source as { url: unknown }).url !== 'string') || stored.id !== id)
      bad.push(decoded);
  }
  expect(bad).toEqual([]);
  expect(Object.entries(seen).filter(([, count]) => count < 100)).toEqual([]);
  expect(Object.keys(seen).sort()).toEqual(['dropped', 'message', 'nothing', 'welcome']);
});

test('twenty thousand odd frames: what is none is none, and a frame has the shape of one', () => {
  const random = numbers(7);
  const whole = { cmd: 'aibot_msg_callback', headers: { req_id: 'r' }, errcode: 0, body: SEEDS[0] };
  for (let count = 0; count < 20_000; count++) {
    let frame: unknown = whole;
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) frame = mutated(frame, random);
    const text = JSON.stringify(frame) ?? '';
    const cut = count % 5 === 0 ? text.slice(0, Math.floor(random() * text.length)) : text;
    const read = frameOf(Buffer.from(cut));
    if (!read) continue;
    expect([typeof read.headers, typeof (read.body ?? {}), ['string', 'undefined'].includes(typeof read.cmd)]).toEqual([
      'object',
      'object',
      true,
    ]);
  }
});

test('twenty thousand odd documents to the app: XML that is none is refused, the rest is a message or nothing', () => {
  const random = numbers(11);
  const xml =
    '<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1409735669</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[/截止]]></Content><MsgId>4561255354251345929</MsgId><AgentID>218</AgentID></xml>';
  const pieces = [
    '<',
    '>',
    ']]>',
    '<![CDATA[',
    '</xml>',
    '<xml>',
    '&',
    '<!',
    '<?',
    '\0',
    '7',
    '<Content/>',
    '<MsgId>1</MsgId>',
    '<a b="c">',
  ];
  let messages = 0;
  for (let count = 0; count < 20_000; count++) {
    let text = xml;
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
      const at = Math.floor(random() * text.length);
      const gone = random() < 0.5 ? Math.floor(random() * 30) : 0;
      text = text.slice(0, at) + (pieces[Math.floor(random() * pieces.length)] as string) + text.slice(at + gone);
    }
    try {
      const message = decodeApp(readXml(text));
      if (message) messages++;
      if (message)
        expect([message.sender.id !== '', message.sender.id.length <= 200, message.id.length <= 500]).toEqual([
          true,
          true,
          true,
        ]);
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error;
    }
  }
  expect(messages).toBeGreaterThan(500);
});

test('the pauses before another attempt double, spread, and go on without end', () => {
  const ends = (attempt: number) =>
    [0, 0.999].map((random) => Math.round(pauseBefore(attempt, TIMES.backoffMs, random) / 100) / 10);
  expect([0, 1, 2, 3, 4, 5, 6, 1000].map(ends)).toEqual([
    [0.5, 1],
    [1, 2],
    [2, 4],
    [4, 8],
    [8, 16],
    [15, 30],
    [15, 30],
    [15, 30],
  ]);
});
