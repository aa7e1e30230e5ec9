import { expect, test } from 'vitest';
import { leastPeople } from '../../src/domain/attendance.ts';

test.each([
  ['60', 60],
  ['60多', 60],
  ['约120人次', 120],
  ['６０余', 60],
  ['60+', 60],
  ['50-60', 50],
  ['1,200', 1200],
  ['1.5万', 15_000],
  ['七八十', 70],
  ['六十多', 60],
  ['一百二十余', 120],
  ['一百二', 120],
  ['一百零五', 105],
  ['百余', 100],
  ['两三百', 200],
  ['近两千', 2000],
  ['两万', 20_000],
  ['大概十来个', 10],
  ['很多', undefined],
  ['', undefined],
])('%s', (said, expected) => {
  expect(leastPeople(said)).toBe(expected);
});
