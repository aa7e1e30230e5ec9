import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { replies, startBot } from '../support/bot-process.ts';
import { random } from '../support/dice.ts';

const ROUNDS = 3;
const PEOPLE = ['yaodu', 'huozhou', 'houma', 'hongtong', 'xiangfen'];

interface Work {
  unit: string;
  title: string;
  sha256: string;
  /** The number on its receipt; undefined when the process died before it answered. */
  number?: number;
}

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'baosong-kill-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('kill -9 at any moment: what has a receipt is there, and nothing is there twice', {
  timeout: 120_000,
}, async () => {
  const next = random(20200915);
  const works: Work[] = [];

  /** One person reports work after work, until the process is gone. */
  async function reportOn(url: string, unit: string, answered: () => void): Promise<void> {
    for (;;) {
      const title = `第${works.length + 1}件`;
      const bytes = Buffer.alloc(1000 + Math.floor(next() * 400_000), `${unit} ${title} `);
      const work: Work = { unit, title, sha256: createHash('sha256').update(bytes).digest('hex') };
      works.push(work);
      const files = [{ name: `${title}.mp3`, bytes: new Uint8Array(bytes) }];
      const command = { as: `${unit}-1`, text: `/报送 歌曲 《${title}》` };
      const split = next() < 0.3;
      try {
        if (split) await replies(url, command);
        const said = await replies(url, split ? { as: `${unit}-1`, files } : { ...command, files });
        const number = Number(/^已收 #(\d+) /.exec(said[0] ?? '')?.[1]);
        if (!Number.isInteger(number)) throw new Error(`no receipt but: ${said[0]}`);
        work.number = number;
        answered();
      } catch (error) {
        // `fetch` failed: the process is gone.
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  }

  for (let round = 0; round < ROUNDS; round++) {
    const bot = await startBot({ DATA_DIR: dataDir });
    let left = 2 + Math.floor(next() * 8);
    let killed: Promise<void> | undefined;
    const lateness = next() * 60;
    await Promise.all(
      PEOPLE.map((unit) =>
        reportOn(bot.url, unit, () => {
          // In the middle of what the others are sending, some moment after an answer.
          if (--left === 0) setTimeout(() => (killed = bot.kill()), lateness);
        }),
      ),
    );
    await killed;
  }

  const bot = await startBot({ DATA_DIR: dataDir });
  const receipted = works.filter(({ number }) => number !== undefined);
  expect(receipted.length).toBeGreaterThanOrEqual(2 * ROUNDS);
  expect(works.length).toBeGreaterThan(receipted.length);
  for (const { unit, title, number } of receipted)
    expect((await replies(bot.url, { as: `${unit}-1`, text: `/查 ${number}` })).join()).toContain(
      `#${number}《${title}》`,
    );
  expect(await bot.stop()).toBe(0);

  const { prisma, close } = await openDatabase({ dataDir });
  const entries = await prisma.submission.findMany({ include: { files: true }, orderBy: { number: 'asc' } });

  // What got a receipt is received, with its file, whose bytes are on the disk.
  const facts = (work: Work) => ({ number: work.number, unitId: work.unit, title: work.title, files: [work.sha256] });
  const counted = entries.filter(({ state }) => state === 'received');
  const received = counted.map(({ number, unitId, title, files }) => {
    return { number, unitId, title, files: files.map(({ sha256 }) => sha256) };
  });
  expect(received).toEqual(expect.arrayContaining(receipted.map(facts)));
  for (const { files } of received)
    for (const sha256 of files) {
      const bytes = await readFile(path.join(dataDir, 'files', sha256.slice(0, 2), sha256));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }

  // No work is there twice; one that was interrupted is there as a draft, or its receipt came after the restart.
  const titles = entries.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
  expect(entries.filter(({ state }) => !['received', 'draft', 'lapsed'].includes(state))).toEqual([]);
  const chats = await prisma.practiceMessage.findMany({ where: { senderId: 'bot' } });
  const receipts = chats.flatMap(({ text }) => /^已收 (#\d+ 《.*?》)/.exec(text)?.[1] ?? []);
  expect(receipts.sort()).toEqual(counted.map(({ number, title }) => `#${number} 《${title}》`).sort());

  // Every message that the bot had was handled, once; every answer was sent, once.
  const inbound = await prisma.inbound.groupBy({ by: ['state'], _count: true });
  expect(inbound.map(({ state }) => state)).toEqual(['handled']);
  const outbound = await prisma.outbound.groupBy({ by: ['state'], _count: true });
  expect(outbound).toEqual([{ state: 'sent', _count: chats.length }]);
  expect(outbound[0]?._count).toBe(inbound[0]?._count);

  const tallies = await prisma.tally.findMany({ orderBy: { unitId: 'asc' }, select: { unitId: true, received: true } });
  const recount = [...PEOPLE].sort().map((unitId) => {
    return { unitId, received: counted.filter((entry) => entry.unitId === unitId).length };
  });
  expect(tallies).toEqual(recount.filter((one) => one.received > 0));
  await close();
});
