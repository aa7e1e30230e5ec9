import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cleanFiles, recordFile } from '../../src/application/keeping/cleaning.ts';
import { photo } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

const LIMIT = 1_000_000;
const DAY_MS = 24 * 3_600_000;

let at: Practice;
beforeAll(async () => {
  at = await practice();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const put = (name: string, seed: number) =>
  at.office.store.put(Readable.from([photo(name, 1_000_000 + seed).bytes]), LIMIT);
const later = (ms: number) => ({ ...at.office, clock: { now: () => new Date(at.now().getTime() + ms) } });
const has = (sha256: string) => at.office.store.has(sha256);
/** As if the file had been written two days ago. */
async function age(sha256: string): Promise<void> {
  const old = new Date(Date.now() - 2 * DAY_MS);
  await utimes(path.join(at.dataDir, 'files', sha256.slice(0, 2), sha256), old, old);
}

test('after a day what no entry has is removed; what an entry had in any version, or a message or a post waits with, stays', async () => {
  await at.say('yaodu-1', '/报送 摄影 《矿工》 作者:王小明', { files: [photo('矿工.png', 1)] });
  await at.say('yaodu-1', '/补正 1', { files: [photo('矿工2.png', 2)] });
  const versions = await at.prisma.submissionFile.findMany({ orderBy: { id: 'asc' } });
  expect(versions.map(({ retiredAt }) => retiredAt !== null)).toEqual([true, false]);

  const refused = await put('refused', 1);
  const inHand = await put('in hand', 2);
  const waits = await put('waits', 3);
  for (const stored of [refused, inHand, waits]) await recordFile(at.office, stored);
  const row = { channel: 'practice', senderId: 'x', receivedAt: at.now(), message: {} };
  await at.prisma.inbound.create({ data: { ...row, messageId: 'x', fetched: [{ sha256: inHand.sha256 }] } });
  const post = { text: '', mentions: [], files: [{ name: 'a', sha256: waits.sha256 }] };
  const to = { channel: 'elsewhere', chatKind: 'direct', chatId: 'x', createdAt: at.now() };
  await at.prisma.outbound.create({ data: { ...to, post, nextAt: new Date('2999-01-01') } });

  expect(await cleanFiles(later(DAY_MS - 60_000))).toBe(0);
  expect(await cleanFiles(later(DAY_MS + 60_000))).toBe(1);
  expect(await cleanFiles(later(DAY_MS + 60_000))).toBe(0);
  expect(await Promise.all([refused, inHand, waits].map(({ sha256 }) => has(sha256)))).toEqual([false, true, true]);
  for (const { sha256 } of versions) expect(await has(sha256)).toBe(true);
  expect(await at.prisma.blob.count({ where: { sha256: refused.sha256 } })).toBe(0);

  await at.prisma.inbound.updateMany({ data: { state: 'handled' } });
  await at.prisma.outbound.updateMany({ data: { state: 'sent' } });
  expect(await cleanFiles(later(DAY_MS + 60_000))).toBe(2);
});

test('bytes that a dead process stored and never recorded go too, a day old by the world’s clock', async () => {
  const orphan = await put('orphan', 4);
  expect(await cleanFiles(at.office)).toBe(0);
  await age(orphan.sha256);
  expect(await cleanFiles(at.office)).toBe(1);
  expect(await has(orphan.sha256)).toBe(false);
});

test('what is stored again in the same moment is there, or whoever stored it hears that it is not', async () => {
  for (let round = 0; round < 10; round++) {
    const stored = await put('again', 5);
    await age(stored.sha256);
    const [cleaned, kept] = await Promise.allSettled([cleanFiles(at.office), recordFile(at.office, stored)]);
    expect(cleaned.status).toBe('fulfilled');
    expect(kept.status === 'fulfilled').toBe(await has(stored.sha256));
    await at.prisma.blob.deleteMany({ where: { sha256: stored.sha256 } });
  }
});

test('the daily round does it', async () => {
  const refused = await put('refused', 6);
  await recordFile(at.office, refused);
  await at.move('P2D');
  expect(await has(refused.sha256)).toBe(false);
});
