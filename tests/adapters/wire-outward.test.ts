import type { lookup } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { DingtalkChannel } from '../../src/adapters/dingtalk/channel.ts';
import { outcomeOf as ofDingtalk } from '../../src/adapters/dingtalk/errors.ts';
import type { Rest as DingtalkRest } from '../../src/adapters/dingtalk/rest.ts';
import { RobotWay } from '../../src/adapters/dingtalk/robot.ts';
import { WebhookWay } from '../../src/adapters/dingtalk/webhook.ts';
import { AppWay } from '../../src/adapters/wecom/app.ts';
import { outcomeOf as ofWecom } from '../../src/adapters/wecom/errors.ts';
import type { Outcome } from '../../src/adapters/wire/outcome.ts';
import { AddressRefused, guarded, lookupOf, storeLookup } from '../../src/adapters/wire/public-address.ts';
import { isStandIn, standInOf } from '../../src/adapters/wire/stand-in-address.ts';
import { AccessToken } from '../../src/adapters/wire/token.ts';
import type { Delivery } from '../../src/application/ports.ts';

const MINUTE = 60_000;
const POST = { text: '请补报', files: [], mentions: [] };
const token = new AccessToken({
  ask: async () => ({ state: 'done', body: { token: 't' } }),
  names: { token: 'token', seconds: 'seconds' },
  now: () => 0,
});
const open = { take: async () => 0 };
const unused = (): never => {
  throw new Error('not asked for here');
};
const store = { put: unused, open: unused, has: unused, list: unused, remove: unused, probe: unused };

describe('an answer 0 of the app’s message/send', () => {
  const to = async (ids: string[], answers: Record<string, object>): Promise<Delivery[]> => {
    const rest = {
      post: async (_path: string, _query: object, body: object) =>
        ofWecom(0, { invaliduser: '', unlicenseduser: '', ...answers[(body as { touser: string }).touser] }),
      get: unused,
      upload: unused,
      postTo: unused,
    };
    const app = new AppWay({
      rest,
      token,
      agentId: 1,
      base: 'https://x',
      store,
      bucket: open,
      silenceMs: 1,
      hears: false,
    });
    return Promise.all(app.parts(ids, POST).map((part) => part()));
  };
  test.each([
    [{}, { state: 'sent' }],
    [{ msgid: 'm' }, { state: 'sent', messageId: 'm' }],
    [
      { invaliduser: 'lijie', msgid: 'm' },
      { state: 'refused', reason: '0 out of reach' },
    ],
    [
      { unlicenseduser: 'lijie', msgid: 'm' },
      { state: 'refused', reason: '0 out of reach' },
    ],
  ])('with %j, to one person, is %j', async (answer, delivery) => {
    expect(await to(['lijie'], { lijie: answer })).toEqual([delivery]);
  });
  test('one of several who is invalid is not reached, the others are', async () => {
    expect(await to(['lijie', 'wangwei'], { lijie: { invaliduser: 'lijie' } })).toEqual([
      { state: 'sent', unreached: ['lijie'] },
      { state: 'sent' },
    ]);
  });
});

/** A 钉钉 that answers with each of these in turn, the last one for ever. */
function platform(...answers: Outcome[]) {
  const asked: Record<string, unknown>[] = [];
  const answer = async (body: object): Promise<Outcome> => {
    asked.push(body as Record<string, unknown>);
    return answers[Math.min(asked.length, answers.length) - 1] as Outcome;
  };
  const rest: DingtalkRest = {
    post: (_path, _token, body) => answer(body),
    postTo: (_url, body) => answer(body),
    send: (_method, _path, _token, body) => answer(body),
    upload: async () => ({ state: 'done', body: { media_id: '$iAEKAqNwZw' } }),
  };
  return { asked, rest };
}
const DONE = ofDingtalk(200, { errcode: 0 });
const SILENT: Outcome = { state: 'silent' };

