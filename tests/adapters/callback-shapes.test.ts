import { describe, expect, test } from 'vitest';
import { press as pressOnCard } from '../../src/adapters/dingtalk/card.ts';
import { decode } from '../../src/adapters/dingtalk/decode.ts';
import { decodeBot } from '../../src/adapters/wecom/decode.ts';
import { decodeApp, pressOnApp } from '../../src/adapters/wecom/decode-app.ts';
import { frameOf } from '../../src/adapters/wecom/frames.ts';
import { mentionStripper } from '../../src/adapters/wire/mentions.ts';
import type { Message } from '../../src/application/message.ts';
import { neighboursOf } from '../support/neighbours.ts';

type Body = Parameters<typeof neighboursOf>[0];

/**
 * Every text of a shape that is somebody's is a mark 文1, 文2 …, and every place of a file one 件1, 件2 …: what is in a
 * changed body must be in what is read of it.
 */
const MARK = /[文件]\d/g;
const marksIn = (value: unknown): string[] => [...new Set(JSON.stringify(value ?? null).match(MARK))].sort();

interface Shape {
  name: string;
  body: Body;
  reads: string[];
}
const shapes = (head: Body, table: [name: string, more: object, reads: string][]): Shape[] =>
  table.map(([name, more, reads]) => ({
    name,
    body: { ...(head as object), ...more } as Body,
    reads: reads === '' ? [] : reads.split(' '),
  }));

const fold = (message: Message | undefined): unknown =>
  message && [message.text, message.files, message.quote?.text, message.quote?.files];

/** Where it does not say who spoke, or in which group, there is no message: nobody could be answered. */
const WHO_AND_WHERE = ['from', 'userid', 'chatid', 'FromUserName', 'senderStaffId', 'senderId', 'conversationId'];

function holds(read: (body: unknown) => Message | undefined, { body, reads }: Shape): void {
  expect(marksIn(fold(read(body)))).toEqual(reads);
  for (const neighbour of neighboursOf(body)) {
    const message = read(neighbour.body);
    const readable = reads.filter((mark) => marksIn(neighbour.body).includes(mark));
    const exempt = message === undefined && WHO_AND_WHERE.includes(neighbour.path.at(-1) ?? '');
    expect({ [neighbour.what]: exempt ? readable : marksIn(fold(message)) }).toEqual({ [neighbour.what]: readable });
  }
}

const strip = mentionStripper(['报送助手']);
const now = new Date('2020-09-10T07:00:00Z');
const messageOf = (decoded: { what: string; message?: Message } | undefined) => decoded?.message;

