import { beijingDay } from '../../../domain/time.ts';
import { readDay } from '../../language/days.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { entryToEdit } from '../../works/access.ts';
import { type Corrected, correct as deed } from '../../works/correct.ts';
import type { Context } from '../context.ts';
import { command, spoken } from '../context.ts';
import { notReceived } from '../intake/received.ts';
import { settle } from '../intake/settle.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { dayOf } from '../read-input.ts';
import { receiptFor } from '../receipt.ts';
import { tell } from '../tell.ts';
import { attendanceOf } from './event.ts';

export const correcting = spoken(deed, async (context, facts: Corrected) => {
  if (facts.outcome === 'repeated') return [notReceived(context, facts)];
  // A draft that was corrected is still a draft: its next question follows instead of a receipt.
  if (facts.outcome === 'draft') return settle(context, facts.entry);
  const { answers } = await tell(context, 'correct', facts);
  return [...(await receiptFor(context, facts.entry, facts.objections)), ...answers];
});

export const correct = command({
  id: 'correct',
  action: 'edit-entry',
  takesFiles: true,
  args: {
    number: { kind: 'entry', required: true },
    category: { kind: 'category' },
    title: { kind: 'title' },
    fields: { kind: 'fields', of: 'any' },
  },
  async handle(context, { number, category: categoryId, title: written, fields: { name, ...said } }) {
    const { kind } = categoryOf(context, (await entryToEdit(context, number)).categoryId);
    // The title of an ambassador is the person's name, so a new name is a new title.
    const title = kind === 'ambassador' ? (name ?? written) : written;
    return correcting.carryOut(context, {
      number,
      ...(title !== '' && { title }),
      ...(categoryId !== undefined && { categoryId }),
      fields: fieldsAsRead(context, said),
      files: usableFiles(context),
    });
  },
});

/** Days and numbers of people, as they are kept. */
export function fieldsAsRead(context: Context, said: Record<string, string>): Record<string, string> {
  const { date, attendance, ...rest } = said;
  const today = beijingDay(context.now);
  return {
    ...rest,
    ...(date !== undefined && { date: dayOf(readDay(context.tongue, date, today), date) }),
    ...(attendance !== undefined && { attendance: attendanceOf(context, attendance) }),
  };
}
