import { readDay } from '../../../domain/date-words.ts';
import { mediaOf } from '../../../domain/media.ts';
import { beijingDay } from '../../../domain/time.ts';
import { categoryOfKind } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import type { Arguments } from '../../words/parse.ts';
import { misuse } from '../../words/refuse.ts';
import { createDraft, type Entry, updateDraft } from '../../works/entries.ts';
import type { Command, Context } from '../context.ts';
import { gatheredDraft, usableFiles } from '../intake/files.ts';
import { DRAFT_MINUTES, inMinutes } from '../intake/minutes.ts';
import { receive } from '../intake/receive.ts';
import { personOf, unitWritten, wordsOf } from '../speaking.ts';

export const event: Command = {
  id: 'event',
  action: 'report',
  takesFiles: true,
  async handle(context, args) {
    const personId = personOf(context);
    const category = categoryOfKind(context, 'event');
    const named = wordsOf(context, { ...args, fields: { ...args.fields, category: category.name } });
    const { unitId, onBehalf } = unitWritten(context, named.unit);
    const title = oneLine(nameOf(context, args, named.rest));
    const { date, company, attendance } = args.fields;
    if (title === '') misuse('event.no-title');
    if (date === undefined || company === undefined || attendance === undefined)
      misuse('event.lacks', { fields: lackingFields(context, args) });
    const { title: _, unit: __, ...said } = args.fields;
    const fields = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, oneLine(value, 200)]));
    const held = { date: dayHeld(context, date as string), attendance: attendanceOf(context, attendance as string) };
    const facts = { unitId, categoryId: category.id, title, onBehalf, fields: { ...fields, ...held } };
    const files = usableFiles(context);
    const photos = files.length === 0 ? await waitingPhotos(context, personId, category.id) : undefined;
    const openUntil = inMinutes(context.now, DRAFT_MINUTES);
    const draft = photos
      ? await updateDraft(context, photos.number, facts)
      : await createDraft(context, personId, { ...facts, files, openUntil });
    return receive(context, draft);
  },
};

function lackingFields({ vocabulary }: Context, { fields }: Arguments): string {
  const names = vocabulary.commands.event?.fields ?? {};
  const lacking = ['date', 'company', 'attendance'].filter((field) => fields[field] === undefined);
  return lacking.map((field) => names[field]?.[0] ?? field).join('、');
}

/** What the event is called: a title in brackets alone, or everything that is no unit, quotation marks and all. */
function nameOf(context: Context, args: Arguments, rest: string[]): string {
  if (args.title === undefined) return rest.join(' ');
  if (rest.length === 0) return args.title;
  const { title: _, ...untitled } = args;
  const fields = { ...args.fields, category: categoryOfKind(context, 'event').name };
  return wordsOf(context, { ...untitled, words: args.said.split(/\s+/), fields }).rest.join(' ');
}

/** Photos that came before the command and were not said to be something else. */
async function waitingPhotos(context: Context, personId: number, categoryId: string): Promise<Entry | undefined> {
  const draft = await gatheredDraft(context, personId);
  const mine = draft?.categoryId === '' || draft?.categoryId === categoryId;
  return mine && draft?.files.every((file) => mediaOf(file) === 'image') ? draft : undefined;
}

/** How many took part, as written: about sixty stays about sixty. Only the word for persons is left off. */
export function attendanceOf({ vocabulary }: Pick<Context, 'vocabulary'>, written: string): string {
  const said = oneLine(written.normalize('NFKC'), 20);
  if (!/\d/.test(said)) misuse('event.attendance', { written });
  const person = vocabulary.persons.find((word) => said.endsWith(word));
  return person === undefined ? said : said.slice(0, -person.length);
}

/** The day an event was held: readable, possible and not to come. */
export function dayHeld(context: Context, written: string): string {
  const today = beijingDay(context.now);
  const read = readDay(written.split(/\s/)[0] ?? '', today);
  if (!read.ok) return misuse(read.reason === 'impossible' ? 'date.impossible' : 'date.unreadable', { written });
  if (read.day > today) misuse('event.future', { day: read.day, today });
  return read.day;
}
