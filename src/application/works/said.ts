import { leastPeople } from '../../domain/attendance.ts';
import type { CategoryKind } from '../../domain/campaign.ts';
import { FIELDS, isField } from '../../domain/field.ts';
import { peopleNamed } from '../../domain/person-name.ts';
import { beijingDay, isDay } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse } from '../words/refuse.ts';
import type { EntryFields } from './entries.ts';

/** Characters of a title, of a name and of any other field; what is longer is cut. */
const LONGEST = { title: 60, name: 20, attendance: 20, workplace: 60 } as const;
const LONGEST_ELSE = 200;

/**
 * The fields of an entry as they are stored: one line each, cut to their greatest length, without empty ones. Throws a
 * `Refusal` for a day that does not exist or is still to come, and for a number of people without a number.
 */
export function kept(turn: Pick<Turn, 'now'>, said: EntryFields): EntryFields {
  const fields: EntryFields = {};
  for (const [name, written] of Object.entries(said)) {
    const isPerson = isField(name) && FIELDS[name].kind === 'person';
    const said = isPerson ? peopleNamed(oneLine(written, LONGEST_ELSE)).join('、') : written;
    const value = oneLine(said, LONGEST[name as keyof typeof LONGEST] ?? LONGEST_ELSE);
    if (value === '') continue;
    if (isField(name) && FIELDS[name].kind === 'day') requireDayHeld(turn, value);
    if (isField(name) && FIELDS[name].kind === 'count' && leastPeople(value) === undefined)
      misuse('event.attendance', { written });
    fields[name] = value;
  }
  return fields;
}

export const keptTitle = (written: string): string => oneLine(written, LONGEST.title);

function requireDayHeld({ now }: Pick<Turn, 'now'>, day: string): void {
  const today = beijingDay(now);
  if (!isDay(day)) misuse('date.unreadable', { written: day });
  if (day > today) misuse('event.future', { day, today });
}

/** What an entry of each kind must say besides its title before it can be received. */
const NEEDED = {
  work: [],
  event: ['date', 'company', 'attendance'],
  ambassador: ['name', 'workplace'],
  report: [],
} as const satisfies Record<CategoryKind, readonly string[]>;

/** What an event still lacks, its title first, in the order in which it is asked. */
export const lackingOfEvent = ({ title, fields }: { title: string; fields: EntryFields }): string[] => [
  ...(title === '' ? ['title'] : []),
  ...lackingFields('event', fields),
];

/** Which of them are missing, in the order in which they are asked. */
export const lackingFields = (kind: CategoryKind, fields: EntryFields): string[] =>
  NEEDED[kind].filter((name) => (fields[name] ?? '') === '');
