import { authorLimitsOf, authorsBeyond } from '../../domain/author-limit.ts';
import { demandName } from '../words/demands.ts';
import type { Entry } from '../works/entries.ts';
import { progressNow } from '../works/ledger.ts';
import type { Telling } from './telling.ts';

/** What a receipt says of limits that are not of one category: of several together, of one author, of one of two. */
export async function beyondRows(
  context: Telling,
  { unitId, categoryId, state }: Pick<Entry, 'unitId' | 'categoryId' | 'state'>,
): Promise<{ text: string }[]> {
  const { campaign, say } = context;
  if (campaign.targets.length === 0 || (state !== 'received' && state !== 'accepted')) return [];
  const [unit] = (await progressNow(context, [unitId])).units;
  const demands = (unit?.demands ?? []).filter((one) => one.beyond > 0 && one.categoryIds.includes(categoryId));
  const authors = await authorsOver(context, unitId);
  return [
    ...demands.map((one) => ({
      text: say('demand.beyond', {
        name: demandName(context, one),
        count: one.count,
        most: one.most ?? '',
        beyond: one.beyond,
        text: one.text,
        clause: one.clause,
      }),
    })),
    ...authors
      .filter(({ categoryIds }) => categoryIds.includes(categoryId))
      .map(({ author, count, most, text, clause }) => ({
        text: say('demand.author', { author, count, most, text, clause }),
      })),
  ];
}

async function authorsOver({ tx, campaign }: Telling, unitId: string) {
  if (authorLimitsOf(campaign).length === 0) return [];
  const entries = await tx.submission.findMany({
    where: { campaign: campaign.id, unitId, state: { in: ['received', 'accepted'] } },
    select: { categoryId: true, fields: true },
  });
  const works = entries.map(({ categoryId, fields }) => ({
    categoryId,
    author: String((fields as Record<string, unknown> | null)?.author ?? ''),
  }));
  return authorsBeyond(campaign, unitId, works);
}
