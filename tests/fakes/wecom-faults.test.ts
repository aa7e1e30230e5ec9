import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { RawClient } from '../../fakes/wecom/raw-client.ts';

const GROUP = 'wrOgQhDgAAcwMTB7YmDkb';
const clock = new TestClock();
let fake: FakeWecom;
let client: RawClient;

beforeEach(async () => {
  fake = await startFakeWecom({ clock });
  fake.openChat('group', GROUP);
  client = await RawClient.subscribed(fake);
});
afterEach(() => fake.stop());

const toGroup = (content: string) => ({ chatid: GROUP, chat_type: 2, msgtype: 'markdown', markdown: { content } });

test('faults of acks: obeyed and silent, neither, late, refused, cut', async () => {
  const faults = ['silent', 'lost', { late: 20 }, { errcode: 45009 }, 'cut'] as const;
  fake.faults.frame = ({ cmd, nth }) => (cmd === 'aibot_send_msg' ? faults[nth - 1] : undefined);
  for (const [index] of faults.entries()) client.send('aibot_send_msg', toGroup(`n${index}`), `f${index}`);
  await client.closed();
  expect(fake.textsIn(GROUP)).toEqual(['n0', 'n2', 'n4']);
  const answered = client.received.filter(({ headers }) => headers.req_id.startsWith('f'));
  expect(answered.map(({ headers, errcode }) => [headers.req_id, errcode])).toEqual([['f3', 45009]]);
});

test('faults of pushes: twice, reversed, deaf, unreachable', async () => {
  fake.faults.duplicates = 1;
  const said = await fake.say({ from: 'zhangsan', text: '/进度' });
  await fake.until(() => client.received.filter(({ body }) => body?.msgid === said.msgid).length === 2);
  fake.faults.duplicates = 0;
  fake.faults.reorder = 2;
  const before = client.received.length;
  const first = await fake.say({ from: 'a', text: '1' });
  await fake.say({ from: 'b', text: '2' });
  await client.callback(first.msgid);
  expect(client.received.slice(before).map(({ body }) => body?.text)).toEqual([{ content: '2' }, { content: '1' }]);
  fake.faults.deaf = true;
  expect((await fake.say({ from: 'a', text: '3' })).outcome).toBe('undecided');
  client.send('ping', undefined);
  await fake.until(() => fake.counters.unread === 1);
  expect(fake.counters.pings).toBe(0);
  fake.faults.unreachable = true;
  fake.cut();
  await expect(RawClient.open(fake)).rejects.toThrow('503');
});

test('a silent socket is cut', async () => {
  fake.timings.silenceMs = 20;
  await client.ask('ping');
  await client.closed();
});

test.each([
  ['not JSON', '{'],
  ['no req_id', '{"cmd":"ping","headers":{}}'],
  ['unknown field', '{"cmd":"ping","headers":{"req_id":"1"},"errcode":0}'],
  ['unknown cmd', '{"cmd":"aibot_nod","headers":{"req_id":"1"},"body":{}}'],
])('frame refused: %s', async (_, raw) => {
  const before = client.received.length;
  client.socket.send(raw);
  expect((await client.see(() => true, before)).errcode).toBe(40058);
  expect(fake.violations).toHaveLength(1);
});

test('two hundred at once: the socket has read each of them, in order', async () => {
  const texts = Array.from({ length: 200 }, (_, n) => `n${n}`);
  const said = await Promise.all(texts.map((text, n) => fake.say({ from: `person-${n}`, text })));
  expect(new Set(said.map(({ outcome }) => outcome))).toEqual(new Set(['acknowledged']));
  expect(fake.counters.acks).toHaveLength(200);
  const seen = client.received.flatMap(({ body }) => (body?.text ? [(body.text as { content: string }).content] : []));
  expect(seen).toEqual(texts);
});
