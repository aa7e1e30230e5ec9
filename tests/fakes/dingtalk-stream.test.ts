import { afterEach, expect, test } from 'vitest';
import {
  type FakeDingtalk,
  type FakeDingtalkOptions,
  MALFORMED,
  type Malformed,
  startFakeDingtalk,
} from '../../fakes/dingtalk/index.ts';
import { openGateway, RawClient } from '../../fakes/dingtalk/raw-client.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';

const GROUP = 'cidGroupOfUnions==';
const running: FakeDingtalk[] = [];
const clock = new TestClock();

async function start(options: FakeDingtalkOptions = {}) {
  const fake = await startFakeDingtalk({ clock, ...options });
  running.push(fake);
  return fake;
}

async function connected(options?: FakeDingtalkOptions) {
  const fake = await start(options);
  return { fake, client: await RawClient.open(fake) };
}

afterEach(async () => {
  for (const fake of running.splice(0)) await fake.stop();
});

const rules = (fake: FakeDingtalk) => fake.violations.map(({ rule }) => rule);

test.each<[string, object, Record<string, string>, number, string[]]>([
  ['right', {}, {}, 200, []],
  ['wrong secret', { clientSecret: ' fake-client-secret' }, {}, 401, []],
  ['wrong id', { clientId: 'other' }, {}, 401, []],
  ['no subscriptions', { subscriptions: [] }, {}, 400, ['malformed']],
  ['a field that does not exist', { secret: 'x' }, {}, 400, ['malformed']],
  ['one event by name', { subscriptions: [{ type: 'EVENT', topic: 'user_add_org' }] }, {}, 400, ['event-topic']],
  ['answered as XML', {}, { accept: '*/*' }, 200, ['no-accept-json']],
])('gateway: %s', async (_, body, headers, status, broken) => {
  const fake = await start();
  const answer = await openGateway(fake, body, headers);
  expect(answer.status).toBe(status);
  expect(rules(fake)).toEqual(broken);
  expect([fake.counters.opens, fake.counters.opensRefused]).toEqual([1, status === 200 ? 0 : 1]);
  if (status === 401)
    expect(JSON.parse(answer.text)).toEqual({ requestid: expect.any(String), code: 'authFailed', message: '鉴权失败' });
  expect(answer.type).toContain(headers.accept ? 'xml' : 'json');
});

test('a robot in HTTP mode has no gateway', async () => {
  const fake = await start({ app: { streamMode: false } });
  expect((await openGateway(fake)).status).toBe(400);
});

test('a ticket opens one connection, within ninety seconds', async () => {
  const fake = await start();
  const address = async () => {
    const { endpoint, ticket } = JSON.parse((await openGateway(fake)).text);
    return `${endpoint}?ticket=${ticket}`;
  };
  const used = await address();
  await RawClient.with(used);
  await expect(RawClient.with(used)).rejects.toThrow('401');
  const late = await address();
  clock.advance(89_999);
  const intime = await address();
  clock.advance(1);
  await expect(RawClient.with(late)).rejects.toThrow('401');
  await RawClient.with(intime);
  expect([fake.counters.connections, fake.counters.handshakesRefused]).toEqual([2, 2]);
});

test('a message of the group is a frame whose data is JSON in JSON', async () => {
  const { fake, client } = await connected({ registered: 'never' });
  const said = await fake.say({ from: 'zhangsan', chatid: GROUP, text: '/进度' });
  expect(said.outcome).toBe('acknowledged');
  expect(fake.counters.acks).toEqual([
    { msgid: said.msgid, messageId: expect.any(String), latencyMs: expect.any(Number), delivery: 1 },
  ]);
  const [frame] = client.received;
  expect(frame).toEqual({
    specVersion: '1.0',
    type: 'CALLBACK',
    headers: {
      appId: expect.any(String),
      connectionId: expect.any(String),
      contentType: 'application/json',
      messageId: fake.counters.acks[0]?.messageId,
      time: String(clock.now().getTime()),
      topic: '/v1.0/im/bot/messages/get',
    },
    data: JSON.stringify(said.body),
  });
});

test('nobody connected: the message is lost', async () => {
  const fake = await start();
  expect((await fake.say({ from: 'zhangsan', text: '/进度' })).outcome).toBe('lost');
});

test('without an acknowledgement the same message comes again after sixty seconds, once', async () => {
  const { fake, client } = await connected({ timings: { ackMs: 20 }, registered: 'never' });
  client.response = undefined;
  expect((await fake.say({ from: 'zhangsan', text: '/进度' })).outcome).toBe('unacknowledged');
  clock.advance(59_999);
  expect(fake.counters.redeliveries).toBe(0);
  clock.advance(1);
  await client.see((frame) => frame.headers.topic.includes('bot'), 1);
  const [first, second] = client.bodies();
  expect(second).toEqual(first);
  const [one, other] = client.received.map(({ headers }) => headers.messageId);
  expect(one).not.toBe(other);
  clock.advance(120_000);
  expect(fake.counters).toMatchObject({ pushes: 2, redeliveries: 1, acks: [] });
});

