import { beijingDay } from '../../../domain/time.ts';
import { readDay } from '../../language/days.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { entryToEdit } from '../../works/access.ts';
import type { Context } from '../context.ts';
import { command } from '../context.ts';
import { correctEach } from '../intake/correct-each.ts';
import { correcting } from '../intake/correcting.ts';
import { attendanceOf } from '../intake/event-facts.ts';
import { addTo, exchange } from '../intake/files-for-entry.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { dayOf } from '../read-days.ts';

export const correct = command({
  id: 'correct',
  action: 'edit-entry',
  takesFiles: true,
  args: {
    numbers: { kind: 'entries', leading: true },
    lines: { kind: 'lines' },
    category: { kind: 'category' },
    titles: { kind: 'titles' },
    title: { kind: 'title' },
    fields: { kind: 'fields', of: 'any' },
  },
  async handle(context, { numbers, lines, category: categoryId, titles, title: written, fields: { name, ...said } }) {
    const files = usableFiles(context);
    const [number = 0, ...others] = numbers;
    const fields = fieldsAsRead(context, said);
    const of = categoryId !== undefined && { categoryId };
    if (others.length > 0) {
      // The word for a category is no title.
      const named = of && !/\s|、/.test(titles) ? '' : titles;
      const works = lines?.map((line) => ({ ...line, fields: fieldsAsRead(context, line.fields) }));
      return correctEach(context, {
        numbers,
        titles: named,
        ...(works && { works }),
        files,
        change: { ...of, fields },
      });
    }
    const entry = await entryToEdit(context, number);
    const kind = entry.categoryId === '' ? 'work' : categoryOf(context, entry.categoryId).kind;
    // The title of an ambassador is the person's name, so a new name is a new title.
    const title = kind === 'ambassador' ? (name ?? written) : written;
    if (title === '' && categoryId === undefined && Object.keys(said).length === 0)
      return exchange(context, entry, files);
    return correcting.carryOut(context, { number, ...(title !== '' && { title }), ...of, fields, files });
  },
});

export const exchangeFiles = command({
  id: 'exchangeFiles',
  action: 'edit-entry',
  takesFiles: true,
  args: { number: { kind: 'entry', required: true } },
  handle: async (context, { number }) => exchange(context, await entryToEdit(context, number), usableFiles(context)),
});

export const addFiles = command({
  id: 'addFiles',
  action: 'edit-entry',
  takesFiles: true,
  args: { number: { kind: 'entry', required: true } },
  handle: async (context, { number }) => addTo(context, await entryToEdit(context, number), usableFiles(context)),
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
