import type { Campaign } from './campaign.ts';
import { membersOf } from './membership.ts';
import { isOnePerson } from './notice/one-person.ts';
import type { Target } from './notice-facts.ts';

/** Somebody with more works than the notice takes of one person; all of them are kept. */
export interface AuthorBeyond {
  author: string;
  count: number;
  most: number;
  categoryIds: string[];
  text: string;
  clause: string;
}

/** How many works of one person are taken at most. */
export const authorLimitsOf = ({ targets }: Pick<Campaign, 'targets'>): Target[] =>
  targets.filter(
    ({ who, max, exactly, per, until, share }) =>
      who !== undefined &&
      isOnePerson(who) &&
      (max ?? exactly) !== undefined &&
      (per === undefined || per === 'year') &&
      until === undefined &&
      share === undefined,
  );

/** The people of a unit who have more works than that; `works`: what the unit has reported that counts, with its authors as written. */
export function authorsBeyond(
  campaign: Campaign,
  unitId: string,
  works: readonly { categoryId: string; author: string }[],
): AuthorBeyond[] {
  const all = campaign.categories.filter(({ kind }) => kind === 'work').map(({ id }) => id);
  return authorLimitsOf(campaign).flatMap((limit) => {
    if (!(membersOf(campaign, limit)?.has(unitId) ?? true)) return [];
    const most = limit.max ?? limit.exactly ?? 0;
    const named = limit.categories ?? all;
    const groups = limit.together || limit.categories === undefined ? [named] : named.map((id) => [id]);
    return groups.flatMap((categoryIds) =>
      [...countByAuthor(works.filter(({ categoryId }) => categoryIds.includes(categoryId)))]
        .filter(([, count]) => count > most)
        .map(([author, count]) => ({ author, count, most, categoryIds, text: limit.text, clause: limit.clause })),
    );
  });
}

function countByAuthor(works: readonly { author: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { author } of works) for (const one of namesIn(author)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** `王一、李二`: each of them has made it. */
const namesIn = (author: string): Set<string> =>
  new Set(
    author
      .split(/[、,，;；/]/)
      .map((name) => name.replace(/\s/g, ''))
      .filter((name) => name !== ''),
  );
