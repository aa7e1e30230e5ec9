import { z } from 'zod';
import { compare, hundredths, twoPlaces } from '../../domain/review/ratio.ts';
import type { ReviewRules } from '../../domain/review/rules.ts';
import { isWhole, totalOf } from '../../domain/review/score.ts';
import { auditAll } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryNumber } from '../works/inputs.ts';
import { tasksOf } from './assign.ts';
import { juryOf } from './jury.ts';
import { changeable, rulesOf, worksUnderReview } from './under-review.ts';

/** Points in hundredths: 8650 is 86.5. Either for criteria, which join those given before, or one mark for the whole. */
const marks = {
  points: z.record(z.string(), z.int().min(0)).default({}),
  whole: z.int().min(0).exactOptional(),
};
const given = z.object({ number: entryNumber, ...marks });
export type Given = z.infer<typeof given>;

/** Why a paper was not taken; facts are those of the phrase `judging.<code>`. */
export type PaperFault =
  | { code: 'not-assigned'; facts: { number: number } }
  | { code: 'out-of-range'; facts: { number: number; criterion: string; most: string } }
  | { code: 'no-criterion'; facts: { criteria: string } };

export interface PaperTaken {
  number: number;
  version: number;
  points: Record<string, number>;
  whole?: number;
  /** Criteria without points yet: until they have some, the paper is not in. */
  missing: string[];
}

export interface PapersTaken {
  taken: PaperTaken[];
  refused: { number: number; fault: PaperFault }[];
  /** Papers that say what was said before. */
  same: number[];
  /** How many of their works this judge still owes, and how many there are. */
  owed: number;
  all: number;
}

/** A judge scores one work. Again: the earlier paper is kept, the new one counts. */
export const score = deed(
  { id: 'score', action: 'score', input: given },
  async (turn, one): Promise<{ paper: PaperTaken; same: boolean; owed: number; all: number }> => {
    const { taken, refused, same, owed, all } = await takePapers(turn, personOf(turn), [one]);
    const fault = refused[0]?.fault;
    if (fault?.code === 'not-assigned') return refuse('judging.not-assigned', fault.facts);
    if (fault?.code === 'out-of-range') return misuse('judging.out-of-range', fault.facts);
    if (fault) return misuse('judging.no-criterion', fault.facts);
    return { paper: taken[0] as PaperTaken, same: same.length > 0, owed, all };
  },
);

/** A judge hands in many papers at once; each is taken or refused for itself. */
export const scoreEach = deed(
  { id: 'score-each', action: 'score', input: z.object({ papers: z.array(given).max(2_000) }) },
  (turn, { papers }): Promise<PapersTaken> => takePapers(turn, personOf(turn), papers),
);

/** Staff bring in what a judge wrote on a sheet, where the jury sat without the net. */
export const bringPapers = deed(
  {
    id: 'bring-papers',
    action: 'lead-review',
    input: z.object({ personId: z.int(), papers: z.array(given).max(2_000) }),
  },
  async (turn, { personId, papers }): Promise<PapersTaken> => {
    if (!(await juryOf(turn)).some((one) => one.personId === personId)) refuse('judging.no-judge');
    return takePapers(turn, personId, papers);
  },
);

async function takePapers(turn: Turn, judge: number, papers: Given[]): Promise<PapersTaken> {
  const rules = await changeable(turn);
  const { numbers, latest } = await ofJudge(turn, judge);
  const result: PapersTaken = { taken: [], refused: [], same: [], owed: 0, all: numbers.size };
  for (const one of new Map(papers.map((paper) => [paper.number, paper])).values()) {
    const fault = faultOf(rules, numbers, one);
    if (fault) {
      result.refused.push({ number: one.number, fault });
      continue;
    }
    const before = latest.get(one.number);
    const paper = joined(rules, before, one);
    if (before && isSame(before, paper)) result.same.push(one.number);
    else latest.set(one.number, paper);
    result.taken.push(paper);
  }
  const fresh = result.taken.filter(({ number }) => !result.same.includes(number));
  await keep(turn, judge, fresh);
  result.owed = [...numbers].filter((number) => (latest.get(number)?.missing.length ?? 1) > 0).length;
  return result;
}

