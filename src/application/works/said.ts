import type { CategoryKind } from '../../domain/campaign.ts';
import { FIELDS, isField } from '../../domain/field.ts';
import { beijingDay, isDay } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse } from '../words/refuse.ts';
import type { EntryFields } from './entries.ts';

/** Characters of a title, of a name and of any other field; what is longer is cut. */
const LONGEST = { title: 60, name: 20, attendance: 20, workplace: 60 } as const;
const LONGEST_ELSE = 200;

/**
 * What was said of an entry as it is kept: one line each, no longer than a field may be, nothing empty. Throws for a day that is
 * none or is still to come, and for a number of people without a number in it.
 */
export function kept(turn: Pick<Turn, 'now'>, said: EntryFields): EntryFields {
  const fields: EntryFields = {};
  for (const [name, written] of Object.entries(said)) {
    const value = oneLine(written, LONGEST[name as keyof typeof LONGEST] ?? LONGEST_ELSE);
    if (value === '') continue;
    if (isField(name) && FIELDS[name].kind === 'day') requireDayHeld(turn, value);
    if (isField(name) && FIELDS[name].kind === 'count' && !/\d/.test(value)) misuse('event.attendance', { written });
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
export const NEEDED = {
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
