import { expect, test } from 'vitest';
import { handshakeFault, outcomeOf } from '../../src/adapters/dingtalk/errors.ts';
import { rendered, withMentions } from '../../src/adapters/dingtalk/render.ts';
import { faultOf, signOf, WINDOW_MS } from '../../src/adapters/dingtalk/sign.ts';

test('signs as the platform does', () => {
  expect(encodeURIComponent(signOf('SECtest', '1700000000000'))).toBe('aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D');
  expect(signOf('secret', '1700000000000')).toBe('OuzzJR5+xZ4/EYwqtNt6sMYZQMTa/HEGvc9miJe7XzY=');
});

const NOW = 1_700_000_000_000;

test.each<[string, string, string, 'sign' | 'timestamp' | undefined]>([
  ['signed now', String(NOW), 'secret', undefined],
  ['five minutes ago', String(NOW - WINDOW_MS), 'secret', undefined],
  ['longer ago', String(NOW - WINDOW_MS - 1), 'secret', 'timestamp'],
  ['five minutes ahead', String(NOW + WINDOW_MS), 'secret', undefined],
  ['to come', String(NOW + WINDOW_MS + 1), 'secret', 'timestamp'],
  ['with another secret', String(NOW), 'other', 'sign'],
  ['without a time', '', 'secret', 'timestamp'],
  ['with a time that is none', '17e11', 'secret', 'timestamp'],
])('a request %s', (_, timestamp, secret, fault) => {
  expect(faultOf({ timestamp, sign: signOf(secret, timestamp) }, 'secret', NOW)).toBe(fault);
  expect(faultOf({ timestamp, sign: '' }, 'secret', NOW)).toBe(/^\d+$/.test(timestamp) ? 'sign' : 'timestamp');
});

const one = (text: string) => rendered(text).map((part) => part.text)[0];

test.each([
  ['第一行\n第二行\n\n第三行', '第一行  \n第二行  \n  \n第三行'],
  ['**粗** _斜_ `码` ~删~', '＊＊粗＊＊ ＿斜＿ ｀码｀ ～删～'],
  ['# 标题\n> 引\n- 项\n1. 一', '\u200b# 标题  \n\u200b> 引  \n\u200b- 项  \n\u200b1. 一'],
  ['[点我](http://坏.cn) ![图](@lADP)', '[点我] (http://坏.cn) ![图] (＠lADP)'],
  ['<font color=red>红</font>', '＜font color=red>红＜/font>'],
  ['@所有人 @016650 联系 gh@linfen.gov.cn', '＠所有人 ＠016650 联系 gh@linfen.gov.cn'],
  ['看 https://a.cn/x_y*z?u=@b#c', '看 https://a.cn/x_y*z?u=@b#c'.replace('*z?u=@b#c', '＊z?u=＠b#c')],
  ['| 单位 | 报送 |\n| --- | :-: |\n| 尧都 | 3 |', '单位\u3000报送  \n尧都\u30003'],
  ['| 不是表', '｜ 不是表'],
])('%j is shown as %j', (text, shown) => {
  expect(one(text)).toBe(shown);
});

test('a notification shows the first line', () => {
  expect(rendered('已收 #37 《夜班的灯》\n微视频').map(({ title }) => title)).toEqual(['已收 #37 《夜班的灯》']);
  expect(rendered('临'.repeat(30))[0]?.title).toBe(`${'临'.repeat(20)}…`);
});

test('mentions stand in the text', () => {
  expect(withMentions('请尽快', ['016650', '016651'])).toBe('请尽快  \n\n@016650 @016651');
  expect(withMentions('请尽快', [])).toBe('请尽快');
});

test.each([
  ['Chinese', '尧都区总工会：微视频 1、摄影 4'],
  ['what JSON writes longer', '"\\"\\"\t'],
  ['emoji', '👩‍👩‍👧‍👦📷'],
])('a long text of %s is cut on lines, numbered, within the bytes of the wire', (_, line) => {
  const text = Array.from({ length: 1500 }, (_unused, index) => `${line}${index}`).join('\n');
  const parts = rendered(text);
  expect(parts.length).toBeGreaterThan(2);
  for (const [index, part] of parts.entries()) {
    expect(part.text.startsWith(`(${index + 1}/${parts.length})  \n`)).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(15_000);
    expect(Buffer.byteLength(JSON.stringify({ msgParam: JSON.stringify(part) }))).toBeLessThanOrEqual(15_000);
  }
  const back = parts.map((part) => part.text.replace(/^\(\d+\/\d+\) {2}\n/, '')).join('\n');
  expect(back.replaceAll('  \n', '\n').split('\n').length).toBe(1500);
});