describe('企业微信, docs/protocol-wecom.md, sections 4.2 and 4.5', () => {
  const HEAD = { msgid: 'CAIQ', aibotid: 'AIB', chattype: 'single', from: { userid: 'lijie' } };
  const GROUP = { ...HEAD, chattype: 'group', chatid: 'wrAb', response_url: 'https://qyapi.weixin.qq.com/r?c=1' };
  const file = (mark: string) => ({ url: `https://example.com/${mark} `, aeskey: 'a2V5' });
  const text = (mark: string) => ({ msgtype: 'text', text: { content: mark } });
  const card = { card_type: 'button_interaction', event_key: '文1', task_id: 't1' };
  const said: [string, object, string][] = [
    ['text', text('文1'), '文1'],
    ['voice', { msgtype: 'voice', voice: { content: '文1' } }, '文1'],
    ['image', { msgtype: 'image', image: file('件1') }, '件1'],
    ['file', { msgtype: 'file', file: file('件1') }, '件1'],
    ['a file with its name', { msgtype: 'file', file: { ...file('件1'), filename: '灯.docx' } }, '件1'],
    ['video', { msgtype: 'video', video: file('件1') }, '件1'],
    ['appmsg with a file', { msgtype: 'appmsg', appmsg: { title: '灯.docx', file: file('件1') } }, '件1'],
    [
      'mixed',
      {
        msgtype: 'mixed',
        mixed: { msg_item: [{ msgtype: 'image', image: file('件1') }, text('文1'), text('文2')] },
      },
      '件1 文1 文2',
    ],
    [
      'mixed with a file and a video',
      {
        msgtype: 'mixed',
        mixed: {
          msg_item: [text('文1'), { msgtype: 'file', file: file('件1') }, { msgtype: 'video', video: file('件2') }],
        },
      },
      '件1 件2 文1',
    ],
    ['mixed in a string', { msgtype: 'mixed', mixed: JSON.stringify({ msg_item: [text('文1')] }) }, '文1'],
  ];
  const quoted = said.map(([name, more, reads]): [string, object, string] => [
    `text with a quote of ${name}`,
    { msgtype: 'text', text: { content: '文9' }, quote: more },
    `${reads} 文9`,
  ]);
  const events: [string, object, string][] = [
    ['a click', { event: { eventtype: 'template_card_event', template_card_event: card } }, '文1'],
    [
      'a click by the names of the table',
      { event: { eventtype: 'template_card_event', template_card_event: { eventkey: '文1', taskid: 't1' } } },
      '文1',
    ],
    ['a flat click', { event: { eventtype: 'template_card_event', ...card } }, '文1'],
    ['enter_chat', { event: { eventtype: 'enter_chat' } }, ''],
    ['feedback', { event: { eventtype: 'feedback_event', feedback_event: { id: 'FB', type: 2, content: '差' } } }, ''],
    ['disconnected', { event: { eventtype: 'disconnected_event' } }, ''],
  ].map(([name, more, reads]) => [name as string, { msgtype: 'event', ...(more as object) }, reads as string]);

  test.each(shapes(HEAD, [...said, ...quoted, ...events]))('alone: $name', (shape) => {
    holds((body) => messageOf(decodeBot(body, { strip, reqId: 'r1', now })), shape);
  });
  test.each(shapes(GROUP, [...said, ...quoted, ...events]))('in a group: $name', (shape) => {
    holds((body) => messageOf(decodeBot(body, { strip, now })), shape);
  });
  test('a frame of the long connection, with its body written out too', () => {
    const body = { ...HEAD, ...text('文1') };
    const frame = { cmd: 'aibot_msg_callback', headers: { req_id: 'r1' }, body };
    const read = (sent: unknown) => {
      const { cmd, body: carried } = frameOf(Buffer.from(JSON.stringify(sent))) ?? {};
      return cmd === undefined ? undefined : messageOf(decodeBot(carried, { strip, reqId: 'r1', now }));
    };
    expect(read({ ...frame, body: JSON.stringify(body) })?.text).toBe('文1');
    for (const neighbour of neighboursOf({ ...frame, headers: { req_id: 'r1' } }).filter(
      ({ path }) => path[0] === 'headers',
    ))
      expect([neighbour.what, read(neighbour.body)?.text]).toEqual([neighbour.what, '文1']);
  });

  const APP = { ToUserName: 'ww1', FromUserName: 'lijie', CreateTime: '1409735669', MsgId: '4561255', AgentID: '218' };
  test.each(
    shapes(APP, [
      ['text', { MsgType: 'text', Content: '文1' }, '文1'],
      ['image', { MsgType: 'image', PicUrl: 'https://example.com/p', MediaId: '件1' }, '件1'],
      ['video', { MsgType: 'video', MediaId: '件1', ThumbMediaId: 'T' }, '件1'],
      ['file', { MsgType: 'file', MediaId: '件1', FileName: '灯.docx' }, '件1'],
      ['link', { MsgType: 'link', Title: '文1', Url: '文2' }, '文1 文2'],
      ['location', { MsgType: 'location', Location_X: '1', Location_Y: '2', Label: '尧都' }, ''],
      ['a click', { MsgType: 'event', Event: 'click', EventKey: '文1' }, '文1'],
    ]),
  )('the app: $name', (shape) => {
    holds((body) => decodeApp(body as Record<string, unknown>), shape);
  });
});

