import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Office } from '../../src/application/office.ts';
import { botOn } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { Dice } from '../support/dice.ts';
import { memoryTx } from './memory.ts';
import { BYTES, fileOf, play } from './play.ts';

/** Ten seconds of a quiet processor; `COUNTED_SEQUENCES` plays fewer or more. */
const SEQUENCES = Number(process.env.COUNTED_SEQUENCES ?? 10_000);
/** As many of them on a database, which shows whether the tables in memory answer as it does. */
const ON_DATABASE = 40;
const SEED = 20_200_910;

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
  return {
    campaign: { ...campaign, id: `sequence-${sequence}` },
    calendar,
    channels,
    fileLimit,
    uploadLimit,
    now: clock.now(),
  };
};

test(`${SEQUENCES} random sequences of reports count every work once`, { timeout: 600_000 }, async () => {
  const wrong: string[] = [];
  for (let one = 0; one < SEQUENCES && wrong.length < 3; one++)
    wrong.push(...(await play(memoryTx(blobs), placeOf(one), new Dice(SEED + one))));
  expect(wrong).toEqual([]);
});

test(`the first ${ON_DATABASE} of them on a database`, { timeout: 600_000 }, async () => {
  const wrong: string[] = [];
  for (let one = 0; one < ON_DATABASE; one++)
    await office.prisma.$transaction(
      async (tx) => wrong.push(...(await play(tx, placeOf(one), new Dice(SEED + one)))),
      { timeout: 60_000, maxWait: 60_000 },
    );
  expect(wrong).toEqual([]);
});
