import { z } from 'zod';
import type { Objection } from '../../domain/admission.ts';
import { canBeCorrected, stateAfterCorrection } from '../../domain/submission.ts';
import { deed } from '../people/deed.ts';
import { refuse } from '../words/refuse.ts';
import { entryToEdit } from './access.ts';
import { noteAlike } from './alike.ts';
import { requireOpen } from './closing.ts';
import { DRAFT_MINUTES, inMinutes } from './draft.ts';
import { addFiles, changeState, type Entry } from './entries.ts';
import { entryNumber, storedFiles } from './inputs.ts';
import { type Blocked, type Repeated, repeatedFiles } from './receive.ts';
import { type Elsewhere, inOrderOfUnit, repeatsOf, sameElsewhere } from './repeats.ts';
import { blocksIn, objectionsTo } from './rules.ts';

export type Attached =
  | {
      outcome: 'attached';
      entry: Entry;
      added: number;
      repeated: number;
      /** To the files that came now. */
      objections: Objection[];
      elsewhere: Elsewhere[];
    }
  | Blocked
  | Repeated;

/**
 * Adds files to an entry that was received; those that the unit has reported before are left out. What was returned is handed in
 * again by it.
 */
export const attach = deed(
  { id: 'attach', action: 'edit-entry', input: z.object({ number: entryNumber, files: storedFiles }) },
  async (turn, { number, files }): Promise<Attached> => {
    const entry = await entryToEdit(turn, number);
    const { state } = entry;
    if (!canBeCorrected(state) || state === 'draft')
      refuse('entry.cannot-correct', { number, state, accepted: state === 'accepted' });
    await requireOpen(turn);
    const blocks = blocksIn(turn, files);
    if (blocks.length > 0) return { outcome: 'blocked', number, waits: false, objections: blocks };
    await inOrderOfUnit(turn, entry.unitId);
    const repeated = await repeatsOf(turn, entry.unitId, files);
    const fresh = files.filter(({ sha256 }) => !repeated.has(sha256));
    if (fresh.length === 0) return repeatedFiles(turn, entry, files, repeated);
    const twice = await addFiles(turn, number, fresh);
    const data = { openUntil: inMinutes(turn.now, DRAFT_MINUTES) };
    const after = await changeState(turn, entry, stateAfterCorrection(state), { action: 'submission.attach', data });
    await noteAlike(turn, after);
    const added = fresh.length - twice.length;
    const elsewhere = await sameElsewhere(turn, [{ entry: after, files: fresh }]);
    const named = new Set(fresh.map(({ name }) => name));
    const objections = (await objectionsTo(turn, after)).filter(
      ({ facts: { file } }) => file === undefined || named.has(String(file)),
    );
    return { outcome: 'attached', entry: after, added, repeated: files.length - added, objections, elsewhere };
  },
);
