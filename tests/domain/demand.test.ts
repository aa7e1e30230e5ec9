import { describe, expect, test } from 'vitest';
import { authorsBeyond } from '../../src/domain/author-limit.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import { periodAt } from '../../src/domain/demand-span.ts';
import { demandStates, partOf } from '../../src/domain/demand-state.ts';
import { lacking } from '../../src/domain/lack.ts';
import type { Period, Target } from '../../src/domain/notice-facts.ts';
import { partDaysOf } from '../../src/domain/part-days.ts';
import { progressOf } from '../../src/domain/progress.ts';
import type { DayCount } from '../../src/domain/tally.ts';
import { capsOf, targetsOf } from '../../src/domain/target.ts';
import { shippedCampaign } from '../support/campaign.ts';

/** Three units, two of them a group; two categories of works and the report. */
const campaign: Campaign = {
  ...shippedCampaign,
  document: { title: '通知', issued: '2020-06-01' },
  units: shippedCampaign.units.filter(({ id }) => ['yaodu', 'quwo', 'yicheng'].includes(id)),
  kinds: [{ id: 'first', name: '第一组', aliases: [], units: ['yaodu', 'quwo'], clause: '附件1' }],
  categories: shippedCampaign.categories.filter(({ id }) => ['photo', 'song', 'report'].includes(id)),
  table: { clause: '', title: '', columns: [], rows: [], total: [] },
  cityTargets: [],
  phases: [],
  targets: [],
};

const target = (more: Partial<Target>): Target => ({ text: '原文', clause: '二', ...more });
const on = (day: string, unitId: string, categoryId: string, count = 1): DayCount => ({
  unitId,
  categoryId,
  day,
  count,
});

function standing(targets: Target[], days: DayCount[], today = '2020-08-20', of: Campaign = campaign) {
  const asked = { ...of, targets };
  const bounds = { targets: targetsOf(asked, []), caps: capsOf(asked, []) };
  const tallies = asked.units.flatMap(({ id: unitId }) =>
    asked.categories.map(({ id: categoryId }) => ({
      unitId,
      categoryId,
      received: days
        .filter((one) => one.unitId === unitId && one.categoryId === categoryId)
        .reduce((sum, { count }) => sum + count, 0),
      accepted: 0,
      returned: 0,
    })),
  );
  const demands = demandStates(asked, { targets: bounds.targets, tallies, days, today });
  const progress = progressOf(asked.units, asked.categories, { ...bounds, tallies, zeroReports: [], demands });
  return { asked, progress };
}

/** The demands of one unit, or those of several together. */
function demandsOf(targets: Target[], days: DayCount[], { unit = 'yaodu', today = '2020-08-20' } = {}) {
  const { progress } = standing(targets, days, today);
  const found = unit === '' ? progress.shared : progress.units.find(({ unitId }) => unitId === unit)?.demands;
  return (found ?? []).map(({ kind, categoryIds, count, least, most, short, beyond, past, missed }) =>
    [
      kind,
      categoryIds.join('+'),
      `${count}${least === undefined ? '' : ` of ${least}`}${most === undefined ? '' : ` at most ${most}`}`,
      short > 0 ? `short ${short}` : '',
      beyond > 0 ? `beyond ${beyond}` : '',
      past ? 'past' : '',
      missed.length > 0 ? `missed ${missed.map(({ from }) => from.slice(0, 7)).join(' ')}` : '',
    ]
      .filter(Boolean)
      .join(', '),
  );
}

test.each<[Period, string, string, string]>([
  ['week', '2020-08-20', '2020-08-17', '2020-08-23'],
  ['week', '2020-08-17', '2020-08-17', '2020-08-23'],
  ['week', '2020-08-23', '2020-08-17', '2020-08-23'],
  ['month', '2020-02-29', '2020-02-01', '2020-02-29'],
  ['quarter', '2020-06-30', '2020-04-01', '2020-06-30'],
  ['quarter', '2020-10-01', '2020-10-01', '2020-12-31'],
  ['year', '2020-08-20', '2020-01-01', '2020-12-31'],
])('the %s of %s', (per, day, from, to) => {
  expect(periodAt(per, day)).toEqual({ from, to });
});

