import { afterEach, beforeEach, expect, test } from 'vitest';
import { ANTI_ABUSE, type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { RawApi } from '../../fakes/dingtalk/raw-api.ts';
import { RawClient } from '../../fakes/dingtalk/raw-client.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';

const GROUP = 'cidGroupOfUnions==';
const MINUTE = 60_000;
const SEND = '/v1.0/robot/groupMessages/send';
let clock: TestClock;
let fake: FakeDingtalk;
let api: RawApi;

beforeEach(async () => {
  clock = new TestClock();
  fake = await startFakeDingtalk({ clock, webhooks: { plain: { chatid: GROUP } } });
  fake.openChat('group', GROUP);
  fake.openChat('single', 'zhangsan');
  api = await RawApi.with(fake);
});
afterEach(() => fake.stop());

const rules = () => fake.violations.map(({ rule }) => rule);
const text = (content: string, more: object = {}) => ({ msgtype: 'text', text: { content }, ...more });

/** The sessionWebhook of something said. */
async function session(chatid?: string): Promise<string> {
  const client = await RawClient.open(fake);
  await fake.say({ from: 'zhangsan', text: '/进度', ...(chatid !== undefined && { chatid }) });
  const url = String(client.bodies()[0]?.sessionWebhook);
  client.socket.terminate();
  return url;
}

test('a token: the same one within its life, both hosts take it, either sort of end shows', async () => {
  const again = await RawApi.with(fake);
  expect(again.token).toBe(api.token);
  expect(fake.counters.tokens).toBe(2);
  const { clientId, clientSecret } = fake.app;
  const legacy = await fetch(`${fake.oapiBase}/gettoken?appkey=${clientId}&appsecret=${clientSecret}`);
  expect(await legacy.json()).toEqual({ errcode: 0, errmsg: 'ok', access_token: api.token, expires_in: 7200 });
  expect((await api.topapi('v2/user/get', { userid: 'zhangsan' })).body.errcode).toBe(0);
  fake.endToken('expired');
  expect(await api.toGroup(GROUP, 'sampleText', { content: 'a' })).toMatchObject({
    status: 401,
    body: { code: 'InvalidAuthentication', requestid: expect.any(String) },
  });
  expect((await api.topapi('v2/user/get', { userid: 'zhangsan' })).body.errcode).toBe(42001);
  const next = await RawApi.with(fake);
  expect(next.token).not.toBe(api.token);
  clock.advance(7_200_000);
  expect((await next.toGroup(GROUP, 'sampleText', { content: 'a' })).status).toBe(401);
  api.token = 'made up';
  expect((await api.toGroup(GROUP, 'sampleText', { content: 'a' })).status).toBe(400);
  expect((await api.topapi('v2/user/get', { userid: 'zhangsan' })).body.errcode).toBe(40014);
  expect(fake.sent).toEqual([]);
});

test.each([
  ['secret', { appSecret: 'x' }, 'invalidClientIdOrSecret'],
  ['id', { appKey: 'x' }, 'invalidClientIdOrSecret'],
  ['field', { corpId: 'x' }, 'invalidParameter'],
])('no token with a wrong %s', async (_, wrong, code) => {
  const { clientId: appKey, clientSecret: appSecret } = fake.app;
  expect(await api.v1('oauth2/accessToken', { appKey, appSecret, ...wrong })).toMatchObject({
    status: 400,
    body: { code },
  });
});

test.each<[string, object]>([
  ['sampleText', { content: '9月15日前报送' }],
  ['sampleMarkdown', { title: '提醒', text: '### 报送' }],
  ['sampleLink', { title: 't', text: 'x', picUrl: '', messageUrl: 'https://a.example' }],
  ['sampleActionCard', { title: 't', text: 'x', singleTitle: '看', singleURL: 'https://a.example' }],
  [
    'sampleActionCard2',
    {
      title: 't',
      text: 'x',
      actionTitle1: '1',
      actionURL1: 'https://a.example',
      actionTitle2: '2',
      actionURL2: 'dingtalk://x',
    },
  ],
  [
    'sampleActionCard6',
    {
      title: 't',
      text: 'x',
      buttonTitle1: '1',
      buttonUrl1: 'https://a.example',
      buttonTitle2: '2',
      buttonUrl2: 'https://a.example',
    },
  ],
  ['sampleImageMsg', { photoURL: 'https://a.example/a.png' }],
])('a group post of %s', async (msgKey, param) => {
  const { status, body } = await api.toGroup(GROUP, msgKey, param);
  expect([status, Object.keys(body)]).toEqual([200, ['processQueryKey']]);
  const { content, text: said } = param as Record<string, string>;
  expect(fake.sent).toMatchObject([
    {
      via: 'group-api',
      chat: { kind: 'group', id: GROUP },
      msgtype: msgKey,
      text: content ?? said ?? '',
      mentions: [],
    },
  ]);
  expect(rules()).toEqual([]);
});

test.each<[string, string, object | string, object, string]>([
  ['unknown key', 'markdown', { title: 't', text: 'x' }, {}, 'invalidParameter.msgKey.invalid'],
  ['no key', '', {}, {}, 'invalidParameter.msgKey.empty'],
  ['a parameter too few', 'sampleMarkdown', { text: 'x' }, {}, 'invalidParameter.msgParam.invalid'],
  ['a parameter too many', 'sampleText', { content: 'x', at: {} }, {}, 'invalidParameter.msgParam.invalid'],
  ['parameters that are no JSON', 'sampleText', 'content', {}, 'invalidParameter.msgParam.invalid'],
  ['parameters as an object', 'sampleText', {}, { msgParam: { content: 'x' } }, 'invalidParameter.msgParam.invalid'],
  ['an empty text', 'sampleText', { content: ' ' }, {}, 'invalidParameter.msgParam.invalid'],
  [
    'a media id without its @',
    'sampleFile',
    { mediaId: 'lADPDe7s', fileName: 'a.pdf', fileType: 'pdf' },
    {},
    'invalidParameter.msgParam.invalid',
  ],
  [
    'a media id nobody uploaded',
    'sampleFile',
    { mediaId: '@lADP', fileName: 'a.pdf', fileType: 'pdf' },
    {},
    'invalidParameter.msgParam.invalid',
  ],
  ['no robot code', 'sampleText', { content: 'x' }, { robotCode: undefined }, 'invalidParameter.robotCode.missing'],
  ['an empty robot code', 'sampleText', { content: 'x' }, { robotCode: '' }, 'invalidParameter.robotCode.empty'],
  [
    'the robot code of another',
    'sampleText',
    { content: 'x' },
    { robotCode: 'dingother' },
    'invalidParameter.robotCode.notExsit',
  ],
  ['a mention, which this call does not know', 'sampleText', { content: 'x' }, { at: {} }, 'invalidParameter'],
])('a group post with %s is refused', async (_, msgKey, param, more, code) => {
  expect(await api.toGroup(GROUP, msgKey, param, more)).toEqual({
    status: 400,
    body: { code, requestid: expect.any(String), message: expect.any(String) },
  });
  expect(fake.sent).toEqual([]);
  expect(rules()).toHaveLength(1);
});

test('15,000 bytes of parameters are sent, one more is not', async () => {
  const of = (bytes: number) => ({ content: 'x'.repeat(bytes - Buffer.byteLength('{"content":""}')) });
  expect((await api.toGroup(GROUP, 'sampleText', of(15_000))).status).toBe(200);
  expect((await api.toGroup(GROUP, 'sampleText', of(15_001))).status).toBe(400);
});

test.each([
  ['disbanded', 'group.disbanded'],
  ['stopped', 'bot.stopped'],
] as const)('a group that is %s', async (state, code) => {
  fake.groups.set(GROUP, { title: '群', state });
  expect(await api.toGroup(GROUP, 'sampleText', { content: 'x' })).toMatchObject({ status: 400, body: { code } });
});

test('a conversation that is no group with the robot', async () => {
  const single = fake.conversationId('single', 'zhangsan');
  expect((await api.toGroup(single, 'sampleText', { content: 'x' })).body.code).toBe('invalid.openConversationId');
});

test('to people: two lists say who got nothing', async () => {
  fake.members.set('hidden', { name: '不可见', visible: false });
  fake.members.set('guest', { name: '外部', outsider: true });
  fake.members.set('slow', { name: '限流', flowControlled: true });
  const answer = await api.toUsers(['zhangsan', 'nobody', 'hidden', 'guest', 'slow', '$:LWCP_v1:$x'], 'sampleText', {
    content: 'x',
  });
  expect(answer).toEqual({
    status: 200,
    body: {
      processQueryKey: expect.any(String),
      invalidStaffIdList: ['nobody', 'hidden', 'guest', '$:LWCP_v1:$x'],
      flowControlledStaffIdList: ['slow'],
    },
  });
  expect(fake.sent.map(({ chat }) => chat)).toEqual([{ kind: 'single', id: 'zhangsan' }]);
  expect(rules()).toEqual(['sender-id-as-user-id']);
});

test('to twenty people at most, and to one at least', async () => {
  const people = Array.from({ length: 21 }, (_, n) => `p${n}`);
  for (const id of people) fake.openChat('single', id);
  expect((await api.toUsers(people, 'sampleText', { content: 'x' })).body.code).toBe(
    'invalidParameter.userIds.overMax',
  );
  expect((await api.toUsers([], 'sampleText', { content: 'x' })).body.code).toBe('invalidParameter.userIds.empty');
  expect((await api.toUsers(people.slice(1), 'sampleText', { content: 'x' })).status).toBe(200);
  expect(fake.sent).toHaveLength(20);
});

test('the wrong endpoint for one person, and the wrong host', async () => {
  expect((await api.v1('robot/privateChatMessages/send', {})).body.code).toBe('resource.not.found');
  expect((await api.json(`${fake.oapiBase}${SEND}`, {})).body.errcode).toBe(22);
  expect((await api.json(`${fake.apiBase}/robot/send`, {})).status).toBe(404);
  expect(rules()).toEqual(['wrong-endpoint', 'unknown-path', 'unknown-path']);
});

test('without permission the answer names it', async () => {
  fake.app.scopes.length = 0;
  expect(await api.toGroup(GROUP, 'sampleText', { content: 'x' })).toMatchObject({
    status: 403,
    body: {
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] },
    },
  });
  expect(await api.topapi('v2/user/get', { userid: 'zhangsan' })).toMatchObject({
    status: 200,
    body: { errcode: 88, sub_code: '60011', request_id: expect.any(String) },
  });
});

