import type { DayFault } from '../../language/days.ts';
import type { Slots } from '../../language/intents.ts';
import type { Context } from '../context.ts';
import type { Proposal } from '../proposals/propose.ts';
import { refuseDay } from '../read-days.ts';
import { text } from './meant.ts';

/** Makes the deeds that a sentence comes to. */
export type Write = (context: Context, slots: Slots) => Promise<Proposal[]>;

/** A command's line as people would type it, for them to read. */
export const printed = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ');

/** What slots say of an entry's fields, by the fields' names. */
export function fieldsSaid(fields: Record<string, string>, slots: Slots): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([slot, field]) => {
      const value = text(slots, slot);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** `label:value` for each field, with the command's own names for them. */
export function labelled(context: Context, command: string, fields: Record<string, string>): string[] {
  const names = context.vocabulary.commands[command]?.fields ?? {};
  return Object.entries(fields).map(([field, value]) => `${names[field]?.[0] ?? field}:${value}`);
}

/** A day that was said and cannot be taken for one is asked about: nothing is proposed for another day. */
export function requireDayRead({ day_unread: unread }: Slots): void {
  if (typeof unread !== 'object' || unread === null || Array.isArray(unread)) return;
  refuseDay(unread.reason as DayFault, String(unread.said));
}
