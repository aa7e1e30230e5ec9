import type { Ranked } from './order.ts';
import { hundredths } from './ratio.ts';
import type { AwardLevel, Quota } from './rules.ts';

/** What a work's place comes to, before anybody decides. */
export interface Placed {
  number: number;
  /** The level it has for certain. */
  award?: string;
  /** A tie stands over the line: staff say which of these it has. An empty id is: none. */
  open?: string[];
  /** Its unit has as many awards as it may have; the rank stays. */
  passedOver?: true;
}

/** Places of a level: a share is rounded down, but is one at least where anybody is ranked. */
export function placesFor(quota: Quota, entries: number, anybodyRanked: boolean): number {
  if ('places' in quota) return quota.places;
  if (!anybodyRanked) return 0;
  return Math.max(1, Math.floor((entries * hundredths(quota.share)) / 10_000));
}

export const quotaOf = ({ quota, byCategory }: AwardLevel, categoryId: string): Quota =>
  byCategory[categoryId] ?? quota;

export interface LevelPlaces {
  id: string;
  places: number;
}

/** Hands the places out, from the highest level down and from the first rank on. */
export function placed(levels: LevelPlaces[], works: Ranked[], perUnit = Number.POSITIVE_INFINITY): Placed[] {
  const free = levels.flatMap(({ id, places }) => Array.from({ length: places }, () => id));
  const had = new Map<string, number>();
  return tiedTogether(works).flatMap((tied) => {
    if (free.length === 0) return tied.map(({ work: { number } }) => ({ number }));
    const takers = takersOf(tied, (unit) => perUnit - (had.get(unit) ?? 0));
    const wanted = [...takers.values()].reduce((all, { takes }) => all + takes, 0);
    const handed = free.splice(0, wanted);
    const choice = [...new Set([...handed, ...(handed.length < wanted ? [''] : [])])];
    for (const [unit, { takes }] of takers) had.set(unit, (had.get(unit) ?? 0) + takes);
    return tied.map(({ work: { number, unitId } }): Placed => {
      const { takes, works: ofUnit } = takers.get(unitId) as Taker;
      if (takes === 0) return { number, passedOver: true };
      const open = takes < ofUnit ? [...new Set([...choice, ''])] : choice;
      return open.length === 1 ? { number, award: open[0] as string } : { number, open };
    });
  });
}

/** How many of a unit's tied works there are, and how many of them it may still have. */
interface Taker {
  works: number;
  takes: number;
}

function takersOf(tied: Ranked[], left: (unit: string) => number): Map<string, Taker> {
  const takers = new Map<string, Taker>();
  for (const { work } of tied) {
    const works = (takers.get(work.unitId)?.works ?? 0) + 1;
    takers.set(work.unitId, { works, takes: Math.min(works, left(work.unitId)) });
  }
  return takers;
}

function tiedTogether(works: Ranked[]): Ranked[][] {
  const together: Ranked[][] = [];
  for (const one of works) {
    const last = together.at(-1);
    if (last?.[0]?.rank === one.rank) last.push(one);
    else together.push([one]);
  }
  return together;
}
