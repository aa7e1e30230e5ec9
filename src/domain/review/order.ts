import { compare, type Ratio, ratio } from './ratio.ts';
import type { Tie } from './rules.ts';
import type { Scored } from './score.ts';

export interface Ranked extends Scored {
  score: Ratio;
  rank: number;
}

/** Works with a score, best first; those that nothing tells apart share a rank, and the next stands after all of them: 1 2 2 4. */
export function ranked(ties: Tie[], works: Scored[]): Ranked[] {
  const sorted = works
    .filter((one): one is Scored & { score: Ratio } => one.score !== undefined)
    .sort((one, other) => better(ties, one, other) || one.work.number - other.work.number);
  const ranks: Ranked[] = [];
  for (const [at, one] of sorted.entries()) {
    const before = ranks.at(-1);
    ranks.push({ ...one, rank: before && better(ties, before, one) === 0 ? before.rank : at + 1 });
  }
  return ranks;
}

function better(ties: Tie[], one: Scored, other: Scored): number {
  const byScore = higherFirst(one.score, other.score);
  if (byScore !== 0) return byScore;
  for (const tie of ties) {
    const byTie = higherFirst(told(tie, one), told(tie, other));
    if (byTie !== 0) return byTie;
  }
  return 0;
}

/** Who has no value stands behind all who have one; otherwise three works could each stand before the next in a ring. */
function higherFirst(one: Ratio | undefined, other: Ratio | undefined): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return compare(other, one);
}

function told(tie: Tie, scored: Scored): Ratio | undefined {
  if (tie === 'median') return scored.median;
  if (tie === 'votes') return scored.vote;
  if (tie === 'earlier') return ratio(-scored.work.receivedAt);
  if ('criterion' in tie) return scored.criteria.get(tie.criterion);
  return scored.groups.find(({ id }) => id === tie.group)?.mean;
}