test('twenty calls a second of one API; ten thousand a month in Beijing, then none', async () => {
  fake.limits.perSecond = 2;
  fake.limits.callsPerMonth = 4;
  const post = async () => (await api.toGroup(GROUP, 'sampleText', { content: 'x' })).body.code;
  const codes = [await post(), await post(), await post()];
  clock.advance(1_000);
  codes.push(await post(), await post());
  expect(codes).toEqual([
    undefined,
    undefined,
    'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
    undefined,
    'Forbidden.AccessDenied.ApiCountLimitForOrg',
  ]);
  expect((await api.topapi('v2/user/get', { userid: 'zhangsan' })).body.errcode).toBe(90020);
  clock.advance(Date.parse('2020-10-01T00:00:00+08:00') - clock.now().getTime());
  expect((await RawApi.with(fake)).token).not.toBe('');
  expect(fake.counters.calls).toEqual({ '2020-09': 4, '2020-10': 1 });
  expect((await api.json(await session(), text('回复不计数'))).body.errcode).toBe(0);
  expect(fake.counters.calls).toEqual({ '2020-09': 4, '2020-10': 1 });
});

test('504 after the post was made, and the other ways a call ends badly', async () => {
  const faults = [{ status: 504, obeyed: true }, { status: 504 }, 'drop', 'lost', { code: 'send.too.fast' }] as const;
  fake.faults.request = (path, nth) => (path === SEND ? faults[nth - 1] : undefined);
  const post = (n: number) =>
    api.toGroup(GROUP, 'sampleText', { content: `n${n}` }).then(
      ({ status, body }) => [status, body.code],
      () => 'broken',
    );
  const answers = [];
  for (const n of faults.keys()) answers.push(await post(n));
  expect(answers).toEqual([[504, undefined], [504, undefined], 'broken', 'broken', [400, 'send.too.fast']]);
  expect(fake.textsIn(GROUP)).toEqual(['n0', 'n2']);
});

