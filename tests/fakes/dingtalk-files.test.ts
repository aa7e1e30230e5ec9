import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeDingtalk, type FileFaults, startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { RawApi } from '../../fakes/dingtalk/raw-api.ts';
import { RawClient } from '../../fakes/dingtalk/raw-client.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';

const MINUTE = 60_000;
const MB = 1024 * 1024;
const GROUP = 'cidGroupOfUnions==';
const clock = new TestClock();
const content = Buffer.from('很短的片子'.repeat(100));
let fake: FakeDingtalk;
let api: RawApi;

beforeEach(async () => {
  fake = await startFakeDingtalk({ clock });
  fake.openChat('group', GROUP);
  fake.openChat('single', 'zhangsan');
  api = await RawApi.with(fake);
  await RawClient.open(fake);
});
afterEach(() => fake.stop());

async function sent(faults?: FileFaults): Promise<string> {
  const file = { bytes: content, name: 'a.mp4', ...(faults && { faults }) };
  const { codes } = await fake.say({ from: 'zhangsan', file });
  return codes[0] ?? '';
}
const link = async (code: string) => String((await api.link(code)).body.downloadUrl);
const read = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());

test('code, link, bytes: what it was called is not told', async () => {
  const code = await sent();
  const answer = await fetch(await link(code));
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="\d+\.file"$/);
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
  expect(await link(code)).not.toBe(await link(code));
  expect(fake.counters.downloads).toBe(1);
});

test('a quoted file and both codes of a picture give the same bytes', async () => {
  const quoted = await fake.say({
    from: 'a',
    chatid: GROUP,
    text: '/报送',
    quote: { file: { bytes: content, name: 'a.mp4' } },
  });
  const picture = await fake.say({ from: 'a', image: { bytes: content } });
  const codes = picture.body.content as Record<'downloadCode' | 'pictureDownloadCode', string>;
  expect(codes.downloadCode).not.toBe(codes.pictureDownloadCode);
  for (const code of [quoted.codes[0] ?? '', codes.downloadCode, codes.pictureDownloadCode])
    expect((await read(await link(code))).equals(content)).toBe(true);
});

test('code and link end', async () => {
  const code = await sent();
  const url = await link(code);
  clock.advance(10 * MINUTE);
  expect((await fetch(url)).status).toBe(403);
  const fresh = await link(code);
  clock.advance(10 * MINUTE - 1);
  expect((await fetch(fresh)).status).toBe(200);
  clock.advance(10 * MINUTE + 1);
  expect(await api.link(code)).toMatchObject({
    status: 400,
    body: { code: 'invalidParameter.robotCode.downloadCode' },
  });
  expect(fake.violations).toEqual([]);
});

test.each([
  ['of another robot', { robotCode: 'dingother' }, 'invalidParameter.robotCode.auth'],
  ['without a robot', { robotCode: '' }, 'invalidParameter.robotCode.empty'],
  ['without a code', { downloadCode: '' }, 'invalidParameter.downloadCode.empty'],
])('a link %s', async (_, wrong, code) => {
  const right = { downloadCode: await sent(), robotCode: fake.app.robotCode };
  const { body, status } = await api.v1('robot/messageFiles/download', { ...right, ...wrong });
  expect([status, body.code]).toEqual([400, code]);
});

test.each<[string, FileFaults, string[]]>([
  ['unavailable twice', { unavailable: 2 }, ['503', '503', 'whole']],
  ['cut in the middle', { cut: 1 }, ['broken', 'whole']],
  ['more promised than there is', { lies: { bytes: 10, times: 1 } }, ['broken', 'whole']],
  ['less promised than there is', { lies: { bytes: -10, times: 1 } }, ['short', 'whole']],
])('a file %s', async (_, faults, expected) => {
  const code = await sent(faults);
  const get = async () => {
    const answer = await fetch(await link(code));
    if (answer.status !== 200) return String(answer.status);
    return answer.arrayBuffer().then(
      (bytes) => (bytes.byteLength === content.length ? 'whole' : 'short'),
      () => 'broken',
    );
  };
  const seen: string[] = [];
  for (const _each of expected) seen.push(await get());
  expect(seen).toEqual(expected);
});

