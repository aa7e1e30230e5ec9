import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';
import { onPractice } from '../support/stages.ts';
import { twin } from '../support/twin.ts';
import { dialogues, played, recordOf } from './everywhere.ts';

/** The others are played in this order by `npm run test:several` alone. */
const IN_BOTH_ORDERS =
  process.env.BESIDE_ALL === 'yes' ? /./ : /^(joining|a work: the file|returned|a reminder|a nudge)/;

describe.each(['first', 'last'] as const)('beside a campaign of the same names that stands %s', (place) => {
  let office: Practice;
  beforeAll(async () => {
    office = await practice({}, { campaign: twin, place });
  });
  afterAll(() => office?.close());

  test.each(place === 'first' ? dialogues : dialogues.filter(({ name }) => IN_BOTH_ORDERS.test(name)))(
    '$name: as with one alone, and nothing moves in the other',
    async (dialogue) => {
      const said = await played(await onPractice(office), dialogue);
      // What is said besides: that the group may be bound to one of them, and in other chats of which one is spoken.
      const besides = /\n现在有几个活动，它们的提醒.*$|【网聚职工正能量】/gm;
      const alone = readFileSync(path.join(import.meta.dirname, recordOf(dialogue)), 'utf8');
      expect(said.replace(besides, '')).toBe(alone);
      const { prisma } = office;
      const campaign = twin.id;
      expect([
        await prisma.submission.count({ where: { campaign } }),
        await prisma.tally.count({ where: { campaign } }),
        await prisma.audit.count({ where: { campaign } }),
        await prisma.reminder.count({ where: { campaign } }),
      ]).toEqual([0, 0, 0, 0]);
    },
  );
});
