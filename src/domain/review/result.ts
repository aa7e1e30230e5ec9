import type { LevelPlaces, Placed } from './awards.ts';
import { compare, figure, hundredths, minus, type Ratio, ratio } from './ratio.ts';
import type { CategoryResult, ReviewInput, ReviewResult, WorkResult } from './review-result.ts';
import type { ReviewRules } from './rules.ts';
import type { Scored } from './score.ts';
import { levelsOf, type Standing, standing, swings } from './standing.ts';

/** Categories come in the order given. */
export function reviewResult(rules: ReviewRules, input: ReviewInput, categories: string[]): ReviewResult {
  return { categories: categories.map((id) => categoryResult(rules, id, only(input, id))) };
}

/** What concerns one category. */
function only(input: ReviewInput, categoryId: string): ReviewInput {
  const works = input.works.filter((work) => work.categoryId === categoryId);
  const numbers = new Set(works.map(({ number }) => number));
  const of = <One extends { number: number }>(list: One[]) => list.filter(({ number }) => numbers.has(number));
  return {
    works,
    assigned: of(input.assigned),
    papers: of(input.papers),
    votes: of(input.votes),
    decisions: of(input.decisions),
  };
}

function categoryResult(rules: ReviewRules, categoryId: string, input: ReviewInput): CategoryResult {
  const now = standing(rules, categoryId, input);
  const decided = new Map(input.decisions.map(({ number, award, reason }) => [number, { award, reason }]));
  const lines = new Map(now.levels.map(({ id }) => [id, lineOf(now, id)]));
  const inOrder = [
    ...now.ranking,
    ...now.scored.filter(({ score }) => score === undefined).sort((one, other) => one.work.number - other.work.number),
  ];
  const works = inOrder.map((scored): WorkResult => {
    const { number } = scored.work;
    const decision = decided.get(number);
    const place: Placed = decision ? { number, award: decision.award } : (now.places.get(number) ?? { number });
    const within =
      decision || place.passedOver ? undefined : reached(rules, now.levels, lines, scored, levelsOf(place));
    return {
      ...shown(rules, scored),
      award: place.award ?? '',
      open: place.open ?? [],
      passedOver: place.passedOver ?? false,
      ...(within !== undefined && { within }),
      ...(decision && { decision }),
    };
  });
  return {
    categoryId,
    entries: input.works.length,
    levels: now.levels.map(({ id, places }) => {
      const line = lines.get(id);
      const name = rules.awards.find((level) => level.id === id)?.name ?? id;
      return {
        id,
        name,
        places,
        given: works.filter(({ award }) => award === id).length,
        ...(line && { line: figure(line) }),
      };
    }),
    works,
    provisional: now.scored.some(({ provisional }) => provisional),
    swings: swings(rules, categoryId, input, now),
  };
}

function lineOf({ ranking, places }: Standing, level: string): Ratio | undefined {
  return ranking
    .filter(({ work }) => levelsOf(places.get(work.number)).includes(level))
    .map(({ score }) => score)
    .sort(compare)[0];
}

/** The lowest level above what the work has or may have, if its score comes near enough to that line. */
function reached(
  { reach }: ReviewRules,
  levels: LevelPlaces[],
  lines: Map<string, Ratio | undefined>,
  { score }: Scored,
  has: string[],
): string | undefined {
  const best = levels.findIndex(({ id }) => has.includes(id));
  const above = levels.slice(0, best < 0 ? levels.length : best).findLast(({ id }) => lines.get(id) !== undefined);
  const line = above && lines.get(above.id);
  if (!line || !score || compare(minus(line, score), ratio(hundredths(reach), 100)) > 0) return undefined;
  return above.id;
}

function shown({ criteria }: ReviewRules, scored: Scored & { rank?: number }) {
  const { work, score, rank, median, spread, votes, papers, dropped, owed, provisional } = scored;
  return {
    number: work.number,
    unitId: work.unitId,
    ...(score && { score: figure(score) }),
    ...(rank !== undefined && { rank }),
    ...(median && { median: figure(median) }),
    ...(spread && { spread: figure(spread) }),
    groups: scored.groups.map(({ id, mean }) => ({ id, ...(mean && { mean: figure(mean) }) })),
    criteria: criteria.map(({ id }) => {
      const mean = scored.criteria.get(id);
      return { id, ...(mean && { mean: figure(mean) }) };
    }),
    ...(votes !== undefined && { votes }),
    papers,
    dropped,
    owed,
    provisional,
  };
}
