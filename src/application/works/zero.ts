import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { reason } from './inputs.ts';
import { standingOf } from './ledger.ts';

/** "We have none" of a category, with the reason: different from silence (docs/product.md, section 5). */
export const reportZero = deed(
  { id: 'zero', action: 'report', input: z.object({ unitId: z.string(), categoryId: z.string(), reason }) },
  async (turn, { unitId, categoryId, reason: written }) => {
    demand(turn, 'report', unitId);
    const { short } = categoryOf(turn, categoryId);
    const why = oneLine(written, 200);
    if (why === '') misuse('zero.no-reason', { category: short });
    const standing = await standingOf(turn, unitId, categoryId);
    if (standing.count > 0)
      refuse('zero.not-none', { unit: unitOf(turn, unitId).short, category: short, count: standing.count });
    const key = { campaign: turn.campaign.id, unitId, categoryId };
    const said = { reason: why, byPerson: personOf(turn), at: turn.now };
    await turn.tx.zeroReport.upsert({
      where: { campaign_unitId_categoryId: key },
      create: { ...key, ...said },
      update: said,
    });
    await audit(turn, { action: 'zero', subject: `unit:${unitId}`, after: { category: categoryId, reason: why } });
    return { unitId, categoryId, reason: why, standing };
  },
);
