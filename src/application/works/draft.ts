import { z } from 'zod';
import { mediaOf } from '../../domain/formats.ts';
import { fits } from '../../domain/media.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { refuse } from '../words/refuse.ts';
import {
  addFiles,
  changeState,
  createDraft,
  type Entry,
  type EntryFile,
  entriesWhere,
  entryByNumber,
  reread,
  updateDraft,
} from './entries.ts';
import { entryFields, entryNumber, storedFiles } from './inputs.ts';
import { kept, keptTitle } from './said.ts';

/** How long a draft waits (docs/product.md, section 6). */
export const DRAFT_MINUTES = 30;
export const inMinutes = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

/** The person's drafts that still wait, the latest first. */
export const draftsOf = (turn: Turn, most: number): Promise<Entry[]> =>
  entriesWhere(turn, { byPerson: personOf(turn), state: 'draft', openUntil: { gt: turn.now } }, most, true);

/** Files that came without a command and wait to be told what they are. */
export async function gatheredDraft(turn: Turn): Promise<Entry | undefined> {
  const drafts = await draftsOf(turn, 5);
  return drafts.find(({ files, title, gathered }) => files.length > 0 && (title === '' || gathered));
}

/** Whether a draft of the actor still waits for a file. */
export async function awaitsFile(turn: Turn): Promise<boolean> {
  const where = { byPerson: personOf(turn), state: 'draft', openUntil: { gt: turn.now }, files: { none: {} } };
  return (await turn.tx.submission.count({ where: { campaign: turn.campaign.id, ...where } })) > 0;
}

/** Throws a `Refusal` unless the number is an open draft of the actor's own. */
async function ownDraft(turn: Turn, number: number): Promise<Entry> {
  const draft = await entryByNumber(turn, number);
  if (draft?.state !== 'draft' || draft.byPerson !== personOf(turn)) return refuse('finish.not-open', { number });
  return draft;
}

const said = z.object({
  unitId: z.string().exactOptional(),
  categoryId: z.string().exactOptional(),
  title: z.string().exactOptional(),
  fields: entryFields.exactOptional(),
  files: storedFiles.exactOptional(),
});

/**
 * Opens a draft of what was said, or goes on with one that waits for it: files that came before their words become this entry's, and
 * the same words said twice by an impatient thumb are one draft. Returns the draft; it counts for nothing yet.
 */
export const draft = deed({ id: 'draft', action: 'report', input: said }, async (turn, input): Promise<Entry> => {
  const { unitId = '', categoryId = '', files = [] } = input;
  if (unitId !== '') demand(turn, 'report', unitId);
  const title = keptTitle(input.title ?? '');
  const fields = kept(turn, input.fields ?? {});
  const openUntil = inMinutes(turn.now, DRAFT_MINUTES);
  const onBehalf = unitId !== '' && !turn.actor.units.includes(unitId);
  const facts = { unitId, categoryId, title, fields, onBehalf, openUntil };
  const same = await sameDraft(turn, facts);
  const waiting = files.length > 0 || same ? undefined : await waitingFiles(turn, categoryId);
  if (waiting) {
    const gathered = title === '' && waiting.files.length > 1;
    return updateDraft(turn, waiting.number, { ...facts, gathered });
  }
  if (!same) return createDraft(turn, personOf(turn), { ...facts, files });
  await addFiles(turn, same.number, files);
  return updateDraft(turn, same.number, { fields: { ...same.fields, ...fields }, openUntil });
});

async function sameDraft(
  turn: Turn,
  { unitId, categoryId, title }: Pick<Entry, 'unitId' | 'categoryId' | 'title'>,
): Promise<Entry | undefined> {
  const open = { state: 'draft', openUntil: { gt: turn.now } };
  const [found] = await entriesWhere(turn, { byPerson: personOf(turn), ...open, unitId, categoryId, title }, 1, true);
  return found;
}

/** Files that wait for their words and may be meant for this category. */
async function waitingFiles(turn: Turn, categoryId: string): Promise<Entry | undefined> {
  const waiting = await gatheredDraft(turn);
  if (!waiting || !['', categoryId].includes(waiting.categoryId)) return undefined;
  const category = categoryOf(turn, categoryId);
  const meant = category.kind === 'event' ? waiting.files.every((file) => mediaOf(file) === 'image') : true;
  return meant && fits(category, waiting.files) ? waiting : undefined;
}

const gathering = z.object({ files: storedFiles, unitId: z.string().exactOptional() });

/** Files that came without a word: a draft of its own that asks what they are. */
export const gather = deed(
  { id: 'gather', action: 'report', input: gathering },
  (turn, { files, unitId = '' }): Promise<Entry> =>
    createDraft(turn, personOf(turn), {
      files,
      unitId,
      gathered: true,
      openUntil: inMinutes(turn.now, DRAFT_MINUTES),
    }),
);

const filling = said.omit({ files: true }).extend({
  number: entryNumber,
  files: storedFiles.exactOptional(),
  asOne: z.boolean().exactOptional(),
  gathered: z.boolean().exactOptional(),
});

/** What else is known of the actor's own draft: its unit, category, title, fields, more files, whether they are one work. */
export const fill = deed({ id: 'fill', action: 'report', input: filling }, async (turn, input): Promise<Entry> => {
  const { number, unitId, categoryId, title, fields, files = [], asOne, gathered } = input;
  const before = await ownDraft(turn, number);
  if (unitId !== undefined) demand(turn, 'report', unitId);
  await addFiles(turn, number, files);
  return updateDraft(turn, number, {
    ...(unitId !== undefined && { unitId, onBehalf: !turn.actor.units.includes(unitId) }),
    ...(categoryId !== undefined && { categoryId }),
    ...(title !== undefined && { title: keptTitle(title) }),
    ...(fields && { fields: { ...before.fields, ...kept(turn, fields) } }),
    ...(asOne !== undefined && { asOne }),
    ...(gathered !== undefined && { gathered }),
  });
});

const byNumber = z.object({ number: entryNumber });

/** Gives the actor's own draft up. */
export const drop = deed({ id: 'drop', action: 'report', input: byNumber }, async (turn, { number }) => {
  const dropped = await ownDraft(turn, number);
  await changeState(turn, dropped, 'lapsed', { action: 'draft.drop', data: { openUntil: null } });
  return dropped;
});

/** Ends a draft and returns its files, which become part of another entry. */
export async function filesOut(turn: Turn, number: number): Promise<EntryFile[]> {
  const before = await ownDraft(turn, number);
  await turn.tx.submissionFile.deleteMany({ where: { submissionNumber: number } });
  await changeState(turn, before, 'lapsed', { action: 'draft.join', data: { openUntil: null } });
  return before.files;
}

/** Says that no more files will come for the actor's own entry. */
export const finish = deed({ id: 'finish', action: 'report', input: byNumber }, async (turn, { number }) => {
  const entry = await reread(turn, number);
  if (entry.byPerson !== personOf(turn)) refuse('finish.not-open', { number });
  await turn.tx.submission.update({ where: { number }, data: { openUntil: null } });
  return entry;
});
