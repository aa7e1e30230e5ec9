import type { Answer } from '../../delivery/answer.ts';
import { changeState, type Entry } from '../../works/entries.ts';
import type { Context } from '../context.ts';

/** Gives a draft up at its owner's word. */
export async function dropDraft(context: Context, draft: Entry): Promise<Answer[]> {
  await changeState(context, draft, 'lapsed', { action: 'draft.drop', data: { openUntil: null } });
  return [{ text: context.say('intake.dropped', { number: draft.number, title: draft.title }) }];
}
