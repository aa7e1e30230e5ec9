import { z } from 'zod';
import type { Objection } from '../../domain/admission.ts';
import { type FieldId, fieldsOf } from '../../domain/field.ts';
import { canBeCorrected, stateAfterCorrection } from '../../domain/submission.ts';
import { audit } from '../keeping/audit.ts';
import { deed } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { refuse } from '../words/refuse.ts';
import { entryToEdit } from './access.ts';
import { noteAlike } from './alike.ts';
import { requireOpen } from './closing.ts';
import { DRAFT_MINUTES, filesOut, inMinutes } from './draft.ts';
import {
  addFiles,
  countIn,
  type Entry,
  type EntryFile,
  reread,
  snapshot,
  takeFilesOff,
  updateDraft,
} from './entries.ts';
import { entryFields, entryNumber, storedFiles } from './inputs.ts';
import { type Blocked, type Repeated, repeatedFiles } from './receive.ts';
import { type Elsewhere, inOrderOfUnit, repeatsOf, sameElsewhere } from './repeats.ts';
import { blocksIn, objectionsTo } from './rules.ts';
import { kept, keptTitle, lackingFields } from './said.ts';

export type Corrected =
  | { outcome: 'corrected'; entry: Entry; objections: Objection[]; elsewhere: Elsewhere[] }
  /** A draft that was corrected is still a draft: its questions go on. */
  | { outcome: 'draft'; entry: Entry }
  | Blocked
  | Repeated;

const change = z.object({
  number: entryNumber,
  title: z.string().exactOptional(),
  categoryId: z.string().exactOptional(),
  fields: entryFields.exactOptional(),
  /** New files, in place of all the entry has. */
  files: storedFiles.exactOptional(),
  /** The actor's own draft whose files are to be used; the draft ends. */
  fromDraft: entryNumber.exactOptional(),
});

/**
 * Changes what an entry says, or its files: a new version, the earlier ones are kept. Counted under its new category when that
 * changed; a returned entry is received again. Throws for a field that entries of its kind do not have, and for no change at all.
 */
export const correct = deed(
  { id: 'correct', action: 'edit-entry', input: change },
  async (turn, { number, title: written, categoryId: to, fromDraft, ...rest }): Promise<Corrected> => {
    const entry = await entryToEdit(turn, number);
    const { state } = entry;
    if (!canBeCorrected(state)) refuse('entry.cannot-correct', { number, state, accepted: state === 'accepted' });
    const fields = kept(turn, rest.fields ?? {});
    const cleared = emptied(turn, entry, rest.fields ?? {});
    const title = written === undefined ? entry.title : keptTitle(written);
    const categoryId = to ?? entry.categoryId;
    requireFields(turn, entry, [...Object.keys(fields), ...cleared]);
    requireSameKind(turn, entry, categoryId);
    const handed = rest.files ?? [];
    const said = Object.keys(fields).length + cleared.length > 0;
    const changes = handed.length > 0 || fromDraft !== undefined || said;
    const untitled = written !== undefined && title === '';
    if (untitled || (!changes && written === undefined && to === undefined)) refuseChange(turn, entry, '');
    if (state === 'returned' || handed.length > 0 || fromDraft !== undefined) await requireOpen(turn);
    const files = fromDraft === undefined ? handed : await filesOut(turn, fromDraft);
    const blocks = blocksIn(turn, files);
    if (blocks.length > 0) return { outcome: 'blocked', number, waits: state === 'draft', objections: blocks };
    const left = Object.entries(entry.fields).filter(([name]) => !cleared.includes(name));
    const after = { title, categoryId, fields: { ...Object.fromEntries(left), ...fields } };
    if (state === 'draft') {
      if (files.length > 0) await takeFilesOff(turn, number);
      await addFiles(turn, number, files);
      return { outcome: 'draft', entry: await updateDraft(turn, number, after) };
    }
    if (files.length > 0) await inOrderOfUnit(turn, entry.unitId);
    const repeated = await repeatsOf(turn, entry.unitId, files, number);
    if (repeated.size > 0) return repeatedFiles(turn, entry, files, repeated);
    const corrected = await newVersion(turn, entry, { ...after, files });
    await noteAlike(turn, corrected);
    const objections = await objectionsTo(turn, corrected);
    const elsewhere = await sameElsewhere(turn, [{ entry: corrected, files }]);
    return { outcome: 'corrected', entry: corrected, objections, elsewhere };
  },
);

/** The fields that are said to be empty now; what an entry of its kind must say stays. */
function emptied(turn: Turn, { categoryId, fields: has }: Entry, said: Record<string, string>): string[] {
  const must = categoryId === '' ? [] : lackingFields(categoryOf(turn, categoryId).kind, {});
  return Object.keys(said).filter((name) => said[name]?.trim() === '' && name in has && !must.includes(name));
}

function requireFields(turn: Turn, entry: Entry, named: string[]): void {
  if (named.length === 0) return;
  const known: readonly string[] = fieldsHere(turn, entry);
  const stray = named.find((name) => !known.includes(name));
  if (stray !== undefined) refuseChange(turn, entry, stray);
}

/** The fields that an entry has; a draft that nobody has called anything yet may become any work. */
export const fieldsHere = (turn: Pick<Turn, 'campaign'>, { categoryId }: Pick<Entry, 'categoryId'>): FieldId[] =>
  fieldsOf(categoryId === '' ? 'work' : categoryOf(turn, categoryId).kind);

function refuseChange(turn: Turn, entry: Entry, stray: string): never {
  const { number, categoryId } = entry;
  const fields = fieldsHere(turn, entry);
  const category = categoryId === '' ? '' : categoryOf(turn, categoryId).short;
  return refuse('correct.nothing', { number, category, field: stray, fields, first: fields.slice(1, 2) });
}

function requireSameKind(turn: Turn, entry: Entry, categoryId: string): void {
  if (entry.categoryId === '' || entry.categoryId === categoryId) return;
  const from = categoryOf(turn, entry.categoryId);
  const to = categoryOf(turn, categoryId);
  if (from.kind !== to.kind) refuse('correct.other-kind', { number: entry.number, from: from.short, to: to.short });
}

async function newVersion(
  turn: Turn,
  entry: Entry,
  change: Pick<Entry, 'title' | 'categoryId' | 'fields'> & { files: EntryFile[] },
): Promise<Entry> {
  const { tx, now } = turn;
  const { number } = entry;
  if (change.files.length > 0) {
    await tx.submissionFile.updateMany({
      where: { submissionNumber: number, retiredAt: null },
      data: { retiredAt: now },
    });
    await addFiles(turn, number, change.files);
  }
  const { title, categoryId, fields } = change;
  const state = stateAfterCorrection(entry.state);
  // The first of several photos takes the place of the old ones, the others follow it.
  const follow = change.files.length > 0 && categoryOf(turn, categoryId).manyFiles;
  const more = follow ? inMinutes(now, DRAFT_MINUTES) : undefined;
  await tx.submission.update({
    where: { number, version: entry.version },
    data: { state, categoryId, title, fields, version: entry.version + 1, ...(more && { openUntil: more }) },
  });
  await countIn(tx, entry, entry.state, -1);
  await countIn(tx, { ...entry, categoryId }, state, 1);
  const corrected = await reread(turn, number);
  await audit(turn, {
    action: 'submission.correct',
    subject: `submission:${number}`,
    before: snapshot(entry),
    after: snapshot(corrected),
  });
  return corrected;
}
