import { describe, expect, it, test } from 'vitest';
import { knownYear, officialCalendar } from '../../src/adapters/calendar.ts';
import { addWorkdays, workdayOnOrAfter, workdayOnOrBefore } from '../../src/domain/calendar.ts';

describe('the official calendar', () => {
  it.each([
    ['2020-09-10', true, 'a Thursday'],
    ['2020-09-12', false, 'a Saturday'],
    ['2020-09-27', true, 'a Sunday worked for National Day'],
    ['2020-10-01', false, 'National Day'],
    ['2020-10-08', false, 'a Thursday off'],
    ['2020-10-10', true, 'a Saturday worked for National Day'],
    ['2020-06-28', true, 'a Sunday worked for the Dragon Boat Festival'],
  ])('%s: %s, %s', (day, expected) => {
    expect(officialCalendar().isWorkday(day)).toBe(expected);
  });

  it('is corrected by the campaign', () => {
    const calendar = officialCalendar({ workdays: ['2020-09-12'], holidays: ['2020-09-10', '2020-09-27'] });
    const days = ['2020-09-10', '2020-09-11', '2020-09-12', '2020-09-27', '2020-10-01'];
    expect(days.map((day) => calendar.isWorkday(day))).toEqual([false, true, true, false, false]);
  });

  it.each([
    [2003, false],
    [2020, true],
    [2026, true],
    [2099, false],
  ])('%i known: %s', (year, expected) => {
    expect(knownYear(year)).toBe(expected);
  });
});

test.each([
  ['2020-09-12', '2020-09-11', '2020-09-14'],
  ['2020-10-05', '2020-09-30', '2020-10-09'],
  ['2020-09-27', '2020-09-27', '2020-09-27'],
])('the working days around %s are %s and %s', (day, before, after) => {
  const calendar = officialCalendar();
  expect([workdayOnOrBefore(calendar, day), workdayOnOrAfter(calendar, day)]).toEqual([before, after]);
});

test.each([
  ['2020-09-15', 1, '2020-09-16'],
  ['2020-09-15', 3, '2020-09-18'],
  ['2020-09-18', 1, '2020-09-21'],
  ['2020-09-30', 1, '2020-10-09'],
  ['2020-10-09', 1, '2020-10-10'],
  ['2020-10-09', -1, '2020-09-30'],
  ['2020-09-12', 0, '2020-09-12'],
])('%s and %i working days is %s', (day, n, expected) => {
  expect(addWorkdays(officialCalendar(), day, n)).toBe(expected);
});

test('a calendar without working days is reported, not walked for ever', () => {
  expect(() => workdayOnOrBefore({ isWorkday: () => false }, '2020-09-12')).toThrow('no working day');
});
