import { describe, expect, it, test } from 'vitest';
import { daysLeft, deadlineOf, deadlinesOf, type Extension, isLate, lastDayOf } from '../../src/domain/deadline.ts';
import { endOfDay, instantAt } from '../../src/domain/time.ts';
import { shippedCampaign as campaign } from '../support/campaign.ts';

const at = (time: string) => instantAt('2020-09-14', time);
const extension = (unitId: string, categoryId: string, day: string, granted = '10:00'): Extension => {
  return { unitId, categoryId, day, at: at(granted) };
};
const daysOf = (extensions: Extension[], pairs: [string, string][]) => {
  const deadlines = deadlinesOf(campaign, extensions);
  return pairs.map(([unitId, categoryId]) => deadlines.of(unitId, categoryId).day);
};

describe('the effective deadline', () => {
  it('is the notice’s own, until 24:00 Beijing time of that day', () => {
    const base = { day: '2020-09-15', until: new Date('2020-09-15T16:00:00Z'), extended: false };
    const deadlines = deadlinesOf(campaign, []);
    expect(deadlines.base).toEqual(base);
    expect(deadlines.of('yaodu', 'photo')).toEqual(base);
    expect(deadlines.days).toEqual(['2020-09-15']);
  });

  it('is moved by an extension for that unit only', () => {
    expect(deadlineOf(campaign, [extension('puxian', '', '2020-09-18')], 'puxian', 'song')).toEqual({
      day: '2020-09-18',
      until: endOfDay('2020-09-18'),
      extended: true,
    });
    expect(daysOf([extension('puxian', '', '2020-09-18')], [['guxian', 'song']])).toEqual(['2020-09-15']);
  });

  const song: [string, string] = ['puxian', 'song'];
  const photo: [string, string] = ['puxian', 'photo'];
  it.each<[string, Extension[], [string, string]]>([
    ['one category', [extension('puxian', 'song', '2020-09-20')], ['2020-09-20', '2020-09-15']],
    [
      'all, then one category',
      [extension('puxian', '', '2020-09-18'), extension('puxian', 'song', '2020-09-20', '11:00')],
      ['2020-09-20', '2020-09-18'],
    ],
    [
      'one category, then all',
      [extension('puxian', 'song', '2020-09-20'), extension('puxian', '', '2020-09-18', '11:00')],
      ['2020-09-18', '2020-09-18'],
    ],
    [
      'the last granted counts, whatever the order of the rows',
      [extension('puxian', 'song', '2020-09-17', '11:00'), extension('puxian', 'song', '2020-09-20', '10:00')],
      ['2020-09-17', '2020-09-15'],
    ],
    [
      'granted at the same instant: the later row',
      [extension('puxian', '', '2020-09-20'), extension('puxian', '', '2020-09-17')],
      ['2020-09-17', '2020-09-17'],
    ],
    [
      'taken back by granting the notice’s day',
      [extension('puxian', '', '2020-09-20'), extension('puxian', '', '2020-09-15', '11:00')],
      ['2020-09-15', '2020-09-15'],
    ],
    ['never before the notice’s own', [extension('puxian', '', '2020-09-10')], ['2020-09-15', '2020-09-15']],
  ])('%s', (_, extensions, expected) => {
    expect(daysOf(extensions, [song, photo])).toEqual(expected);
  });

  it('lists every day that is somebody’s deadline', () => {
    const extensions = [
      extension('puxian', '', '2020-09-22'),
      extension('puxian', 'song', '2020-09-18', '11:00'),
      extension('guxian', '', '2020-09-30'),
      extension('guxian', '', '2020-09-18', '11:00'), // takes the 30th away
      extension('nobody', '', '2020-12-31'),
    ];
    expect(deadlinesOf(campaign, extensions).days).toEqual(['2020-09-15', '2020-09-18', '2020-09-22']);
  });

  it('no longer lists the notice’s day when every unit has more time', () => {
    const everybody = campaign.units.map(({ id }) => extension(id, '', '2020-09-30'));
    expect(deadlinesOf(campaign, everybody).days).toEqual(['2020-09-30']);
  });
});

test.each([
  ['2020-09-15', '23:59', false, 0],
  ['2020-09-16', '00:00', true, -1],
  ['2020-09-10', '15:00', false, 5],
  ['2020-09-15', '00:00', false, 0],
  ['2020-09-18', '08:00', true, -3],
])('%s %s is late: %s, days left: %i', (day, time, late, left) => {
  const { base } = deadlinesOf(campaign, []);
  expect([isLate(instantAt(day, time), base), daysLeft(instantAt(day, time), base)]).toEqual([late, left]);
});

test('the last millisecond of the day is in time', () => {
  const { base } = deadlinesOf(campaign, []);
  expect([isLate(new Date(base.until.getTime() - 1), base), isLate(base.until, base)]).toEqual([false, true]);
});

test('a month without a day ends with its last day', () => {
  const words = { id: 'review', name: '评审', wording: '10月', text: '', clause: '' };
  expect(lastDayOf({ ...words, month: '2020-10' })).toBe('2020-10-31');
  expect(lastDayOf({ ...words, day: '2020-10-12' })).toBe('2020-10-12');
  expect(() => lastDayOf(words)).toThrow('review');
});

test('a notice that names no day has no deadline, and nothing is late', () => {
  const { base, days, own, of } = deadlinesOf({ ...campaign, milestones: [] }, []);
  expect({ open: base.open, days, own }).toEqual({ open: true, days: [], own: [] });
  expect(isLate(new Date('2999-01-01T00:00:00Z'), of('yaodu', 'photo'))).toBe(false);
});

describe('several deadlines', () => {
  const words = { name: '报送', wording: '', text: '', clause: '二' };
  const several = {
    ...campaign,
    kinds: [{ id: 'zones', name: '开发区', aliases: [], units: ['linfen_kfq'], clause: '主送' }],
    milestones: [
      { ...words, id: 'report', day: '2020-09-15' },
      { ...words, id: 'report-1', day: '2020-06-16', time: '17:00', reporting: true, categories: ['photo'] },
      { ...words, id: 'report-2', day: '2020-09-30', time: '24:00', reporting: true, kinds: ['zones'] },
      { ...words, id: 'event-1', day: '2020-10-20', categories: ['photo'] },
    ],
  };
  const { of, days, own } = deadlinesOf(several, []);

  test.each([
    ['yaodu', 'song', '2020-09-15', '2020-09-15T16:00:00.000Z'],
    ['yaodu', 'photo', '2020-06-16', '2020-06-16T09:00:00.000Z'],
    ['linfen_kfq', 'song', '2020-09-30', '2020-09-30T16:00:00.000Z'],
    ['linfen_kfq', 'photo', '2020-09-30', '2020-09-30T16:00:00.000Z'],
  ])('%s %s: %s, and the hour counts', (unit, category, day, until) => {
    const deadline = of(unit, category);
    expect([deadline.day, deadline.until.toISOString(), deadline.extended]).toEqual([day, until, false]);
  });

  test('all of them are reminded of, and none is an extension', () => {
    expect(days).toEqual(['2020-06-16', '2020-09-15', '2020-09-30']);
    expect(own).toEqual(days);
  });
});
