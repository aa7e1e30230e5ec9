import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { REPORTED } from './repeats.ts';

const MOST = 10_000;

const said = z.object({
  unitId: z.string(),
  categoryId: z.string().exactOptional(),
  number: z.int().min(0).max(MOST).exactOptional(),
});

/** "We have sent it by mail": noted for staff, never counted (docs/product.md, section 6). */
export const reportSent = deed({ id: 'self-report', action: 'report', input: said }, async (turn, input) => {
  const { unitId, categoryId = '', number = null } = input;
  demand(turn, 'report', unitId);
  const key = { campaign: turn.campaign.id, unitId, categoryId };
  const kept = { number, byPerson: personOf(turn), at: turn.now };
  await turn.tx.selfReport.upsert({
    where: { campaign_unitId_categoryId: key },
    create: { ...key, ...kept },
    update: kept,
  });
  await audit(turn, { action: 'self-report', subject: `unit:${unitId}`, after: { category: categoryId, number } });
  return input;
});

/** What a unit says it sent and what has not come since, by category, in the campaign's order. */
export async function selfReportsOf(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  unitId: string,
): Promise<{ categoryId: string; number: number | undefined }[]> {
  const said = await tx.selfReport.findMany({
    where: { campaign: campaign.id, unitId },
    orderBy: { categoryId: 'asc' },
  });
  const open = [];
  for (const { categoryId, number, at } of said) {
    const came = await tx.submission.count({
      where: {
        campaign: campaign.id,
        unitId,
        state: { in: REPORTED },
        receivedAt: { gt: at },
        ...(categoryId !== '' && { categoryId }),
      },
    });
    if (came === 0) open.push({ categoryId, number: number ?? undefined });
  }
  const order = ['', ...campaign.categories.map(({ id }) => id)];
  return open.sort((a, b) => order.indexOf(a.categoryId) - order.indexOf(b.categoryId));
}
