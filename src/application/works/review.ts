import { z } from 'zod';
import { canBeAccepted, canBeReturned, type SubmissionState } from '../../domain/submission.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryToReview } from './access.ts';
import { reopenAlike } from './alike-pairs.ts';
import { changeState, type Entry } from './entries.ts';
import { latestChange } from './history.ts';
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

/** Asks the unit something about an entry, which stays as it is. */
export const askUnit = deed(
  { id: 'ask-unit', action: 'review', input: z.object({ number: entryNumber, question: reason }) },
  async (turn, { number, question: written }): Promise<{ entry: Entry; question: string }> => {
    const entry = await entryToReview(turn, number);
    const question = oneLine(written, 300);
    if (question === '' || entry.unitId === '') misuse('entry.unknown', { number });
    const after = { reason: question };
    await audit(turn, { action: 'submission.ask', subject: `submission:${number}`, after });
    return { entry, question };
  },
);

/** An entry as it stands again, and what it was made by the decision that was taken back. */
export interface Reconsidered {
  entry: Entry;
  taken: SubmissionState;
}

/** What each decision makes of an entry. */
const DECIDED: Record<string, SubmissionState> = {
  'submission.accept': 'accepted',
  'submission.return': 'returned',
  'submission.same': 'withdrawn',
};

/**
 * Takes the actor's own latest decision on an entry back: it stands as it stood before. Refused when it is somebody else's decision,
 * or when the entry has changed since.
 */
export const reconsider = deed(
  { id: 'reconsider', action: 'review', input: z.object({ number: entryNumber }) },
  async (turn, { number }): Promise<Reconsidered> => {
    const entry = await entryToReview(turn, number);
    const latest = await latestChange(turn, number);
    const taken = DECIDED[latest?.action ?? ''];
    if (!latest || taken !== entry.state || latest.state === undefined)
      return refuse('review.nothing-decided', { number, state: entry.state });
    if (latest.personId !== personOf(turn)) refuse('review.decided-by-other', { number });
    const back = latest.state as SubmissionState;
    await reopenAlike(turn, number);
    return { entry: await changeState(turn, entry, back, { action: 'submission.reconsider' }), taken };
  },
);
