import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Office } from '../../src/application/office.ts';
import { botOn } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { Dice } from '../support/dice.ts';
import { memoryTx } from './memory.ts';
import { BYTES, fileOf } from './play.ts';
import { playScreening } from './screened-play.ts';

/** `SCREENED_SEQUENCES=10000` plays more of the same. */
const SEQUENCES = Number(process.env.SCREENED_SEQUENCES ?? 600);
/** As many of them on a database, which shows whether the tables in memory answer as it does. */
const ON_DATABASE = 15;
const SEED = 20_200_911;

let database: TestDatabase;
let office: Office;
const blobs = BYTES.map((sha256) => {
  const { name: _, ...blob } = fileOf(sha256);
  return { ...blob, size: BigInt(blob.size), measured: {}, storedAt: new Date('2020-09-10T00:00:00Z') };
});
beforeAll(async () => {
  database = await testDatabase();
  office = (await botOn(database)).office;
  await office.prisma.blob.createMany({ data: blobs });
});
afterAll(() => database?.close());

const placeOf = (sequence: number) => {
  const { campaign, calendar, channels, fileLimit, uploadLimit, clock } = office;
  const own = { ...campaign, id: `sequence-${sequence}` };
  return { campaign: own, calendar, channels, fileLimit, uploadLimit, now: clock.now() };
};

test(`${SEQUENCES} random sequences: only what has passed is in a figure of the city`, {
  timeout: 600_000,
}, async () => {
  const wrong: string[] = [];
  for (let one = 0; one < SEQUENCES && wrong.length < 3; one++)
    wrong.push(...(await playScreening(memoryTx(blobs), placeOf(one), new Dice(SEED + one), String(one))));
  expect(wrong).toEqual([]);
});

test(`the first ${ON_DATABASE} of them on a database`, { timeout: 600_000 }, async () => {
  const wrong: string[] = [];
  for (let one = 0; one < ON_DATABASE; one++)
    await office.prisma.$transaction(
      async (tx) => wrong.push(...(await playScreening(tx, placeOf(one), new Dice(SEED + one), String(one)))),
      { timeout: 60_000, maxWait: 60_000 },
    );
  expect(wrong).toEqual([]);
});
