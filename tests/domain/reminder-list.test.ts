import { describe, expect, it, test } from 'vitest';
import { officialCalendar } from '../../src/adapters/calendar.ts';
import { deadlinesOf, type Extension } from '../../src/domain/deadline.ts';
import { progressOf, type Tally } from '../../src/domain/progress.ts';
import { lacking, lackOn, occasionOn } from '../../src/domain/reminder.ts';
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
  const progress = progressOf(units, shipped.categories, {
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
  ].map((categoryId) => ({ categoryId, short: categoryId === 'photo' ? 10 : 1 }));
  const daning = {
    unitId: 'daning',
    items: [
      { categoryId: 'photo', short: 4 },
      { categoryId: 'song', short: 1 },
    ],
    nothing: false,
  };
  const yonghe = { unitId: 'yonghe', items: everything, nothing: true };
  const puxian = { unitId: 'puxian', items: [{ categoryId: 'photo', short: 10 }], nothing: false };

  it('who lacks something; not who has finished, has no target, or has none to report', () => {
    expect(lacking(progress, none)).toEqual([daning, yonghe, puxian]);
  });

  const extended = deadlinesOf(shipped, [
    extension('daning', 'song', '2020-09-18'),
    extension('yonghe', '', '2020-09-18'),
  ]);
  const onThe15th = [{ ...daning, items: [{ categoryId: 'photo', short: 4 }] }, puxian];
  const onThe18th = [{ ...daning, items: [{ categoryId: 'song', short: 1 }] }, yonghe];
  const occasion = (day: string) => {
    return occasionOn(day, shipped, extended, calendar) ?? { day, dueAt: new Date(0), reasons: [] };
  };

  it.each([
    ['2020-09-14', [{ deadline: '2020-09-15', units: onThe15th }]],
    [
      '2020-09-15',
      [
        { deadline: '2020-09-15', units: onThe15th },
        { deadline: '2020-09-18', units: onThe18th },
      ],
    ],
    ['2020-09-17', [{ deadline: '2020-09-18', units: onThe18th }]],
    [
      '2020-08-24', // a digest
      [
        { deadline: '2020-09-15', units: onThe15th },
        { deadline: '2020-09-18', units: onThe18th },
      ],
    ],
    ['2020-09-01', []], // the opening of a phase
  ])('on %s, by the deadlines it is about', (day, expected) => {
    expect(lackOn(occasion(day), progress, extended)).toEqual(expected);
  });

  it('who has more time for some of it is not said to have reported nothing', () => {
    const some = deadlinesOf(shipped, [extension('yonghe', 'song', '2020-09-18')]);
    expect(lacking(progress, some, '2020-09-15').map(({ unitId, nothing }) => [unitId, nothing])).toEqual([
      ['daning', false],
      ['yonghe', false],
      ['puxian', false],
    ]);
  });

  test('nobody, when all have finished', () => {
    const done = progressOf([{ id: 'guxian' }], shipped.categories, {
      targets: targetsOf(shipped, []),
      tallies: all('guxian'),
      zeroReports: [],
    });
    expect([lacking(done, none), lackOn(occasion('2020-09-15'), done, none)]).toEqual([[], []]);
  });
});
