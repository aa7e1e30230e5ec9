import { expect, test } from 'vitest';
import { decode } from '../../src/adapters/dingtalk/decode.ts';
import type { Message } from '../../src/application/message.ts';

const ROBOT = 'dingROBOT';

/** A message as the platform sends it (docs/protocol-dingtalk.md, section 3.1), with what is peculiar to it. */
const said = (more: Record<string, unknown>) => ({
  msgId: 'msgMxpQ==',
  msgtype: 'text',
  conversationType: '2',
  conversationId: 'cidGROUP==',
  conversationTitle: '测试群',
  senderId: '$:LWCP_v1:$abc',
  senderStaffId: '016650',
  senderNick: '李洁',
  chatbotUserId: '$:LWCP_v1:$bot',
  atUsers: [{ dingtalkId: '$:LWCP_v1:$bot' }],
  isInAtList: true,
  createAt: 1_600_000_000_000,
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=s1',
  sessionWebhookExpiredTime: 1_600_005_400_000,
  robotCode: ROBOT,
  ...more,
});

function message(body: Record<string, unknown>): Message {
  const decoded = decode(said(body), 'fallback');
  if (decoded?.what !== 'message') throw new Error('no message');
  return decoded.message;
}

test('a text in a group', () => {
  expect(message({ text: { content: ' /报送 微视频 《标题》' } })).toEqual({
    channel: 'dingtalk',
    id: `${ROBOT}:msgMxpQ==`,
    chat: { kind: 'group', id: 'cidGROUP==' },
    sender: { id: '016650', name: '李洁' },
    text: '/报送 微视频 《标题》',
    files: [],
    replyContext: {
      webhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=s1',
      until: '2020-09-13T13:56:40.000Z',
    },
  });
});

test('a direct chat is where its person is written to, whatever the conversation is called', () => {
  const direct = message({ conversationType: '1', text: { content: ' /进度 ' }, robotCode: '', sessionWebhook: null });
  expect([direct.id, direct.chat, direct.text, direct.replyContext]).toEqual([
    'fallback:msgMxpQ==',
    { kind: 'direct', id: '016650' },
    '/进度',
    undefined,
  ]);
});

test('whoever has no staff id is nobody that could be written to', () => {
  for (const senderStaffId of ['', undefined, null])
    expect(message({ senderStaffId, conversationType: '1', text: { content: '好' } })).toMatchObject({
      chat: { kind: 'direct', id: 'outsider:$:LWCP_v1:$abc' },
      sender: { id: 'outsider:$:LWCP_v1:$abc', unidentified: true },
    });
});

test.each([
  ['  /进度', '/进度'],
  ['\u200b\u2005/进度\u00a0', '/进度'],
  ['@报送助手\u2005/进度 尧都', '/进度 尧都'],
  ['@张三 @李四 /进度', '/进度'],
  ['/报送 微视频 《@我的城》', '/报送 微视频 《@我的城》'],
  ['', ''],
])('in a group %j says %j', (content, text) => {
  expect(message({ text: { content } }).text).toBe(text);
});

const file = (kind: string, codes: string[], more = {}, name?: string) => ({
  source: { kind, codes, ...more },
  ...(name !== undefined && { name }),
});
const withheld = (kind: string, more = {}, name?: string) => ({ ...file(kind, [], more, name), withheld: true });

