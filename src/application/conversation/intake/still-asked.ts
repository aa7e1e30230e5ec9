import type { Answer } from '../../delivery/answer.ts';
import { type EntryFile, reread } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { openQuestion } from '../proposals/open-question.ts';

/** More files for a draft whose question stands in this chat: what came is said, the question stays as it is. */
export async function stillAsked(context: Context, number: number, files: EntryFile[]): Promise<Answer[] | undefined> {
  const question = await openQuestion(context);
  if (!question || question.kind === 'confirm' || question.kind === 'title') return undefined;
  if (question.kind === 'replacement' || question.kind === 'attendance') return undefined;
  if (question.number !== number) return undefined;
  const count = (await reread(context, number)).files.length;
  const more = files.length > 1 ? files.length : '';
  return [{ text: context.say('intake.gathered', { number, file: files[0]?.name ?? '', more, count }) }];
}
