import { z } from 'zod';
import { canBeWithdrawn } from '../../domain/submission.ts';
import { deed } from '../people/deed.ts';
import { allowed } from '../people/permit.ts';
import { refuse } from '../words/refuse.ts';
import { entryToEdit } from './access.ts';
import { requireOpen } from './closing.ts';
import { drop } from './draft.ts';
import { changeState, type Entry } from './entries.ts';
import { entryNumber } from './inputs.ts';

/** Takes an entry back: it counts no more. The actor's own draft is given up. */
export const withdraw = deed(
  { id: 'withdraw', action: 'edit-entry', input: z.object({ number: entryNumber }) },
  async (turn, { number }): Promise<{ outcome: 'withdrawn' | 'dropped'; entry: Entry }> => {
    const entry = await entryToEdit(turn, number);
    const { state } = entry;
    if (state === 'draft' && entry.byPerson === turn.actor.personId)
      return { outcome: 'dropped', entry: await drop(turn, { number }) };
    if (!canBeWithdrawn(state)) refuse('entry.cannot-withdraw', { number, state, accepted: state === 'accepted' });
    if (!allowed(turn, 'change-after-close')) await requireOpen(turn);
    const extra = { action: 'submission.withdraw' as const, data: { openUntil: null } };
    return { outcome: 'withdrawn', entry: await changeState(turn, entry, 'withdrawn', extra) };
  },
);