/** A press on a card of the bot: of it every neighbour is read as a press, as words, or as nothing; none crashes. */
describe('a press on a card of ours', () => {
  const TASK = 'out-7@3c1f';
  const HEAD = { msgid: 'M', aibotid: 'AIB', chattype: 'group', chatid: 'wrAb', from: { userid: 'lijie' } };
  const card = { card_type: 'button_interaction', event_key: 'choice2', task_id: TASK };
  const pressed = { id: `card:${TASK}:lijie:1`, task: TASK, senderId: 'lijie', key: 'out-7', index: 1 };
  test.each<[string, Body]>([
    ['nested', { eventtype: 'template_card_event', template_card_event: card }],
    ['flat', { eventtype: 'template_card_event', ...card }],
    [
      'by the names of the table',
      { eventtype: 'template_card_event', template_card_event: { eventkey: 'choice2', taskid: TASK } },
    ],
  ])('企业微信, the bot: %s', (_, event) => {
    const body = { ...HEAD, msgtype: 'event', event };
    const read = (sent: unknown) => decodeBot(sent, { strip, reqId: 'r', now });
    expect(read(body)).toEqual({ what: 'press', press: pressed });
    for (const neighbour of neighboursOf(body)) {
      const decoded = read(neighbour.body);
      const same = decoded?.what === 'press' && decoded.press.task === TASK;
      expect([neighbour.what, same || ['message', 'nothing', undefined].includes(decoded?.what)]).toEqual([
        neighbour.what,
        true,
      ]);
      if (decoded?.what === 'press') expect(decoded.press).toEqual({ ...pressed, ...otherIndex(decoded.press) });
    }
  });
  // A press without its button, or with one that there is not, is a press on nothing.
  const otherIndex = ({ index }: { index: number }) => (index === 1 ? {} : { index: -1, id: `card:${TASK}:lijie:-1` });

  test('企业微信, the app', () => {
    const fields = {
      ...{ FromUserName: 'lijie', MsgType: 'event', Event: 'template_card_event', CardType: 'button_interaction' },
      ...{ EventKey: 'choice2', TaskId: TASK, ResponseCode: 'RC', CreateTime: '1' },
    };
    expect(pressOnApp(fields)).toEqual({ ...pressed, responseCode: 'RC' });
    for (const { body, path, what } of neighboursOf(fields)) {
      const read = pressOnApp(body as Record<string, unknown>);
      const whole = !['FromUserName', 'MsgType', 'TaskId'].includes(path[0] ?? '');
      expect([what, read?.task]).toEqual([what, whole ? TASK : undefined]);
      expect(() => decodeApp(body as Record<string, unknown>)).not.toThrow();
    }
  });

  test('钉钉', async () => {
    const content = { cardPrivateData: { actionIds: ['choice2'], params: { action: 'x' } } };
    const data = {
      ...{ type: 'actionCallback', outTrackId: 'out-7.3c1f', corpId: 'c', userId: '016650', userIdType: 1 },
      ...{ spaceId: 'cid==', spaceType: 'IM_GROUP', extension: '{}', content },
    };
    const asked: unknown[] = [];
    const prisma = {
      outbound: { findFirst: async (query: { where: { id: bigint } }) => void asked.push(String(query.where.id)) },
    } as unknown as Parameters<typeof pressOnCard>[1]['prisma'];
    const parts = { prisma, robotCode: 'r', say: (() => '') as never, accept: async () => undefined };
    for (const one of [data, { ...data, content: JSON.stringify(content) }])
      expect(await pressOnCard(JSON.stringify(one), parts)).toBeNull();
    expect(asked).toEqual(['7', '7']);
    for (const { body } of neighboursOf(data)) expect(await pressOnCard(JSON.stringify(body), parts)).toBeNull();
    for (const odd of ['', 'x', '[]', 'null', '7']) expect(await pressOnCard(odd, parts)).toBeNull();
  });
});