test('the guard against abuse answers instead, as JSON and as HTML; nothing is posted', async () => {
  const faces = [ANTI_ABUSE.json, ANTI_ABUSE.html];
  fake.faults.request = (path, nth) => (path === SEND ? faces[nth - 1] : undefined);
  const post = () => api.toGroup(GROUP, 'sampleText', { content: 'x' });
  expect([await post(), await post()]).toEqual([
    { status: 200, body: expect.objectContaining({ status: 1111, wait: 5, errcode: 130101 }) },
    { status: 200, body: { text: expect.stringContaining('<html>') } },
  ]);
  expect(fake.sent).toEqual([]);
});

test('calls that are never answered: obeyed or not', async () => {
  fake.faults.request = (path, nth) => (path === SEND ? (nth === 1 ? 'mute' : 'stall') : undefined);
  const waiting = [1, 2].map(() => api.toGroup(GROUP, 'sampleText', { content: 'x' }).catch(() => 'never'));
  await fake.until(() => fake.counters.requests[SEND] === 2);
  await fake.waitFor(() => true);
  await fake.stop();
  expect(await Promise.all(waiting)).toEqual(['never', 'never']);
  expect(fake.sent).toHaveLength(1);
});

test('a reply by the session, with mentions: in markdown only who stands in the text', async () => {
  const url = await session(GROUP);
  expect(await api.json(url, text('收到', { at: { atUserIds: ['zhangsan'], atMobiles: ['13800000000'] } }))).toEqual({
    status: 200,
    body: { errcode: 0, errmsg: 'ok' },
  });
  const markdown = { title: '进度', text: '### 进度 @zhangsan' };
  await api.json(url, { msgtype: 'markdown', markdown, at: { atUserIds: ['zhangsan', 'lisi'], isAtAll: true } });
  await api.json(url, {
    msgtype: 'actionCard',
    actionCard: { title: 't', text: 'x', singleTitle: '看', singleURL: 'https://a.example' },
  });
  expect(fake.sent.map(({ text: said, mentions, mobiles }) => [said, mentions, mobiles])).toEqual([
    ['收到', ['zhangsan'], ['13800000000']],
    ['### 进度 @zhangsan', ['zhangsan', '@all'], []],
    ['x', [], []],
  ]);
});

