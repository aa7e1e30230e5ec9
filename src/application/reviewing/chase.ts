import { z } from 'zod';
import { isWhole } from '../../domain/review/score.ts';
import { beijingDay } from '../../domain/time.ts';
import { audit } from '../keeping/audit.ts';
import { deed } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { tasksOf } from './assign.ts';
import { type Juror, juryOf } from './jury.ts';
import { changeable, frozenResult, rulesOf, worksUnderReview } from './under-review.ts';

/** A judge with how many works they have to judge, and which they owe. */
export interface Owing {
  juror: Juror;
  assigned: number;
  owed: number[];
}

/** How far every judge is. */
export async function owingOf(reads: Pick<Turn, 'tx' | 'campaign' | 'channels'>): Promise<Owing[]> {
  const rules = rulesOf(reads);
  const works = await worksUnderReview(reads);
  const jury = await juryOf(reads);
  const tasks = await tasksOf(reads, { works, jury });
  const papers = await reads.tx.paper.findMany({ where: { retiredAt: null } });
  const whole = new Set(
    papers
      .filter(({ points, whole: mark }) =>
        isWhole(rules, { points: points as Record<string, number>, ...(mark !== null && { whole: mark }) }),
      )
      .map(({ number, personId }) => `${number} ${personId}`),
  );
  return jury.map((juror) => {
    const own = tasks.filter(({ judge }) => judge === juror.personId).map(({ number }) => number);
    return { juror, assigned: own.length, owed: own.filter((number) => !whole.has(`${number} ${juror.personId}`)) };
  });
}

export interface Chased {
  /** Told now, each in their direct chat. */
  posts: Owing[];
  /** Told already today. */
  again: Owing[];
  /** Cannot be written to. */
  unreached: Owing[];
}

/** Beside coordinators' units, in the same table that keeps anybody from being reminded twice a day. */
const AS_JUDGE = '@judge';

/** Asks exactly those who owe papers for them, each once a day at most. */
export const chaseJudges = deed(
  { id: 'chase-judges', action: 'lead-review', input: z.object({}) },
  async (turn): Promise<Chased> => {
    await changeable(turn);
    return chaseOwing(turn);
  },
);

/** The same by the clock. Undefined: the results are final, so that nobody owes anything any more. */
export async function chaseByClock(turn: Turn): Promise<Chased | undefined> {
  if (await frozenResult(turn)) return undefined;
  const chased = await chaseOwing(turn);
  return chased.posts.length + chased.unreached.length > 0 ? chased : undefined;
}

async function chaseOwing(turn: Turn): Promise<Chased> {
  const { tx, campaign, now } = turn;
  const owing = (await owingOf(turn)).filter(({ owed }) => owed.length > 0);
  const reachable = owing.filter(({ juror }) => juror.to !== undefined);
  const claimed = await tx.directReminder.createManyAndReturn({
    data: reachable.map(({ juror }) => ({
      campaign: campaign.id,
      day: beijingDay(now),
      personId: juror.personId,
      unitId: AS_JUDGE,
      claimedAt: now,
    })),
    skipDuplicates: true,
    select: { personId: true },
  });
  const fresh = new Set(claimed.map(({ personId }) => personId));
  const chased: Chased = {
    posts: reachable.filter(({ juror }) => fresh.has(juror.personId)),
    again: reachable.filter(({ juror }) => !fresh.has(juror.personId)),
    unreached: owing.filter(({ juror }) => juror.to === undefined),
  };
  const ids = (list: Owing[]) => list.map(({ juror }) => juror.personId);
  await audit(turn, {
    action: 'judging.chase',
    subject: `campaign:${campaign.id}`,
    after: { reached: ids(chased.posts), again: ids(chased.again), unreached: ids(chased.unreached) },
  });
  return chased;
}
