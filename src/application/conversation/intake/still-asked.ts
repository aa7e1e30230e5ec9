import type { Answer } from '../../delivery/answer.ts';
import type { Entry, EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { numbered, openQuestion } from '../proposals/open-question.ts';

/** More files for a draft whose question stands in this chat: what came is said, the question stays as it is. */
export async function stillAsked(
  context: Context,
  { number, files: has }: Entry,
  files: EntryFile[],
  again: string[],
): Promise<Answer[] | undefined> {
  const question = await openQuestion(context);
  if (!question || !('options' in question) || question.options.length === 0 || question.number !== number)
    return undefined;
  const fresh = files.filter(({ name }) => !again.includes(name));
  const text = context.say('intake.gathered', {
    number,
    file: fresh[0]?.name ?? '',
    more: fresh.length > 1 ? fresh.length : '',
    count: has.length,
    again: again.join('、'),
  });
  const choices = numbered(context, question);
  return [{ text, ...(choices.length > 0 && { choices }) }];
}
