import { afterEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, type FakeWecomOptions, startFakeWecom } from '../../fakes/wecom/index.ts';
import { RawClient } from '../../fakes/wecom/raw-client.ts';

const GROUP = 'wrOgQhDgAAcwMTB7YmDkb';
const HOUR = 3_600_000;
const clock = new TestClock();
const running: FakeWecom[] = [];

async function start(options: FakeWecomOptions = {}) {
  const fake = await startFakeWecom({ clock, ...options });
  running.push(fake);
  return fake;
}

async function connected(options?: FakeWecomOptions) {
  const fake = await start(options);
  return { fake, client: await RawClient.subscribed(fake) };
}

afterEach(async () => {
  for (const fake of running.splice(0)) await fake.stop();
});

const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } });
const stream = (content: string, finish = true, id = 's1') => ({ msgtype: 'stream', stream: { id, finish, content } });
const toGroup = (content: string) => ({ chatid: GROUP, chat_type: 2, ...markdown(content) });

/** A client that has been asked something; `reqId` is for the reply. */
async function asked(fake: FakeWecom, client: RawClient, saying = {}) {
  const said = await fake.say({ from: 'zhangsan', chatid: GROUP, text: '/进度', ...saying });
  const { headers, body } = await client.callback(said.msgid);
  return { said, reqId: headers.req_id, body };
}

test.each([
  ['right', {}, 0],
  ['wrong secret', { secret: 'other' }, 40001],
  ['wrong id', { bot_id: 'other' }, 40013],
  ['field that does not exist', { botid: 'x' }, 40058],
])('subscribe: %s', async (_, wrong, errcode) => {
  const fake = await start();
  const client = await RawClient.open(fake);
  const answer = await client.ask('aibot_subscribe', { bot_id: fake.bot.id, secret: fake.bot.secret, ...wrong });
  expect(answer.errcode).toBe(errcode);
  expect(fake.subscribed()).toBe(errcode === 0);
});

test('subscribing in a loop is refused until the minute is over', async () => {
  const fake = await start({ limits: { subscribesPerMinute: 2 } });
  const client = await RawClient.open(fake);
  const codes = [];
  for (let n = 0; n < 3; n++) codes.push((await client.subscribe(fake)).errcode);
  clock.advance(60_000);
  codes.push((await client.subscribe(fake)).errcode);
  expect(codes).toEqual([0, 0, 45009, 0]);
});

test('ping is answered, anything else needs a subscription', async () => {
  const fake = await start();
  const client = await RawClient.open(fake);
  expect(await client.ask('ping', undefined, 'p1')).toEqual({ headers: { req_id: 'p1' }, errcode: 0, errmsg: 'ok' });
  expect((await client.ask('aibot_send_msg', toGroup('hi'))).errcode).toBe(846609);
  await client.subscribe(fake);
  fake.forgetSubscription();
  expect((await client.ask('aibot_send_msg', toGroup('hi'))).errcode).toBe(846609);
});

test('a second subscribe kicks the first: event, then close', async () => {
  const { fake, client } = await connected();
  const second = await RawClient.subscribed(fake);
  await client.closed();
  expect(client.received.at(-1)?.body).toMatchObject({ event: { eventtype: 'disconnected_event' } });
  const { said } = await asked(fake, second);
  expect([said.outcome, fake.counters.kicks]).toEqual(['acknowledged', 1]);
});

test('a group message carries the mention, a single one does not; files in groups do not arrive', async () => {
  const { fake, client } = await connected();
  const { body } = await asked(fake, client);
  expect(body).toEqual({
    msgid: body?.msgid,
    aibotid: fake.bot.id,
    chatid: GROUP,
    chattype: 'group',
    from: { userid: 'zhangsan' },
    response_url: expect.stringMatching(/^http.*\/cgi-bin\/aibot\/response\?response_code=RC\d+$/),
    msgtype: 'text',
    text: { content: '@报送助手 /进度' },
  });
  const direct = await asked(fake, client, { chatid: undefined });
  expect(direct.body).toMatchObject({ chattype: 'single', text: { content: '/进度' } });
  const file = { bytes: Buffer.from('x'), name: 'a.docx' };
  expect((await fake.say({ from: 'zhangsan', chatid: GROUP, file })).outcome).toBe('not-delivered');
  expect((await fake.say({ from: 'zhangsan', chatid: GROUP, text: 'hi', mention: 'none' })).outcome).toBe(
    'not-delivered',
  );
  const huge = { bytes: Buffer.alloc(100 * 1024 * 1024 + 1), name: 'a.mp4' };
  expect((await fake.say({ from: 'zhangsan', video: huge })).outcome).toBe('not-delivered');
});

test('nobody connected: the message is lost', async () => {
  const fake = await start();
  expect((await fake.say({ from: 'zhangsan', text: 'hi', via: 'ws' })).outcome).toBe('lost');
});

test('a reply is seen where it was asked', async () => {
  const { fake, client } = await connected();
  const { said, reqId } = await asked(fake, client);
  expect((await client.ask('aibot_respond_msg', stream('正在', false), reqId)).errcode).toBe(0);
  expect((await client.ask('aibot_respond_msg', stream('已登记 #1'), reqId)).errcode).toBe(0);
  expect(await said.reply()).toMatchObject({
    via: 'ws-reply',
    chat: { kind: 'group', id: GROUP },
    text: '已登记 #1',
    stream: { finished: true, versions: ['正在', '已登记 #1'] },
  });
  expect((await client.ask('aibot_respond_msg', stream('again'), reqId)).errcode).toBe(846608);
  expect(fake.violations.map(({ rule }) => rule)).toEqual(['stream-sealed']);
});

