import { WSClient, type WsFrame } from '@wecom/aibot-node-sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';

const GROUP = 'wrOgQhDgAAcwMTB7YmDkb';
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const button = (task: string, title: string) => ({
  card_type: 'button_interaction' as const,
  main_title: { title },
  task_id: task,
  button_list: [{ text: '确认', style: 1, key: '确认' }],
});

let fake: FakeWecom;
let client: WSClient;

/** The platform's own SDK, as it is, on the addresses of the stand-in. */
beforeEach(async () => {
  fake = await startFakeWecom({ bot: { name: '报送助手' } });
  const { id: botId, secret } = fake.bot;
  client = new WSClient({ botId, secret, wsUrl: fake.wsUrl, logger: QUIET, maxReconnectAttempts: 0 });
  client.connect();
  await fake.whenSubscribed();
});
afterEach(async () => {
  client.disconnect();
  await fake.stop();
});

const heard = (event: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: the SDK types each event by itself
  new Promise<WsFrame<any>>((resolve) => client.once(event as 'message', resolve as never));

/** Somebody speaks; the frame as the SDK hands it over. */
async function said(saying: Parameters<FakeWecom['say']>[0], event = 'message') {
  const [frame] = await Promise.all([heard(event), fake.say(saying)]);
  return frame;
}

test('the official SDK subscribes, hears, answers in pieces and at once, and pushes', async () => {
  const frame = await said({ from: 'lijie', chatid: GROUP, text: '/进度' }, 'message.text');
  expect(frame.body).toMatchObject({ chatid: GROUP, from: { userid: 'lijie' }, text: { content: '@报送助手 /进度' } });
  await client.replyStream(frame, 's1', '还差', false);
  await client.replyStream(frame, 's1', '还差 3 个', true);
  await client.reply(frame, { msgtype: 'markdown', markdown: { content: '另有 1 件待审' } });
  await client.sendMessage(GROUP, { msgtype: 'markdown', markdown: { content: '**催报**' }, chat_type: 2 } as never);
  expect(fake.sent.map(({ via, text, stream }) => [via, text, stream?.versions])).toEqual([
    ['ws-reply', '还差 3 个', ['还差', '还差 3 个']],
    ['ws-reply', '另有 1 件待审', undefined],
    ['ws-push', '**催报**', undefined],
  ]);
  expect(fake.violations).toEqual([]);
});

test('the SDK welcomes, sends a card, and changes it for whoever pressed', async () => {
  const entered = await said({ from: 'lijie', event: { eventtype: 'enter_chat' } }, 'event.enter_chat');
  await client.replyWelcome(entered, { msgtype: 'text', text: { content: '您好' } });
  const frame = await said({ from: 'lijie', text: '/撤回 37' });
  await client.replyTemplateCard(frame, button('task-1', '撤回 #37？'));
  const pressed = {
    eventtype: 'template_card_event',
    template_card_event: { card_type: 'button_interaction', event_key: '确认', task_id: 'task-1' },
  };
  const click = await said({ from: 'lijie', event: pressed }, 'event.template_card_event');
  await client.updateTemplateCard(click, button('task-1', '已撤回 #37'), ['lijie']);
  expect(
    fake.sent.map(({ via, text, card }) => [via, text, (card as typeof card & { main_title: unknown })?.main_title]),
  ).toEqual([
    ['ws-welcome', '您好', undefined],
    ['ws-reply', '', { title: '撤回 #37？' }],
    ['ws-update', '', { title: '已撤回 #37' }],
  ]);
  expect(fake.violations).toEqual([]);
});

test('the SDK downloads what was sent, and uploads and sends it back', async () => {
  fake.faults.unpaddedKeys = true;
  const bytes = Buffer.alloc(1_300_000, '夜班的灯');
  const frame = await said({ from: 'lijie', file: { bytes, name: 'work.docx', disposition: 'plain' } }, 'message.file');
  const { url, aeskey } = frame.body.file;
  const got = await client.downloadFile(url, aeskey);
  expect([got.filename, got.buffer.equals(bytes)]).toEqual(['work.docx', true]);
  const { media_id } = await client.uploadMedia(got.buffer, { type: 'file', filename: '夜班.docx' });
  await client.replyMedia(frame, 'file', media_id);
  await client.sendMediaMessage('lijie', 'file', media_id);
  expect(fake.sent.map(({ via, files: [file] }) => [via, file?.name, file?.bytes.equals(bytes)])).toEqual([
    ['ws-reply', '夜班.docx', true],
    ['ws-push', '夜班.docx', true],
  ]);
  expect(fake.counters.frames.aibot_upload_media_chunk).toBe(3);
  expect(fake.violations).toEqual([]);
});

test('a message without a line is answered once by its response_url, also over HTTP alone', async () => {
  const frame = await said({ from: 'lijie', text: '/进度' });
  client.disconnect();
  const answer = async () => {
    const body = JSON.stringify({ msgtype: 'markdown', markdown: { content: '还差 3 个' } });
    return (await fetch(frame.body.response_url, { method: 'POST', body })).json();
  };
  expect(await answer()).toMatchObject({ errcode: 0 });
  expect(await answer()).toMatchObject({ errcode: 40058 });
  expect(fake.sent.map(({ via, text }) => [via, text])).toEqual([['response-url', '还差 3 个']]);
});
