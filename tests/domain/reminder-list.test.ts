import { describe, expect, it, test } from 'vitest';
import { officialCalendar } from '../../src/adapters/calendar.ts';
import { deadlinesOf, type Extension } from '../../src/domain/deadline.ts';
import { lacking, lackOn } from '../../src/domain/lack.ts';
import { progressOf, type Tally } from '../../src/domain/progress.ts';
import { occasionOn } from '../../src/domain/reminder.ts';
import { targetsOf } from '../../src/domain/target.ts';
import { instantAt } from '../../src/domain/time.ts';
import { shippedCampaign as shipped } from '../support/campaign.ts';

const calendar = officialCalendar(shipped.calendar);
const none = deadlinesOf(shipped, []);
const extension = (unitId: string, categoryId: string, day: string): Extension => {
  return { unitId, categoryId, day, at: instantAt('2020-09-14', '10:00') };
};

describe('who is named', () => {
  const tally = (unitId: string, categoryId: string, received: number): Tally => {
    return { unitId, categoryId, received, accepted: 0, returned: 0 };
  };
  const all = (unitId: string, except: Record<string, number> = {}) =>
    [...(targetsOf(shipped, []).get(unitId) ?? [])].map(([id, number]) => tally(unitId, id, except[id] ?? number));
  const units = ['daning', 'yonghe', 'puxian', 'guxian', 'city_direct'].map((id) => ({ id }));
  const works = shipped.categories.filter(({ kind }) => kind !== 'report');
  const progress = progressOf(units, works, {
    targets: targetsOf(shipped, []),
    tallies: [...all('daning', { photo: 6, song: 0 }), ...all('guxian'), ...all('puxian', { photo: 0, song: 0 })],
    zeroReports: [{ unitId: 'puxian', categoryId: 'song' }],
  });
  const everything = [
    'event',
    'micro_video',
    'thematic',
    'photo',
    'platform',
    'recitation',
    'song',
    'micro_course',
  ].map((categoryId) => ({ categoryId, short: categoryId === 'photo' ? 10 : 1, day: '2020-09-15' }));
  const daning = {
    unitId: 'daning',
    items: [
      { categoryId: 'photo', short: 4, day: '2020-09-15' },
      { categoryId: 'song', short: 1, day: '2020-09-15' },
    ],
    nothing: false,
  };
  const yonghe = { unitId: 'yonghe', items: everything, nothing: true };
  const puxian = { unitId: 'puxian', items: [{ categoryId: 'photo', short: 10, day: '2020-09-15' }], nothing: false };

  it('who lacks something; not who has finished, has no target, or has none to report', () => {
    expect(lacking(progress, none)).toEqual([daning, yonghe, puxian]);
  });

  const extended = deadlinesOf(shipped, [
    extension('daning', 'song', '2020-09-18'),
    extension('yonghe', '', '2020-09-18'),
  ]);
  const on15th = { ...daning, items: daning.items.slice(0, 1) };
  const with18th = (items: typeof daning.items) => items.map((item) => ({ ...item, day: '2020-09-18' }));
  const daningBoth = { ...daning, items: [...daning.items.slice(0, 1), ...with18th(daning.items.slice(1))] };
  const yonghe18th = { ...yonghe, items: with18th(yonghe.items) };
  const occasion = (day: string) => {
    return occasionOn(day, shipped, extended, calendar) ?? { day, dueAt: new Date(0), reasons: [] };
  };

  it.each([
    ['2020-09-14', [on15th, puxian]],
    ['2020-09-15', [on15th, puxian]], // the day of the notice; what was granted to two units is no affair of the group
    ['2020-09-17', []],
    ['2020-08-24', [daningBoth, yonghe18th, puxian]], // a digest: each unit once, whatever its days
    ['2020-09-01', []], // the opening of a phase
  ])('on %s, by the deadlines it is about', (day, expected) => {
    expect(lackOn(occasion(day), progress, extended)).toEqual(expected);
  });

  it('what was granted to most of the units is said to the group', () => {
    const half = shipped.units.slice(0, 11).map(({ id }) => extension(id, '', '2020-09-18'));
    expect(deadlinesOf(shipped, half).common).toEqual(['2020-09-15', '2020-09-18']);
    expect(deadlinesOf(shipped, half.slice(1)).common).toEqual(['2020-09-15']);
  });

  it('the report is owed by every unit, also by one without a target, until it is there', () => {
    const withReport = progressOf([{ id: 'city_direct' }, { id: 'guxian' }], shipped.categories, {
      targets: targetsOf(shipped, []),
      tallies: [...all('guxian'), { unitId: 'guxian', categoryId: 'report', received: 1, accepted: 0, returned: 0 }],
      zeroReports: [],
    });
    const items = [{ categoryId: 'report', short: 1, day: '2020-09-15' }];
    expect(lacking(withReport, none)).toEqual([{ unitId: 'city_direct', items, nothing: true }]);
  });

  it('who has more time for some of it is not said to have reported nothing', () => {
    const some = deadlinesOf(shipped, [extension('yonghe', 'song', '2020-09-18')]);
    expect(lacking(progress, some, new Set(['2020-09-15'])).map(({ unitId, nothing }) => [unitId, nothing])).toEqual([
      ['daning', false],
      ['yonghe', false],
      ['puxian', false],
    ]);
  });

  test('nobody, when all have finished', () => {
    const done = progressOf([{ id: 'guxian' }], works, {
      targets: targetsOf(shipped, []),
      tallies: all('guxian'),
      zeroReports: [],
    });
    expect([lacking(done, none), lackOn(occasion('2020-09-15'), done, none)]).toEqual([[], []]);
  });
});
