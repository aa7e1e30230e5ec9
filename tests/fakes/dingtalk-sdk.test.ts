import { spawn } from 'node:child_process';
import path from 'node:path';
import axios from 'axios';
import { DWClient, TOPIC_CARD, TOPIC_ROBOT } from 'dingtalk-stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { RawApi } from '../../fakes/dingtalk/raw-api.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const GROUP = 'cidGroupOfUnions==';
const clock = new TestClock();
let fake: FakeDingtalk;
let redirect: number;
const clients: DWClient[] = [];

beforeEach(async () => {
  fake = await startFakeDingtalk({ clock, registered: 'always' });
  fake.openChat('group', GROUP);
  // docs/protocol-dingtalk.md, section 2.2: the SDK's files stay as they are, its addresses lead here.
  redirect = axios.interceptors.request.use((config) => {
    const url = (config.url ?? '')
      .replace('https://api.dingtalk.com', fake.apiBase)
      .replace('https://oapi.dingtalk.com', fake.oapiBase);
    return { ...config, url };
  });
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  axios.interceptors.request.eject(redirect);
  await fake.stop();
  vi.restoreAllMocks();
});

function sdk(): DWClient {
  const { clientId, clientSecret } = fake.app;
  // The default list is one for all clients (docs/protocol-dingtalk.md, section 2, D9).
  const fresh = { subscriptions: [{ type: 'EVENT', topic: '*' }] };
  const client = new DWClient({ clientId, clientSecret, ua: 'baosong-bot', ...fresh });
  clients.push(client);
  return client;
}

test('the official SDK, as it is, opens, hears, acknowledges, answers pings, and replies', async () => {
  const client = sdk();
  client.registerCallbackListener(TOPIC_ROBOT, async ({ headers, data }) => {
    client.socketCallBackResponse(headers.messageId, null);
    const { sessionWebhook, text } = JSON.parse(data);
    await axios.post(sessionWebhook, { msgtype: 'text', text: { content: `收到 ${text.content.trim()}` } });
  });
  await client.connect();
  await vi.waitFor(() => expect(client.registered).toBe(true), { timeout: 30_000 });
  const said = await fake.say({ from: 'zhangsan', chatid: GROUP, text: '/进度' });
  expect(said.outcome).toBe('acknowledged');
  expect(await said.reply()).toMatchObject({ chat: { id: GROUP }, text: '收到 /进度' });
  expect(await fake.ping()).toEqual([true]);
  expect(await fake.happen({ eventType: 'user_add_org' })).toBe('acknowledged');
  expect(await client.getAccessToken()).not.toBe('');
  expect(fake.counters).toMatchObject({ opens: 1, connections: 1, pongs: 1, tokens: 1 });
  expect(fake.violations).toEqual([]);
  expect(fake.refusals).toEqual([]);
});

test('the SDK answers a card action, and the card changes', async () => {
  const client = sdk();
  client.registerCallbackListener(TOPIC_CARD, ({ headers }) =>
    client.socketCallBackResponse(headers.messageId, { cardData: { cardParamMap: { status: '已采用' } } }),
  );
  await client.connect();
  await vi.waitFor(() => expect(client.registered).toBe(true), { timeout: 30_000 });
  const api = await RawApi.with(fake);
  await api.v1('card/instances/createAndDeliver', {
    cardTemplateId: 'fake-card.schema',
    outTrackId: 'track-1',
    callbackType: 'STREAM',
    cardData: { cardParamMap: { status: '待处理' } },
    openSpaceId: `dtv1.card//IM_GROUP.${GROUP}`,
    imGroupOpenSpaceModel: {},
    imGroupOpenDeliverModel: { robotCode: fake.app.robotCode },
  });
  expect((await fake.press({ by: 'zhangsan', outTrackId: 'track-1' })).card.card).toEqual({ status: '已采用' });
  expect(fake.violations).toEqual([]);
});

