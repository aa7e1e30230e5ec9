import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type Attachment, type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { RawClient } from '../../fakes/wecom/raw-client.ts';
import { decryptBytes, keyOf } from '../../fakes/wecom/seal.ts';

const clock = new TestClock();
const BYTES = Buffer.from('the bytes of a report, more than one block of them');
let fake: FakeWecom;
let client: RawClient;

beforeEach(async () => {
  fake = await startFakeWecom({ clock });
  client = await RawClient.subscribed(fake);
});
afterEach(() => fake.stop());

/** A file said in a single chat, as the bot sees it. */
async function received(file: Partial<Attachment> = {}) {
  const { msgid } = await fake.say({ from: 'zhangsan', file: { bytes: BYTES, name: '总结.docx', ...file } });
  const { body } = await client.callback(msgid);
  return body?.file as { url: string; aeskey: string };
}
const fetched = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());

test('the long connection brings a key of its own', async () => {
  const one = await received();
  const two = await received();
  expect(one.aeskey).not.toBe(two.aeskey);
  expect(decryptBytes(Buffer.from(one.aeskey, 'base64'), await fetched(one.url))).toEqual(BYTES);
  fake.faults.unpaddedKeys = true;
  fake.faults.blankAfterUrl = true;
  const odd = await received();
  expect([odd.aeskey.endsWith('='), odd.url.endsWith(' ')]).toEqual([false, true]);
});

test('the callback uses the key of its settings', async () => {
  fake.botUrl = 'http://127.0.0.1:9/';
  fake.timings.callbackMs = 50;
  const said = await fake.say({ from: 'a', file: { bytes: BYTES, name: 'a' }, via: 'url' });
  expect(decryptBytes(keyOf(fake.bot.aesKey), await fetched(said.urls[0] ?? ''))).toEqual(BYTES);
});

test('five minutes', async () => {
  const { url } = await received();
  clock.advance(299_999);
  expect((await fetch(url)).status).toBe(200);
  clock.advance(1);
  expect((await fetch(url)).status).toBe(403);
});

test.each<[string, Partial<Attachment>, string | null]>([
  ['form-urlencoded', { name: 'PC D&T 2026.docx' }, 'attachment; filename=PC+D%26T+2026.docx'],
  [
    'star',
    { name: "a'县.docx", disposition: 'star' },
    `attachment; filename="download"; filename*=UTF-8''a%27%E5%8E%BF.docx`,
  ],
  ['plain', { name: 'a b.docx', disposition: 'plain' }, 'attachment; filename="a b.docx"'],
  ['stray percent', { name: 'a.docx', disposition: 'stray-percent' }, 'attachment; filename="100%-a.docx"'],
  ['none', { disposition: 'none' }, null],
  ['as given', { disposition: { raw: 'inline' } }, 'inline'],
])('name: %s', async (_, attachment, header) => {
  const { url } = await received(attachment);
  expect((await fetch(url)).headers.get('content-disposition')).toBe(header);
});

test('a video has no name', async () => {
  const { urls } = await fake.say({ from: 'zhangsan', video: { bytes: BYTES, name: 'a.mp4' } });
  expect((await fetch(urls[0] ?? '')).headers.get('content-disposition')).toBeNull();
});

test('503 twice, then the file', async () => {
  const { url } = await received({ faults: { unavailable: 2 } });
  const statuses = [];
  for (let n = 0; n < 3; n++) statuses.push((await fetch(url)).status);
  expect(statuses).toEqual([503, 503, 200]);
});

test.each<[string, Attachment['faults']]>([
  ['silent', { silent: 1 }],
  ['stalled in the middle', { stall: 1 }],
])('%s, then the file', async (_, faults) => {
  const { url } = await received({ faults: faults ?? {} });
  const hasty = async () => (await fetch(url, { signal: AbortSignal.timeout(50) })).arrayBuffer();
  await expect(hasty()).rejects.toThrow();
  expect((await fetched(url)).length).toBe(64);
});

test('cut in the middle, then the file', async () => {
  const { url } = await received({ faults: { cut: 1 } });
  await expect(fetched(url)).rejects.toThrow();
  expect((await fetched(url)).length).toBe(64);
});

test('lies about the length: more is cut off, fewer is less than the file', async () => {
  const more = await received({ faults: { lies: { bytes: 10 } } });
  await expect(fetched(more.url)).rejects.toThrow();
  const fewer = await received({ faults: { lies: { bytes: -10, times: 1 } } });
  expect((await fetched(fewer.url)).length).toBe(54);
  expect((await fetched(fewer.url)).length).toBe(64);
});

test.each(['noise', 'truncated', 'plain'] as const)('bytes that do not decrypt: %s', async (bytes) => {
  const { url, aeskey } = await received({ faults: { bytes } });
  const sealed = await fetched(url);
  expect(() => decryptBytes(Buffer.from(aeskey, 'base64'), sealed)).toThrow();
});
