import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';
import { storm } from './storm.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
afterAll(() => office?.close());

test('five hundred messages at random: no fault, no silence to a slash, no write without consent', async () => {
  expect(await storm(office, 20200910, 500)).toEqual([]);
}, 300_000);
