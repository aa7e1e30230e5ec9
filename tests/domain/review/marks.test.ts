import { expect, test } from 'vitest';
import { assignEvenly, type Seat } from '../../../src/domain/review/assign.ts';
import { readMarks } from '../../../src/domain/review/paper-sheet.ts';
import { marksIn, pointsIn } from '../../../src/domain/review/points.ts';

test.each([
  ['86', 8600],
  ['86.5', 8650],
  ['86.50', 8650],
  ['86.500', 8650],
  ['86.05分', 8605],
  ['８６．５', 8650],
  ['0', 0],
  ['86.505', undefined],
  ['-3', undefined],
  ['8e1', undefined],
  ['', undefined],
  ['八十六', undefined],
])('%s points are %s hundredths', (written, points) => {
  expect(pointsIn(written)).toBe(points);
});

const CRITERIA = [
  { id: 'theme', name: '主题立意' },
  { id: 'craft', name: '艺术表现' },
];

test.each([
  ['86', { points: {}, whole: 8600 }],
  ['35 26.5', { points: { theme: 3500, craft: 2650 } }],
  ['35、26', { points: { theme: 3500, craft: 2600 } }],
  ['35 26 20', undefined],
  ['主题立意:35', { points: { theme: 3500 } }],
  ['艺术表现26分，主题立意＝35', { points: { theme: 3500, craft: 2600 } }],
  ['主题立意 35 26', undefined],
  ['86 很好', undefined],
  ['', undefined],
])('%s', (said, marks) => {
  expect(marksIn(said, CRITERIA)).toEqual(marks);
});

test('one criterion alone is what a single number is for', () => {
  expect(marksIn('86', CRITERIA.slice(0, 1))).toEqual({ points: { theme: 8600 } });
});

const sheet = (rows: string[][]) => [
  { name: '', merges: [], rows: rows.map((cells, at) => ({ row: at + 1, cells, hidden: false })) },
];
const HEADS = { number: '编号', marks: [...CRITERIA, { id: 'whole', name: '总分' }] };

test('a sheet is read by its heads, wherever they stand; empty rows and feet are passed over', () => {
  const read = readMarks(
    sheet([
      ['评分表'],
      ['评委：王老师（#12）'],
      ['类别', '编 号', '主题立意（40）', '总分(100)', '艺术表现（60）'],
      ['摄影', '1', '35', '', '26.5'],
      ['摄影', '#2', '', '88', ''],
      ['摄影', '3', '', '', ''],
      ['摄影', '4', '好', '', '20'],
      ['只填各项分'],
    ]),
    HEADS,
  );
  expect(read).toEqual({
    judge: 12,
    rows: [
      { row: 4, number: 1, marks: { theme: 3500, craft: 2650 }, unread: [] },
      { row: 5, number: 2, marks: { whole: 8800 }, unread: [] },
      { row: 7, number: 4, marks: { craft: 2000 }, unread: ['主题立意'] },
    ],
  });
  expect(readMarks(sheet([['姓名', '电话']]), HEADS)).toBeUndefined();
});

const seats = (count: number, judges: number[]): Seat[] =>
  Array.from({ length: count }, (_, at) => ({ number: at + 1, eligible: { '': judges }, taken: [] }));
const loadsOf = (made: { judge: number }[], judges: number[]) =>
  judges.map((judge) => made.filter((one) => one.judge === judge).length);

test('loads differ by one at most, the same seed gives the same, another one another', () => {
  const judges = [1, 2, 3, 4, 5, 6, 7];
  const of = (seed: number) => assignEvenly([{ id: '', judges: 3 }], seats(50, judges), { seed });
  const { made, short } = of(1);
  expect([made.length, short]).toEqual([150, []]);
  expect(loadsOf(made, judges).sort()).toEqual([21, 21, 21, 21, 22, 22, 22]);
  expect(new Set(made.map(({ number, judge }) => `${number} ${judge}`)).size).toBe(150);
  expect(of(1)).toEqual(of(1));
  expect(of(2).made).not.toEqual(made);
});

test('whoever has works already gets fewer; who is not eligible none; what lacks is named', () => {
  const some: Seat[] = [
    { number: 1, eligible: { a: [1, 2], b: [3] }, taken: [{ judge: 1, group: 'a' }] },
    { number: 2, eligible: { a: [1, 2] }, taken: [] },
  ];
  const panels = [
    { id: 'a', judges: 1 },
    { id: 'b', judges: 1 },
  ];
  expect(assignEvenly(panels, some, { seed: 1, loads: new Map([[1, 1]]) })).toEqual({
    made: [
      { number: 1, judge: 3, group: 'b' },
      { number: 2, judge: 2, group: 'a' },
    ],
    short: [{ number: 2, group: 'b', lacking: 1 }],
  });
});
