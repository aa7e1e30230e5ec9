import type { Slots } from '../../language/intents.ts';
import type { Context } from '../context.ts';
import type { Proposal } from '../proposals/propose.ts';
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
