import { z } from 'zod';
import { cityTargetOf, isUndivided } from '../../domain/target.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import { categoryOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { boundsNow } from './ledger.ts';

const MOST_TARGET = 10_000;

const input = z.object({
  unitId: z.string(),
  categoryId: z.string(),
  number: z.int().min(0),
  /** On what ground: a decision, a letter. */
  basis: z.string(),
});

/** Changes a unit's target in a category, or its cap where it has no target; the old number is kept. */
export const changeTarget = deed({ id: 'change-target', action: 'change-target', input }, async (turn, given) => {
  const { unitId, categoryId, number } = given;
  const { tx, campaign, now } = turn;
  if (isUndivided(campaign, categoryId)) {
    const { short, measure } = categoryOf(turn, categoryId);
    refuse('campaign.target-city', { category: short, number: cityTargetOf(campaign, categoryId), measure });
  }
  if (number > MOST_TARGET) misuse('campaign.target-number', { written: String(number) });
  const basis = oneLine(given.basis, 200);
  if (basis === '') misuse('campaign.target-basis');
  const { targets, caps } = await boundsNow(turn);
  const before = targets.get(unitId)?.get(categoryId) ?? caps.get(unitId)?.get(categoryId);
  await tx.targetChange.create({
    data: { campaign: campaign.id, unitId, categoryId, number, basis, byPerson: personOf(turn), at: now },
  });
  await audit(turn, {
    action: 'target.change',
    subject: `unit:${unitId}`,
    before: { category: categoryId, number: before ?? null },
    after: { category: categoryId, number, basis },
  });
  return { unitId, categoryId, number, before, basis };
});
