import { describe, expect, it, test } from 'vitest';
import { capsOf, cityTargetOf, targetsOf } from '../../src/domain/target.ts';
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

describe('numbers that a notice says in sentences', () => {
  const said = (more: Partial<(typeof campaign)['targets'][number]>) => ({
    text: '',
    clause: '四1',
    categories: ['song'],
    ...more,
  });
  const of = (targets: (typeof campaign)['targets'], units = ['yaodu', 'huozhou', 'linfen_kfq']) => {
    const asked = {
      ...campaign,
      kinds: [{ id: 'zones', name: '开发区', aliases: [], units: ['linfen_kfq'], clause: '主送' }],
      table: { ...campaign.table, columns: [], rows: [] },
      targets,
    };
    const read = (numbers: ReturnType<typeof targetsOf>) => units.map((unit) => numbers.get(unit)?.get('song'));
    return { least: read(targetsOf(asked, [])), most: read(capsOf(asked, [])) };
  };
  const none = [undefined, undefined, undefined];

  test.each([
    ['a floor for each', [said({ min: 2 })], [2, 2, 2], none],
    ['a cap for each', [said({ max: 6 })], none, [6, 6, 6]],
    ['a range', [said({ min: 1, max: 2 })], [1, 1, 1], [2, 2, 2]],
    ['exactly', [said({ exactly: 3 })], [3, 3, 3], [3, 3, 3]],
    ['a bare number counts as a floor, as units may report more', [said({ number: 8 })], [8, 8, 8], none],
    ['a kind before all', [said({ max: 6 }), said({ kinds: ['zones'], max: 3 })], none, [6, 6, 3]],
    [
      'a unit before its kind',
      [said({ kinds: ['zones'], max: 3 }), said({ units: ['linfen_kfq'], max: 9 })],
      none,
      [undefined, undefined, 9],
    ],
    ['a number of the city is nobody’s', [said({ scope: 'city', min: 50 })], none, none],
    ['a limit of each author is no unit’s', [said({ who: '每名作者', max: 1 })], none, none],
    ['what is due by the month is told, not counted', [said({ min: 2, per: 'month' })], none, none],
    [
      'half of it by a day is no other target',
      [said({ min: 4 }), said({ share: { percent: 50 }, until: '2020-06-30' })],
      [4, 4, 4],
      none,
    ],
    ['no number at all is not 0', [said({ none: true })], none, none],
    ['what a group reaches together is nobody’s own', [said({ min: 4, together: true })], none, none],
  ])('%s', (_, targets, least, most) => {
    expect(of(targets)).toEqual({ least, most });
  });

  test('a blank cell is no target, and 0 is one', () => {
    const [row] = campaign.table.rows;
    const table = { ...campaign.table, rows: [{ unit: row?.unit ?? '', cells: [null, 0] }] };
    expect(Object.fromEntries(targetsOf({ ...campaign, table }, []).get('yaodu') ?? [])).toEqual({ micro_video: 0 });
  });
});
