import type { Slots } from '../../language/intents.ts';
import type { Context } from '../context.ts';
import type { Proposal } from '../proposals/propose.ts';
import { text } from './meant.ts';

/** Makes the commands that a sentence comes to. */
export type Write = (context: Context, slots: Slots) => Promise<Proposal[]>;

export const words = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ');

/** `label:value` for each slot that was filled, with the command's own names for its fields. */
export function labelled(context: Context, command: string, fields: Record<string, string>, slots: Slots): string[] {
  const names = context.vocabulary.commands[command]?.fields ?? {};
  return Object.entries(fields).flatMap(([slot, field]) => {
    const value = text(slots, slot);
    return value === undefined ? [] : [`${names[field]?.[0] ?? field}:${value}`];
  });
}
