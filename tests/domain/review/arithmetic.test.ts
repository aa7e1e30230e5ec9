import { expect, test } from 'vitest';
import { placed, placesFor } from '../../../src/domain/review/awards.ts';
import { ranked } from '../../../src/domain/review/order.ts';
import { compare, figure, medianOf, ratio, twoPlaces } from '../../../src/domain/review/ratio.ts';
import { type ReviewRules, ruleMistakes, type Tie } from '../../../src/domain/review/rules.ts';
import { type Paper, type Scored, scoreOf, totalOf } from '../../../src/domain/review/score.ts';

const RULES: ReviewRules = {
  source: '',
  of: 'accepted',
  blind: true,
  judges: 5,
  criteria: [
    { id: 'theme', name: 'theme', weight: 40, most: 40 },
    { id: 'craft', name: 'craft', weight: 35, most: 20 },
    { id: 'effect', name: 'effect', weight: 25, most: 10 },
  ],
  drop: { highest: 1, lowest: 1, from: 5 },
  groups: [],
  awards: [],
  ties: [],
  reach: 1,
};

test.each([
  [ratio(86), '86.00'],
  [ratio(17225, 200), '86.13'],
  [ratio(17249, 200), '86.25'],
  [ratio(86124999, 1_000_000), '86.12'],
  [ratio(1, 3), '0.33'],
  [ratio(2, 3), '0.67'],
  [ratio(1, 200), '0.01'],
  [ratio(1, 201), '0.00'],
  [ratio(19999, 200), '100.00'],
  [ratio(0), '0.00'],
])('%o is printed half up', (value, printed) => {
  expect(twoPlaces(value)).toBe(printed);
});

test('two values that print alike are not equal', () => {
  const [one, other] = [ratio(8612, 100), ratio(86124, 1000)];
  expect([twoPlaces(one), twoPlaces(other), compare(one, other)]).toEqual(['86.12', '86.12', -1]);
});

test.each([
  [[1], '1/1'],
  [[3, 1], '2/1'],
  [[1, 2], '3/2'],
  [[9, 1, 5], '5/1'],
  [[1, 2, 4, 9], '3/1'],
])('the median of %o', (values, exact) => {
  expect(figure(medianOf(values.map((value) => ratio(value)))).exact).toBe(exact);
});

const points = (theme: number, craft: number, effect: number) => ({ theme, craft, effect });

test.each([
  ['all of it', { points: points(4000, 2000, 1000) }, '100/1'],
  ['nothing', { points: points(0, 0, 0) }, '0/1'],
  // 40 × 35/40 + 35 × 17/20 + 25 × 8.5/10 = 35 + 29.75 + 21.25
  ['weights that are not the most points', { points: points(3500, 1700, 850) }, '86/1'],
  // 40 × 33.33/40 + 35 × 13.33/20 + 25 × 3.33/10 = 33.33 + 23.3275 + 8.325
  ['hundredths of points', { points: points(3333, 1333, 333) }, '25993/400'],
  ['one mark for the whole', { points: {}, whole: 8650 }, '173/2'],
])('a paper on 100: %s', (_, paper, exact) => {
  expect(figure(totalOf(RULES.criteria, paper)).exact).toBe(exact);
});

const WORK = { number: 1, unitId: 'yaodu', categoryId: 'photo', receivedAt: 0 };
const whole = (marks: (number | undefined)[]): Paper[] =>
  marks.flatMap((mark, at) =>
    mark === undefined ? [] : [{ number: 1, judge: at + 1, points: {}, whole: Math.round(mark * 100) }],
  );
const assigned = (judges: number, group = () => '') =>
  Array.from({ length: judges }, (_, at) => ({ number: 1, judge: at + 1, group: group() }));

/** What the marks of so many judges come to; undefined: owed. */
const marks = (rules: ReviewRules, given: (number | undefined)[]) =>
  scoreOf(rules, {
    work: WORK,
    assigned: assigned(given.length),
    papers: whole(given),
    votes: undefined,
    mostVotes: 0,
  });

const brief = ({ score, median, spread, papers, dropped, owed, provisional }: Scored) =>
  [score, median, spread]
    .map((one) => one && `${one.over}/${one.under}`)
    .concat([`${papers}-${dropped}`, owed.join(), String(provisional)]);

