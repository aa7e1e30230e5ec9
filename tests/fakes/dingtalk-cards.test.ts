import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { RawApi } from '../../fakes/dingtalk/raw-api.ts';
import { RawClient } from '../../fakes/dingtalk/raw-client.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';

const GROUP = 'cidGroupOfUnions==';
const clock = new TestClock();
let fake: FakeDingtalk;
let api: RawApi;
let client: RawClient;

beforeEach(async () => {
  fake = await startFakeDingtalk({ clock, registered: 'never' });
  fake.openChat('group', GROUP);
  fake.openChat('single', 'zhangsan');
  api = await RawApi.with(fake);
  client = await RawClient.open(fake);
});
afterEach(() => fake.stop());

const inGroup = () => ({
  cardTemplateId: 'fake-card.schema',
  outTrackId: 'track-1',
  callbackType: 'STREAM',
  userIdType: 1,
  cardData: { cardParamMap: { title: '微视频《夜班的灯》', status: '待处理' } },
  openSpaceId: `dtv1.card//IM_GROUP.${GROUP}`,
  imGroupOpenSpaceModel: { supportForward: true },
  imGroupOpenDeliverModel: { robotCode: fake.app.robotCode, atUserIds: { zhangsan: '张三' } },
});
const direct = () => ({
  ...inGroup(),
  outTrackId: 'track-2',
  openSpaceId: 'dtv1.card//IM_ROBOT.zhangsan',
  imRobotOpenSpaceModel: {},
  imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: fake.app.robotCode },
});
const deliver = (card: object) => api.v1('card/instances/createAndDeliver', card);
const resultOf = async (card: object) => {
  const { result } = (await deliver(card)).body as {
    result: { deliverResults: { success: boolean; errorMsg: string }[] };
  };
  return result.deliverResults.map(({ success, errorMsg }) => [success, errorMsg]);
};

test('a card in the group and one to a person', async () => {
  expect(await deliver(inGroup())).toEqual({
    status: 200,
    body: {
      success: true,
      result: {
        outTrackId: 'track-1',
        deliverResults: [
          { success: true, errorMsg: '', carrierId: expect.any(String), spaceId: GROUP, spaceType: 'IM_GROUP' },
        ],
      },
    },
  });
  expect(await resultOf(direct())).toEqual([[true, '']]);
  expect(fake.sent).toMatchObject([
    { via: 'card', chat: { kind: 'group', id: GROUP }, mentions: ['zhangsan'], outTrackId: 'track-1' },
    { via: 'card', chat: { kind: 'single', id: 'zhangsan' }, outTrackId: 'track-2' },
  ]);
});

test.each<[string, () => object, string]>([
  [
    'a conversation id in a single space',
    () => ({ ...direct(), openSpaceId: 'dtv1.card//IM_ROBOT.cidX==' }),
    'spaceId is illegal',
  ],
  [
    'a group without the robot',
    () => ({ ...inGroup(), openSpaceId: 'dtv1.card//IM_GROUP.cidY==' }),
    'spaceId is illegal',
  ],
  [
    'no deliver model',
    () => ({ ...direct(), imRobotOpenDeliverModel: undefined }),
    'openSpaceModel or openDeliverModel is missing',
  ],
  ['another robot', () => ({ ...inGroup(), imGroupOpenDeliverModel: { robotCode: 'x' } }), 'robotCode is illegal'],
])('the call succeeds, the delivery does not: %s', async (_, card, why) => {
  expect(await resultOf(card())).toEqual([[false, why]]);
  expect(fake.sent).toEqual([]);
});

test.each<[string, object, string]>([
  ['an unpublished template', { cardTemplateId: 'draft.schema' }, 'param.templateUnpublished'],
  ['a value that is no string', { cardData: { cardParamMap: { count: 3 } } }, 'param.error'],
])('refused: %s', async (_, wrong, code) => {
  expect(await deliver({ ...inGroup(), ...wrong })).toMatchObject({ status: 400, body: { code } });
});

test('a track id is used once; without permission nothing', async () => {
  await deliver(inGroup());
  expect((await deliver(inGroup())).body.code).toBe('param.outTrackIdRepeat');
  fake.app.scopes.length = 0;
  expect(await deliver(direct())).toMatchObject({
    status: 403,
    body: { accessdenieddetail: { requiredScopes: ['Card.Instance.Write'] } },
  });
});