describe('by the month, quarter and week', () => {
  const monthly = target({ categories: ['photo'], min: 2, per: 'month' });
  test.each<[string, Target, DayCount[], string[]]>([
    ['nothing yet', monthly, [], ['period, photo, 0 of 2, short 2, missed 2020-06 2020-07']],
    [
      'what came in June does not fill August',
      monthly,
      [on('2020-06-30', 'yaodu', 'photo', 9)],
      ['period, photo, 0 of 2, short 2, missed 2020-07'],
    ],
    [
      'each month has its own',
      monthly,
      [
        on('2020-06-02', 'yaodu', 'photo', 2),
        on('2020-07-31', 'yaodu', 'photo', 2),
        on('2020-08-01', 'yaodu', 'photo'),
      ],
      ['period, photo, 1 of 2, short 1'],
    ],
    [
      'a cap of the week',
      target({ categories: ['song'], max: 1, per: 'week' }),
      [on('2020-08-17', 'yaodu', 'song', 2), on('2020-08-16', 'yaodu', 'song', 5)],
      ['period, song, 2 at most 1, beyond 1'],
    ],
    [
      'categories together',
      target({ categories: ['photo', 'song'], number: 3, per: 'quarter', together: true }),
      [on('2020-07-02', 'yaodu', 'photo'), on('2020-08-02', 'yaodu', 'song')],
      ['period, photo+song, 2 of 3, short 1'],
    ],
    ['by the year it is counted to the end', target({ categories: ['photo'], min: 2, per: 'year' }), [], []],
  ])('%s', (_, asked, days, expected) => {
    expect(demandsOf([asked], days)).toEqual(expected);
  });

  test('all months so far are in the sum, and a month that has passed is no longer asked for', () => {
    const { asked, progress } = standing([monthly], [on('2020-08-03', 'yaodu', 'photo', 2)]);
    const [unit] = progress.units;
    expect([unit?.unitId, unit?.target, unit?.met, unit?.state]).toEqual(['yaodu', 6, 2, 'partial']);
    const lacks = lacking(progress, deadlinesOf(asked, [])).flatMap(({ unitId, items }) =>
      items.filter(({ demand }) => demand).map(({ short, day }) => [unitId, short, day]),
    );
    expect(lacks).toEqual([
      ['quwo', 2, '2020-08-31'],
      ['yicheng', 2, '2020-08-31'],
    ]);
  });

  test('after the end the last period stands as it was', () => {
    expect(demandsOf([monthly], [on('2020-12-05', 'yaodu', 'photo', 9)], { today: '2020-12-10' })).toEqual([
      'period, photo, 0 of 2, short 2, past, missed 2020-06 2020-07 2020-08 2020-09 2020-10',
    ]);
  });
});

describe('a part up to a day', () => {
  const each = target({ categories: ['photo'], min: 5 });
  const half = target({
    categories: ['photo'],
    share: { percent: 50, base: 'target', bound: 'min' },
    until: '2020-06-30',
  });
  test.each<[string, DayCount[], string, string[]]>([
    [
      'half of five are three',
      [on('2020-06-10', 'yaodu', 'photo', 2)],
      '2020-06-20',
      ['batch, photo, 2 of 3, short 1'],
    ],
    ['more does not count twice', [on('2020-06-10', 'yaodu', 'photo', 9)], '2020-06-20', ['batch, photo, 5 of 3']],
    [
      'what comes later does not make it up',
      [on('2020-06-30', 'yaodu', 'photo', 1), on('2020-07-01', 'yaodu', 'photo', 4)],
      '2020-07-10',
      ['batch, photo, 1 of 3, short 2, past'],
    ],
  ])('%s', (_, days, today, expected) => {
    expect(demandsOf([each, half], days, { today })).toEqual(expected);
  });

  test('is in no sum, but who lacks it is not complete', () => {
    const { progress } = standing([each, half], [on('2020-06-30', 'yaodu', 'photo', 1)], '2020-06-30');
    expect([progress.target, progress.met]).toEqual([15, 1]);
    const number = target({ categories: ['song'], min: 4, until: '2020-06-30' });
    const full = standing(
      [target({ categories: ['song'], min: 1 }), number],
      [on('2020-06-01', 'yaodu', 'song')],
      '2020-06-20',
    );
    expect(full.progress.units[0]?.state).toBe('partial');
  });
});

