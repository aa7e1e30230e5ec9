import { type LevelPlaces, type Placed, placed, placesFor, quotaOf } from './awards.ts';
import { type Ranked, ranked } from './order.ts';
import type { ReviewInput, Swing } from './review-result.ts';
import type { ReviewRules } from './rules.ts';
import { type Scored, scoreOf } from './score.ts';

/** A category by places alone, before anybody decides. */
export interface Standing {
  scored: Scored[];
  ranking: Ranked[];
  levels: LevelPlaces[];
  places: Map<number, Placed>;
}

export function standing(
  rules: ReviewRules,
  categoryId: string,
  { works, assigned, papers, votes }: ReviewInput,
): Standing {
  const byWork = <One extends { number: number }>(list: One[]) => grouped(list, ({ number }) => number);
  const [judges, sheets] = [byWork(assigned), byWork(papers)];
  const voted = new Map(votes.map((one) => [one.number, one.votes]));
  const mostVotes = Math.max(0, ...voted.values());
  const scored = works.map((work) =>
    scoreOf(rules, {
      work,
      assigned: judges.get(work.number) ?? [],
      papers: sheets.get(work.number) ?? [],
      votes: voted.get(work.number),
      mostVotes,
    }),
  );
  const ranking = ranked(rules.ties, scored);
  const levels = rules.awards.map((level) => ({
    id: level.id,
    places: placesFor(quotaOf(level, categoryId), works.length, ranking.length > 0),
  }));
  const places = new Map(placed(levels, ranking, rules.perUnit).map((one) => [one.number, one]));
  return { scored, ranking, levels, places };
}

/** All the levels that a place may come to. */
export const levelsOf = (place: Placed | undefined): string[] => place?.open ?? [place?.award ?? ''];

/** By places alone: a decision of staff stands whoever falls out. */
export function swings(rules: ReviewRules, categoryId: string, input: ReviewInput, now: Standing): Swing[] {
  const judges = [...new Set(input.papers.map(({ judge }) => judge))].sort((one, other) => one - other);
  return judges.flatMap((judge) => {
    const without = <One extends { judge: number }>(list: One[]) => list.filter((one) => one.judge !== judge);
    const then = standing(rules, categoryId, {
      ...input,
      assigned: without(input.assigned),
      papers: without(input.papers),
    });
    return input.works.flatMap(({ number }) => {
      const [from, to] = [levelsOf(now.places.get(number)), levelsOf(then.places.get(number))];
      return from.join() === to.join() ? [] : [{ judge, number, from, to }];
    });
  });
}

function grouped<One>(list: One[], key: (one: One) => number): Map<number, One[]> {
  const groups = new Map<number, One[]>();
  for (const one of list) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}
