import { describe, expect, it, test } from 'vitest';
import { cityTargetOf, targetsOf } from '../../src/domain/target.ts';
import { shippedCampaign as campaign } from '../support/campaign.ts';

const row = (recitation: number) => ({
  event: 1,
  micro_video: 1,
  thematic: 1,
  photo: 10,
  platform: 1,
  recitation,
  song: 1,
  micro_course: 1,
});

describe('the table', () => {
  it.each([
    ['yaodu', row(2)],
    ['hongtong', row(1)],
    ['linfen_kfq', row(1)], // its three surplus cells stand under no heading
  ])('%s', (unitId, expected) => {
    expect(Object.fromEntries(targetsOf(campaign, []).get(unitId) ?? [])).toEqual(expected);
  });

  it('adds up to what the rows say, 326, not to the stated 323', () => {
    const numbers = [...targetsOf(campaign, []).values()].flatMap((ofUnit) => [...ofUnit.values()]);
    expect([numbers.length, numbers.reduce((sum, number) => sum + number, 0)]).toEqual([19 * 8, 326]);
  });
});

test('a row without a cell under a heading has no target there', () => {
  const short = structuredClone(campaign);
  short.table.rows = [{ unit: 'yaodu', cells: [1, 2] }];
  expect(targetsOf(short, [])).toEqual(new Map([['yaodu', new Map(Object.entries({ event: 1, micro_video: 2 }))]]));
});

const changes = [
  { unitId: 'yaodu', categoryId: 'photo', number: 12 },
  { unitId: 'yaodu', categoryId: 'photo', number: 8 },
  { unitId: 'guxian', categoryId: 'song', number: 0 },
  { unitId: 'city_direct', categoryId: 'photo', number: 5 },
  { unitId: 'puxian', categoryId: 'micro_film', number: 1 },
];

describe('one target', () => {
  it.each<[string, string, number | undefined, string]>([
    ['yaodu', 'photo', 8, 'the last change'],
    ['yaodu', 'song', 1, 'the table'],
    ['guxian', 'song', 0, 'changed to none'],
    ['city_direct', 'photo', 5, 'a unit without a row'],
    ['city_direct', 'song', undefined, 'a unit without a row'],
    ['puxian', 'micro_film', 1, 'a category without a column'],
    ['yaodu', 'micro_film', undefined, 'a category without a column'],
    ['yaodu', 'ambassador', undefined, 'a city target is never divided'],
    ['nobody', 'photo', undefined, 'an unknown unit'],
  ])('%s %s: %s (%s)', (unitId, categoryId, expected) => {
    expect(targetsOf(campaign, changes).get(unitId)?.get(categoryId)).toBe(expected);
  });
});

test.each([
  ['ambassador', 50],
  ['event', 10],
  ['song', undefined],
])('the city’s target for %s: %s', (categoryId, expected) => {
  expect(cityTargetOf(campaign, categoryId)).toBe(expected);
});
