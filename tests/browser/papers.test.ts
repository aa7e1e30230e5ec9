import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePaper } from '../../src/adapters/documents/write-docx.ts';
import { bulletinOf } from '../../src/application/exporting/papers/bulletin.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { makingFor, paperWords } from '../support/paper.ts';
import { standingOf } from '../support/standing.ts';

const run = promisify(execFile);
const OFFICE = process.env.SOFFICE ?? 'soffice';

interface Word {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Of a sheet of paper, in millimetres. */
interface Page {
  words: Word[];
  lines: Word[];
  /** Where there is ink. */
  ink: { left: number; top: number; right: number; bottom: number };
}

let folder: string;
let pages: Page[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-paper-'));
  const standing = standingOf(shippedCampaign, { seed: 7, entries: 400 });
  const { paper } = bulletinOf(makingFor(standing), paperWords, { ranking: true, problems: true }, '2020-11-12');
  const docx = path.join(folder, 'paper.docx');
  await writeFile(docx, await writePaper(paper));
  // A profile of its own: another office that runs would else take the document to itself.
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  await run(OFFICE, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, docx]);
  pages = await pagesOf(path.join(folder, 'paper.pdf'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const MM = 25.4 / 72;
const DPI = 100;

async function pagesOf(pdf: string): Promise<Page[]> {
  const { stdout } = await run('pdftotext', ['-bbox', pdf, '-'], { maxBuffer: 50_000_000 });
  await run('pdftoppm', ['-r', String(DPI), '-png', pdf, path.join(folder, 'page')]);
  const texts = stdout.split('<page ').slice(1);
  return Promise.all(
    texts.map(async (text, index) => {
      const words = wordsIn(text);
      const digits = String(texts.length).length;
      const picture = path.join(folder, `page-${String(index + 1).padStart(digits, '0')}.png`);
      return { words, lines: linesOf(words), ink: await inkIn(await readFile(picture)) };
    }),
  );
}

const wordsIn = (page: string): Word[] =>
  [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g)].map(
    ([, left, top, right, bottom, text = '']) => ({
      text,
      ...{ left: Number(left) * MM, top: Number(top) * MM, right: Number(right) * MM, bottom: Number(bottom) * MM },
    }),
  );

/** Words at one height, as one. */
function linesOf(words: Word[]): Word[] {
  const lines: Word[] = [];
  for (const word of [...words].sort((a, b) => a.top + a.bottom - b.top - b.bottom || a.left - b.left)) {
    const line = lines.find((one) => Math.abs(one.top + one.bottom - word.top - word.bottom) < 4);
    if (line) {
      const parts = [line, word].sort((a, b) => a.left - b.left);
      line.text = parts.map(({ text }) => text).join('');
      line.left = Math.min(line.left, word.left);
      line.right = Math.max(line.right, word.right);
    } else lines.push({ ...word });
  }
  return lines;
}

async function inkIn(png: Buffer): Promise<Page['ink']> {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  const dark = [...data.keys()].filter((at) => (data[at] ?? 255) < 128);
  const across = dark.map((at) => at % info.width);
  const down = dark.map((at) => Math.floor(at / info.width));
  const mm = (dots: number) => (dots / DPI) * 25.4;
  const least = (list: number[]) => mm(list.reduce((a, b) => Math.min(a, b)));
  const most = (list: number[]) => mm(list.reduce((a, b) => Math.max(a, b)));
  return { left: least(across), right: most(across), top: least(down), bottom: most(down) };
}

const lineWith = (page: number, text: string): Word => {
  const found = pages[page - 1]?.lines.find((line) => line.text.includes(text));
  if (!found) throw new Error(`no ${text} on page ${page}`);
  return found;
};
const middle = ({ left, right }: Word) => (left + right) / 2;
/** Of the type area: 28 mm from the left, 156 wide. */
const CENTRE = 28 + 156 / 2;

test('the mark stands at the top left of the type area', () => {
  const mark = lineWith(1, '代拟稿');
  expect(mark.left).toBeCloseTo(28, 0);
  expect(mark.top).toBeGreaterThan(36);
  expect(mark.bottom).toBeLessThan(37 + 10.5);
});

test('the title stands in the middle, its lines close to each other', () => {
  const [first, second] = [lineWith(1, '网聚职工正能量'), lineWith(1, '开展情况的通报')];
  for (const line of [first, second]) expect(Math.abs(middle(line) - CENTRE)).toBeLessThan(3);
  // 34 points; a line of the grid too many would make them 20 mm.
  expect(second.top - first.top).toBeCloseTo(12, 0);
});

test('to whom it is sent stands flush left', () => {
  expect(lineWith(1, '各县（市、区）总工会').left).toBeCloseTo(28, 0);
});

test('the text begins two characters in, 28 of them fill a line, 22 lines a page', () => {
  const first = lineWith(1, '根据《关于');
  expect(first.left).toBeCloseTo(28 + 2 * 5.57, 0);
  const full = pages[1]?.lines.filter(({ top, bottom }) => top > 36 && bottom < 264) ?? [];
  expect(full.length).toBe(22);
  const [above, below] = [full[3], full[13]];
  expect(((below?.top ?? 0) - (above?.top ?? 0)) / 10).toBeCloseTo(10.2, 1);
  const characters = lineWith(2, '线下活动').text;
  expect(characters.length).toBeGreaterThan(26);
});

test('the number of the page: four sizes smaller, odd ones at the right, even ones at the left', () => {
  const numbers = pages.map((_, index) => lineWith(index + 1, `—${index + 1}—`));
  for (const [index, { left, right, top, bottom }] of numbers.entries()) {
    if (index % 2 === 0) expect(right).toBeCloseTo(28 + 156 - 4.94, 0);
    else expect(left).toBeCloseTo(28 + 4.94, 0);
    // The dashes 7 mm below the type area, which ends at 262.
    expect(Math.abs((top + bottom) / 2 - 269)).toBeLessThan(1.5);
  }
});

test('nothing but the number of the page stands outside the type area', () => {
  for (const { ink } of pages) {
    expect(ink.left).toBeGreaterThan(27);
    // A mark of the sentence may hang over the end of a line.
    expect(ink.right).toBeLessThan(28 + 156 + 6);
    expect(ink.top).toBeGreaterThan(36.5);
    expect(ink.bottom).toBeLessThan(272);
  }
});

test('signers and day end four characters from the right, and never stand alone on a page', () => {
  const page = pages.findIndex(({ lines }) => lines.some(({ text }) => text.includes('2020年11月12日'))) + 1;
  for (const text of ['临汾市总工会', '委员会办公室', '2020年11月12日'])
    expect(lineWith(page, text).right).toBeCloseTo(28 + 156 - 4 * 5.64, 0);
  expect(lineWith(page, '特此通报').top).toBeLessThan(lineWith(page, '附件：').top);
});

test('the table of 19 units stands on one page, with its head in the middle', () => {
  const on = pages.flatMap(({ lines }, index) =>
    lines.some(({ text }) => text.includes('尧都区总工会')) ? [index + 1] : [],
  );
  const [page = 0] = on;
  expect(on).toEqual([pages.length]);
  expect(lineWith(page, '附件').left).toBeCloseTo(28, 0);
  expect(Math.abs(middle(lineWith(page, '各单位任务完成情况表')) - CENTRE)).toBeLessThan(2);
  for (const { name } of shippedCampaign.units) expect(lineWith(page, name).bottom).toBeLessThan(262);
  expect(lineWith(page, '合计').bottom).toBeLessThan(262);
});