test.each([
  ['one judge only', [86], ['86/1', '86/1', '0/1', '1-0', '', 'false']],
  [
    'no paper: no score, which is not 0',
    [undefined, undefined],
    [undefined, undefined, undefined, '0-0', '1,2', 'true'],
  ],
  ['owed is none, not 0', [90, undefined, 80], ['85/1', '85/1', '10/1', '2-0', '2', 'true']],
  ['four papers: none dropped', [60, 80, 90, 100], ['165/2', '85/1', '40/1', '4-0', '', 'false']],
  ['five: one at each end', [60, 80, 85, 90, 100], ['85/1', '85/1', '40/1', '5-2', '', 'false']],
  ['four of five in: none dropped yet', [60, 80, undefined, 90, 100], ['165/2', '85/1', '40/1', '4-0', '3', 'true']],
  ['all equal', [80, 80, 80, 80, 80], ['80/1', '80/1', '0/1', '5-2', '', 'false']],
  ['two lowest alike: one is dropped', [70, 70, 80, 85, 95], ['235/3', '80/1', '25/1', '5-2', '', 'false']],
  ['a third is exact', [80, 80, 81], ['241/3', '80/1', '1/1', '3-0', '', 'false']],
  ['0 is a mark', [0, 100], ['50/1', '50/1', '100/1', '2-0', '', 'false']],
])('%s', (_, given, expected) => {
  expect(brief(marks(RULES, given))).toEqual(expected);
});

test('dropping as the rules have it: two lowest from six papers on', () => {
  const rules = { ...RULES, drop: { highest: 0, lowest: 2, from: 6 } };
  expect(brief(marks(rules, [10, 20, 30, 40, 50]))[0]).toBe('30/1');
  expect(brief(marks(rules, [10, 20, 30, 40, 50, 60]))[0]).toBe('45/1');
});

test('a paper with a gap is owed, and one by somebody not assigned counts nothing', () => {
  const papers = [
    { number: 1, judge: 1, points: { theme: 4000, craft: 2000 } },
    { number: 1, judge: 2, points: points(2000, 1000, 500) },
    { number: 1, judge: 9, points: points(4000, 2000, 1000) },
  ];
  const scored = scoreOf(RULES, { work: WORK, assigned: assigned(2), papers, votes: undefined, mostVotes: 0 });
  expect(brief(scored)).toEqual(['50/1', '50/1', '0/1', '1-0', '1', 'true']);
  expect([...scored.criteria].map(([id, mean]) => `${id} ${figure(mean).exact}`)).toEqual([
    'theme 20/1',
    'craft 10/1',
    'effect 5/1',
  ]);
});

test('a mark for the whole counts in the score and says nothing of a criterion', () => {
  const papers = [
    { number: 1, judge: 1, points: points(4000, 2000, 1000) },
    { number: 1, judge: 2, points: {}, whole: 5000 },
  ];
  const scored = scoreOf(RULES, { work: WORK, assigned: assigned(2), papers, votes: undefined, mostVotes: 0 });
  expect(brief(scored)).toEqual(['75/1', '75/1', '50/1', '2-0', '', 'false']);
  expect(figure(scored.criteria.get('theme') ?? ratio(0)).exact).toBe('40/1');
});

const GROUPED: ReviewRules = {
  ...RULES,
  drop: { highest: 1, lowest: 1, from: 3 },
  groups: [
    { id: 'expert', name: 'expert', weight: 60, judges: 3 },
    { id: 'worker', name: 'worker', weight: 30, judges: 2 },
  ],
  votes: { weight: 10 },
};

