import type { Destination } from '../message.ts';
import type { EntryFile } from '../works/entries.ts';
import type { Context } from './context.ts';

/** More would fill a phone's screen, and a platform's allowance for a minute. */
export const MOST_FILES = 12;

export const hereIn = ({ message: { channel, chat } }: Context): Destination => ({ channel, chat });

/** Which files the platform takes there, and which are too large for it. */
export function apart(
  { channels }: Context,
  files: EntryFile[],
  { channel, chat }: Destination,
): { sent: EntryFile[]; left: EntryFile[]; limit: number } {
  const reach = channels.get(channel)?.reach?.(chat);
  const limit = reach === undefined ? Number.POSITIVE_INFINITY : (reach.largestFile ?? 0);
  const fits = ({ size }: EntryFile) => size > 0 && size <= limit;
  return {
    sent: files.filter(fits),
    left: files.filter((file) => !fits(file)),
    limit: Number.isFinite(limit) ? limit : 0,
  };
}
