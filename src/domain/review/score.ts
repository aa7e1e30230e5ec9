import {
  compare,
  dividedBy,
  hundredths,
  meanOf,
  medianOf,
  minus,
  plus,
  type Ratio,
  ratio,
  sum,
  times,
} from './ratio.ts';
import { type Criterion, type Drop, panelsOf, type ReviewRules } from './rules.ts';

/** A work under review. */
export interface ReviewedWork {
  number: number;
  unitId: string;
  categoryId: string;
  /** In milliseconds: who was received earlier may win a tie. */
  receivedAt: number;
}

/** A judge who is to judge a work, in their group (empty where there are none). */
export interface Assigned {
  number: number;
  judge: number;
  group: string;
}

/** What one judge gives one work: points for each criterion, or one mark for the whole, on 100. Both in hundredths. */
export interface Paper {
  number: number;
  judge: number;
  points: Record<string, number>;
  whole?: number;
}

export interface Votes {
  number: number;
  votes: number;
}

/** What a work comes to; without `score` nothing is in that could make one. */
export interface Scored {
  work: ReviewedWork;
  score?: Ratio;
  /** Means by group, of the papers that count. */
  groups: { id: string; mean?: Ratio }[];
  /** Weighted means of the points for each criterion, over groups as the score is. */
  criteria: Map<string, Ratio>;
  /** Of the papers that count, of all groups. */
  median?: Ratio;
  /** Between the highest and the lowest of all papers in, the dropped ones too: how far the jury is apart. */
  spread?: Ratio;
  /** On 100: the most of the category is 100. */
  vote?: Ratio;
  votes?: number;
  papers: number;
  /** Judges whose paper is not in. */
  owed: number[];
  dropped: number;
  /** Something that the rules weigh is not there yet. */
  provisional: boolean;
}

/** Whether nothing is left open: a paper with a gap is not in yet. */
export const isWhole = (
  { criteria }: Pick<ReviewRules, 'criteria'>,
  { points, whole }: Pick<Paper, 'points' | 'whole'>,
): boolean => whole !== undefined || criteria.every(({ id }) => points[id] !== undefined);

/** A paper on 100: Σ weight × points ÷ most. */
export function totalOf(criteria: Criterion[], { points, whole }: Pick<Paper, 'points' | 'whole'>): Ratio {
  if (whole !== undefined) return ratio(whole, 100);
  return sum(
    criteria.map(({ id, weight, most }) =>
      ratio(BigInt(hundredths(weight)) * BigInt(points[id] ?? 0), BigInt(hundredths(most)) * 100n),
    ),
  );
}

/** The papers of one group that count: without the highest and the lowest, where there are enough of them. */
export function kept<P extends { judge: number; total: Ratio }>(drop: Drop, papers: P[]): P[] {
  if (papers.length < drop.from) return papers;
  // Of two with the same total it is all the same to the mean which is dropped; the judge makes it the same each time.
  const sorted = [...papers].sort((one, other) => compare(one.total, other.total) || one.judge - other.judge);
  return sorted.slice(drop.lowest, sorted.length - drop.highest);
}

interface Weighed {
  weight: number;
  value: Ratio | undefined;
}

/** The mean of those parts that are there, by their weights; none when none is there. */
export function weighed(parts: Weighed[]): Ratio | undefined {
  const there = parts.filter((part): part is Weighed & { value: Ratio } => part.value !== undefined && part.weight > 0);
  if (there.length === 0) return undefined;
  const weights = ratio(there.reduce((all, { weight }) => all + hundredths(weight), 0));
  const values = there.map(({ weight, value }) => times(ratio(hundredths(weight)), value));
  return dividedBy(values.reduce(plus), weights);
}

/** What is said of one work: who is to judge it, the papers that are in, its votes and the most votes of its category. */
export interface Said {
  work: ReviewedWork;
  assigned: Assigned[];
  papers: Paper[];
  votes: number | undefined;
  mostVotes: number;
}

/** Papers of judges who are not assigned count nothing: neither as papers nor as owed. */
export function scoreOf(rules: ReviewRules, { work, assigned, papers, votes, mostVotes }: Said): Scored {
  const { criteria } = rules;
  const groupOf = new Map(assigned.map(({ judge, group }) => [judge, group]));
  const inHand = papers
    .filter((paper) => groupOf.has(paper.judge) && isWhole(rules, paper))
    .map((paper) => ({ ...paper, total: totalOf(criteria, paper), group: groupOf.get(paper.judge) }));
  const panels = panelsOf(rules).map((panel) => {
    const counted = kept(
      rules.drop,
      inHand.filter(({ group }) => group === panel.id),
    );
    return { ...panel, counted, mean: counted.length > 0 ? meanOf(counted.map(({ total }) => total)) : undefined };
  });
  const counted = panels.flatMap((panel) => panel.counted);
  const vote = votes === undefined || mostVotes === 0 ? undefined : ratio(votes * 100, mostVotes);
  const parts = [
    ...panels.map(({ weight, mean }) => ({ weight, value: mean })),
    ...(rules.votes ? [{ weight: rules.votes.weight, value: vote }] : []),
  ];
  const score = counted.length > 0 ? weighed(parts) : undefined;
  const owed = assigned.filter(({ judge }) => !inHand.some((paper) => paper.judge === judge)).map(({ judge }) => judge);
  const totals = inHand.map(({ total }) => total).sort(compare);
  return {
    work,
    ...(score && { score }),
    groups: panels.map(({ id, mean }) => ({ id, ...(mean && { mean }) })),
    criteria: new Map(
      criteria.flatMap(({ id }) => {
        const value = weighed(
          panels.map(({ weight, counted: papersIn }) => ({ weight, value: pointsMean(papersIn, id) })),
        );
        return value ? [[id, value] as const] : [];
      }),
    ),
    ...(counted.length > 0 && { median: medianOf(counted.map(({ total }) => total)) }),
    ...(totals.length > 0 && { spread: minus(totals.at(-1) as Ratio, totals[0] as Ratio) }),
    ...(vote && { vote }),
    ...(votes !== undefined && { votes }),
    papers: inHand.length,
    owed,
    dropped: inHand.length - counted.length,
    provisional: owed.length > 0 || parts.some(({ weight, value }) => weight > 0 && value === undefined),
  };
}

/** A mark for the whole says nothing of a criterion. */
function pointsMean(papers: Pick<Paper, 'points'>[], criterion: string): Ratio | undefined {
  const points = papers.flatMap((paper) => (paper.points[criterion] === undefined ? [] : [paper.points[criterion]]));
  return points.length > 0 ? meanOf(points.map((one) => ratio(one, 100))) : undefined;
}
