import { zipSync } from 'fflate';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { BOMBS } from '../support/bombs.ts';
import { fixture } from '../support/files.ts';
import { animation, film, hugePicture, scanned, withMacros, withScript } from '../support/media.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const MB = 1024 * 1024;
const zip = (name: string, files: Record<string, Uint8Array>): SentFile => ({
  name,
  bytes: Buffer.from(zipSync(files, { level: 6 })),
});
const remarks = (said: string) => said.split('\n').filter((line) => /^(注意|提示)：/.test(line));

/** A work of a category with its file, and what is said of the file. */
const CASES: [what: string, command: string, make: () => Promise<SentFile> | SentFile, said: string[]][] = [
  ['2:59.9', '微视频', () => film('夜班.mp4', { seconds: 179.9 }), []],
  [
    '3:00.0',
    '微视频',
    () => film('夜班.mp4', { seconds: 180 }),
    ['注意：3分00秒，正好到了上限；要求时长小于3分钟（附件2第一项）。已收下，请剪短后补正。'],
  ],
  [
    '3:02',
    '微视频',
    () => film('夜班.mp4', { seconds: 182 }),
    ['注意：3分02秒，超2秒；要求时长小于3分钟（附件2第一项）。已收下，请剪短后补正。'],
  ],
  ['49.9 MB', '微视频', () => film('夜班.mp4', { seconds: 3, bytes: Math.round(49.9 * MB) }), []],
  [
    '50.1 MB',
    '微视频',
    () => film('夜班.mp4', { seconds: 3, bytes: Math.round(50.1 * MB) }),
    ['注意：50.1 MB，超 102.4 KB；要求文件小于50MB（附件2第一项）。已收下，请压缩后补正。'],
  ],
  ['HEVC', '微视频', () => fixture('media/hevc.mp4', '夜班.mp4'), []],
  ['in pieces', '微视频', () => fixture('media/frag.mp4', '夜班.mp4'), []],
  [
    'sound alone',
    '微视频',
    () => fixture('media/a.m4a', '夜班.mp4'),
    ['注意：“夜班.mp4”只有声音，没有画面，请确认没有发错。'],
  ],
  [
    'a wav named mp3',
    '歌曲',
    () => fixture('media/a.wav', '矿灯.mp3'),
    ['注意：“矿灯.mp3”名字是 mp3，实际内容是 wav，请确认没有发错。'],
  ],
  ['an m4a', '歌曲', () => fixture('media/a.m4a', '矿灯.m4a'), []],
  [
    'a song without a sound',
    '歌曲',
    () => fixture('silence.mp3', '矿灯.mp3'),
    ['注意：“矿灯.mp3”里听不到声音，请放一遍确认，重新导出后补正。'],
  ],
  ['the photo of a phone', '摄影', () => fixture('media/phone.heic', '光.HEIC'), []],
  [
    'the photo of a phone under another name',
    '摄影',
    () => fixture('media/phone.heic', '光.jpg'),
    ['注意：“光.jpg”名字是 jpg，实际内容是 苹果照片（heic），请确认没有发错。'],
  ],
  ['an animation', '摄影', () => animation('光.gif', 8), []],
  ['400 million pixels', '摄影', () => hugePicture('光.png', 20_000), []],
  [
    'macros',
    '专题活动',
    () => withMacros('方案.docx'),
    ['提示：“方案.docx”里带有宏，没有运行。照收；最好另存为不带宏的再补正。'],
  ],
  [
    'a script',
    '专题活动',
    () => withScript('方案.pdf'),
    ['提示：“方案.pdf”里带有脚本，没有运行。照收；最好另存为不带脚本的再补正。'],
  ],
  [
    'scanned pages',
    '专题活动',
    () => scanned('方案.pdf'),
    ['提示：“方案.pdf”是扫描件，里面的字不能复制。照收；有 Word 原件的话，最好一起补上。'],
  ],
  [
    'a bomb',
    '摄影',
    () => zip('鼓.zip', { '大.bmp': new Uint8Array(50_000_000) }),
    ['注意：“鼓.zip”没有拆开：里面太多或太大。照收作一个文件；最好把里面的文件直接发来，或压成 zip 补正。'],
  ],
];

test.each(CASES)('%s: the right sentence, in time', async (what, category, make, said) => {
  const file = await make();
  const began = performance.now();
  const [receipt = ''] = await office.say('yaodu-1', `/报送 ${category} 《作品》`, { files: [file] });
  // Five seconds are what somebody waits for; a machine that runs other tests at the same time takes a few times as long.
  expect([what, performance.now() - began < 30_000]).toEqual([what, true]);
  expect(receipt).toMatch(/^已收 #1 /);
  expect(remarks(receipt)).toEqual(said);
});

test('a program under the name of a film is refused in a correction as in a report, and nothing changes', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [fixture('media/ok.mp4', '夜班.mp4')] });
  const program = {
    name: '夜班2.mp4',
    bytes: Buffer.from(`MZ${'\0'.repeat(58)}\x80\0\0\0${'\0'.repeat(64)}PE\0\0`, 'latin1'),
  };
  const refusal = (await office.say('yaodu-1', '/补正 1', { files: [program] })).join('\n');
  expect(refusal).toMatchInlineSnapshot(`
    "没有收下，不计数：
    “夜班2.mp4”名字是 mp4，里面其实是电脑程序，可能是下载没有成功。请打开确认后重新导出再发。
    #1 没有改动。请改好后再发：/补正 1（连同文件）"
  `);
  const files = await office.prisma.submissionFile.findMany({ where: { retiredAt: null }, select: { name: true } });
  expect(files).toEqual([{ name: '夜班.mp4' }]);
});

/** Hostile files one after another, while somebody else asks again and again. */
test('nobody else waits for them, and the program grows by little', async () => {
  const ask = async () => {
    const began = performance.now();
    const message = await office.sent('guxian-1', '/进度', []);
    await office.bot.accept(message);
    void office.bot.work();
    await vi.waitUntil(async () => (await office.platform.repliesTo(message.id)).length > 0, {
      timeout: 30_000,
      interval: 10,
    });
    return performance.now() - began;
  };
  const quiet: number[] = [];
  for (let round = 0; round < 5; round++) quiet.push(await ask());
  const hostile = await Promise.all([
    hugePicture('光.png', 20_000),
    zip('鼓.zip', { '大.bmp': new Uint8Array(50_000_000) }),
    BOMBS['one text of 100 MB']?.make(),
    film('夜班.mp4', { seconds: 3, bytes: Math.round(50.1 * MB) }),
  ]);
  const before = process.memoryUsage.rss();
  let over = false;
  const sent = (async () => {
    for (const file of hostile) if (file) await office.say('yaodu-1', '/报送 摄影 《作品》', { files: [file] });
  })().finally(() => {
    over = true;
  });
  const waited: number[] = [];
  let most = before;
  while (!over && waited.length < 30) {
    waited.push(await ask());
    most = Math.max(most, process.memoryUsage.rss());
  }
  await sent;
  expect(waited.length).toBeGreaterThan(2);
  const middle = (times: number[]) => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
  expect(middle(waited)).toBeLessThan(Math.max(1_000, 4 * middle(quiet)));
  expect((most - before) / 1e6).toBeLessThan(300);
}, 180_000);