test.each([
  ['an error', { code: 500 }],
  ['another message', { headers: { contentType: 'application/json', messageId: 'm' } }],
  ['data that is no string', { data: { response: null } }],
])('an acknowledgement with %s is none', async (_, wrong) => {
  const { fake, client } = await connected({ timings: { ackMs: 30 } });
  client.response = undefined;
  const said = fake.say({ from: 'zhangsan', text: '/进度' });
  const frame = await client.see(({ type }) => type === 'CALLBACK');
  client.ack(frame.headers.messageId ?? '', { response: null }, wrong);
  expect((await said).outcome).toBe('unacknowledged');
});

test('an acknowledgement on another connection is none, a second one is remarked', async () => {
  const { fake, client } = await connected({ timings: { ackMs: 30 } });
  const second = await RawClient.open(fake, [{ type: 'EVENT', topic: '*' }]);
  client.response = undefined;
  const said = fake.say({ from: 'zhangsan', text: '/进度' });
  const id = (await client.see(({ type }) => type === 'CALLBACK')).headers.messageId ?? '';
  second.ack(id, { response: null });
  expect((await said).outcome).toBe('unacknowledged');
  client.ack(id, { response: null });
  client.ack(id, { response: null });
  await fake.until(() => fake.violations.length === 2);
  expect(rules(fake)).toEqual(['unknown-message-id', 'acknowledged-twice']);
});

test('a liveness ping wants its own data back', async () => {
  const { fake, client } = await connected();
  expect(await fake.ping()).toEqual([true]);
  expect(fake.counters.pongs).toBe(1);
  client.ack((await client.see(({ headers }) => headers.topic === 'ping')).headers.messageId ?? '', {});
  await fake.until(() => rules(fake).length === 1);
});

test('a liveness ping answered with other data is remarked', async () => {
  const { fake, client } = await connected({ registered: 'never' });
  client.socket.removeAllListeners('message');
  client.socket.on('message', (data) => client.ack(JSON.parse(String(data)).headers.messageId, { opaque: 'mine' }));
  expect(await fake.ping()).toEqual([false]);
  expect([rules(fake), fake.counters.pongs]).toEqual([['not-echoed'], 0]);
});

test('disconnect: no message id, ten seconds of silence, then the end; what fell into the silence comes again', async () => {
  const { fake, client } = await connected({ registered: 'never' });
  fake.disconnect();
  const farewell = await client.see(({ headers }) => headers.topic === 'disconnect');
  expect(farewell.headers.messageId).toBeUndefined();
  expect(JSON.parse(farewell.data)).toEqual({ reason: 'connection is expired' });
  expect(fake.subscribed()).toBe(false);
  fake.timings.ackMs = 20;
  const said = await fake.say({ from: 'zhangsan', text: '/进度' });
  fake.timings.ackMs = 10_000;
  expect(said.outcome).toBe('unacknowledged');
  const next = await RawClient.open(fake);
  for (let n = 0; n < 10; n++) expect((await fake.say({ from: 'lisi', text: '/截止' })).outcome).toBe('acknowledged');
  clock.advance(9_999);
  expect(fake.connections()).toBe(2);
  clock.advance(1);
  await client.closed();
  expect(client.bodies()).toEqual([]);
  clock.advance(50_000);
  await next.see(({ data }) => data.includes(JSON.stringify(said.msgid).slice(1, -1)));
});

test('several connections: each message to one of them, by chance, the same with the same seed', async () => {
  const shares = async (seed: number) => {
    const fake = await start({ seed, registered: 'never' });
    const clients = [await RawClient.open(fake), await RawClient.open(fake), await RawClient.open(fake)];
    for (let n = 0; n < 60; n++) await fake.say({ from: `p${n}`, text: String(n) });
    return clients.map((client) => client.bodies().map(({ text }) => Number((text as { content: string }).content)));
  };
  const [first, again, other] = [await shares(7), await shares(7), await shares(8)];
  expect(first.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n));
  expect(Math.min(...first.map(({ length }) => length))).toBeGreaterThan(5);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('REGISTERED is not always sent', async () => {
  const fake = await start();
  const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.open(fake)));
  await fake.ping();
  const greeted = clients.filter(({ received }) => received.some(({ headers }) => headers.topic === 'REGISTERED'));
  expect(greeted.length).toBeGreaterThan(2);
  expect(greeted.length).toBeLessThan(18);
});

