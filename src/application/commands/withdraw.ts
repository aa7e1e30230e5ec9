import { canBeWithdrawn } from '../../domain/submission.ts';
import { requireOpen } from '../closing.ts';
import type { Command } from '../command.ts';
import { changeState } from '../entries.ts';
import { dropDraft } from '../intake/drop.ts';
import { standingOf } from '../ledger.ts';
import { categoryOf, unitOf } from '../lexicons.ts';
import { isStaff } from '../people.ts';
import { titleHere } from '../receipt.ts';
import { refuse } from '../refuse.ts';
import { entryToEdit, stateName } from './entry-access.ts';

export const withdraw: Command = {
  id: 'withdraw',
  action: 'edit-entry',
  async handle(context, args) {
    const entry = await entryToEdit(context, args);
    if (entry.state === 'draft' && entry.byPerson === context.speaker.personId) return dropDraft(context, entry);
    if (!canBeWithdrawn(entry.state))
      refuse('entry.cannot-withdraw', {
        number: entry.number,
        state: stateName(context, entry.state),
        accepted: entry.state === 'accepted',
      });
    if (!isStaff(context.speaker)) await requireOpen(context);
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
