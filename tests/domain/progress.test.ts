import { describe, expect, it } from 'vitest';
import { type Item, progressOf, type Tally } from '../../src/domain/progress.ts';
import { targetsOf } from '../../src/domain/target.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { effort } from '../support/effort.ts';

const categories = [{ id: 'micro_video' }, { id: 'photo' }, { id: 'ambassador' }];
const targets = new Map([['yaodu', new Map(Object.entries({ micro_video: 1, photo: 10 }))]]);

const tally = (categoryId: string, received: number, accepted = 0, returned = 0, unitId = 'yaodu'): Tally => {
  return { unitId, categoryId, received, accepted, returned };
};
const item = (categoryId: string, target: number | undefined, numbers: Partial<Item> = {}): Item => {
  return {
    categoryId,
    target,
    count: 0,
    accepted: 0,
    returned: 0,
    short: 0,
    over: 0,
    cap: undefined,
    beyond: 0,
    zero: false,
    owed: false,
    ...numbers,
  };
};
const ofYaodu = (tallies: Tally[], zeros: string[] = []) => {
  const zeroReports = zeros.map((categoryId) => ({ unitId: 'yaodu', categoryId }));
  return progressOf([{ id: 'yaodu' }], categories, { targets, tallies, zeroReports }).units[0];
};

describe('a unit', () => {
  it('that has over target in one category is not helped in another: 摄影 12/10 超2', () => {
    expect(ofYaodu([tally('photo', 7, 5)])).toEqual({
      unitId: 'yaodu',
      demands: [],
      items: [
        item('micro_video', 1, { short: 1 }),
        item('photo', 10, { count: 12, accepted: 5, over: 2 }),
        item('ambassador', undefined),
      ],
      state: 'partial',
      silent: false,
      target: 11,
      met: 10,
      ratio: 10 / 11,
    });
  });

  it('counts received and accepted, not returned', () => {
    expect(ofYaodu([tally('photo', 3, 2, 4)])?.items[1]).toEqual(
      item('photo', 10, { count: 5, accepted: 2, returned: 4, short: 5 }),
    );
  });

  it.each([
    ['nothing at all', [], [], 'nothing', true, 0],
    ['only returned entries', [tally('photo', 0, 0, 3)], [], 'nothing', true, 0],
    ['one photo', [tally('photo', 1)], [], 'partial', false, 1 / 11],
    ['only what has no target', [tally('ambassador', 1)], [], 'partial', false, 0],
    ['only a zero report', [], ['photo'], 'partial', false, 0],
    ['everything', [tally('photo', 10), tally('micro_video', 0, 1)], [], 'complete', false, 1],
    ['more than everything', [tally('photo', 30), tally('micro_video', 2)], [], 'complete', false, 1],
    ['all but a zero report', [tally('photo', 10)], ['micro_video'], 'partial', false, 10 / 11],
  ])('with %s', (_, tallies, zeros, state, silent, ratio) => {
    const unit = ofYaodu(tallies, zeros);
    expect([unit?.state, unit?.silent, unit?.ratio]).toEqual([state, silent, ratio]);
  });

  it('that says it has none is still short, and shown apart', () => {
    expect(ofYaodu([], ['photo'])?.items[1]).toEqual(item('photo', 10, { short: 10, zero: true }));
  });

  it.each([
    ['silent', [], true],
    ['heard of', [tally('photo', 2, 0, 0, 'city_direct')], false],
  ])('without a row has no state to reach: %s', (_, tallies, silent) => {
    const { units } = progressOf([{ id: 'city_direct' }], categories, { targets, tallies, zeroReports: [] });
    expect(units.map(({ items, ...rest }) => rest)).toEqual([
      { unitId: 'city_direct', demands: [], state: 'no-target', silent, target: 0, met: 0, ratio: undefined },
    ]);
  });
});

describe('the city', () => {
  it('adds up the units in the order of the table', () => {
    const units = ['guxian', 'yaodu', 'city_direct'].map((id) => ({ id }));
    const both = new Map([...targets, ['guxian', new Map(Object.entries({ photo: 10 }))]]);
    const tallies = [
      tally('photo', 7, 5, 1),
      tally('photo', 4, 0, 0, 'guxian'),
      tally('photo', 3, 0, 0, 'city_direct'),
      tally('ambassador', 2, 1, 0, 'guxian'),
      tally('photo', 99, 0, 0, 'unknown unit'),
      tally('unknown category', 99),
    ];
    const progress = progressOf(units, categories, { targets: both, tallies, zeroReports: [] });
    expect({ ...progress, units: progress.units.map(({ unitId }) => unitId) }).toEqual({
      units: ['guxian', 'yaodu', 'city_direct'],
      shared: [],
      categories: [
        { categoryId: 'micro_video', count: 0, accepted: 0, returned: 0, target: 1, met: 0 },
        { categoryId: 'photo', count: 19, accepted: 5, returned: 1, target: 20, met: 14 },
        { categoryId: 'ambassador', count: 3, accepted: 1, returned: 0, target: undefined, met: 0 },
      ],
      states: { nothing: 0, partial: 2, complete: 0, 'no-target': 1 },
      target: 21,
      met: 14,
      ratio: 14 / 21,
    });
  });

  it('asked for one category, counts that one only', () => {
    const tallies = [tally('photo', 10)];
    const ask = (id: string) => progressOf([{ id: 'yaodu' }], [{ id }], { targets, tallies, zeroReports: [] }).states;
    expect([ask('photo'), ask('micro_video')]).toEqual([
      { nothing: 0, partial: 0, complete: 1, 'no-target': 0 },
      { nothing: 1, partial: 0, complete: 0, 'no-target': 0 },
    ]);
  });

  it('starts with 19 silent units and one without a target', () => {
    const facts = { targets: targetsOf(shippedCampaign, []), tallies: [], zeroReports: [] };
    const { states, target, met } = progressOf(shippedCampaign.units, shippedCampaign.categories, facts);
    expect({ states, target, met }).toEqual({
      states: { nothing: 19, partial: 0, complete: 0, 'no-target': 1 },
      target: 326,
      met: 0,
    });
  });

  it('is counted at once, for 3,000 units', () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({ id: `unit-${index}` }));
    const eight = Array.from({ length: 8 }, (_, index) => ({ id: `category-${index}` }));
    const ofUnit = new Map(eight.map(({ id }) => [id, 2]));
    const large = new Map(many.map(({ id }) => [id, ofUnit]));
    const tallies = many.flatMap((unit) => eight.map(({ id }) => tally(id, 1, 0, 0, unit.id)));
    const count = () => progressOf(many, eight, { targets: large, tallies, zeroReports: [] });
    expect(count()).toMatchObject({ states: { partial: 3000 }, ratio: 0.5 });
    // Nested searching takes seconds; the measured time is about 10 ms.
    expect(effort(count, 200)).toBeLessThan(200);
  });
});
