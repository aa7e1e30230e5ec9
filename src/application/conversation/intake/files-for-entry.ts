import { canBeCorrected } from '../../../domain/submission.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import { labelOf } from '../../words/vocabulary.ts';
import { fieldsHere } from '../../works/correct.ts';
import { filesOut, fill } from '../../works/draft.ts';
import type { Entry, EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { titleHere } from '../receipt.ts';
import { filesBeforeEntry } from './belongs.ts';
import { correcting } from './correcting.ts';
import { attaching } from './received.ts';
import { settle } from './settle.ts';

/** Files in place of an entry's: those that came with the command, those that came before it, or those that are yet to come. */
export async function exchange(context: Context, entry: Entry, files: EntryFile[]): Promise<Answer[]> {
  const { number } = entry;
  if (files.length > 0) return correcting.carryOut(context, { number, files });
  requireChangeable(entry);
  const before = await filesBeforeEntry(context, entry);
  if (before) return correcting.carryOut(context, { number, fromDraft: before.number });
  return askForFile(context, entry, 'replace');
}

/** Files besides those that an entry has. */
export async function addTo(context: Context, entry: Entry, files: EntryFile[]): Promise<Answer[]> {
  requireChangeable(entry);
  const before = files.length > 0 ? undefined : await filesBeforeEntry(context, entry);
  const more = before ? await filesOut(context, before.number) : files;
  if (more.length === 0) return askForFile(context, entry, 'add');
  const { number, state } = entry;
  if (state !== 'draft') return attaching.carryOut(context, { number, files: more });
  const { entry: filled, again } = await fill(context, { number, files: more });
  return settle(context, filled, { again });
}

function requireChangeable({ number, state }: Entry): void {
  if (!canBeCorrected(state)) refuse('entry.cannot-correct', { number, state, accepted: state === 'accepted' });
}

function askForFile(context: Context, entry: Entry, how: 'add' | 'replace'): Promise<Answer[]> {
  const { number } = entry;
  const fields = fieldsHere(context, entry).map((field) => labelOf(context, field));
  return ask(context, { kind: 'replacement', number, how }, 'correct.awaits', {
    number,
    title: titleHere(context, entry),
    category: entry.categoryId === '' ? '' : categoryOf(context, entry.categoryId).short,
    replace: how === 'replace',
    inGroup: context.inGroup,
    fields: fields.join('、'),
    first: fields[1] ?? '',
  });
}