test.each<[string, object | string, number]>([
  ['no JSON', '{', 400002],
  ['a kind that no webhook carries', { msgtype: 'image', image: { media_id: '@x' } }, 400002],
  ['an empty text', text(' '), 400002],
  ['markdown without a title', { msgtype: 'markdown', markdown: { text: 'x' } }, 400002],
  ['a mention by the wrong name', text('x', { at: { userIds: ['a'] } }), 400002],
  ['over 20,000 bytes', text('报'.repeat(7_000)), 460101],
])('a reply with %s is refused, with status 200', async (_, body, errcode) => {
  expect(await api.json(await session(), body)).toMatchObject({ status: 200, body: { errcode } });
  expect(rules()).toHaveLength(1);
});

test('a session lives for ninety minutes, or less; twenty replies a minute', async () => {
  fake.limits.sessionPerMinute = 2;
  const url = await session();
  const codes = [];
  for (let n = 0; n < 3; n++) codes.push((await api.json(url, text('x'))).body.errcode);
  clock.advance(MINUTE);
  codes.push((await api.json(url, text('x'))).body.errcode);
  clock.advance(89 * MINUTE);
  codes.push((await api.json(url, text('x'))).body.errcode);
  const early = await session();
  fake.endSessions();
  codes.push((await api.json(early, text('x'))).body.errcode);
  expect(codes).toEqual([0, 0, 130101, 0, 300001, 300001]);
  expect(rules()).toEqual([]);
});

