import { beijingDay } from '../../../domain/time.ts';
import { dayIn, readDay } from '../../language/days.ts';
import { readersOf } from '../../language/interpret.ts';
import { readArguments } from '../../words/form.ts';
import { oneLine } from '../../words/normalise.ts';
import { labelsToRead } from '../../words/vocabulary.ts';
import type { Context } from '../context.ts';
import { understood } from '../plain/understood.ts';
import { dayOf } from '../read-days.ts';
import { chooseTitle } from './choose.ts';

/** What is said of an event, as far as it was said. */
export interface EventFacts {
  title: string;
  fields: Record<string, string>;
}

/** How many took part, as written: about sixty stays about sixty. Only the word for persons is left off. */
export function attendanceOf({ vocabulary }: Pick<Context, 'vocabulary'>, written: string): string {
  const said = oneLine(written.normalize('NFKC'), 20);
  const person = vocabulary.persons.find((word) => said.endsWith(word));
  return person === undefined ? said : said.slice(0, -person.length);
}

const PARTS = /《[^》]*》|[^\s,，;；、]+/g;

interface Sorted {
  date?: string;
  attendance?: string;
  /** What is neither, and how much of it stood in front of the first that is. */
  others: string[];
  before: number;
}

/** Days and numbers of people among words; each once. Throws for a day that there is not. */
function sorted(context: Context, text: string, known: Record<string, string>): Sorted {
  const today = beijingDay(context.now);
  const found: Sorted = { others: [], before: -1 };
  for (const part of text.match(PARTS) ?? []) {
    const read = known.date === undefined && found.date === undefined && readDay(context.tongue, part, today);
    const isDay = read && (read.ok || read.reason !== 'unreadable');
    const counts = known.attendance === undefined && found.attendance === undefined;
    if (isDay) found.date = dayOf(read, part);
    else if (counts && context.tongue.grammar.words.people_alone?.test(part))
      found.attendance = attendanceOf(context, part);
    else {
      found.others.push(part);
      continue;
    }
    if (found.before < 0) found.before = found.others.length;
  }
  return found;
}

/** `网安进企业 9月3日 瑞丰钢厂 60人`: name, day, company and number of people without their labels, in about this order. */
export function inBareOrder(context: Context, written: string, known: Record<string, string>): EventFacts {
  const { date, attendance, others, before } = sorted(context, written, known);
  const fields = { ...known, ...(date !== undefined && { date }), ...(attendance !== undefined && { attendance }) };
  const listed = fields.date !== undefined && fields.attendance !== undefined;
  const nothingBare = date === undefined && attendance === undefined;
  if (known.company !== undefined || others.length < 2 || (nothingBare && !listed))
    return { title: unmarked(nothingBare ? written : others.join(' ')), fields };
  // The name stands in front of the day; where nothing does, the last word is the company.
  const split = before > 0 && before < others.length ? before : before === 0 ? 1 : others.length - 1;
  return {
    title: unmarked(others.slice(0, split).join(' ')),
    fields: { ...fields, company: others.slice(split).join(' ') },
  };
}

const unmarked = (title: string) => title.replace(/^《([^》]*)》$/, '$1');

/** What an answer says of an event, asked for one thing or saying others; undefined when it says nothing of it. */
export function factsAnswered(
  context: Context,
  asked: string,
  text: string,
  lacking: readonly string[],
): EventFacts | undefined {
  if (text.trim() === '') return undefined;
  const { fields: labelled, head, title: quoted } = readArguments(text, labelsToRead(context.vocabulary, 'event'));
  const { title: _, unit: __, date: day, attendance: people, ...others } = labelled;
  const today = beijingDay(context.now);
  const known = {
    ...others,
    ...(day !== undefined && { date: dayOf(readDay(context.tongue, day, today), day) }),
    ...(people !== undefined && { attendance: attendanceOf(context, people) }),
  };
  const { date, attendance, others: rest } = sorted(context, head, known);
  const fields: Record<string, string> = { ...inSentence(context, rest.join(' ')), ...known };
  if (date !== undefined) fields.date = date;
  if (attendance !== undefined) fields.attendance = attendance;
  const told = date !== undefined || attendance !== undefined;
  const free = freeWords(rest, { asked, told, lacking: lacking.filter((name) => fields[name] === undefined) });
  const wordOf = (name: 'title' | 'company') => {
    const worded = free[name] === undefined ? 'none' : chooseTitle(context, free[name], undefined);
    return typeof worded === 'string' ? undefined : worded.title;
  };
  const company = wordOf('company');
  if (fields.company === undefined && company !== undefined) fields.company = company;
  const title = quoted ?? (fields.company === undefined || company !== undefined ? (wordOf('title') ?? '') : '');
  return title === '' && Object.keys(fields).length === 0 ? undefined : { title, fields };
}

/** Words that are neither a day nor a number: the name of the event and the company, as far as these are asked for or lacking. */
function freeWords(
  rest: string[],
  { asked, told, lacking }: { asked: string; told: boolean; lacking: string[] },
): { title?: string; company?: string } {
  if (rest.length === 0) return {};
  const wanted = (['title', 'company'] as const).filter((name) => name === asked || lacking.includes(name));
  if (wanted.length === 2 && rest.length === 2 && told) return { title: rest[0] as string, company: rest[1] as string };
  const words = rest.join(' ');
  if (asked === 'title' || asked === 'company') return { [asked]: words };
  // Beside a day or a number that was given, a word can only be where it was.
  return told && wanted.length === 1 && wanted[0] === 'company' ? { company: words } : {};
}

/** What a whole sentence says: 上周三在瑞丰钢厂办的，来了60人. */
function inSentence(context: Context, text: string): Record<string, string> {
  const { tongue, message, now } = context;
  const found = dayIn(tongue, text.normalize('NFKC'), beijingDay(now));
  const { reading } = understood({ ...context, message: { ...message, text } });
  const { place, attendance } = readersOf(reading, ['place', 'attendance']);
  return {
    ...(found?.read.ok && { date: found.read.day }),
    ...(typeof place === 'string' && { company: place }),
    ...(attendance !== undefined && { attendance: String(attendance) }),
  };
}
