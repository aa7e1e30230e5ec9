import { expect, test } from 'vitest';
import { outcomeOf as ofDingtalk } from '../../src/adapters/dingtalk/errors.ts';
import { outcomeOf as ofWecom } from '../../src/adapters/wecom/errors.ts';
import { deliveryOf, type Outcome, prepared } from '../../src/adapters/wire/outcome.ts';
import { AccessToken } from '../../src/adapters/wire/token.ts';

test.each<[Outcome, string, string]>([
  [{ state: 'done', body: {} }, 'sent', 'refused'],
  [{ state: 'offline' }, 'later', 'later'],
  [{ state: 'silent' }, 'unknown', 'later'],
  [{ state: 'fault', fault: 'unclear', code: '15' }, 'unknown', 'later'],
  [{ state: 'fault', fault: 'busy', code: '-1' }, 'later', 'later'],
  [{ state: 'fault', fault: 'too-often', code: '130101', waitMs: 5 }, 'later', 'later'],
  [{ state: 'fault', fault: 'line', code: '846609' }, 'later', 'later'],
  [{ state: 'fault', fault: 'token', code: '40014' }, 'refused', 'refused'],
  [{ state: 'fault', fault: 'credentials', code: '40001' }, 'refused', 'refused'],
  [{ state: 'fault', fault: 'setup', code: '403' }, 'refused', 'refused'],
  [{ state: 'fault', fault: 'permission', code: 'x', scopes: ['s'] }, 'refused', 'refused'],
  [{ state: 'fault', fault: 'quota', code: '90020' }, 'refused', 'refused'],
  [{ state: 'fault', fault: 'refused', code: 'x' }, 'refused', 'refused'],
])('%j is %s once shown, %s before', (outcome, shown, before) => {
  expect([deliveryOf(outcome).state, prepared(outcome).state]).toEqual([shown, before]);
});

test('both platforms come to the same: too often waits in the queue, a lost line too, a busy platform is an attempt', () => {
  const wait = (outcome: Outcome) => {
    const delivery = deliveryOf(outcome);
    return delivery.state === 'later' ? [delivery.queued === true, Math.floor(delivery.afterMs / 20_000)] : delivery;
  };
  expect([ofWecom(45009, {}), ofWecom(45033, {}), ofDingtalk(200, { errcode: 90018 })].map(wait)).toEqual([
    [true, 3],
    [true, 3],
    [true, 3],
  ]);
  expect([ofWecom(-1, {}), ofDingtalk(200, { errcode: -1 })].map(deliveryOf)).toEqual([
    { state: 'later', afterMs: 2_000, reason: '-1' },
    { state: 'later', afterMs: 2_000, reason: '-1' },
  ]);
  expect([ofWecom(846609, {}), { state: 'offline' } as const].map(deliveryOf)).toEqual([
    { state: 'later', afterMs: 5_000, reason: '846609', queued: true },
    { state: 'later', afterMs: 5_000, reason: 'offline', queued: true },
  ]);
  expect([ofWecom(0, { msgid: 'm' }), ofDingtalk(200, { processQueryKey: 'm' })].map(deliveryOf)).toEqual([
    { state: 'sent', messageId: 'm' },
    { state: 'sent', messageId: 'm' },
  ]);
});

test('what is missing is named', () => {
  const answer = ofDingtalk(403, {
    code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
    accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg', 'Card.Instance.Write'] },
  });
  expect(deliveryOf(answer)).toEqual({
    state: 'refused',
    reason: 'permission qyapi_robot_sendmsg Card.Instance.Write',
  });
});

test.each<[string, Outcome, Outcome]>([
  [
    'without a token',
    { state: 'done', body: { expires: 7_200 } },
    { state: 'fault', fault: 'refused', code: 'no token' },
  ],
  ['with silence', { state: 'silent' }, { state: 'offline' }],
  ['with nothing clear', { state: 'fault', fault: 'unclear', code: 'HTTP 504' }, { state: 'offline' }],
  [
    'with a no',
    { state: 'fault', fault: 'credentials', code: '40001' },
    { state: 'fault', fault: 'credentials', code: '40001' },
  ],
])('whoever is asked for a token and answers %s keeps the call from beginning', async (_, answer, comesTo) => {
  const token = new AccessToken({
    ask: async () => answer,
    names: { token: 'token', seconds: 'expires' },
    now: () => 0,
  });
  let called = 0;
  const call = async (): Promise<Outcome> => {
    called++;
    return { state: 'done', body: {} };
  };
  expect([await token.with(call), called]).toEqual([comesTo, 0]);
});
