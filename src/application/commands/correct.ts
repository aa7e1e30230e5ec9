import { admit } from '../../domain/admission.ts';
import type { CategoryKind } from '../../domain/campaign.ts';
import { canBeCorrected } from '../../domain/submission.ts';
import { requireOpen } from '../closing.ts';
import type { Command } from '../command.ts';
import type { Answer, Context } from '../context.ts';
import { addFiles, correctEntry, type Entry, type EntryFields, type EntryFile, updateDraft } from '../entries.ts';
import { usableFiles } from '../intake/files.ts';
import { elsewhereToStaff, repeatedAnswer, repeatsOf } from '../intake/receive.ts';
import { settle } from '../intake/settle.ts';
import { categoryOf, categoryToWrite } from '../lexicons.ts';
import { oneLine } from '../normalise.ts';
import type { Arguments } from '../parse.ts';
import { receiptFor } from '../receipt.ts';
import { refuse } from '../refuse.ts';
import { entryToEdit, stateName } from './entry-access.ts';
import { attendanceOf, dayHeld } from './event.ts';

/** What can be corrected, by the kind of category. An ambassador is titled by name. */
const FIELDS: Record<CategoryKind, string[]> = {
  work: ['title', 'author', 'authorUnit', 'phone', 'platform', 'link', 'code', 'category', 'note'],
  event: ['title', 'date', 'company', 'attendance', 'form', 'link', 'note'],
  ambassador: ['name', 'workplace', 'phone', 'deeds'],
  report: ['title', 'note'],
};

interface Change {
  title?: string;
  categoryId: string;
  fields: EntryFields;
  files: EntryFile[];
}

export const correct: Command = {
  id: 'correct',
  action: 'edit-entry',
  takesFiles: true,
  async handle(context, args) {
    const entry = await entryToEdit(context, args);
    const { number, state } = entry;
    if (!canBeCorrected(state))
      refuse('entry.cannot-correct', { number, state: stateName(context, state), accepted: state === 'accepted' });
    const change = changeOf(context, entry, args, usableFiles(context));
    if (state === 'returned' || change.files.length > 0) await requireOpen(context);
    if (state === 'draft') return goOn(context, entry, change);
    const repeated = await repeatsOf(context, entry.unitId, change.files, number);
    if (repeated.size > 0) return repeatedAnswer(context, { ...entry, files: change.files }, repeated);
    const corrected = await correctEntry(context, entry, change);
    const findings = admit(
      categoryOf(context, change.categoryId),
      corrected.files,
      context.fileLimit,
      context.campaign.rules,
    );
    const toStaff = change.files.length > 0 ? await elsewhereToStaff(context, corrected, change.files) : [];
    return [...(await receiptFor(context, corrected, findings)), ...toStaff];
  },
};

/** What is to become of the entry; refuses what it has no field for, and a correction that says nothing. */
function changeOf(context: Context, entry: Entry, args: Arguments, files: EntryFile[]): Change {
  const { kind } = categoryOf(context, entry.categoryId);
  const said: EntryFields = { ...args.fields };
  if (args.title !== undefined && said.title === undefined) said[kind === 'ambassador' ? 'name' : 'title'] = args.title;
  const stray = Object.keys(said).find((field) => field !== 'category' && !FIELDS[kind].includes(field));
  if (stray !== undefined) refuseChange(context, entry, stray);
  const { title: written = said.name, category, ...rest } = said;
  const fields = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, oneLine(value, 200)]));
  if (fields.date !== undefined) fields.date = dayHeld(context, fields.date);
  if (fields.attendance !== undefined) fields.attendance = attendanceOf(context, fields.attendance);
  const title = written === undefined ? undefined : oneLine(args.title ?? written);
  if (title === '' || (files.length === 0 && Object.keys(said).length === 0)) refuseChange(context, entry);
  const categoryId = category === undefined ? entry.categoryId : categoryToWrite(context, category);
  requireSameKind(context, entry, categoryId);
  return { ...(title !== undefined && { title }), categoryId, fields, files };
}

function refuseChange(context: Context, { number, categoryId }: Entry, stray?: string): never {
  const { short, kind } = categoryOf(context, categoryId);
  const names = context.vocabulary.commands.correct?.fields ?? {};
  const labels = FIELDS[kind].flatMap((field) => names[field]?.[0] ?? []);
  return refuse('correct.nothing', {
    number,
    category: short,
    field: stray === undefined ? '' : (names[stray]?.[0] ?? stray),
    fields: labels.join('、'),
    first: labels[1] ?? '',
  });
}

/** A draft is not received by being corrected: it goes on from there. */
async function goOn(context: Context, draft: Entry, { title, categoryId, fields, files }: Change): Promise<Answer[]> {
  await addFiles(context, draft.number, files);
  const all = { ...draft.fields, ...fields };
  return settle(
    context,
    await updateDraft(context, draft.number, { categoryId, fields: all, ...(title !== undefined && { title }) }),
  );
}

function requireSameKind(context: Context, entry: Entry, categoryId: string): void {
  const from = categoryOf(context, entry.categoryId);
  const to = categoryOf(context, categoryId);
  if (from.kind !== to.kind) refuse('correct.other-kind', { number: entry.number, from: from.short, to: to.short });
}
