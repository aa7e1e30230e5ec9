import { mediaOf } from '../../../domain/formats.ts';
import type { Answer } from '../../delivery/answer.ts';
import { readersOf } from '../../language/interpret.ts';
import { categoryOfKind } from '../../words/lexicons.ts';
import { fill, gather } from '../../works/draft.ts';
import type { EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { answerMeaning } from '../plain/answer.ts';
import { understood } from '../plain/understood.ts';
import { says } from '../proposals/consent.ts';
import { forget } from '../proposals/open-question.ts';
import { usableFiles } from './usable-files.ts';

/** The number of people that an event lacked: the event is proposed with it. */
export async function answerAttendance(context: Context, slots: Record<string, string>): Promise<Answer[] | undefined> {
  if (says(context, 'cancel')) {
    await forget(context);
    return [{ text: context.say('bot.confirm-dropped') }];
  }
  const photos = context.files.length > 0 && context.message.text === '' ? usableFiles(context) : [];
  if (photos.length > 0 && photos.every((file) => mediaOf(file) === 'image')) return keepAside(context, photos);
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

/** Photos of the event that is told at the moment: they go with it when it is complete. */
async function keepAside(context: Context, files: EntryFile[]): Promise<Answer[]> {
  const { number } = (await gather(context, { files })).entry;
  await fill(context, { number, categoryId: categoryOfKind(context, 'event').id });
  const more = files.length > 1 ? files.length : '';
  return [{ text: context.say('intake.kept-aside', { file: files[0]?.name ?? '', more, number }) }];
}
