import { describe, expect, it, test } from 'vitest';
import {
  addDays,
  beijingDay,
  beijingDayAndTime,
  beijingTime,
  compareDays,
  daysBetween,
  endOfDay,
  instantAt,
  isDay,
  monthOf,
  monthRange,
  readInstant,
  weekday,
} from '../../src/domain/time.ts';

test.each([
  ['2020-09-10T07:00:00Z', '2020-09-10', '15:00'],
  ['2020-09-15T15:59:59.999Z', '2020-09-15', '23:59'],
  ['2020-09-15T16:00:00Z', '2020-09-16', '00:00'],
  ['2019-12-31T16:30:00Z', '2020-01-01', '00:30'],
  ['1990-07-01T16:30:00Z', '1990-07-02', '00:30'], // China kept summer time then; the bot does not
])('%s is %s %s in Beijing', (instant, day, time) => {
  const at = new Date(instant);
  expect([beijingDay(at), beijingTime(at), beijingDayAndTime(at)]).toEqual([day, time, `${day} ${time}`]);
  expect(beijingDayAndTime(instantAt(day, time))).toBe(`${day} ${time}`);
});

test('a day ends at 24:00, which is the start of the next', () => {
  expect(endOfDay('2020-09-15')).toEqual(new Date('2020-09-15T16:00:00Z'));
  expect(endOfDay('2020-02-29')).toEqual(instantAt('2020-03-01', '00:00'));
});

test.each([
  ['2020-09-10', 5, '2020-09-15'],
  ['2020-03-01', -1, '2020-02-29'],
  ['2021-03-01', -1, '2021-02-28'],
  ['2020-12-31', 1, '2021-01-01'],
  ['2020-09-10', 0, '2020-09-10'],
])('%s and %i days is %s', (day, days, result) => {
  expect(addDays(day, days)).toBe(result);
  expect(daysBetween(day, result)).toBe(days);
});

test.each([
  ['2020-09-14', 1],
  ['2020-09-10', 4],
  ['2020-09-13', 7],
])('%s is weekday %i', (day, expected) => {
  expect(weekday(day)).toBe(expected);
});

describe('isDay', () => {
  it.each([
    ['2020-02-29', true],
    ['2021-02-29', false],
    ['2020-02-30', false],
    ['2020-09-31', false],
    ['2020-13-01', false],
    ['2020-00-10', false],
    ['2020-9-3', false],
    ['2020-09-03T00:00', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });
});

test.each([
  ['2020-02', '2020-02-01', '2020-02-29'],
  ['2020-09', '2020-09-01', '2020-09-30'],
  ['2020-12', '2020-12-01', '2020-12-31'],
])('%s runs from %s to %s', (month, first, last) => {
  expect(monthRange(month)).toEqual({ first, last });
  expect(monthOf(last)).toBe(month);
});

test('days sort by the calendar', () => {
  expect(['2020-10-01', '2020-09-30', '2019-12-31', '2020-09-30'].sort(compareDays)).toEqual([
    '2019-12-31',
    '2020-09-30',
    '2020-09-30',
    '2020-10-01',
  ]);
});

test.each([
  ['2020-09-10T15:00:00+08:00', '2020-09-10T07:00:00.000Z'],
  ['2020-09-10T15:00:00', '2020-09-10T07:00:00.000Z'],
  ['2020-09-10 15:00', '2020-09-10T07:00:00.000Z'],
  ['2020-09-10', '2020-09-09T16:00:00.000Z'],
  ['2020-09-10T07:00:00.5Z', '2020-09-10T07:00:00.500Z'],
  ['2020-09-10T02:00-0500', '2020-09-10T07:00:00.000Z'],
  ['2020-02-30T15:00', undefined],
  ['2020-09-10T25:00', undefined],
  ['Sep 10 2020', undefined],
  ['10', undefined],
  ['soon', undefined],
])('an instant written %s is %s, in whatever zone the machine stands', (text, expected) => {
  expect(readInstant(text)?.toISOString()).toBe(expected);
});
