export const CANDIDATE_STATES = ['waiting', 'mended', 'returned', 'passed', 'merged', 'withdrawn'] as const;

/**
 * waiting → passed, which makes it an entry of the unit; returned with a reason, mended by its sender and waiting again; merged into
 * another; withdrawn by its sender (docs/product.md, section 14).
 */
export type CandidateState = (typeof CANDIDATE_STATES)[number];

/** Whether the unit has still to decide. */
export const waits = (state: CandidateState): boolean => state === 'waiting' || state === 'mended';

export const WAITING: readonly CandidateState[] = CANDIDATE_STATES.filter(waits);

/** Its sender may change it, or take it back, until it is an entry or part of another. */
export const isSendersOwn = (state: CandidateState): boolean => waits(state) || state === 'returned';

export const stateAfterMending = (state: CandidateState): CandidateState => (state === 'returned' ? 'mended' : state);

/** What a unit has of a child, or of nobody's child: what waits, what was sent back, and what is reported and counts. */
export interface LevelRow {
  /** Empty: of none of the unit's children. */
  child: string;
  waiting: number;
  returned: number;
  /** Reported to the city and counted there as things are now. */
  counted: number;
}

/** A candidate as far as the levels need it; `counts`: the entry that it became counts now. */
export interface OfLevel {
  child: string;
  state: CandidateState;
  counts: boolean;
}

/**
 * The children in their order, each with its figures, also those from whom nothing came; then what came from nobody's child, where there
 * is any. A child that is no more stays as long as something of it is there.
 */
export function levelsOf(children: readonly string[], candidates: readonly OfLevel[]): LevelRow[] {
  const others = [...new Set(candidates.map(({ child }) => child))].filter((one) => !children.includes(one)).sort();
  const named = [...children, ...others.filter((one) => one !== ''), ...others.filter((one) => one === '')];
  return named.map((child) => {
    const own = candidates.filter((one) => one.child === child);
    const count = (is: (one: OfLevel) => boolean) => own.filter(is).length;
    return {
      child,
      waiting: count(({ state }) => waits(state)),
      returned: count(({ state }) => state === 'returned'),
      counted: count(({ state, counts }) => state === 'passed' && counts),
    };
  });
}