test('half-open: the old connection hears nothing, a new one works', async () => {
  const { fake, client } = await connected({ timings: { ackMs: 20 } });
  fake.deafen();
  client.socket.ping();
  client.ack('m', {});
  await fake.until(() => fake.counters.unread === 1);
  expect([fake.counters.pings, fake.subscribed(), rules(fake)]).toEqual([0, false, []]);
  await RawClient.open(fake);
  expect(fake.subscribed()).toBe(true);
  expect(fake.connections()).toBe(2);
});

test.each(Object.keys(MALFORMED) as Malformed[])('malformed frame: %s', async (name) => {
  const { fake, client } = await connected({ registered: 'never' });
  client.response = undefined;
  const arrived = new Promise<Buffer>((resolve) => client.socket.once('message', (data) => resolve(data as Buffer)));
  fake.disturb(name);
  expect((await arrived).equals(Buffer.from(MALFORMED[name]))).toBe(true);
});

test('handshakes: hanging, cut, refused; everything answers 503', async () => {
  const fake = await start();
  const faults = ['cut', 503, 'hang', undefined] as const;
  fake.faults.handshake = (nth) => faults[nth - 1];
  await expect(RawClient.open(fake)).rejects.toThrow('socket hang up');
  await expect(RawClient.open(fake)).rejects.toThrow('503');
  const hanging = RawClient.open(fake).catch((error: Error) => error.message);
  await fake.until(() => fake.counters.opens === 3);
  await RawClient.open(fake);
  expect(fake.counters).toMatchObject({ opens: 4, connections: 1, handshakesRefused: 2 });
  fake.faults.unreachable = true;
  expect((await openGateway(fake)).status).toBe(503);
  await fake.stop();
  expect(await hanging).toContain('hang up');
});

test('the gateway hangs, and refuses on demand', async () => {
  const fake = await start();
  fake.faults.request = (path, nth) => (path.endsWith('/open') ? (nth === 1 ? 'stall' : { status: 503 }) : undefined);
  const hanging = openGateway(fake).catch(() => 'never answered');
  await fake.until(() => fake.counters.requests['/v1.0/gateway/connections/open'] === 1);
  expect((await openGateway(fake)).status).toBe(503);
  await fake.stop();
  expect(await hanging).toBe('never answered');
});

test('twice, and in reverse order', async () => {
  const { fake, client } = await connected({ registered: 'never' });
  fake.faults.duplicates = 1;
  const said = await fake.say({ from: 'zhangsan', text: '/进度' });
  await fake.until(() => fake.counters.acks.length === 2);
  expect(client.bodies().map(({ msgId }) => msgId)).toEqual([said.msgid, said.msgid]);
  fake.faults.duplicates = 0;
  fake.faults.reorder = 2;
  expect((await fake.say({ from: 'a', text: '1' })).outcome).toBe('undecided');
  await fake.say({ from: 'b', text: '2' });
  expect(
    client
      .bodies()
      .slice(2)
      .map(({ text }) => text),
  ).toEqual([{ content: '2' }, { content: '1' }]);
});

test('who does not answer a liveness ping is cut off', async () => {
  const { fake, client } = await connected({ timings: { pingMs: 10 }, registered: 'never' });
  await fake.until(() => fake.counters.pongs > 2);
  fake.timings.ackMs = 30;
  client.socket.removeAllListeners('message');
  await client.closed();
  expect(rules(fake)).toEqual([]);
});

test('a message on a half-open connection is not read, and comes again on a new one', async () => {
  const { fake, client } = await connected({ timings: { ackMs: 20 }, registered: 'never' });
  fake.deafen();
  const said = await fake.say({ from: 'zhangsan', text: '/进度' });
  expect(said.outcome).toBe('unacknowledged');
  client.socket.terminate();
  await fake.until(() => fake.connections() === 0);
  const next = await RawClient.open(fake);
  clock.advance(60_000);
  await fake.until(() => fake.counters.acks.length === 1);
  expect([client.bodies(), next.bodies()]).toEqual([[], [said.body]]);
});

test('two hundred at once: each is acknowledged, in order', async () => {
  const { fake, client } = await connected({ timings: { ackMs: 10_000 }, registered: 'never' });
  const texts = Array.from({ length: 200 }, (_, n) => `n${n}`);
  const said = await Promise.all(texts.map((text, n) => fake.say({ from: `person-${n}`, text })));
  expect(new Set(said.map(({ outcome }) => outcome))).toEqual(new Set(['acknowledged']));
  expect(client.bodies().map(({ text }) => (text as { content: string }).content)).toEqual(texts);
  expect(new Set(fake.counters.acks.map(({ msgid }) => msgid)).size).toBe(200);
});
