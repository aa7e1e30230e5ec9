import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Account, noteWrongCode, triedTooOften } from '../../src/application/people/wrong-codes.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

const AT = Date.parse('2020-09-10T15:00:00+08:00');
const wrong = (account: Account, minutes = 0) =>
  noteWrongCode({ tx: database.prisma, now: new Date(AT + minutes * 60_000) }, account);
const from = (address: string): Account => ({ channel: 'console', senderId: address });

test('guesses from a hundred addresses are counted together, and told once an hour', async () => {
  const told = [];
  for (let at = 0; at < 100; at++) {
    const guessing = await wrong(from(`10.0.0.${at}`), at / 10);
    if (guessing) told.push([at, guessing]);
  }
  expect(told).toEqual([[19, { count: 20, accounts: 20 }]]);
  expect(await wrong(from('10.0.1.1'), 59)).toBeUndefined();
  expect(await wrong(from('10.0.1.2'), 63)).toEqual({ count: 71, accounts: 71 });
});

test('one address that guesses five times is shut, and told of; the next that is shut within the hour is not', async () => {
  const tries = [];
  for (let at = 0; at < 5; at++) tries.push(await wrong(from('one')));
  expect(tries).toEqual([undefined, undefined, undefined, undefined, { count: 5, accounts: 1 }]);
  for (let at = 0; at < 5; at++) expect(await wrong(from('two'), 1)).toBeUndefined();
  const now = new Date(AT + 2 * 60_000);
  const shut = (address: string) => triedTooOften({ tx: database.prisma, now }, from(address));
  expect([await shut('one'), await shut('two'), await shut('three')]).toEqual([true, true, false]);
});
