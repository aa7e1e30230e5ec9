import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { standingOf } from '../../works/ledger.ts';
import { withdraw as deed } from '../../works/withdraw.ts';
import { command, spoken } from '../context.ts';
import { dropped } from '../intake/dropped.ts';
import { titleHere } from '../receipt.ts';

export const withdrawing = spoken(deed, async (context, { outcome, entry }) => {
  if (outcome === 'dropped') return [dropped(context, entry)];
  const standing = await standingOf(context, entry.unitId, entry.categoryId);
  const text = context.say('withdraw.done', {
    number: entry.number,
    title: titleHere(context, entry),
    unit: unitOf(context, entry.unitId).short,
    category: categoryOf(context, entry.categoryId).short,
    count: standing.count,
    target: standing.target,
  });
  return [{ text }];
});

export const withdraw = command({
  id: 'withdraw',
  action: 'edit-entry',
  args: { number: { kind: 'entry', required: true } },
  handle: (context, { number }) => withdrawing.carryOut(context, { number }),
});
