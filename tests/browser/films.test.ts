import { afterAll, beforeAll, expect, test } from 'vitest';
import { filmAndCopy, measureFilms } from '../eval/duplicates/films.ts';
import { summaryOf } from '../eval/duplicates/measure.ts';
import { type Practice, practice } from '../support/practice.ts';

// With the ffmpeg of Debian; without one nothing of this is done.
let office: Practice;
beforeAll(async () => {
  office = await practice({ FFMPEG: 'ffmpeg' });
});
afterAll(() => office?.close());

test('a film that another unit has coded anew is shown to staff as 疑似, and to nobody else', async () => {
  const [film, copy] = await filmAndCopy(1);
  const [other] = await filmAndCopy(2);
  const report = (who: string, title: string, bytes: Buffer) =>
    office.say(who, `/报送 微视频 《${title}》 作者:李建国`, { files: [{ name: `${title}.mp4`, bytes }] });
  for (const [who, title, bytes] of [
    ['yaodu-1', '夜班的灯', film],
    ['puxian-1', '矿上一夜', copy],
    ['anze-1', '别的片子', other],
  ] as const) {
    const said = (await report(who, title, bytes)).join();
    expect(said).toContain('已收 #');
    expect(said).not.toContain('疑似');
  }
  expect((await office.say('staff-1', '/待审')).join()).toMatch(/疑似.*#?1.*2|疑似.*2.*1/s);
  expect(await office.prisma.alikePair.findMany({ select: { earlier: true, later: true, by: true } })).toEqual([
    { earlier: 1, later: 2, by: 'film' },
  ]);
});

test('films that were coded anew, made small, brighter or in another container are found, others are not', async () => {
  const some = ['coded anew, a third of the bytes', 'made small (160 px)', 'coded as MPEG-4, in avi', 'brighter'];
  // All of them, and more films: `npm run eval:duplicates`.
  const { kinds, slowestMs } = await measureFilms(7, 3, some);
  const { recall, falseAlarms } = summaryOf(kinds);
  expect(falseAlarms).toBe(0);
  expect(recall).toBe(1);
  expect(slowestMs).toBeLessThan(3_500);
}, 180_000);

test('a program that is not there, or a file that it cannot read, costs nothing', async () => {
  const { filmLooks } = await import('../../src/adapters/files/film-looks.ts');
  const known = { extension: 'mp4', measured: { durationMs: 3000, width: 480, height: 270 } };
  expect(await filmLooks(import.meta.filename, known, 'ffmpeg')).toBeUndefined();
  expect(await filmLooks(import.meta.filename, known, 'no-such-program')).toBeUndefined();
});
