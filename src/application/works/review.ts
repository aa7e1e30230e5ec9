import { z } from 'zod';
import { canBeAccepted, canBeReturned } from '../../domain/submission.ts';
import { deed } from '../people/deed.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryToReview } from './access.ts';
import { changeState, type Entry } from './entries.ts';
import { entryNumber, reason } from './inputs.ts';

/** Accepts a received entry. */
export const accept = deed(
  { id: 'accept', action: 'review', input: z.object({ number: entryNumber }) },
  async (turn, { number }): Promise<{ entry: Entry }> => {
    const entry = await entryToReview(turn, number);
    if (!canBeAccepted(entry.state)) refuse('review.cannot-accept', { number, state: entry.state });
    return {
      entry: await changeState(turn, entry, 'accepted', { action: 'submission.accept', data: { openUntil: null } }),
    };
  },
);

/** Returns an entry to its unit, which reads the reason as it is written; it does not count until it is corrected. */
export const returnEntry = deed(
  { id: 'return', action: 'review', input: z.object({ number: entryNumber, reason }) },
  async (turn, { number, reason: written }): Promise<{ entry: Entry; reason: string }> => {
    const entry = await entryToReview(turn, number);
    const why = oneLine(written, 300);
    if (why === '') misuse('review.no-reason', { number });
    if (!canBeReturned(entry.state)) refuse('review.cannot-return', { number, state: entry.state });
    const extra = { action: 'submission.return' as const, reason: why, data: { openUntil: null } };
    return { entry: await changeState(turn, entry, 'returned', extra), reason: why };
  },
);
