import { readDay } from '../../domain/date-words.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { createDraft } from '../entries.ts';
import { usableFiles } from '../intake/files.ts';
import { receive } from '../intake/receive.ts';
import { categoryOfKind } from '../lexicons.ts';
import { oneLine } from '../normalise.ts';
import { personOf, unitWritten, wordsOf } from '../permit.ts';
import { misuse } from '../refuse.ts';

export const event: Command = {
  id: 'event',
  action: 'report',
  takesFiles: true,
  async handle(context, args) {
    const personId = personOf(context);
    const category = categoryOfKind(context, 'event');
    const named = wordsOf(context, { ...args, fields: { ...args.fields, category: category.name } });
    const { unitId, onBehalf } = unitWritten(context, named.unit);
    const title = oneLine(args.title ?? named.rest.join(' '));
    const { date, company, attendance } = args.fields;
    if (title === '') misuse('event.no-title');
    if (date === undefined || company === undefined || attendance === undefined)
      misuse('event.lacks', {
        date: date === undefined,
        company: company === undefined,
        attendance: attendance === undefined,
      });
    const { title: _, unit: __, ...said } = args.fields;
    const fields = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, oneLine(value, 200)]));
    const draft = await createDraft(context, personId, {
      unitId,
      categoryId: category.id,
      title,
      onBehalf,
      fields: { ...fields, date: dayHeld(context, date as string) },
      files: usableFiles(context),
      openUntil: null,
    });
    return receive(context, draft);
  },
};

/** The day an event was held: readable, possible and not to come. */
export function dayHeld(context: Context, written: string): string {
  const today = beijingDay(context.now);
  const read = readDay(written.split(/\s/)[0] ?? '', today);
  if (!read.ok) return misuse(read.reason === 'impossible' ? 'date.impossible' : 'date.unreadable', { written });
  if (read.day > today) misuse('event.future', { day: read.day, today });
  return read.day;
}