function faultOf(
  { criteria }: ReviewRules,
  numbers: ReadonlySet<number>,
  { number, points, whole }: Given,
): PaperFault | undefined {
  if (!numbers.has(number)) return { code: 'not-assigned', facts: { number } };
  if (whole === undefined && Object.keys(points).length === 0)
    return { code: 'no-criterion', facts: { criteria: criteria.map(({ name }) => name).join('、') } };
  if (whole !== undefined && whole > 10_000)
    return { code: 'out-of-range', facts: { number, criterion: '', most: '100' } };
  for (const [id, value] of Object.entries(points)) {
    const criterion = criteria.find((one) => one.id === id);
    if (!criterion) return { code: 'no-criterion', facts: { criteria: criteria.map(({ name }) => name).join('、') } };
    if (value > hundredths(criterion.most))
      return { code: 'out-of-range', facts: { number, criterion: criterion.name, most: String(criterion.most) } };
  }
  return undefined;
}

/** Points for single criteria complete a paper that was begun; a mark for the whole stands alone. */
function joined(rules: ReviewRules, before: PaperTaken | undefined, { number, points, whole }: Given): PaperTaken {
  const version = (before?.version ?? 0) + 1;
  if (whole !== undefined) return { number, version, points: {}, whole, missing: [] };
  const all = { ...(before?.whole === undefined ? before?.points : {}), ...points };
  return { number, version, points: all, missing: missingOf(rules, all) };
}

const missingOf = ({ criteria }: ReviewRules, points: Record<string, number>): string[] =>
  criteria.filter(({ id }) => points[id] === undefined).map(({ id }) => id);

const isSame = (before: PaperTaken, { points, whole }: PaperTaken): boolean =>
  before.whole === whole &&
  Object.keys(points).length === Object.keys(before.points).length &&
  Object.entries(points).every(([id, value]) => before.points[id] === value);

async function keep(turn: Turn, judge: number, papers: PaperTaken[]): Promise<void> {
  if (papers.length === 0) return;
  const { tx, now } = turn;
  const byPerson = personOf(turn);
  await tx.paper.updateMany({
    where: { personId: judge, number: { in: papers.map(({ number }) => number) }, retiredAt: null },
    data: { retiredAt: now },
  });
  await tx.paper.createMany({
    data: papers.map(({ number, version, points, whole }) => ({
      ...{ number, personId: judge, version, points, whole: whole ?? null, byPerson, at: now },
    })),
  });
  // The marks themselves stay out of it: whoever reads the audit may be a judge whose own paper is not in yet.
  await auditAll(
    turn,
    papers.map(({ number, version }) => ({
      action: 'judging.score' as const,
      subject: `judging:${number}`,
      after: { judge, version },
    })),
  );
}

interface OfJudge {
  /** The works that are theirs to judge. */
  numbers: ReadonlySet<number>;
  latest: Map<number, PaperTaken>;
}

/** What a judge has to judge, and what they have given. */
export async function ofJudge(turn: Pick<Turn, 'tx' | 'campaign' | 'channels'>, judge: number): Promise<OfJudge> {
  const rules = rulesOf(turn);
  const works = await worksUnderReview(turn);
  const jury = await juryOf(turn);
  const tasks = await tasksOf(turn, { works, jury });
  const rows = await turn.tx.paper.findMany({ where: { personId: judge, retiredAt: null } });
  const latest = new Map(
    rows.map(({ number, version, points: written, whole }) => {
      const points = written as Record<string, number>;
      const missing = isWhole(rules, { points, ...(whole !== null && { whole }) }) ? [] : missingOf(rules, points);
      return [number, { number, version, points, ...(whole !== null && { whole }), missing }] as const;
    }),
  );
  return { numbers: new Set(tasks.filter((task) => task.judge === judge).map(({ number }) => number)), latest };
}

/** What the other judges gave a work, printed, the lowest first; for a judge whose own paper is in. Nobody is named. */
export async function othersGave(
  turn: Pick<Turn, 'tx' | 'campaign'>,
  number: number,
  judge: number,
): Promise<string[]> {
  const rules = rulesOf(turn);
  const rows = await turn.tx.paper.findMany({ where: { number, personId: { not: judge }, retiredAt: null } });
  return rows
    .map(({ points, whole }) => ({ points: points as Record<string, number>, ...(whole !== null && { whole }) }))
    .filter((paper) => isWhole(rules, paper))
    .map((paper) => totalOf(rules.criteria, paper))
    .sort(compare)
    .map(twoPlaces);
}
