import type { JudgeGroup } from './rules.ts';

/** Who may be asked to judge a work, and who already is. */
export interface Seat {
  number: number;
  /** Judges of each group who are neither of the unit nor in conflict, by the group's id. */
  eligible: Record<string, number[]>;
  taken: { judge: number; group: string }[];
}

export interface Assignment {
  made: { number: number; judge: number; group: string }[];
  /** Works for which a group has too few judges, and how many are lacking. */
  short: { number: number; group: string; lacking: number }[];
}

/**
 * Fills every group of every work with judges at random, each time one of those who have the fewest works so far. The same seed
 * gives the same. `loads`: works that judges have already.
 */
export function assignEvenly(
  panels: Pick<JudgeGroup, 'id' | 'judges'>[],
  seats: Seat[],
  { seed, loads = new Map() }: { seed: number; loads?: ReadonlyMap<number, number> },
): Assignment {
  const next = dice(seed);
  const load = new Map(loads);
  const result: Assignment = { made: [], short: [] };
  for (const { number, eligible, taken } of shuffled(seats, next))
    for (const { id: group, judges } of panels) {
      const lacking = judges - taken.filter((one) => one.group === group).length;
      const free = shuffled(
        (eligible[group] ?? []).filter((judge) => !taken.some((one) => one.judge === judge)),
        next,
      ).sort((one, other) => (load.get(one) ?? 0) - (load.get(other) ?? 0));
      for (const judge of free.slice(0, Math.max(0, lacking))) {
        load.set(judge, (load.get(judge) ?? 0) + 1);
        result.made.push({ number, judge, group });
      }
      if (free.length < lacking) result.short.push({ number, group, lacking: lacking - free.length });
    }
  result.made.sort((one, other) => one.number - other.number || one.judge - other.judge);
  result.short.sort((one, other) => one.number - other.number);
  return result;
}

/** Numbers from 0 to 2^32 - 1 by xorshift: the same everywhere, which `Math.random` is not. */
function dice(seed: number): () => number {
  let state = seed >>> 0 || 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

function shuffled<One>(list: readonly One[], next: () => number): One[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = next() % (at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as One, mixed[at] as One];
  }
  return mixed;
}
