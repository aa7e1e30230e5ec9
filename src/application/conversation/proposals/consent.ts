import { fold } from '../../../domain/fold.ts';
import type { Answer } from '../../delivery/answer.ts';
import { readCommand } from '../../words/parse.ts';
import { refusalInWords } from '../../words/refuse.ts';
import { changeState, entryByNumber } from '../../works/entries.ts';
import { attempt } from '../attempt.ts';
import type { Context } from '../context.ts';
import { usableFiles } from '../intake/files.ts';
import { run } from '../run.ts';
import { consentOrNot, forget, type Proposed } from './open-question.ts';
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

/** 确认 executes what was proposed, 取消 drops it; anything else is no answer. */
export async function answerProposal(context: Context, proposed: Proposed): Promise<Answer[] | undefined> {
  if (says(context, 'cancel')) {
    await forget(context);
    return [{ text: context.say('bot.confirm-dropped') }];
  }
  if (!says(context, 'confirm')) return almostConfirmed(context);
  await forget(context);
  const carried = (proposed.files ?? []).map(({ durationMs, ...kept }) => ({
    ...kept,
    quoted: false,
    ...(durationMs !== undefined && { durationMs }),
  }));
  const agreed = { ...context, confirmed: true, files: [...carried, ...context.files] };
  const first = { command: proposed.command, rest: proposed.rest };
  const answers = proposed.after
    ? await runEach(agreed, [first, ...proposed.after])
    : await attempt(
        context,
        () => run(agreed, first.command, first.rest),
        // Whatever comes of it, the proposal is used up.
        (refusal) => refusalInWords(context.say, refusal),
      );
  if (proposed.draft !== undefined) await endDraft(context, proposed.draft);
  return answers;
}

/** Several commands of one proposal: what one of them refuses is said, and takes nothing from the others. */
async function runEach(context: Context, steps: { command: string; rest: string }[]): Promise<Answer[]> {
  const { say, vocabulary } = context;
  const answers: Answer[] = [];
  for (const { command, rest } of steps)
    answers.push(
      ...(await attempt(
        context,
        () => run(context, command, rest),
        (refusal) => {
          const name = vocabulary.commands[command]?.name ?? '';
          return say('language.step-refused', { command: `${name} ${rest}`, why: refusalInWords(say, refusal) });
        },
      )),
    );
  return answers;
}

/** The files of a draft have become part of something else. */
async function endDraft(context: Context, number: number): Promise<void> {
  const draft = await entryByNumber(context, number);
  if (draft?.state !== 'draft') return;
  await context.tx.submissionFile.deleteMany({ where: { submissionNumber: number } });
  await changeState(context, draft, 'lapsed', { action: 'draft.join', data: { openUntil: null } });
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
  return propose(context, 'correct', async () => [{ command: 'correct', rest: String(number), entry, files }]);
}
