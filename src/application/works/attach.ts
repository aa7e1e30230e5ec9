import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import { deed } from '../people/deed.ts';
import { entryToEdit } from './access.ts';
import { requireOpen } from './closing.ts';
import { DRAFT_MINUTES, inMinutes } from './draft.ts';
import { addFiles, type Entry, reread, snapshot } from './entries.ts';
import { entryNumber, storedFiles } from './inputs.ts';
import { type Repeated, repeatedFiles } from './receive.ts';
import { repeatsOf } from './repeats.ts';

export type Attached = { outcome: 'attached'; entry: Entry; added: number; repeated: number } | Repeated;

/** Adds files to an entry that already counts; those that the unit has reported before are left out. */
export const attach = deed(
  { id: 'attach', action: 'edit-entry', input: z.object({ number: entryNumber, files: storedFiles }) },
  async (turn, { number, files }): Promise<Attached> => {
    const entry = await entryToEdit(turn, number);
    await requireOpen(turn);
    const repeated = await repeatsOf(turn, entry.unitId, files);
    const fresh = files.filter(({ sha256 }) => !repeated.has(sha256));
    if (fresh.length === 0) return repeatedFiles(turn, entry, files, repeated);
    await addFiles(turn, number, fresh);
    await turn.tx.submission.update({
      where: { number },
      data: { openUntil: inMinutes(turn.now, DRAFT_MINUTES) },
    });
    const after = await reread(turn, number);
    await audit(turn, {
      action: 'submission.attach',
      subject: `submission:${number}`,
      before: snapshot(entry),
      after: snapshot(after),
    });
    return { outcome: 'attached', entry: after, added: fresh.length, repeated: repeated.size };
  },
);
