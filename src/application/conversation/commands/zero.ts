import { audit } from '../../keeping/audit.ts';
import { categoryNames, categoryOf, categoryToWrite, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { standingOf } from '../../works/ledger.ts';
import type { Command } from '../context.ts';
import { personOf, unitWritten, wordsOf } from '../speaking.ts';

export const zero: Command = {
  id: 'zero',
  action: 'report',
  async handle(context, args) {
    const { tx, campaign, say, now } = context;
    const personId = personOf(context);
    const named = wordsOf(context, args);
    if (named.category === undefined) misuse('submit.no-category', { categories: categoryNames(context) });
    const category = categoryOf(context, categoryToWrite(context, named.category as string));
    const { unitId } = unitWritten(context, named.unit);
    const reason = oneLine(args.fields.reason ?? named.rest.join(' '), 200);
    if (reason === '') misuse('zero.no-reason', { category: category.short });
    const standing = await standingOf(context, unitId, category.id);
    if (standing.count > 0)
      refuse('zero.not-none', { unit: unitOf(context, unitId).short, category: category.short, count: standing.count });
    const key = { campaign: campaign.id, unitId, categoryId: category.id };
    await tx.zeroReport.upsert({
      where: { campaign_unitId_categoryId: key },
      create: { ...key, reason, byPerson: personId, at: now },
      update: { reason, byPerson: personId, at: now },
    });
    await audit(tx, {
      at: now,
      personId,
      action: 'zero',
      subject: `unit:${unitId}`,
      after: { category: category.id, reason },
    });
    return say('zero.noted', {
      unit: unitOf(context, unitId).short,
      category: category.short,
      reason,
      target: standing.target,
    });
  },
};