describe('a group’s robot of 钉钉 that is not answered', () => {
  const say = async (bucket: { take(): Promise<number> }, ...answers: Outcome[]) => {
    const { asked, rest } = platform(...answers);
    const robots = new Map([['cid', { token: 'k' }]]);
    const way = new WebhookWay({ rest, oapiBase: 'https://o', robots, bucket, now: () => 0, repeatAfterMs: [0, 0] });
    const { state } = await way.say('cid', { title: '请补报', text: '请补报' }, []);
    return { state, ids: asked.map(({ msgUuid }) => msgUuid), times: asked.length };
  };
  test.each<[string, Outcome[], string, number]>([
    ['is answered', [DONE], 'sent', 1],
    ['is answered the second time', [SILENT, DONE], 'sent', 2],
    ['is answered the third time', [ofDingtalk(504, undefined), SILENT, DONE], 'sent', 3],
    ['is never answered', [SILENT], 'unknown', 3],
    ['is refused only when it repeats itself', [SILENT, ofDingtalk(200, { errcode: 310000 })], 'unknown', 3],
    ['is refused', [ofDingtalk(200, { errcode: 310000 })], 'refused', 1],
    ['was never heard', [{ state: 'offline' }], 'later', 1],
  ])('%s', async (_, answers, state, times) => {
    const said = await say(open, ...answers);
    expect([said.state, said.times, new Set(said.ids).size]).toEqual([state, times, 1]);
    expect(said.ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  });
  test('says nothing twice beyond its allowance', async () => {
    let turns = 1;
    const said = await say({ take: async () => (turns-- > 0 ? 0 : 5_000) }, SILENT);
    expect([said.state, said.times]).toEqual(['unknown', 1]);
  });
  test('has another id for the next thing it says', async () => {
    const ids = [...(await say(open, DONE)).ids, ...(await say(open, DONE)).ids];
    expect(new Set(ids).size).toBe(2);
  });
});

describe('the app’s robot of 钉钉', () => {
  const robot = (clock: { now: number }, ...answers: Outcome[]) => {
    const { asked, rest } = platform(...answers);
    const parts = { rest, token, robotCode: 'r', store, bucket: open, now: () => clock.now };
    return { asked, way: new RobotWay(parts) };
  };
  const lijie = { kind: 'direct' as const, id: 'lijie' };

  test('asks again within a minute for whoever is throttled, without losing an attempt; after a working day less often', async () => {
    const clock = { now: 0 };
    const throttled = ofDingtalk(200, { processQueryKey: 'k', flowControlledStaffIdList: ['lijie'] });
    const { way } = robot(clock, throttled, throttled, throttled, ofDingtalk(200, { processQueryKey: 'k' }), throttled);
    const say = () => way.say(lijie, { title: '退回', text: '退回' });
    const waits = (afterMs: number) => ({ state: 'later', reason: 'flow control', queued: true, afterMs });
    expect(await say()).toEqual(waits(45_000));
    clock.now = (8 * 60 - 1) * MINUTE;
    expect(await say()).toEqual(waits(45_000));
    clock.now = (8 * 60 + 1) * MINUTE;
    expect(await say()).toEqual(waits(5 * MINUTE));
    expect(await say()).toEqual({ state: 'sent', messageId: 'k' });
    expect(await say()).toEqual(waits(45_000));
  });
  test('sends a media id as it came', async () => {
    const { asked, way } = robot({ now: 0 }, DONE);
    const { Readable } = await import('node:stream');
    store.open = (() => Readable.from([Buffer.from('%PDF-1.4')])) as never;
    await way.sendFile(lijie, { name: '通知.pdf', sha256: 'x' });
    expect(JSON.parse(String(asked[0]?.msgParam))).toMatchObject({ mediaId: '$iAEKAqNwZw' });
  });
});

test('nobody is mentioned with more than fifty others; where nothing rings there is no message for the rest', async () => {
  const people = Array.from({ length: 120 }, (_, index) => `p${index}`);
  const calls = async (rings: boolean) => {
    const called: number[] = [];
    const say = async (_chat: unknown, _message: unknown, ids: unknown): Promise<Delivery> => {
      called.push(Array.isArray(ids) ? ids.length : 0);
      return { state: 'sent' };
    };
    const channel = new DingtalkChannel({
      session: { lives: () => false } as never,
      webhook: { has: () => rings, say } as never,
      robot: { say } as never,
      files: undefined as never,
      fetchAgainAfterMs: [],
      status: () => ({ ready: true }),
    });
    await channel.send({ kind: 'group', id: 'cid' }, { ...POST, mentions: people }, 'out-1');
    return called;
  };
  expect([await calls(true), await calls(false)]).toEqual([[50, 50, 20], [0]]);
});

describe('a name that leads to no address of the world', () => {
  const leadsTo = (address: string) =>
    ((_host: string, _options: object, done: (error: null, all: object[]) => void) =>
      done(null, [{ address, family: 4 }])) as unknown as typeof lookup;
  const reached = (address: string, judge: (one: string) => boolean) =>
    new Promise((resolve) =>
      lookupOf(judge, leadsTo(address))('x', {}, (error, found) =>
        resolve(error instanceof AddressRefused ? 'refused' : found),
      ),
    );
  test.each([
    ['169.254.0.23', true],
    ['198.18.7.1', true],
    ['198.19.255.254', true],
    ['169.254.169.254', false],
    ['169.254.1.1', false],
    ['10.0.0.1', false],
    ['198.20.0.1', false],
    ['::1', false],
    ['not an address', false],
  ])('%s is a stand-in: %j', async (address, yes) => {
    expect([isStandIn(address), await standInOf('x', async () => ['8.8.8.8', address])]).toEqual([
      yes,
      yes ? address : undefined,
    ]);
    expect(await reached(address, isStandIn)).toBe(yes ? address : 'refused');
  });
  test('only the platform’s own stores are looked up with patience', () => {
    const stores = /\.myqcloud\.com$/;
    const how = (url: string) => guarded(url, new Set(), stores).lookup === storeLookup;
    expect(
      [
        'https://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com/x',
        'https://myqcloud.com.evil.example/x',
        'https://example.com/x',
      ].map(how),
    ).toEqual([true, false, false]);
    expect(() => guarded('https://169.254.0.23/x', new Set(), stores)).toThrow(AddressRefused);
  });
});
