import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawCity, layOut, WIDTH } from '../../src/adapters/pictures/draw-city.js';
import { fontsFor } from '../../src/adapters/pictures/fonts.js';
import type { CityPicture, PictureCell } from '../../src/domain/city-picture.ts';

const UNITS = ['尧都区', '侯马市', '侯马开发区', '临汾经济开发区工会联合会'];
const COLUMNS = ['线下活动', '微视频', '专题活动', '摄影', '优秀平台', '诵读', '歌曲', '微课', '合计'];
const full: PictureCell = {
  count: '123/100',
  notes: [
    { kind: 'missing', words: '缺100' },
    { kind: 'over', words: '超123' },
    { kind: 'late', words: '迟123' },
  ],
  state: 'partial',
};
const plain: PictureCell = { count: '1/1', notes: [], state: 'done' };

const sheet = (cellOf: (unit: number, column: number) => PictureCell, columns = COLUMNS): CityPicture => ({
  heading: '报送进度',
  campaign: '“中国梦·劳动美”2020年临汾市职工网络正能量宣传活动',
  summary: '全市完成 12%（39/323）：报全 0 家，没报全 5 家，没报 14 家',
  unitHead: '单位',
  columns,
  rows: UNITS.map((unit, at) => ({ unit, cells: columns.map((_, column) => cellOf(at, column)), sum: false })),
  below: ['宣传员 12/50、情况报告 3/20 家'],
  legend: [
    { state: 'done', words: '已报全' },
    { state: 'partial', words: '没报全' },
    { state: 'nothing', words: '没报' },
  ],
  issued: '口径：已收（含已采用）。2020-09-16 09:30',
});

const SHEETS: Record<string, CityPicture> = {
  'everything in every cell': sheet(() => full),
  'as it mostly is': sheet(() => plain),
  'three digits in one cell': sheet((unit, column) => (unit === 2 && column === 3 ? full : plain)),
  'one column with a long name': sheet(() => plain, ['“互联网+普惠服务”优秀平台']),
};

function laidOut(one: CityPicture) {
  const fonts = fontsFor(JSON.stringify(one));
  if (!fonts) throw new Error('no font');
  return layOut(createCanvas(10, 10).getContext('2d'), one, fonts);
}

type Mark = ReturnType<typeof layOut>['marks'][number];
type Text = Extract<Mark, { kind: 'text' }>;
const textsOf = (marks: Mark[]) => marks.filter((mark): mark is Text => mark.kind === 'text');

/** The letters of a text, from their top to below the line they stand on. */
const inkOf = ({ x, y, width, size }: Text) => ({
  left: x,
  right: x + width,
  top: y - size * 0.88,
  bottom: y + size * 0.2,
});
const within = (ink: ReturnType<typeof inkOf>, box: { x: number; y: number; width: number; height: number }) =>
  ink.left >= box.x - 0.01 &&
  ink.right <= box.x + box.width + 0.01 &&
  ink.top >= box.y - 0.01 &&
  ink.bottom <= box.y + box.height + 0.01;

test.each(Object.entries(SHEETS))(
  'at 390 points: %s: nothing under 11, nothing cut, nothing on anything else',
  (_, one) => {
    const { height, marks } = laidOut(one);
    const texts = textsOf(marks);
    expect(texts.filter(({ size }) => size < 11)).toEqual([]);
    const page = { x: 0, y: 0, width: WIDTH, height };
    expect(texts.filter((text) => !within(inkOf(text), page)).map(({ text }) => text)).toEqual([]);
    const boxes = marks.flatMap((mark) => (mark.kind === 'box' && mark.width > 12 && mark.border ? [mark] : []));
    const touching = texts.filter((text) => {
      const { left, right, top, bottom } = inkOf(text);
      return boxes.some(
        ({ x, y, width, height: tall }) => left < x + width && right > x && top < y + tall && bottom > y,
      );
    });
    const cut = touching.filter((text) => !boxes.some((box) => within(inkOf(text), box)));
    expect(cut.map(({ text }) => text)).toEqual([]);
    const overlapping = texts.filter((text, at) => {
      const { left, right, top, bottom } = inkOf(text);
      return texts.slice(0, at).some((other) => {
        const ink = inkOf(other);
        return left < ink.right && right > ink.left && top < ink.bottom && bottom > ink.top;
      });
    });
    expect(overlapping.map(({ text }) => text)).toEqual([]);
  },
);

test('every word of the table is on it, also where it goes on below itself', () => {
  const one = SHEETS['everything in every cell'] as CityPicture;
  const texts = textsOf(laidOut(one).marks).map(({ text }) => text);
  const times = (word: string) => texts.filter((text) => text === word).length;
  const cells = UNITS.length * COLUMNS.length;
  const whole = times('123/100');
  expect([times('123') + whole, times('/100') + whole, times('缺100'), times('超123'), times('迟123')]).toEqual(
    Array(5).fill(cells),
  );
  // Twice, as nine columns of three digits are wider than a phone.
  expect([times('侯马开发区'), times('单位')]).toEqual([2, 2]);
  const usual = textsOf(laidOut(SHEETS['as it mostly is'] as CityPicture).marks).map(({ text }) => text);
  expect(usual.filter((text) => text === '侯马开发区')).toHaveLength(1);
});

test('a city of sixty units is a png of less than 2 MB', async () => {
  const one = sheet(() => full);
  one.rows = Array.from({ length: 60 }, (_, at) => ({ ...(one.rows[at % 4] as CityPicture['rows'][number]) }));
  const fonts = fontsFor(JSON.stringify(one));
  const png = await drawCity(one, fonts as NonNullable<typeof fonts>);
  const { format, width = 0 } = await sharp(png).metadata();
  expect([format, width >= 780, png.length <= 2 * 1024 * 1024]).toEqual(['png', true, true]);
});
