import { categoryOfKind } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse } from '../../words/refuse.ts';
import { keptTitle } from '../../works/said.ts';
import { type Context, command } from '../context.ts';
import { drafting } from '../intake/drafting.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { speakerIn } from '../speaking.ts';

export const event = command({
  id: 'event',
  action: 'report',
  takesFiles: true,
  args: {
    unit: { kind: 'unit', for: 'report' },
    title: { kind: 'title', whole: true },
    date: { kind: 'day' },
    company: { kind: 'text', labelled: true },
    attendance: { kind: 'text', labelled: true },
    fields: { kind: 'fields', of: 'event' },
  },
  async handle(context, { unit: unitId, title: written, date, company, attendance, fields }) {
    speakerIn(context);
    const title = keptTitle(written);
    if (title === '') misuse('event.no-title');
    if (date === undefined || company === '' || attendance === '')
      misuse('event.lacks', { fields: lackingLabels(context, { date: date ?? '', company, attendance }) });
    const facts = { date, company, attendance: attendanceOf(context, attendance) };
    const categoryId = categoryOfKind(context, 'event').id;
    const files = usableFiles(context);
    return drafting.carryOut(context, { unitId, categoryId, title, files, fields: { ...fields, ...facts } });
  },
});

function lackingLabels({ vocabulary }: Context, said: Record<string, string>): string {
  const names = vocabulary.commands.event?.fields ?? {};
  const lacking = Object.keys(said).filter((field) => said[field] === '');
  return lacking.map((field) => names[field]?.[0] ?? field).join('、');
}

/** How many took part, as written: about sixty stays about sixty. Only the word for persons is left off. */
export function attendanceOf({ vocabulary }: Pick<Context, 'vocabulary'>, written: string): string {
  const said = oneLine(written.normalize('NFKC'), 20);
  const person = vocabulary.persons.find((word) => said.endsWith(word));
  return person === undefined ? said : said.slice(0, -person.length);
}
