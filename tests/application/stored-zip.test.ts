import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type Member, planZip, readZip } from '../../src/application/exporting/stored-zip.ts';
import { Dice } from '../support/dice.ts';

const AT = Date.parse('2020-09-10T15:02:06+08:00');
const stored = new Map<string, Buffer>();
async function* open(sha256: string, { start, end }: { start: number; end: number }) {
  const bytes = stored.get(sha256);
  // A large file of nothing, of which only the end is asked for.
  if (!bytes) return void (yield Buffer.alloc(end - start + 1));
  for (let at = start; at <= end; at += 7) yield bytes.subarray(at, Math.min(at + 7, end + 1));
}

const member = (path: string, bytes: Buffer): Member => {
  stored.set(path, bytes);
  return { path, size: bytes.length, crc32: crc32(bytes), at: AT, source: { sha256: path } };
};
const members = [
  member('01尧都区/微视频/37-夜班的灯.mp4', Buffer.from('a film of the night shift')),
  member('空.txt', Buffer.alloc(0)),
  member('02霍州市/摄影/38-矿工.png', Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251))),
];
const whole = async (plan: ReturnType<typeof planZip>, range?: { start: number; end: number }) =>
  buffer(readZip(plan, open, range));

test('another program finds every file under its name', async () => {
  const plan = planZip(members);
  const bytes = await whole(plan);
  expect(bytes.length).toBe(plan.size);
  const files = unzipSync(bytes);
  expect(Object.keys(files)).toEqual(members.map(({ path }) => path));
  expect(strFromU8(files['01尧都区/微视频/37-夜班的灯.mp4'] as Uint8Array)).toBe('a film of the night shift');
  expect(
    Buffer.from(files['02霍州市/摄影/38-矿工.png'] as Uint8Array).equals(
      stored.get('02霍州市/摄影/38-矿工.png') as Buffer,
    ),
  ).toBe(true);
});

test('any range is what stands there, so that a download that was cut goes on', async () => {
  const plan = planZip(members);
  const bytes = await whole(plan);
  const dice = new Dice(7);
  for (let round = 0; round < 300; round++) {
    const start = dice.whole(0, plan.size - 1);
    const end = dice.whole(start, plan.size - 1);
    expect((await whole(plan, { start, end })).equals(bytes.subarray(start, end + 1))).toBe(true);
  }
  expect(planZip(members).tag).toBe(plan.tag);
  expect(planZip([...members].reverse()).tag).not.toBe(plan.tag);
});

test('files and places beyond four gigabytes stand in the wide fields', async () => {
  const size = 5 * 2 ** 30;
  const source = { sha256: 'sparse' };
  const plan = planZip([
    { path: 'large.mp4', size, crc32: 0x12345678, at: AT, source },
    { path: 'behind.txt', size: 3, crc32: 1, at: AT, source: { bytes: Buffer.from('abc') } },
  ]);
  expect(plan.size).toBeGreaterThan(size);
  const tail = await whole(plan, { start: plan.size - 400, end: plan.size - 1 });
  const end = tail.length - 22;
  expect(tail.readUInt32LE(end)).toBe(0x06054b50);
  const locator = end - 20;
  const endOf64 = Number(tail.readBigUInt64LE(locator + 8));
  expect(endOf64).toBe(plan.size - 22 - 76);
  const wide = tail.length - (plan.size - endOf64);
  expect([Number(tail.readBigUInt64LE(wide + 32)), tail.readUInt32LE(wide)]).toEqual([2, 0x06064b50]);
  const directory = tail.length - (plan.size - Number(tail.readBigUInt64LE(wide + 48)));
  expect(tail.readUInt32LE(directory)).toBe(0x02014b50);
  expect(tail.readUInt32LE(directory + 24)).toBe(0xffff_ffff);
  expect(Number(tail.readBigUInt64LE(directory + 46 + 'large.mp4'.length + 4))).toBe(size);
  const second = directory + 46 + 'large.mp4'.length + 4 + 16;
  expect(Number(tail.readBigUInt64LE(second + 46 + 'behind.txt'.length + 4))).toBe(30 + 'large.mp4'.length + 20 + size);
});

test('what the store has lost a part of is no zip', async () => {
  const plan = planZip(members);
  stored.set('02霍州市/摄影/38-矿工.png', Buffer.alloc(10));
  await expect(whole(plan)).rejects.toThrow('the store has other bytes');
});