describe('shares, sums, one of two', () => {
  const thirty = (more = {}) =>
    target({ categories: ['song'], share: { percent: 30, base: 'reported', bound: 'min', ...more } });
  test.each<[string, Target[], DayCount[], string[]]>([
    [
      'thirty per cent of ten are three',
      [thirty()],
      [on('2020-08-01', 'yaodu', 'photo', 8), on('2020-08-01', 'yaodu', 'song', 2)],
      ['share, song, 2 of 3, short 1'],
    ],
    ['of nothing nothing', [thirty()], [], ['share, song, 0 of 0']],
    [
      'the report is no work among the works',
      [thirty()],
      [on('2020-08-01', 'yaodu', 'report', 9), on('2020-08-01', 'yaodu', 'photo', 1)],
      ['share, song, 0 of 1, short 1'],
    ],
    [
      'at most',
      [thirty({ bound: 'max' })],
      [on('2020-08-01', 'yaodu', 'photo', 5), on('2020-08-01', 'yaodu', 'song', 5)],
      ['share, song, 5 at most 3, beyond 2'],
    ],
    ['a share of what no machine sees is told only', [target({ share: { percent: 60, of: '基层一线家庭' } })], [], []],
    [
      'all works of a unit together',
      [target({ max: 5 })],
      [on('2020-08-01', 'yaodu', 'photo', 4), on('2020-08-01', 'yaodu', 'song', 2)],
      ['whole, photo+song, 6 at most 5, beyond 1'],
    ],
    [
      'without those outside the quota',
      [target({ max: 5 }), target({ categories: ['song'], none: true, outsideQuota: true })],
      [on('2020-08-01', 'yaodu', 'photo', 4), on('2020-08-01', 'yaodu', 'song', 2)],
      ['whole, photo+song, 4 at most 5'],
    ],
    [
      'one of two is enough',
      [target({ categories: ['photo'], min: 4, either: 'a' }), target({ categories: ['song'], min: 2, either: 'a' })],
      [on('2020-08-01', 'yaodu', 'song', 2)],
      ['either, photo+song, 2 of 2'],
    ],
    [
      'half of each is none',
      [target({ categories: ['photo'], min: 4, either: 'a' }), target({ categories: ['song'], min: 2, either: 'a' })],
      [on('2020-08-01', 'yaodu', 'photo', 1), on('2020-08-01', 'yaodu', 'song', 1)],
      ['either, photo+song, 1 of 2, short 1'],
    ],
    [
      'at most one of two',
      [target({ categories: ['photo'], max: 2, either: 'a' }), target({ categories: ['song'], max: 1, either: 'a' })],
      [on('2020-08-01', 'yaodu', 'photo', 2), on('2020-08-01', 'yaodu', 'song', 1)],
      ['either, photo+song, 2 at most 2, beyond 1'],
    ],
  ])('%s', (_, targets, days, expected) => {
    expect(demandsOf(targets, days)).toEqual(expected);
  });

  test.each([
    [{ percent: 50, bound: 'min' as const }, 5, { least: 3 }],
    [{ percent: 50, bound: 'min' as const, rounding: 'down' as const }, 5, { least: 2 }],
    [{ percent: 30, bound: 'min' as const, rounding: 'nearest' as const }, 5, { least: 2 }],
    [{ percent: 29, bound: 'min' as const }, 100, { least: 29 }],
    [{ percent: 50, bound: 'max' as const }, 5, { most: 2 }],
    [{ percent: 50, bound: 'max' as const, rounding: 'up' as const }, 5, { most: 3 }],
  ])('%j of %i', (share, base, expected) => {
    expect(partOf(share, base)).toEqual(expected);
  });

  test('what a sum asks beyond its parts is owed once', () => {
    const parts = target({ categories: ['photo', 'song'], min: 2 });
    const sum = target({ categories: ['photo', 'song'], min: 7, together: true });
    const { progress } = standing([parts, sum], [on('2020-08-01', 'yaodu', 'photo', 4)]);
    const [unit] = progress.units;
    // Two of the photos fill their own number, the two others the sum's three beyond it.
    expect([unit?.target, unit?.met, unit?.state]).toEqual([7, 4, 'partial']);
  });
});

