import { z } from 'zod';
import { judgedCategories } from '../../domain/review/judged.ts';
import { reviewResult } from '../../domain/review/result.ts';
import type { ReviewInput, ReviewResult } from '../../domain/review/review-result.ts';
import type { ReviewRules } from '../../domain/review/rules.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import { allowed } from '../people/permit.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryNumber, reason } from '../works/inputs.ts';
import { tasksOf } from './assign.ts';
import { type Juror, juryOf } from './jury.ts';
import { ofJudge } from './papers.ts';
import { changeable, frozenResult, reviewedWork, rulesOf, type UnderReview, worksUnderReview } from './under-review.ts';

type Reads = Pick<Turn, 'tx' | 'campaign' | 'channels'>;

/** How judging stands, with what it is reckoned from. */
export interface Judging {
  rules: ReviewRules;
  works: UnderReview[];
  jury: Juror[];
  input: ReviewInput;
  result: ReviewResult;
}

/** Reckons the results as they are now, whether or not they were made final. */
export async function judgingNow(reads: Reads): Promise<Judging> {
  const rules = rulesOf(reads);
  const { tx, campaign } = reads;
  const works = await worksUnderReview(reads);
  const jury = await juryOf(reads);
  const number = { in: works.map((work) => work.number) };
  const papers = await tx.paper.findMany({ where: { number, retiredAt: null } });
  const votes = await tx.voteCount.findMany({ where: { number }, select: { number: true, votes: true } });
  const input: ReviewInput = {
    works,
    assigned: await tasksOf(reads, { works, jury }),
    papers: papers.map(({ number: of, personId, points, whole }) => ({
      number: of,
      judge: personId,
      points: points as Record<string, number>,
      ...(whole !== null && { whole }),
    })),
    votes,
    decisions: await decisionsOf(reads, works),
  };
  const categories = judgedCategories(campaign).map(({ id }) => id);
  return { rules, works, jury, input, result: reviewResult(rules, input, categories) };
}

async function decisionsOf({ tx }: Reads, works: UnderReview[]) {
  const rows = await tx.awardDecision.findMany({
    where: { number: { in: works.map(({ number }) => number) } },
    orderBy: { id: 'asc' },
  });
  const last = new Map(rows.map((row) => [row.number, row]));
  return [...last.values()].flatMap(({ number, award, reason: why }) =>
    award === null ? [] : [{ number, award, reason: why }],
  );
}

/** The results, final where they have been made so. What the bulletin prints. */
export async function resultOf(
  reads: Reads,
): Promise<{ result: ReviewResult; frozen?: { at: Date; reason: string; byPerson: number } }> {
  rulesOf(reads);
  const frozen = await frozenResult(reads);
  if (!frozen) return { result: (await judgingNow(reads)).result };
  const { at, reason: why, byPerson } = frozen;
  return { result: frozen.result as unknown as ReviewResult, frozen: { at, reason: why, byPerson } };
}

/**
 * The results for whoever leads the judging. Somebody who judges as well sees nobody's marks before their own are in.
 */
export async function resultFor(turn: Turn): Promise<Awaited<ReturnType<typeof resultOf>>> {
  await ownFirst(turn);
  return resultOf(turn);
}

/** Refuses somebody who judges and owes a paper. */
export async function ownFirst(turn: Pick<Turn, 'tx' | 'campaign' | 'channels' | 'actor'>): Promise<void> {
  if (!allowed(turn, 'score') || (await frozenResult(turn))) return;
  const { numbers, latest } = await ofJudge(turn, personOf(turn));
  const owed = [...numbers].filter((number) => (latest.get(number)?.missing.length ?? 1) > 0).length;
  if (owed > 0) refuse('judging.own-first', { owed });
}

const deciding = z.object({
  number: entryNumber,
  /** A level, or empty: none. Null takes the decision back. */
  award: z.string().nullable(),
  reason,
});
export interface Decided {
  work: UnderReview;
  /** The level's name; empty: none. */
  award: string | null;
  reason: string;
}

/** Staff give a work a level, or none, whatever its place comes to; and say why. */
export const decideAward = deed(
  { id: 'decide-award', action: 'lead-review', input: deciding },
  async (turn, { number, award, reason: written }): Promise<Decided> => {
    const rules = await changeable(turn);
    await ownFirst(turn);
    const work = await reviewedWork(turn, number);
    const level = rules.awards.find(({ id }) => id === award);
    if (award !== null && award !== '' && !level)
      misuse('judging.no-award', { awards: rules.awards.map(({ name }) => name).join('、') });
    const why = oneLine(written, 300);
    if (why === '') misuse('judging.no-reason');
    const byPerson = personOf(turn);
    await turn.tx.awardDecision.create({ data: { number, award, reason: why, byPerson, at: turn.now } });
    await audit(turn, { action: 'judging.decide', subject: `judging:${number}`, after: { award, reason: why } });
    return { work, award: level?.name ?? award, reason: why };
  },
);

export interface Frozen {
  result: ReviewResult;
  reason: string;
  /** Works whose papers were not all in. */
  provisional: number;
}

/** Makes the results final. What is still owed or tied over a line needs a reason or a decision first. */
export const freezeResults = deed(
  { id: 'freeze-results', action: 'lead-review', input: z.object({ reason: reason.default('') }) },
  async (turn, { reason: written }): Promise<Frozen> => {
    await changeable(turn);
    await ownFirst(turn);
    const { result } = await judgingNow(turn);
    const works = result.categories.flatMap((category) => category.works);
    const open = works.filter((work) => work.open.length > 0);
    if (open.length > 0) refuse('judging.ties-open', { numbers: numbersOf(open) });
    if (works.every(({ score }) => score === undefined)) refuse('judging.no-scores');
    const why = oneLine(written, 300);
    const provisional = works.filter((work) => work.provisional);
    if (provisional.length > 0 && why === '') misuse('judging.owed-freeze', { count: provisional.length });
    await turn.tx.frozenResult.create({
      data: {
        campaign: turn.campaign.id,
        result: result as unknown as Prisma.InputJsonObject,
        reason: why,
        byPerson: personOf(turn),
        at: turn.now,
      },
    });
    const after = { reason: why, provisional: provisional.length };
    await audit(turn, { action: 'judging.freeze', subject: `campaign:${turn.campaign.id}`, after });
    return { result, reason: why, provisional: provisional.length };
  },
);

const MOST_NAMED = 10;

const numbersOf = (works: { number: number }[]): string =>
  works
    .slice(0, MOST_NAMED)
    .map(({ number }) => `#${number}`)
    .join('、') + (works.length > MOST_NAMED ? '…' : '');

/** Opens final results again; what was final stays on record. */
export const reopenResults = deed(
  { id: 'reopen-results', action: 'lead-review', input: z.object({ reason }) },
  async (turn, { reason: written }): Promise<{ reason: string }> => {
    rulesOf(turn);
    const frozen = await frozenResult(turn);
    if (!frozen) return refuse('judging.not-frozen');
    const why = oneLine(written, 300);
    if (why === '') misuse('judging.no-reason');
    await turn.tx.frozenResult.update({
      where: { id: frozen.id },
      data: { reopenedAt: turn.now, reopenedBy: personOf(turn), reopenReason: why },
    });
    await audit(turn, { action: 'judging.reopen', subject: `campaign:${turn.campaign.id}`, after: { reason: why } });
    return { reason: why };
  },
);
