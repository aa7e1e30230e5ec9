import { canBeWithdrawn } from '../../domain/submission.ts';
import type { Command } from '../command.ts';
import { changeState } from '../entries.ts';
import { standingOf } from '../ledger.ts';
import { categoryOf, unitOf } from '../lexicons.ts';
import { refuse } from '../refuse.ts';
import { entryToEdit, stateName } from './entry-access.ts';

export const withdraw: Command = {
  id: 'withdraw',
  action: 'edit-entry',
  async handle(context, args) {
    const entry = await entryToEdit(context, args);
    if (!canBeWithdrawn(entry.state))
      refuse('entry.cannot-withdraw', { number: entry.number, state: stateName(context, entry.state) });
    await changeState(context, entry, 'withdrawn', { action: 'submission.withdraw', data: { openUntil: null } });
    const standing = await standingOf(context, entry.unitId, entry.categoryId);
    return context.say('withdraw.done', {
      number: entry.number,
      title: entry.title,
      unit: unitOf(context, entry.unitId).short,
      category: categoryOf(context, entry.categoryId).short,
      count: standing.count,
      target: standing.target,
    });
  },
};