test('a file that stops in the middle, or never begins', async () => {
  const stalled = await fetch(await link(await sent({ stall: 1 })));
  const reader = stalled.body?.getReader();
  expect((await reader?.read())?.value?.length).toBe(Math.floor(content.length / 2));
  const silent = fetch(await link(await sent({ silent: 1 }))).catch(() => 'never');
  await fake.until(() => fake.counters.downloads === 2);
  const rest = reader?.read().catch(() => 'never');
  await fake.stop();
  expect(await Promise.all([rest, silent])).toEqual(['never', 'never']);
});

test('an upload: an id with its @, which can be sent as often as one likes', async () => {
  const { media_id, ...rest } = await api.upload('file', '汇总表.xlsx', content);
  expect(rest).toEqual({ errcode: 0, errmsg: 'ok', created_at: clock.now().getTime(), type: 'file' });
  expect(media_id).toMatch(/^@/);
  const param = { mediaId: media_id, fileName: '汇总表.xlsx', fileType: 'xlsx' };
  await api.toGroup(GROUP, 'sampleFile', param);
  await api.toUsers(['zhangsan'], 'sampleFile', param);
  for (const bubble of fake.sent) {
    expect(bubble.files).toHaveLength(1);
    expect(bubble.files[0]).toMatchObject({ type: 'file', name: '汇总表.xlsx' });
    expect(bubble.files[0]?.bytes.equals(content)).toBe(true);
  }
  expect(fake.sent).toHaveLength(2);
});

test('an id that was altered is none', async () => {
  const id = String((await api.upload('file', 'a.pdf', content)).media_id);
  const param = { mediaId: id.slice(1), fileName: 'a.pdf', fileType: 'pdf' };
  expect((await api.toGroup(GROUP, 'sampleFile', param)).status).toBe(400);
  expect(fake.violations.map(({ detail }) => detail)).toEqual([`unknown media id ${id.slice(1)}`]);
});

test('an image by its id, a video with its cover; each for what it is', async () => {
  const image = String((await api.upload('image', 'a.png', content, 'media', 'form')).media_id);
  const video = String((await api.upload('video', 'a.mp4', content)).media_id);
  const voice = String((await api.upload('voice', 'a.amr', content)).media_id);
  expect((await api.toGroup(GROUP, 'sampleImageMsg', { photoURL: image })).status).toBe(200);
  const film = { videoMediaId: video, videoType: 'mp4', picMediaId: image, duration: '178000' };
  expect((await api.toGroup(GROUP, 'sampleVideo', film)).status).toBe(200);
  expect((await api.toGroup(GROUP, 'sampleVideo', { ...film, picMediaId: video })).status).toBe(400);
  expect((await api.toGroup(GROUP, 'sampleAudio', { mediaId: voice, duration: '3000' })).status).toBe(200);
  expect((await api.toGroup(GROUP, 'sampleImageMsg', { photoURL: voice })).status).toBe(400);
  expect(fake.sent.map(({ files }) => files.map(({ type }) => type))).toEqual([['image'], ['video'], ['voice']]);
});

test.each<[string, string, string, number, string, number]>([
  ['a type that does not exist', 'document', 'a.pdf', 10, 'media', 40004],
  ['another field', 'file', 'a.pdf', 10, 'file', 400002],
  ['an empty file', 'file', 'a.pdf', 0, 'media', 400002],
  ['a file over 20 MB', 'file', 'a.pdf', 20 * MB + 1, 'media', 40006],
  ['a voice over 2 MB', 'voice', 'a.amr', 2 * MB + 1, 'media', 40006],
  ['a name that does not fit', 'file', 'a.txt', 10, 'media', 40005],
  ['a picture as a file', 'file', 'a.png', 10, 'media', 40005],
])('an upload of %s is refused', async (_, type, name, length, field, errcode) => {
  expect((await api.upload(type, name, Buffer.alloc(length, 1), field)).errcode).toBe(errcode);
  expect(fake.violations).toHaveLength(1);
});