test('the windows of a req_id', async () => {
  const { fake, client } = await connected();
  const { reqId } = await asked(fake, client);
  await client.ask('aibot_respond_msg', stream('…', false), reqId);
  clock.advance(6 * 60_000 + 1);
  expect((await client.ask('aibot_respond_msg', stream('late'), reqId)).errcode).toBe(846608);
  clock.advance(24 * HOUR - 6 * 60_000 - 2);
  expect((await client.ask('aibot_respond_msg', markdown('in time'), reqId)).errcode).toBe(0);
  clock.advance(2);
  expect((await client.ask('aibot_respond_msg', markdown('late'), reqId)).errcode).toBe(846605);
  expect((await client.ask('aibot_respond_msg', markdown('who?'), 'made-up')).errcode).toBe(846605);
  expect(fake.violations).toEqual([]);
});

test('a req_id dies with its connection', async () => {
  const { fake, client } = await connected();
  const { reqId } = await asked(fake, client);
  fake.cut();
  await client.closed();
  const next = await RawClient.subscribed(fake);
  expect((await next.ask('aibot_respond_msg', markdown('hi'), reqId)).errcode).toBe(846605);
});

test('welcome and card update: five seconds, and only for their event', async () => {
  const { fake, client } = await connected();
  const enter = () => asked(fake, client, { chatid: undefined, event: { eventtype: 'enter_chat' } });
  const hello = { msgtype: 'text', text: { content: '您好' } };
  const first = await enter();
  expect((await client.ask('aibot_respond_msg', markdown('hi'), first.reqId)).errcode).toBe(846605);
  expect((await client.ask('aibot_respond_welcome_msg', hello, first.reqId)).errcode).toBe(0);
  const second = await enter();
  clock.advance(5_001);
  expect((await client.ask('aibot_respond_welcome_msg', hello, second.reqId)).errcode).toBe(846605);

  const card_event = { card_type: 'button_interaction', event_key: 'ok:1', task_id: 'draft-1' };
  const click = { event: { eventtype: 'template_card_event', template_card_event: card_event } };
  const update = (task_id: string) => ({
    response_type: 'update_template_card',
    template_card: { card_type: 'text_notice', card_action: { type: 1, url: 'https://a.invalid' }, task_id },
  });
  const { reqId } = await asked(fake, client, click);
  expect((await client.ask('aibot_respond_update_msg', update('other'), reqId)).errcode).toBe(40058);
  expect((await client.ask('aibot_respond_update_msg', update('draft-1'), reqId)).errcode).toBe(0);
  expect(fake.sent.map(({ via }) => via)).toEqual(['ws-welcome', 'ws-update']);
});

test.each<[string, Record<string, unknown>, number, string[]]>([
  ['right', {}, 0, []],
  ['no chat_type', { chat_type: undefined }, 0, []],
  ['single for a group', { chat_type: 1 }, 93006, ['wrong-chat-type']],
  ['lower-cased chat id', { chatid: GROUP.toLowerCase() }, 93006, ['chat-id-not-verbatim']],
  ['unknown chat', { chatid: 'wrNobody' }, 93006, []],
  ['a chat where nobody spoke', { chatid: 'wrSilent' }, 93001, []],
  ['20480 bytes', { markdown: { content: '县'.repeat(6826) } }, 0, []],
  ['over 20480 bytes', { markdown: { content: '县'.repeat(6827) } }, 40058, ['malformed']],
  ['empty', { markdown: { content: ' ' } }, 93017, ['malformed']],
  ['text', { msgtype: 'text', text: { content: 'hi' }, markdown: undefined }, 40058, ['malformed']],
  [
    'markdown_v2',
    { msgtype: 'markdown_v2', markdown_v2: { content: 'hi' }, markdown: undefined },
    40058,
    ['malformed'],
  ],
  ['unknown field', { mentioned_list: ['@all'] }, 40058, ['malformed']],
  ['unknown media', { msgtype: 'file', file: { media_id: 'x' }, markdown: undefined }, 40007, []],
])('push: %s', async (_, change, errcode, rules) => {
  const { fake, client } = await connected({ webhooks: { key: 'wrSilent' } });
  await asked(fake, client);
  expect((await client.ask('aibot_send_msg', { ...toGroup('催报'), ...change })).errcode).toBe(errcode);
  expect(fake.violations.map(({ rule }) => rule)).toEqual(rules);
  expect(fake.sent.length).toBe(errcode === 0 ? 1 : 0);
});

test('replies and pushes share 30 a minute and 1000 an hour of a conversation', async () => {
  const { fake, client } = await connected();
  const { reqId } = await asked(fake, client);
  const code = async () => (await client.ask('aibot_send_msg', toGroup('n'))).errcode;
  expect((await client.ask('aibot_respond_msg', markdown('reply'), reqId)).errcode).toBe(0);
  for (let n = 0; n < 29; n++) expect(await code()).toBe(0);
  expect(await code()).toBe(45009);
  fake.openChat('single', 'lisi');
  expect((await client.ask('aibot_send_msg', { ...toGroup('n'), chatid: 'lisi', chat_type: 1 })).errcode).toBe(0);
  clock.advance(60_000);
  expect(await code()).toBe(0);
  fake.limits.botPerMinute = 5_000;
  for (let n = fake.sent.length - 1; n < 1000; n++) expect(await code()).toBe(0);
  clock.advance(60_000);
  expect(await code()).toBe(45009);
  expect(fake.violations).toEqual([]);
});