test.each<[string, Record<string, unknown>, Partial<Message>]>([
  [
    'a picture',
    { msgtype: 'picture', content: { pictureDownloadCode: 'p1', downloadCode: 'd1' } },
    { text: '', files: [file('image', ['d1', 'p1'])] },
  ],
  [
    'a file, its content as a string',
    {
      msgtype: 'file',
      content: JSON.stringify({ spaceId: '223', fileName: '灯.mp4', downloadCode: 'd2', fileId: '117' }),
    },
    { text: '', files: [file('file', ['d2'], { spaceId: '223', fileId: '117' }, '灯.mp4')] },
  ],
  [
    'a video from an album has no name',
    { msgtype: 'video', content: { duration: '5', videoType: 'mp4', downloadCode: 'd3' } },
    { files: [file('video', ['d3'])] },
  ],
  [
    'words that were spoken',
    { msgtype: 'audio', content: { downloadCode: 'd4', recognition: '什么时候截止' } },
    { text: '什么时候截止', files: [] },
  ],
  [
    'a sound without words',
    { msgtype: 'audio', content: { downloadCode: 'd4' } },
    { text: '', files: [], unreadable: true },
  ],
  [
    'rich text: the mention is a run of its own, styles cut a sentence',
    {
      msgtype: 'richText',
      content: {
        richText: [
          { text: '@SDK示例' },
          { text: '/报送 摄影 ' },
          { text: '《晨光》', attrs: { bold: true } },
          { pictureDownloadCode: 'p5', downloadCode: 'd5', type: 'picture' },
          { text: '作者:王芳' },
        ],
      },
    },
    { text: '/报送 摄影 《晨光》\n作者:王芳', files: [file('image', ['d5', 'p5'])] },
  ],
  [
    'an unknown kind',
    { msgtype: 'unknownMsgType', content: { unknownMsgType: '机器人暂不支持接收。' } },
    { text: '', unreadable: true },
  ],
  ['a forwarded record', { msgtype: 'chatRecord', content: { summary: '…' } }, { text: '', unreadable: true }],
  ['a kind of tomorrow', { msgtype: 'hologram', content: 7 }, { text: '', unreadable: true }],
  ['a file without a code', { msgtype: 'file', content: { fileName: 'a.doc' } }, { files: [], unreadable: true }],
  ['a text whose content is missing', { text: null }, { text: '', files: [] }],
  ['a text in the other field', { content: { content: '/截止' } }, { text: '/截止' }],
  ['markdown', { msgtype: 'markdown', content: { text: '/截止' } }, { text: '/截止' }],
])('%s', (_, body, expected) => {
  expect(message(body)).toMatchObject(expected);
});

const quoting = (repliedMsg: unknown) => ({
  text: { content: ' /报送 微视频 《标题》', isReplyMsg: true, repliedMsg },
});