describe('钉钉, docs/protocol-dingtalk.md, sections 3.1 to 3.5', () => {
  const HEAD = {
    msgId: 'msgMxpQ==',
    conversationType: '1',
    conversationId: 'cid1==',
    senderId: '$:LWCP_v1:$abc',
    senderStaffId: '016650',
    senderNick: '李洁',
    chatbotUserId: '$:LWCP_v1:$bot',
    createAt: 1_600_000_000_000,
    sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=s1',
    sessionWebhookExpiredTime: 1_600_005_400_000,
    robotCode: 'dingROBOT',
  };
  const GROUP = {
    ...HEAD,
    conversationType: '2',
    conversationTitle: '测试群',
    atUsers: [{ dingtalkId: 'b' }],
    isInAtList: true,
  };
  const runs = [{ text: '文1' }, { type: 'picture', downloadCode: '件1', pictureDownloadCode: 'p' }, { text: '文2' }];
  const kinds: [string, string, object, string][] = [
    ['picture', 'picture', { downloadCode: '件1', pictureDownloadCode: '件2' }, '件1 件2'],
    ['file', 'file', { downloadCode: '件1', fileName: 'a.zip', spaceId: '2', fileId: '3' }, '件1'],
    ['a picture as a file without a name', 'file', { downloadCode: '件1' }, '件1'],
    ['video', 'video', { downloadCode: '件1', duration: '5', videoType: 'mp4' }, '件1'],
    ['audio', 'audio', { downloadCode: 'a', recognition: '文1' }, '文1'],
    ['richText', 'richText', { richText: runs }, '件1 文1 文2'],
  ];
  const said: [string, object, string][] = [
    ['text', { msgtype: 'text', text: { content: '文1' } }, '文1'],
    ['text over HTTP', { msgtype: 'text', content: '文1' }, '文1'],
    ['markdown', { msgtype: 'markdown', content: { text: '文1' } }, '文1'],
    ['unknown', { msgtype: 'unknownMsgType', content: { unknownMsgType: '暂不支持接收。' } }, ''],
    ['a forwarded record', { msgtype: 'chatRecord', content: { summary: '张三: 好' } }, ''],
    ...kinds.map(([name, msgtype, content, reads]): [string, object, string] => [name, { msgtype, content }, reads]),
    ...kinds.map(([name, msgtype, content, reads]): [string, object, string] => [
      `${name}, its content in a string`,
      { msgtype, content: JSON.stringify(content) },
      reads,
    ]),
  ];
  const repliedMsg = (msgType: string | undefined, content: unknown) => ({
    ...(msgType !== undefined && { msgType }),
    msgId: 'q==',
    senderId: '$:LWCP_v1:$other',
    createdAt: 1,
    content,
  });
  const kindsOfQuote: [string, string | undefined, unknown, string][] = [
    ...kinds,
    ...kinds.map(([name, , content, reads]): [string, undefined, unknown, string] => [
      `${name} of no kind`,
      undefined,
      content,
      reads,
    ]),
    ['text', 'text', { text: '文1' }, '文1'],
    ['text by its other name', 'text', { content: '文1' }, '文1'],
    ['text of no kind', undefined, { text: '文1' }, '文1'],
    ['a bare text', 'text', '文1', '文1'],
    ['the older file', 'unknownMsgType', {}, ''],
    ['a document', 'interactiveCard', { biz_custom_action_url: 'dingtalk://doc?spaceId=件1&fileId=件2' }, '件1 件2'],
    ['a card', 'interactiveCard', { cardContent: { title: '文1', contents: [{ text: '文2' }] } }, '文1 文2'],
    [
      'a card of a template',
      'interactiveCard',
      { cardData: { cardParamMap: { title: '文1', text: '文2' } } },
      '文1 文2',
    ],
    ['a record', 'chatRecord', { summary: '文1' }, '文1'],
  ];
  const quoted = kindsOfQuote.flatMap(([name, msgType, content, reads]): [string, object, string][] => {
    const all = [...reads.split(' '), '文9'].filter((mark) => mark !== '').join(' ');
    const replied = repliedMsg(msgType, content);
    const pair = { isReplyMsg: true, repliedMsg: replied };
    return [
      [`text with a quote of ${name}`, { msgtype: 'text', text: { content: '文9', ...pair } }, all],
      [
        `text with a quote of ${name} under a second name`,
        { msgtype: 'text', text: { content: '文9', reply: replied } },
        all,
      ],
      [
        `text with a quote of ${name} beside it`,
        { msgtype: 'text', text: { content: '文9' }, quoteMessage: replied },
        all,
      ],
      [
        `richText with a quote of ${name}`,
        { msgtype: 'richText', content: { richText: [{ text: '文9' }], ...pair } },
        all,
      ],
    ];
  });

  test.each(shapes(HEAD, [...said, ...quoted]))('alone: $name', (shape) => {
    holds((body) => messageOf(decode(body, 'r')), shape);
  });
  test.each(shapes(GROUP, [...said, ...quoted]))('in a group: $name', (shape) => {
    holds((body) => messageOf(decode(body, 'r')), shape);
  });
});
