import { z } from 'zod';
import type { SubmissionState } from '../../domain/submission.ts';
import { deed } from '../people/deed.ts';
import { refuse } from '../words/refuse.ts';
import { entryToEdit } from './access.ts';
import { requireOpen } from './closing.ts';
import { changeState, type Entry } from './entries.ts';
import { latestChange } from './history.ts';
import { entryNumber } from './inputs.ts';
import { type Again, another, type Repeated, refuseRegistered, repeatedIn } from './receive.ts';
import { alikeOf, inOrderOfUnit, repeatsOf } from './repeats.ts';

export type Restored = { outcome: 'restored'; entry: Entry } | Repeated | Again;

/**
 * Takes a withdrawal back: the entry stands as it stood before. What the unit has reported meanwhile is not counted a second time: the
 * same bytes, or what looks like it unless somebody has said that it is another.
 */
export const restore = deed(
  { id: 'restore', action: 'edit-entry', input: z.object({ number: entryNumber, another }) },
  async (turn, { number, another: other }): Promise<Restored> => {
    const { unitId } = await entryToEdit(turn, number);
    await inOrderOfUnit(turn, unitId);
    const entry = await entryToEdit(turn, number);
    if (entry.state !== 'withdrawn') refuse('entry.not-withdrawn', { number, state: entry.state });
    await requireOpen(turn);
    await refuseRegistered(turn, entry);
    const repeated = await repeatsOf(turn, unitId, entry.files, number);
    if (repeated.size > 0) return repeatedIn(turn, entry, repeated);
    const alike = other === true ? undefined : await alikeOf(turn, entry);
    if (alike) return { outcome: 'again', ...alike, draft: undefined };
    const latest = await latestChange(turn, number);
    const before: SubmissionState = latest?.state === 'returned' ? 'returned' : 'received';
    return { outcome: 'restored', entry: await changeState(turn, entry, before, { action: 'submission.restore' }) };
  },
);