const robotUrl = (query: Record<string, string>) => `${fake.oapiBase}/robot/send?${new URLSearchParams(query)}`;

test('a webhook robot: the signature of docs/protocol-dingtalk.md, section 4.8, an hour to either side', async () => {
  fake.webhooks.set('signed', { chatid: GROUP, secret: 'SECtest' });
  const timestamp = '1700000000000';
  const sign = decodeURIComponent('aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D');
  const send = async (query: object) =>
    (await api.json(robotUrl({ access_token: 'signed', timestamp, sign, ...query }), text('x'))).body.errcode;
  const at = (instant: number) => clock.advance(instant - clock.now().getTime());
  at(Number(timestamp) + 3_600_000);
  expect([await send({}), await send({ sign: 'x' }), await send({ timestamp: '1' })]).toEqual([0, 310000, 310000]);
  at(Number(timestamp) + 3_600_001);
  expect([await send({}), await send({ access_token: 'other' })]).toEqual([310000, 300001]);
  at(Number(timestamp) - 3_600_000);
  expect(await send({})).toBe(0);
});

test('a webhook robot: its keyword, and twenty a minute, then ten minutes of nothing', async () => {
  fake.limits.webhookPerMinute = 2;
  fake.webhooks.set('words', { chatid: GROUP, keywords: ['报送'] });
  const send = async (said: string) => (await api.json(robotUrl({ access_token: 'words' }), text(said))).body.errcode;
  const codes = [await send('x'), await send('报送1'), await send('报送2'), await send('报送3')];
  clock.advance(10 * MINUTE - 1);
  codes.push(await send('报送4'));
  clock.advance(1);
  codes.push(await send('报送5'));
  expect(codes).toEqual([310000, 0, 0, 130101, 130101, 0]);
  expect(fake.sent.map(({ via, key, text: said }) => [via, key, said])).toEqual([
    ['webhook', 'words', '报送1'],
    ['webhook', 'words', '报送2'],
    ['webhook', 'words', '报送5'],
  ]);
});

test('a webhook robot: a repeat under one msgUuid is shown once, and fifty people are called at most', async () => {
  const send = async (more: object) =>
    (await api.json(robotUrl({ access_token: 'plain' }), { ...text('好'), ...more })).body.errcode;
  const called = (count: number) => ({ at: { atUserIds: Array.from({ length: count }, (_, index) => `p${index}`) } });
  const codes = [
    await send({ msgUuid: 'u1' }),
    await send({ msgUuid: 'u1' }),
    await send({ msgUuid: 'u2' }),
    await send({}),
  ];
  expect([codes, fake.sent.length]).toEqual([[0, 0, 0, 0], 3]);
  expect([await send(called(50)), await send(called(51)), fake.sent.length]).toEqual([0, 400002, 4]);
});

test('somebody of the organisation: name, and mobile only with its own permission', async () => {
  fake.members.set('zhangsan', { name: '张三', mobile: '13800000000' });
  fake.members.set('guest', { name: '外部', outsider: true });
  const get = async (userid: string) => (await api.topapi('v2/user/get', { userid, language: 'zh_CN' })).body;
  const result = {
    userid: 'zhangsan',
    name: '张三',
    unionid: expect.any(String),
    admin: false,
    title: '',
    dept_id_list: [1],
  };
  expect(await get('zhangsan')).toEqual({ errcode: 0, errmsg: 'ok', result });
  fake.app.scopes.push('fieldMobile', 'qyapi_get_member_by_mobile');
  expect(await get('zhangsan')).toEqual({ errcode: 0, errmsg: 'ok', result: { ...result, mobile: '13800000000' } });
  expect((await get('guest')).errcode).toBe(60121);
  expect((await get('')).errcode).toBe(400002);
  expect((await api.topapi('v2/user/getbymobile', { mobile: '13800000000' })).body.result).toEqual({
    userid: 'zhangsan',
  });
  expect((await api.topapi('v2/user/getbymobile', { mobile: '13900000000' })).body.errcode).toBe(60121);
});
