import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { RawClient } from '../../fakes/wecom/raw-client.ts';

const GROUP = 'wrOgQhDgAAcwMTB7YmDkb';
const clock = new TestClock();
let fake: FakeWecom;
let client: RawClient;

beforeEach(async () => {
  fake = await startFakeWecom({ clock, timings: { chunkMs: 20 } });
  fake.openChat('group', GROUP);
  client = await RawClient.subscribed(fake);
});
afterEach(() => fake.stop());

test('upload in chunks, then send', async () => {
  const bytes = Buffer.alloc(512 * 1024 + 100, 'y');
  const md5 = createHash('md5').update(bytes).digest('hex');
  const about = { type: 'file', filename: '进度表.xlsx', total_size: bytes.length, total_chunks: 2, md5 };
  const init = await client.ask('aibot_upload_media_init', about);
  const upload_id = init.body?.upload_id;
  const chunk = (chunk_index: number, part: Buffer) =>
    client.ask('aibot_upload_media_chunk', { upload_id, chunk_index, base64_data: part.toString('base64') });
  expect((await chunk(0, bytes.subarray(0, 512 * 1024 + 1))).errcode).toBe(40058);
  expect((await chunk(2, bytes.subarray(0, 1))).errcode).toBe(40058);
  expect((await chunk(1, bytes.subarray(512 * 1024))).errcode).toBe(0);
  expect((await client.ask('aibot_upload_media_finish', { upload_id })).errcode).toBe(40058);
  expect((await chunk(0, bytes.subarray(0, 512 * 1024))).errcode).toBe(0);
  const done = await client.ask('aibot_upload_media_finish', { upload_id });
  expect(done).toMatchObject({ errcode: 0, body: { type: 'file', media_id: expect.any(String) } });
  const file = { chatid: GROUP, chat_type: 2, msgtype: 'file', file: { media_id: done.body?.media_id } };
  expect((await client.ask('aibot_send_msg', file)).errcode).toBe(0);
  const [sent] = fake.sent.at(-1)?.files ?? [];
  expect([sent?.type, sent?.name, sent?.bytes.equals(bytes)]).toEqual(['file', '进度表.xlsx', true]);
  clock.advance(72 * 3_600_000);
  expect((await client.ask('aibot_send_msg', file)).errcode).toBe(40007);
});

test.each<[string, Record<string, unknown>, number]>([
  ['101 chunks', { total_chunks: 101 }, 40058],
  ['chunks too small for the size', { total_size: 600 * 1024 }, 40058],
  ['4 bytes', { total_size: 4 }, 40058],
  ['name of 257 bytes', { filename: 'x'.repeat(257) }, 40058],
])('upload refused: %s', async (_, change, errcode) => {
  const about = { type: 'file', filename: 'a.txt', total_size: 9, total_chunks: 1, md5: '0'.repeat(32), ...change };
  expect((await client.ask('aibot_upload_media_init', about)).errcode).toBe(errcode);
});

test('a wrong md5, a picture that is none, and too many chunks at once are refused', async () => {
  const upload = async (type: string, md5: string) => {
    const about = { type, filename: 'a', total_size: 10, total_chunks: 5, md5 };
    const upload_id = (await client.ask('aibot_upload_media_init', about)).body?.upload_id;
    const part = (chunk_index: number) => ({
      upload_id,
      chunk_index,
      base64_data: Buffer.from('hi').toString('base64'),
    });
    return { upload_id, part };
  };
  const sum = createHash('md5').update('hi'.repeat(5)).digest('hex');
  const first = await upload('file', sum);
  const codes = await Promise.all([0, 1, 2, 3].map((n) => client.ask('aibot_upload_media_chunk', first.part(n))));
  expect(codes.map(({ errcode }) => errcode).sort()).toEqual([-1, 0, 0, 0]);
  for (const [type, md5] of [
    ['file', '0'.repeat(32)],
    ['image', sum],
  ] as const) {
    const { upload_id, part } = await upload(type, md5);
    for (let n = 0; n < 5; n++) await client.ask('aibot_upload_media_chunk', part(n));
    expect((await client.ask('aibot_upload_media_finish', { upload_id })).errcode).toBe(40058);
  }
  expect(fake.violations.map(({ rule }) => rule)).toEqual(['too-many-chunks-at-once', 'md5-differs', 'unfit-media']);
});
