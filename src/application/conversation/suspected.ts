import { allowed } from '../people/permit.ts';
import { alikeOfEntries } from '../works/alike-pairs.ts';
import type { Context } from './context.ts';

/** What each of these entries may be the same as: only staff see it, and never in a group, where others read along. */
export async function suspected(context: Context, numbers: number[]): ReturnType<typeof alikeOfEntries> {
  return context.inGroup || !allowed(context, 'review') ? new Map() : alikeOfEntries(context, numbers);
}