test('under the token of the SDK: a file comes in, goes out again, a card is sent and changed, a group is written to', async () => {
  const client = sdk();
  const pushed = new Promise<Record<string, unknown>>((resolve) => {
    client.registerCallbackListener(TOPIC_ROBOT, ({ headers, data }) => {
      client.socketCallBackResponse(headers.messageId, null);
      resolve(JSON.parse(data));
    });
  });
  await client.connect();
  await vi.waitFor(() => expect(client.registered).toBe(true), { timeout: 30_000 });
  const bytes = Buffer.from('夜班的灯');
  await fake.say({ from: 'zhangsan', file: { bytes, name: '夜班.docx' } });
  const { robotCode, content } = await pushed;
  const token = String(await client.getAccessToken());
  const call = async (path: string, body: object, method = 'POST') => {
    const headers = { 'x-acs-dingtalk-access-token': token };
    return (await axios.request({ url: `https://api.dingtalk.com/v1.0/${path}`, method, headers, data: body })).data;
  };

  const { downloadCode } = content as { downloadCode: string };
  const { downloadUrl } = await call('robot/messageFiles/download', { downloadCode, robotCode });
  const got = await axios.get(downloadUrl, { responseType: 'arraybuffer' });
  expect(Buffer.from(got.data).toString()).toBe('夜班的灯');

  const form = new FormData();
  form.set('media', new Blob([got.data]), '夜班.docx');
  const upload = `https://oapi.dingtalk.com/media/upload?access_token=${token}&type=file`;
  const { media_id: mediaId } = (await axios.post(upload, form)).data;
  const file = { mediaId, fileName: '夜班.docx', fileType: 'docx' };
  const post = { robotCode, openConversationId: GROUP, msgKey: 'sampleFile', msgParam: JSON.stringify(file) };
  await call('robot/groupMessages/send', post);

  const card = { outTrackId: 'track-2', cardData: { cardParamMap: { status: '待处理' } } };
  const space = {
    openSpaceId: `dtv1.card//IM_GROUP.${GROUP}`,
    imGroupOpenSpaceModel: {},
    imGroupOpenDeliverModel: { robotCode },
  };
  await call('card/instances/createAndDeliver', { cardTemplateId: 'fake-card.schema', ...card, ...space });
  await call('card/instances', { ...card, cardData: { cardParamMap: { status: '已采用' } } }, 'PUT');
  expect(
    fake.sent.map(({ via, files: [sent], card: shown }) => [via, sent?.name, sent?.bytes.toString(), shown]),
  ).toEqual([
    ['group-api', '夜班.docx', '夜班的灯', undefined],
    ['card', undefined, undefined, { status: '已采用' }],
  ]);
  expect(fake.violations).toEqual([]);
});

test('the SDK stays on a connection that retires, and comes back when it ends', async () => {
  const client = sdk();
  Object.assign(client, { reconnectInterval: 5 });
  await client.connect();
  await vi.waitFor(() => expect(client.registered).toBe(true), { timeout: 30_000 });
  fake.disconnect();
  await vi.waitFor(() => expect(client.connected).toBe(false), { timeout: 30_000 });
  expect(fake.connections()).toBe(1);
  clock.advance(10_000);
  await fake.until(() => fake.counters.connections === 2);
  await vi.waitFor(() => expect(client.connected).toBe(true), { timeout: 30_000 });
});

/** A process with nothing but the SDK; its exit code when it dies, with what it said. */
function bare(): { died: Promise<[number | null, string]>; end(): void } {
  const { clientId, clientSecret } = fake.app;
  const script = `
    import axios from 'axios';
    import { DWClient } from 'dingtalk-stream';
    axios.interceptors.request.use((config) => ({ ...config, url: config.url.replace('https://api.dingtalk.com', '${fake.apiBase}') }));
    const subscriptions = [{ type: 'CALLBACK', topic: '${TOPIC_ROBOT}' }];
    await new DWClient({ clientId: '${clientId}', clientSecret: '${clientSecret}', subscriptions }).connect();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
  let said = '';
  child.stderr.on('data', (part) => {
    said += part;
  });
  const died = new Promise<[number | null, string]>((resolve) => child.on('close', (code) => resolve([code, said])));
  return { died, end: () => child.kill('SIGKILL') };
}

test.each([
  ['notJson', 'Unterminated string in JSON'],
  ['noHeaders', "Cannot read properties of undefined (reading 'topic')"],
  ['errorTopic', 'Unhandled error'],
] as const)('one malformed frame (%s) ends a process that uses the SDK bare', async (frame, why) => {
  const { died, end } = bare();
  await fake.until(() => fake.subscribed(), 15_000);
  fake.disturb(frame);
  const [code, said] = await died;
  end();
  expect(said).toContain(why);
  expect(code).toBe(1);
});
