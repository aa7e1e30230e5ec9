import { fold } from '../../../domain/fold.ts';
import type { Answer } from '../../delivery/answer.ts';
import { readCommand } from '../../words/parse.ts';
import { refusalInWords } from '../../words/refuse.ts';
import { entryByNumber } from '../../works/entries.ts';
import { attempt } from '../attempt.ts';
import type { Context } from '../context.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { commandNamed, permitted } from '../run.ts';
import { consentOrNot, forget, type Proposed, type Step } from './open-question.ts';
import { propose } from './propose.ts';

/** Whether the message is this one word and nothing else. */
export function says({ vocabulary, message }: Context, word: 'confirm' | 'cancel'): boolean {
  const said = fold(message.text).replace(/^[/、\\]/, '');
  return vocabulary[word].some((one) => fold(one) === said);
}

/** 是 or 好 is no consent, but whoever says it believes it is: nothing is done, and the word is asked for. */
export function almostConfirmed(context: Context): Answer[] | undefined {
  const said = fold(context.message.text).replace(/[\p{P}\p{S}\s]/gu, '');
  const almost = context.vocabulary.almost.some((one) => fold(one) === said);
  if (!almost || context.files.length > 0) return undefined;
  return [{ text: context.say('bot.almost-confirmed'), choices: consentOrNot(context) }];
}

/** 确认 carries out what was proposed, 取消 drops it; anything else is no answer. */
export async function answerProposal(context: Context, { steps }: Proposed): Promise<Answer[] | undefined> {
  if (says(context, 'cancel')) {
    await forget(context);
    return [{ text: context.say('bot.confirm-dropped') }];
  }
  if (!says(context, 'confirm')) return almostConfirmed(context);
  // Used up, whatever comes of it: a second 确认 must find nothing to carry out.
  await forget(context);
  const answers: Answer[] = [];
  for (const step of steps)
    answers.push(
      ...(await attempt(
        context,
        () => carryOut(context, step),
        (refusal) => {
          const why = refusalInWords(context, refusal);
          if (steps.length === 1) return why;
          const { words } = commandNamed(context, step.command);
          return context.say('language.step-refused', { command: `${words.name} ${step.printed}`, why });
        },
      )),
    );
  return answers;
}

/** Does what one step of a proposal says, with the files of the message that agreed to it. */
function carryOut(context: Context, { deed: id, input, command }: Step): Promise<Answer[]> {
  const spoken = context.deeds.get(id);
  if (!spoken) throw new Error(`no deed ${id}`);
  const brought = Array.isArray(input.files) ? { files: [...input.files, ...usableFiles(context)] } : {};
  const wanted = spoken.deed.input.parse({ ...input, ...brought });
  return permitted(context, commandNamed(context, command).command, () => spoken.carryOut(context, wanted as never));
}

/** The file that was asked for in place of an entry's: restated, and exchanged after 确认. */
export async function answerReplacement(context: Context, number: number): Promise<Answer[] | undefined> {
  if (says(context, 'cancel')) {
    await forget(context);
    return [{ text: context.say('bot.confirm-dropped') }];
  }
  if (context.files.length === 0 || readCommand(context.message.text, context.vocabulary)) return undefined;
  const entry = await entryByNumber(context, number);
  if (!entry) return undefined;
  const files = usableFiles(context);
  return propose(context, 'correct', async () => [
    { deed: 'correct', input: { number, files }, command: 'correct', printed: String(number), entry, files },
  ]);
}