const scopes = { accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg', 'Card.Instance.Write'] } };
const fault = (kind: string, code: string, more = {}) => ({ state: 'fault', fault: kind, code, ...more });

test.each<[number, Record<string, unknown> | undefined, unknown]>([
  [200, { processQueryKey: 'k' }, { state: 'done', body: { processQueryKey: 'k' }, messageId: 'k' }],
  [200, { errcode: 0, errmsg: 'ok' }, { state: 'done', body: { errcode: 0, errmsg: 'ok' } }],
  [200, undefined, fault('unclear', 'HTTP 200')],
  [504, undefined, fault('unclear', 'HTTP 504')],
  [504, { code: 'ServiceTimeout' }, fault('unclear', 'ServiceTimeout')],
  [502, undefined, fault('unclear', 'HTTP 502')],
  [500, undefined, fault('unclear', 'HTTP 500')],
  [500, { code: 'systemError' }, fault('busy', 'systemError')],
  [503, undefined, fault('busy', 'HTTP 503')],
  [429, undefined, fault('too-often', '429', { waitMs: 5_000 })],
  [200, { status: 1111, wait: 7, errcode: 130101 }, fault('too-often', '1111', { waitMs: 300_000 })],
  [200, { errcode: 410100 }, fault('too-often', '410100', { waitMs: 600_000 })],
  [400, { code: 'qps.exceed.limit' }, fault('too-often', 'qps.exceed.limit', { waitMs: 60_000 })],
  [
    403,
    { code: 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi' },
    fault('too-often', 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', { waitMs: 60_000 }),
  ],
  [400, { code: 'unknown.send.result' }, fault('unclear', 'unknown.send.result')],
  [400, { code: 'daily.call.limit' }, fault('quota', 'daily.call.limit')],
  [200, { errcode: 130101 }, fault('too-often', '130101', { waitMs: 600_000 })],
  [200, { errcode: 90018 }, fault('too-often', '90018', { waitMs: 60_000 })],
  [
    403,
    { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' },
    fault('too-often', 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', { waitMs: 2_000 }),
  ],
  [400, { code: 'send.byToken.tooFast' }, fault('too-often', 'send.byToken.tooFast', { waitMs: 2_000 })],
  [400, { code: 'too.many.group' }, fault('too-often', 'too.many.group', { waitMs: 2_000 })],
  [200, { errcode: -1 }, fault('busy', '-1')],
  [200, { errcode: 15 }, fault('unclear', '15')],
  [401, { code: 'InvalidAuthentication' }, fault('token', 'InvalidAuthentication')],
  [400, { code: 'invalidAccessToken' }, fault('token', 'invalidAccessToken')],
  [401, undefined, fault('token', 'HTTP 401')],
  [200, { errcode: 40014 }, fault('token', '40014')],
  [200, { errcode: 42001 }, fault('token', '42001')],
  [
    403,
    { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', ...scopes },
    fault('permission', 'Forbidden.AccessDenied.AccessTokenPermissionDenied', {
      scopes: ['qyapi_robot_sendmsg', 'Card.Instance.Write'],
    }),
  ],
  [200, { errcode: 88, sub_code: '60011' }, fault('permission', '88 60011', { scopes: [] })],
  [
    200,
    { errcode: 88, errmsg: 'ding talk error[subcode=60011,submsg=…]' },
    fault('permission', '88 60011', { scopes: [] }),
  ],
  [200, { errcode: 90020 }, fault('quota', '90020')],
  [
    403,
    { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
    fault('quota', 'Forbidden.AccessDenied.ApiCountLimitForOrg'),
  ],
  [400, { code: 'invalidParameter.robotCode.auth' }, fault('refused', 'invalidParameter.robotCode.auth')],
  [400, { code: 'group.disbanded' }, fault('refused', 'group.disbanded')],
  [404, undefined, fault('refused', 'HTTP 404')],
  [200, { errcode: 310000 }, fault('refused', '310000')],
])('HTTP %i with %j', (status, body, expected) => {
  expect(outcomeOf(status, body)).toEqual(expected);
});

test.each([
  [401, 'InvalidAuthentication', fault('credentials', '401 InvalidAuthentication')],
  [403, '', fault('setup', '403')],
  [400, 'param.error', fault('setup', '400 param.error')],
  [429, '', fault('busy', '429')],
  [503, '', fault('busy', '503')],
  [200, 'endpoint without TLS', fault('busy', '200 endpoint without TLS')],
])('a new connection is refused with HTTP %i %s', (status, said, expected) => {
  expect(handshakeFault(status, said)).toEqual(expected);
});
