import { expect, test } from 'vitest';
import { measureMedia, measureNames, measureSheets } from './files/measure.ts';

test('of 300 file names none is warned of falsely and none missed', () => {
  expect(measureNames(1, 300)).toEqual({ tried: 300, missed: [], falsely: [] });
});

test('of 40 lists as offices make them everybody is read, and nobody else', async () => {
  expect(await measureSheets(7, 40)).toEqual({ tried: 40, missed: [], falsely: [] });
}, 60_000);

test('of a sample of media none is warned of falsely and none missed', async () => {
  const { tried, missed, falsely } = await measureMedia(12);
  expect({ missed, falsely }).toEqual({ missed: [], falsely: [] });
  expect(tried).toBeGreaterThan(11);
}, 60_000);
