import { admit } from '../../domain/admission.ts';
import { canBeCorrected } from '../../domain/submission.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { correctEntry, type Entry } from '../entries.ts';
import { usableFiles } from '../intake/files.ts';
import { categoryOf, categoryToWrite } from '../lexicons.ts';
import { oneLine } from '../normalise.ts';
import { receiptFor } from '../receipt.ts';
import { misuse, refuse } from '../refuse.ts';
import { entryToEdit, stateName } from './entry-access.ts';
import { dayHeld } from './event.ts';

export const correct: Command = {
  id: 'correct',
  action: 'edit-entry',
  takesFiles: true,
  async handle(context, args) {
    const entry = await entryToEdit(context, args);
    if (!canBeCorrected(entry.state))
      refuse('entry.cannot-correct', { number: entry.number, state: stateName(context, entry.state) });
    const files = usableFiles(context);
    const { category, title, ...said } = args.fields;
    const newTitle = args.title ?? title;
    if (files.length === 0 && newTitle === undefined && category === undefined && Object.keys(said).length === 0)
      misuse('correct.nothing', { number: entry.number });
    const fields = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, oneLine(value, 200)]));
    if (fields.date !== undefined) fields.date = dayHeld(context, fields.date);
    const categoryId = category === undefined ? entry.categoryId : categoryToWrite(context, category);
    requireSameKind(context, entry, categoryId);
    const findings = admit(categoryOf(context, categoryId), files.length > 0 ? files : entry.files, context.fileLimit);
    if (newTitle !== undefined && oneLine(newTitle) === '') misuse('correct.nothing', { number: entry.number });
    const corrected = await correctEntry(context, entry, {
      fields,
      files,
      categoryId,
      ...(newTitle !== undefined && { title: oneLine(newTitle) }),
    });
    return receiptFor(context, corrected, findings);
  },
};

function requireSameKind(context: Context, entry: Entry, categoryId: string): void {
  const from = categoryOf(context, entry.categoryId);
  const to = categoryOf(context, categoryId);
  if (from.kind !== to.kind) refuse('correct.other-kind', { number: entry.number, from: from.short, to: to.short });
}