test('an update: by key, or in place of all', async () => {
  await deliver(inGroup());
  const put = (cardParamMap: object, more: object = {}) =>
    api.v1('card/instances', { outTrackId: 'track-1', cardData: { cardParamMap }, ...more }, 'PUT');
  await put({ status: '已采用' }, { cardUpdateOptions: { updateCardDataByKey: true } });
  expect(fake.sent[0]?.card).toEqual({ title: '微视频《夜班的灯》', status: '已采用' });
  await put({ status: '已退回' });
  expect(fake.sent[0]?.card).toEqual({ status: '已退回' });
  expect((await api.v1('card/instances', { outTrackId: 'no', cardData: { cardParamMap: {} } }, 'PUT')).body.code).toBe(
    'param.cardNotExist',
  );
});

test('a button: the frame says who and what, the acknowledgement changes the card', async () => {
  await deliver(inGroup());
  client.response = {
    response: { cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { status: '已采用' } } },
  };
  const pressed = await fake.press({
    by: 'lisi',
    outTrackId: 'track-1',
    actionIds: ['accept'],
    params: { entry: '37' },
  });
  expect(pressed).toMatchObject({
    outcome: 'acknowledged',
    card: { card: { title: '微视频《夜班的灯》', status: '已采用' } },
  });
  const [frame] = client.received;
  expect(frame?.headers.topic).toBe('/v1.0/card/instances/callback');
  const { content, ...data } = JSON.parse(frame?.data ?? '');
  expect(data).toEqual({
    type: 'actionCallback',
    outTrackId: 'track-1',
    corpId: fake.app.corpId,
    userId: 'lisi',
    userIdType: 1,
    spaceId: GROUP,
    spaceType: 'IM_GROUP',
    extension: '{}',
  });
  expect(JSON.parse(content)).toEqual({ cardPrivateData: { actionIds: ['accept'], params: { entry: '37' } } });
});

test('what only the person sees who pressed; the text of a card is its parameter', async () => {
  await deliver({ ...inGroup(), cardData: { cardParamMap: { title: '采用？', text: '#37 《夜班的灯》' } } });
  client.response = { response: { userPrivateData: { cardParamMap: { status: '已处理过' } } } };
  const pressed = await fake.press({ by: 'lisi', outTrackId: 'track-1' });
  expect(pressed.privately).toEqual({ status: '已处理过' });
  expect(fake.textsIn(GROUP)).toEqual(['#37 《夜班的灯》']);
});

test('a button nobody hears, one whose acknowledgement is wrong, a card that calls nowhere', async () => {
  await deliver(inGroup());
  await deliver({ ...direct(), callbackType: undefined });
  client.response = { response: { cardData: { status: '已采用' } } };
  expect((await fake.press({ by: 'a', outTrackId: 'track-1' })).card.card).toMatchObject({ status: '待处理' });
  expect(fake.violations).toMatchObject([{ where: 'card-ack', rule: 'malformed' }]);
  expect((await fake.press({ by: 'a', outTrackId: 'track-2' })).outcome).toBe('not-delivered');
  client.response = undefined;
  fake.timings.ackMs = 20;
  expect((await fake.press({ by: 'a', outTrackId: 'track-1' })).outcome).toBe('unacknowledged');
  fake.cut();
  await fake.until(() => fake.connections() === 0);
  expect((await fake.press({ by: 'a', outTrackId: 'track-1' })).outcome).toBe('lost');
});

test.each([
  ['SUCCESS', 'acknowledged'],
  ['LATER', 'unacknowledged'],
])('an event answered with %s', async (status, outcome) => {
  client.response = { status, message: '' };
  if (outcome === 'unacknowledged') fake.timings.ackMs = 50;
  expect(await fake.happen({ eventType: 'user_leave_org', data: { userId: ['a'] } })).toBe(outcome);
  expect(await client.see(({ type }) => type === 'EVENT')).toMatchObject({
    type: 'EVENT',
    headers: { topic: '*', eventType: 'user_leave_org', eventId: expect.any(String) },
    data: '{"userId":["a"]}',
  });
});
