import { expect, test } from 'vitest';
import { areSwapped, editDistance } from '../../src/domain/edit-distance.ts';

test.each([
  ['ab', 'ba', 1],
  ['报送', '抱送', 1],
  ['', '报送', 2],
  ['进度', '进度', 0],
  ['洪洞县', '洪县', 1],
  ['洪洞县', '洞洪县', 1],
  ['微视频', '频视微', 2],
  ['kitten', 'sitting', 3],
])('%s and %s are %i apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('beyond the most that matters it is not counted', () => {
  expect(editDistance('kitten', 'sitting', 1)).toBe(2);
  expect(editDistance('侯马', '侯马市总工会', 1)).toBe(2);
  expect(editDistance('侯马', '候马', 1)).toBe(1);
});

test.each([
  ['洞洪县', '洪洞县', true],
  ['洪洞县', '洪洞县', false],
  ['红洞县', '洪洞县', false],
  ['abcd', 'badc', false],
])('%s is %s with two neighbours swapped: %s', (a, b, swapped) => {
  expect(areSwapped(a, b)).toBe(swapped);
});