describe('of several units together', () => {
  const days = [
    on('2020-08-01', 'yaodu', 'photo', 6),
    on('2020-08-01', 'quwo', 'song', 3),
    on('2020-08-01', 'yicheng', 'song', 9),
  ];
  test('a group is counted over its members, and no member has a part', () => {
    const pooled = target({ kinds: ['first'], categories: ['photo', 'song'], min: 20, pooled: true });
    expect(demandsOf([pooled], days, { unit: '' })).toEqual(['pooled, photo+song, 9 of 20, short 11']);
    const { progress } = standing([pooled], days);
    expect(progress.units.map(({ target, state, demands }) => [target, state, demands.length])).toEqual([
      [0, 'no-target', 0],
      [0, 'no-target', 0],
      [0, 'no-target', 0],
    ]);
  });

  test('a number of the city is counted over all and never divided', () => {
    const city = target({ scope: 'city', categories: ['photo', 'song'], max: 10 });
    expect(demandsOf([city], days, { unit: '' })).toEqual(['whole, photo+song, 18 at most 10, beyond 8']);
    expect(standing([city], days).progress.target).toBe(0);
  });
});

describe('none is not 0 is not blank', () => {
  const each = target({ categories: ['photo'], min: 5 });
  const own = { units: ['quwo'], categories: ['photo'] };
  const numbers = (targets: Target[]) => {
    const asked = { ...campaign, targets };
    return [targetsOf(asked, []), capsOf(asked, [])].map((all) => all.get('quwo')?.get('photo'));
  };
  test.each<[string, Target[], (number | undefined)[]]>([
    ['said of all', [each], [5, undefined]],
    ['自愿 takes it away from one', [each, target({ ...own, none: true })], [undefined, undefined]],
    ['0 is a number', [each, target({ ...own, min: 0 })], [0, undefined]],
    ['不参加 takes none of it', [each, target({ ...own, excluded: true })], [undefined, 0]],
    [
      '不占名额 lifts the cap',
      [target({ categories: ['photo'], max: 2 }), target({ ...own, none: true, outsideQuota: true })],
      [undefined, undefined],
    ],
  ])('%s', (_, targets, expected) => {
    expect(numbers(targets)).toEqual(expected);
  });
});

describe('works of one author', () => {
  const limit = target({ who: '每名作者', max: 1, text: '每名作者限报1件' });
  const works = [
    { categoryId: 'photo', author: '王一、李二' },
    { categoryId: 'song', author: '王 一' },
    { categoryId: 'photo', author: '赵三' },
    { categoryId: 'photo', author: '' },
  ];
  test.each<[string, Partial<Target>, string[]]>([
    ['of all works', {}, ['王一 2']],
    ['of each category', { categories: ['photo', 'song'] }, []],
    ['of categories together', { categories: ['photo', 'song'], together: true }, ['王一 2']],
    ['of other units', { units: ['quwo'] }, []],
    ['of bodies that are no people', { who: '500人以下的单位' }, []],
  ])('%s', (_, more, expected) => {
    const asked = { ...campaign, targets: [{ ...limit, ...more }] };
    expect(authorsBeyond(asked, 'yaodu', works).map(({ author, count }) => `${author} ${count}`)).toEqual(expected);
  });
});

test('the days on which parts are due, as the notice’s regular deadlines say', () => {
  const asked: Campaign = {
    ...campaign,
    document: { title: '', issued: '2020-07-01' },
    milestones: campaign.milestones.filter(({ id }) => id === 'report'),
    targets: [
      target({ categories: ['photo'], min: 2, per: 'month', text: '每月2幅' }),
      target({ share: { percent: 50, base: 'target' }, until: '2020-08-10', text: '过半' }),
    ],
    recurring: [
      { every: 'month', day: 31, categories: ['photo'], text: '每月末', clause: '三' },
      { every: 'quarter', day: 20, text: '每季度末月20日前', clause: '三' },
    ],
  };
  expect(partDaysOf(asked).map(({ day, text, counted }) => `${day} ${text}${counted ? '' : ' (no number)'}`)).toEqual([
    '2020-07-31 每月2幅',
    '2020-08-10 过半',
    '2020-08-31 每月2幅',
    '2020-09-20 每季度末月20日前 (no number)',
    '2020-09-30 每月2幅',
  ]);
});
