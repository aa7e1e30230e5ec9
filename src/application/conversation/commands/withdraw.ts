import { canBeWithdrawn } from '../../../domain/submission.ts';
import { isStaff } from '../../people/people.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import { requireOpen } from '../../works/closing.ts';
import { changeState } from '../../works/entries.ts';
import { standingOf } from '../../works/ledger.ts';
import type { Command } from '../context.ts';
import { dropDraft } from '../intake/drop.ts';
import { titleHere } from '../receipt.ts';
import { entryToEdit, stateName } from './entry-access.ts';

export const withdraw: Command = {
  id: 'withdraw',
  action: 'edit-entry',
  async handle(context, args) {
    const entry = await entryToEdit(context, args);
    if (entry.state === 'draft' && entry.byPerson === context.actor.personId) return dropDraft(context, entry);
    if (!canBeWithdrawn(entry.state))
      refuse('entry.cannot-withdraw', {
        number: entry.number,
        state: stateName(context, entry.state),
        accepted: entry.state === 'accepted',
      });
    if (!isStaff(context.actor)) await requireOpen(context);
    await changeState(context, entry, 'withdrawn', { action: 'submission.withdraw', data: { openUntil: null } });
    const standing = await standingOf(context, entry.unitId, entry.categoryId);
    return context.say('withdraw.done', {
      number: entry.number,
      title: titleHere(context, entry),
      unit: unitOf(context, entry.unitId).short,
      category: categoryOf(context, entry.categoryId).short,
      count: standing.count,
      target: standing.target,
    });
  },
};