test.each<[string, Record<string, unknown>, Message['quote'] | undefined]>([
  ['nothing', { text: { content: '好' } }, undefined],
  ['a text', quoting({ msgType: 'text', content: { text: '#37 已收' } }), { text: '#37 已收', files: [] }],
  ['a text that is a bare string', quoting({ msgType: 'text', content: '#37 已收' }), { text: '#37 已收', files: [] }],
  [
    'a file',
    quoting({ msgType: 'file', content: { fileName: 'a.mp4', downloadCode: 'q1', spaceId: 's', fileId: 'f' } }),
    { files: [file('file', ['q1'], { spaceId: 's', fileId: 'f' }, 'a.mp4')] },
  ],
  [
    'a file, all of it written out',
    quoting(JSON.stringify({ msgType: 'file', content: JSON.stringify({ fileName: 'a.mp4', downloadCode: 'q1' }) })),
    { files: [file('file', ['q1'], {}, 'a.mp4')] },
  ],
  [
    'a file without a code',
    quoting({ msgType: 'file', content: { fileName: 'a.mp4', spaceId: 's', fileId: 'f' } }),
    { files: [withheld('file', { spaceId: 's', fileId: 'f' }, 'a.mp4')] },
  ],
  ['the older form of a file', quoting({ msgType: 'unknownMsgType' }), { files: [withheld('file')] }],
  [
    'a picture by its other code',
    quoting({ msgType: 'picture', content: { pictureDownloadCode: 'q2' } }),
    { files: [file('image', ['q2'])] },
  ],
  ['a picture without any', quoting({ msgType: 'picture', content: {} }), { files: [withheld('image')] }],
  ['a video', quoting({ msgType: 'video', content: { downloadCode: 'q3' } }), { files: [file('video', ['q3'])] }],
  [
    'what was spoken',
    quoting({ msgType: 'audio', content: { recognition: '好', downloadCode: 'q4' } }),
    { text: '好', files: [] },
  ],
  [
    'rich text with other names of the fields',
    quoting({
      msgType: 'richText',
      content: {
        richText: [
          { msgType: 'text', content: '晨光' },
          { msgType: 'picture', downloadCode: 'q5' },
        ],
      },
    }),
    { text: '晨光', files: [file('image', ['q5'])] },
  ],
  [
    'a document of the drive',
    quoting({
      msgType: 'interactiveCard',
      content: { biz_custom_action_url: 'dingtalk://doc?spaceId=77&fileId=88' },
    }),
    { files: [withheld('file', { spaceId: '77', fileId: '88' })] },
  ],
  [
    'a forwarded record',
    quoting({ msgType: 'chatRecord', content: { summary: '张三: 好' } }),
    { text: '张三: 好', files: [] },
  ],
  ['what the platform does not tell', quoting(undefined), { files: [withheld('file')] }],
  ['nothing, where the field is there all the same', { text: { content: '好', repliedMsg: null } }, undefined],
  [
    'a file of a kind that is not named',
    quoting({ content: { downloadCode: 'q6', fileName: '灯.docx' } }),
    { files: [file('file', ['q6'], {}, '灯.docx')] },
  ],
  [
    'a text of a kind that is not named',
    quoting({ content: { content: '#37 已收' } }),
    { text: '#37 已收', files: [] },
  ],
  [
    'rich text of a kind that is not named',
    quoting({ content: { richText: [{ text: '晨光' }, { downloadCode: 'q7', type: 'picture' }] } }),
    { text: '晨光', files: [file('image', ['q7'])] },
  ],
  [
    'a message under another name',
    { text: { content: '/查', reply: { msgType: 'text', content: { text: '甲' } } } },
    { text: '甲', files: [] },
  ],
  [
    'a message under a third name, beside the text',
    { text: { content: '/查' }, isReplyMsg: true, quoteMessage: { content: { downloadCode: 'q8', videoType: 'mp4' } } },
    { files: [file('video', ['q8'])] },
  ],
  [
    'a card with a tree of words',
    quoting({
      msgType: 'interactiveCard',
      content: { cardContent: { title: '催报', contents: [{ type: 'text', text: '微视频 18:00 截止' }] } },
    }),
    { text: '催报\n微视频 18:00 截止', files: [] },
  ],
  [
    'a card of a template',
    quoting({ content: { cardData: { cardParamMap: { title: '已收 #37', text: '微视频', choice1: '采用' } } } }),
    { text: '已收 #37\n微视频', files: [] },
  ],
  ['a card of which nothing is told', quoting({ msgType: 'interactiveCard', content: {} }), { files: [] }],
  [
    'a file that the robot itself sent',
    quoting({ msgType: 'file', senderId: '$:LWCP_v1:$bot', content: { downloadCode: 'q9', fileName: '进度.xlsx' } }),
    { files: [] },
  ],
  ['what the robot said and the platform does not tell', quoting({ senderId: '$:LWCP_v1:$bot' }), { files: [] }],

  [
    'rich text keeps the pair in its content',
    {
      msgtype: 'richText',
      content: {
        richText: [{ text: '/报送' }],
        isReplyMsg: true,
        repliedMsg: { msgType: 'text', content: { text: '甲' } },
      },
    },
    { text: '甲', files: [] },
  ],
])('who quotes %s', (_, body, quote) => {
  expect(message(body).quote).toEqual(quote);
});

test('what is no message is none, and a notice that the pushes are used up is one', () => {
  for (const body of [
    null,
    7,
    '',
    [],
    {},
    { msgId: 'm' },
    { ...said({}), conversationId: '' },
    { ...said({}), senderId: '', senderStaffId: '' },
  ])
    expect(decode(body, ROBOT)).toBeUndefined();
  const code = { what: 'quota', code: '20001' };
  expect(decode({ errorCode: 20001, errorMessage: '…' }, ROBOT)).toEqual(code);
  // The usual body comes with it, and an address to answer by.
  const { replyContext } = message({ text: { content: '好' } });
  expect(decode(said({ errorCode: '20001', errorMessage: '…' }), ROBOT)).toEqual({ ...code, replyContext });
  expect(decode(said({ errCode: '20001', msgtype: 'picture' }), ROBOT)).toEqual({ ...code, replyContext });
  expect(message({ errorCode: '0', text: { content: '好' } }).text).toBe('好');
});