test.each([
  // expert 60 80 94 → 80, worker 70 71 → 70.5, votes 30 of 40 → 75: 0.6 × 80 + 0.3 × 70.5 + 0.1 × 75
  ['all in; dropped inside a group only', [60, 80, 94], [70, 71], 30, '1533/20', false],
  ['no votes yet: by the weights of the rest', [60, 80, 94], [70, 71], undefined, '461/6', true],
  ['a group not in yet', [60, 80, 94], [undefined, undefined], 30, '555/7', true],
  ['votes alone make no result', [undefined, undefined, undefined], [undefined, undefined], 30, undefined, true],
  ['no vote is 0 votes when that is what was counted', [80, 80, 80], [80, 80], 0, '72/1', false],
])('groups and votes: %s', (_, experts, workers, votes, exact, provisional) => {
  const scored = scoreOf(GROUPED, {
    work: WORK,
    assigned: assigned(5).map((one) => ({ ...one, group: one.judge <= experts.length ? 'expert' : 'worker' })),
    papers: whole([...experts, ...workers]),
    votes,
    mostVotes: 40,
  });
  expect([scored.score && figure(scored.score).exact, scored.provisional]).toEqual([exact, provisional]);
});

test('no votes for anybody is no vote', () => {
  const { vote, provisional } = scoreOf(GROUPED, { work: WORK, assigned: [], papers: [], votes: 0, mostVotes: 0 });
  expect([vote, provisional]).toEqual([undefined, true]);
});

test.each([
  [
    'criteria that make 90',
    { criteria: [{ id: 'a', name: 'a', weight: 90, most: 10 }] },
    ['criteria: review-criteria {"sum":"90"}'],
  ],
  [
    'thirds in hundredths',
    { criteria: ['a', 'b', 'c'].map((id, at) => ({ id, name: id, weight: at === 0 ? 33.34 : 33.33, most: 10 })) },
    [],
  ],
  [
    'thirds that make 99.99',
    { criteria: ['a', 'b', 'c'].map((id) => ({ id, name: id, weight: 33.33, most: 10 })) },
    ['criteria: review-criteria {"sum":"99.99"}'],
  ],
  ['groups without the votes', { groups: GROUPED.groups }, ['groups: review-groups {"sum":"90"}']],
  ['groups and votes', { groups: GROUPED.groups, votes: { weight: 10 } }, []],
  ['all papers dropped', { drop: { highest: 2, lowest: 3, from: 5 } }, ['drop.from: review-drop {"from":5}']],
  [
    'a tie by nothing',
    { ties: ['median', { criterion: 'none' }] as Tie[] },
    ['ties.1.criterion: review-unknown {"id":"none","known":"theme craft effect"}'],
  ],
  [
    'an award twice',
    { awards: ['a', 'a'].map((id) => ({ id, name: id, quota: { places: 1 }, byCategory: {} })) },
    ['awards.1.id: repeated {"value":"a"}'],
  ],
])('rules that cannot hold: %s', (_, change, expected) => {
  const found = ruleMistakes({ ...RULES, ...change }, ['photo']);
  expect(found.map(({ path, code, facts }) => `${path.join('.')}: ${code} ${JSON.stringify(facts)}`)).toEqual(expected);
});

test.each([
  [{ share: 10 }, 40, true, 4],
  [{ share: 10 }, 49, true, 4],
  [{ share: 10 }, 9, true, 1],
  [{ share: 10 }, 9, false, 0],
  [{ share: 33.33 }, 3, true, 1],
  // 0.29 × 100 is 28.999… in floating point.
  [{ share: 29 }, 100, true, 29],
  [{ places: 3 }, 1, true, 3],
  [{ places: 0 }, 9, true, 0],
])('%o of %i entries', (quota, entries, anybody, places) => {
  expect(placesFor(quota, entries, anybody)).toBe(places);
});

const scoredAs = (
  number: number,
  score: number | undefined,
  more: Partial<Scored> = {},
  unitId = `unit-${number}`,
): Scored => ({
  work: { number, unitId, categoryId: 'photo', receivedAt: 1000 * number },
  ...(score !== undefined && { score: ratio(Math.round(score * 100), 100) }),
  groups: [],
  criteria: new Map(),
  papers: 1,
  owed: [],
  dropped: 0,
  provisional: false,
  ...more,
});
const ranks = (ties: Tie[], works: Scored[]) =>
  ranked(ties, works)
    .map(({ work, rank }) => `${work.number}:${rank}`)
    .join(' ');

