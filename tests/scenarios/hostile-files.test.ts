import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { BOMBS } from '../support/bombs.ts';
import { fixture, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

/** How long somebody waits who asks again and again, up to twenty times or until something is over. */
async function waits(isOver: () => boolean): Promise<number[]> {
  const all: number[] = [];
  while (!isOver() && all.length < 20) {
    const asked = performance.now();
    expect(await answeredMeanwhile('yaodu-1', '/进度')).toContain('尧都区');
    all.push(performance.now() - asked);
  }
  return all;
}

/** What the others do to their reader is tested there. */
test.each(['one text of 100 MB', 'a million rows', 'ten million shared strings'])(
  '%s: refused, and nobody else waits for it',
  async (kind) => {
    const bomb = await BOMBS[kind]?.make();
    if (!bomb) throw new Error('no bomb');
    // A machine that is busy with other things is slow without any hostile file.
    const quiet = await waits(() => false);
    const before = process.memoryUsage().rss;
    let over = false;
    const answer = office.say('guxian-1', '/宣传员', { files: [bomb] }).finally(() => {
      over = true;
    });
    const waited = await waits(() => over);
    expect(waited.length).toBeGreaterThan(2);
    expect(Math.max(...waited)).toBeLessThan(Math.max(1_000, 4 * Math.max(...quiet)));
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(200);
    expect((await answer)[0]).toMatch(/没有登记/);
    expect(await office.prisma.submission.count()).toBe(0);
  },
  120_000,
);

/** What the bot says to one person while it is busy with another. */
async function answeredMeanwhile(who: string, text: string): Promise<string> {
  const message = await office.sent(who, text, []);
  await office.bot.accept(message);
  void office.bot.work();
  const replies = () => office.platform.repliesTo(message.id);
  await vi.waitUntil(async () => (await replies()).length > 0, { timeout: 20_000, interval: 20 });
  return (await replies())[0]?.text ?? '';
}

/** As a process leaves a message that died over what came with it. */
async function diedReading(text: string, file: { name: string; bytes: Buffer }): Promise<string[]> {
  const message = await office.sent('guxian-1', text, [file]);
  await office.bot.accept(message);
  await office.prisma.inbound.updateMany({ data: { state: 'working', attempts: 1, reading: true } });
  await office.bot.recover();
  await office.bot.work();
  return (await office.platform.repliesTo(message.id)).map((reply) => reply.text);
}

test('a sheet over which the process died is not opened again, and its sender is told once, not to send it again', async () => {
  const told = await diedReading('/宣传员', fixture('sheets/ditto.xlsx', '名单.xlsx'));
  expect(told).toEqual([
    '“名单.xlsx”上次读到一半中断了，这次没有再打开，也没有登记。这一份请不要再发：把名单复制到一张新表里另存为 xlsx，或一人一条发 /宣传员。',
  ]);
});

test('a film over which the process died is kept without being opened', async () => {
  const [told = ''] = await diedReading('/报送 微视频 《夜班的灯》', video('夜班.mp4'));
  expect(told).toContain('已收 #1');
  expect(told).toContain('“夜班.mp4”没有打开检查：上次检查到一半中断了');
  expect(told).not.toContain('时长');
});

test('a message that is left over again and again is given up, in words that do not ask for it again', async () => {
  const message = await office.sent('guxian-1', '/进度', []);
  await office.bot.accept(message);
  await office.prisma.inbound.updateMany({ data: { state: 'working', attempts: 3 } });
  await office.bot.recover();
  await office.bot.work();
  const [told] = await office.platform.repliesTo(message.id);
  expect(told?.text).toMatch(/几次都没能处理完，已经停下，没有计数，也没有改动。请不要原样再发/);
  expect(told?.text).not.toContain('再发一次');
});
