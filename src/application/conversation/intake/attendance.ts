import type { Answer } from '../../delivery/answer.ts';
import { readersOf } from '../../language/interpret.ts';
import type { Context } from '../context.ts';
import { answerMeaning, understood } from '../plain/answer.ts';
import { says } from '../proposals/consent.ts';
import { forget } from '../proposals/open-question.ts';

/** The number of people that an event lacked: the event is proposed with it. */
export async function answerAttendance(context: Context, slots: Record<string, string>): Promise<Answer[] | undefined> {
  if (says(context, 'cancel')) {
    await forget(context);
    return [{ text: context.say('bot.confirm-dropped') }];
  }
  const { people_alone: alone } = context.tongue.grammar.words;
  const { text } = context.message;
  if (context.files.length > 0 || !alone?.test(text)) return undefined;
  const [person = ''] = context.vocabulary.persons.filter((word) => text.endsWith(word));
  const counted = person === '' ? `${text}${context.vocabulary.persons[1] ?? ''}` : text;
  const { reading } = understood({ ...context, message: { ...context.message, text: counted } });
  const { attendance } = readersOf(reading, ['attendance']);
  if (attendance === undefined) return undefined;
  await forget(context);
  return answerMeaning(context, { intent: 'submit_event', slots: { ...slots, attendance } });
}