test('ranks 1 2 2 4, none without a score', () => {
  expect(ranks([], [scoredAs(1, 80), scoredAs(2, 90), scoredAs(3, 85), scoredAs(4, 85), scoredAs(5, undefined)])).toBe(
    '2:1 3:2 4:2 1:4',
  );
  expect(
    ranks(
      [],
      [3, 1, 2].map((number) => scoredAs(number, 80)),
    ),
  ).toBe('1:1 2:1 3:1');
});

test('what prints alike is not tied', () => {
  expect(ranks([], [scoredAs(1, 0, { score: ratio(86124, 1000) }), scoredAs(2, 86.12)])).toBe('1:1 2:2');
});

test('the tie rule is a list, asked in its order', () => {
  const theme = (value: number) => new Map([['theme', ratio(value)]]);
  const works = [
    scoredAs(1, 80, { criteria: theme(30), median: ratio(79), vote: ratio(50) }),
    scoredAs(2, 80, { criteria: theme(31), median: ratio(78), vote: ratio(50) }),
    scoredAs(3, 80, { criteria: theme(30), median: ratio(81) }),
    scoredAs(4, 80, { criteria: theme(30), median: ratio(79), groups: [{ id: 'expert', mean: ratio(99) }] }),
  ];
  expect(ranks([{ criterion: 'theme' }], works)).toBe('2:1 1:2 3:2 4:2');
  expect(ranks([{ criterion: 'theme' }, 'median'], works)).toBe('2:1 3:2 1:3 4:3');
  expect(ranks([{ criterion: 'theme' }, 'median', { group: 'expert' }], works)).toBe('2:1 3:2 4:3 1:4');
  expect(ranks(['votes', 'median'], works)).toBe('1:1 2:2 3:3 4:4');
  expect(ranks(['earlier'], works)).toBe('1:1 2:2 3:3 4:4');
});

const LEVELS = [
  { id: 'first', places: 1 },
  { id: 'second', places: 2 },
];
const places = (works: Scored[], perUnit?: number) =>
  placed(LEVELS, ranked([], works), perUnit).map(
    ({ number, award, open, passedOver }) =>
      `${number} ${award ?? (open ? `? ${open.map((one) => one || 'none').join('|')}` : passedOver ? 'passed over' : '-')}`,
  );

test('places go down the ranks', () => {
  expect(places([95, 90, 85, 80].map((score, at) => scoredAs(at + 1, score)))).toEqual([
    '1 first',
    '2 second',
    '3 second',
    '4 -',
  ]);
});

test('a tie inside a level is no question, over a line it is', () => {
  expect(places([95, 90, 90, 80].map((score, at) => scoredAs(at + 1, score)))).toEqual([
    '1 first',
    '2 second',
    '3 second',
    '4 -',
  ]);
  expect(places([95, 95, 90, 80].map((score, at) => scoredAs(at + 1, score)))).toEqual([
    '1 ? first|second',
    '2 ? first|second',
    '3 second',
    '4 -',
  ]);
  expect(places([95, 90, 85, 85].map((score, at) => scoredAs(at + 1, score)))).toEqual([
    '1 first',
    '2 second',
    '3 ? second|none',
    '4 ? second|none',
  ]);
  expect(places([90, 90, 90, 90].map((score, at) => scoredAs(at + 1, score)))).toEqual(
    [1, 2, 3, 4].map((number) => `${number} ? first|second|none`),
  );
});

test('a unit has so many over all levels; who is passed over leaves the place to the next', () => {
  const works = [
    scoredAs(1, 95, {}, 'yaodu'),
    scoredAs(2, 90, {}, 'yaodu'),
    scoredAs(3, 85, {}, 'houma'),
    scoredAs(4, 80, {}, 'yaodu'),
    scoredAs(5, 75, {}, 'houma'),
  ];
  expect(places(works, 1)).toEqual(['1 first', '2 passed over', '3 second', '4 passed over', '5 passed over']);
  expect(places(works, 2)).toEqual(['1 first', '2 second', '3 second', '4 -', '5 -']);
});

test('two tied works of a unit that may have one more are for staff', () => {
  const works = [scoredAs(1, 95, {}, 'yaodu'), scoredAs(2, 95, {}, 'yaodu'), scoredAs(3, 90)];
  expect(places(works, 1)).toEqual(['1 ? first|none', '2 ? first|none', '3 second']);
});
