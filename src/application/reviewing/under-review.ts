import { judgedCategories } from '../../domain/review/judged.ts';
import type { ReviewRules } from '../../domain/review/rules.ts';
import type { ReviewedWork } from '../../domain/review/score.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';

/** A work with what tells who is too near to it. */
export interface UnderReview extends ReviewedWork {
  title: string;
  author: string;
  /** Empty: none. */
  link: string;
}

type Reads = Pick<Turn, 'tx' | 'campaign'>;

/** How this campaign judges. Refuses where it does not. */
export const rulesOf = ({ campaign }: Pick<Turn, 'campaign'>): ReviewRules => campaign.review ?? refuse('judging.none');

/** The rules, while anything may still be changed: refuses once the results are final. */
export async function changeable(turn: Turn): Promise<ReviewRules> {
  const rules = rulesOf(turn);
  // Two who change and freeze at the same moment come one after the other.
  await turn.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`judging/${turn.campaign.id}`}, 0))`;
  if (await frozenResult(turn)) refuse('judging.frozen');
  return rules;
}

/** The results as they were made final, if they are so now. */
export const frozenResult = ({ tx, campaign }: Reads) =>
  tx.frozenResult.findFirst({ where: { campaign: campaign.id, reopenedAt: null }, orderBy: { id: 'desc' } });

interface Row {
  number: number;
  unit_id: string;
  category_id: string;
  received_at: Date | null;
  title: string;
  author: string;
  link: string;
}

/** All works that are judged, by number. */
export async function worksUnderReview(reads: Reads, categoryIds?: string[]): Promise<UnderReview[]> {
  const { tx, campaign } = reads;
  const { of } = rulesOf(reads);
  const judged = judgedCategories(campaign).map(({ id }) => id);
  const wanted = categoryIds && categoryIds.length > 0 ? judged.filter((id) => categoryIds.includes(id)) : judged;
  const states = of === 'accepted' ? ['accepted'] : ['received', 'accepted'];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT number, unit_id, category_id, received_at, title, coalesce(fields ->> 'author', '') AS author,
      coalesce(fields ->> 'link', '') AS link FROM submission
    WHERE campaign = ${campaign.id} AND category_id = ANY(${wanted}) AND state = ANY(${states}) ORDER BY number`;
  return rows.map((row) => ({
    number: row.number,
    unitId: row.unit_id,
    categoryId: row.category_id,
    receivedAt: row.received_at?.getTime() ?? 0,
    title: row.title,
    author: row.author,
    link: row.link,
  }));
}

/** One of them, for staff. */
export async function reviewedWork(reads: Reads, number: number): Promise<UnderReview> {
  const works = await worksUnderReview(reads);
  return works.find((work) => work.number === number) ?? misuse('judging.not-reviewed', { number });
}
