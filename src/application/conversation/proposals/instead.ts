import type { Action } from '../../../domain/permission.ts';
import type { Answer } from '../../delivery/answer.ts';
import type { Interpretation } from '../../language/intents.ts';
import { oneLine } from '../../words/normalise.ts';
import { readCommand } from '../../words/parse.ts';
import { refusalInWords } from '../../words/refuse.ts';
import { attempt } from '../attempt.ts';
import type { Context } from '../context.ts';
import { commandMeant, wantsChange } from '../plain/answer.ts';
import { understood } from '../plain/understood.ts';
import { forget, type Proposed } from './open-question.ts';

const READS: Action[] = ['help', 'identify', 'read-notice', 'read-totals', 'read-missing', 'read-unit'];
const OWN_ENTRIES = 'mine';

/**
 * Answers a message that is no answer to an open proposal. What speaks against the proposal, or would change something
 * itself, drops it, so that a later 确认 carries out nothing its sender has turned away from; a question leaves it.
 */
export async function answerInstead(
  context: Context,
  proposed: Proposed,
  answer: (context: Context) => Promise<Answer[]>,
): Promise<Answer[]> {
  const turned = turnedAway(context, proposed);
  if (!turned) return answer(context);
  await forget(context);
  const { say, vocabulary } = context;
  const [first] = proposed.steps;
  const { name = '', example = '' } = vocabulary.commands[first?.command ?? ''] ?? {};
  const dropped = say('bot.proposal-dropped', {
    command: oneLine(`${name} ${first?.printed ?? ''}`, 40),
    count: proposed.steps.length > 1 ? proposed.steps.length : '',
  });
  if (turned === 'merely') return [{ text: `${dropped}${say('bot.say-again', { example })}` }];
  const answers = await attempt(
    context,
    () => answer({ ...context, message: { ...context.message, text: turned.text } }),
    (refusal) => refusalInWords(context, refusal),
  );
  const [head, ...more] = answers;
  return head && !head.to ? [{ ...head, text: `${dropped}\n${head.text}` }, ...more] : [{ text: dropped }, ...answers];
}

/** What remains to be answered once the proposal is dropped; `merely`: nothing. Undefined: the proposal stays open. */
function turnedAway(context: Context, proposed: Proposed): { text: string } | 'merely' | undefined {
  const { message, vocabulary, tongue } = context;
  const { text } = message;
  const spoken = readCommand(text, vocabulary);
  if (spoken?.command) return isRead(context, spoken.command) ? undefined : { text };
  if (spoken?.slashed || text === '') return undefined;
  const { turned_away: no, turned_away_merely: merely, turned_away_then: then } = tongue.grammar.words;
  const against = no?.test(text) ?? false;
  if (against && merely?.test(text)) return 'merely';
  const wanted = then === undefined ? text : text.replace(then, '');
  if (wanted !== text && wantsChange(meaningOf(context, wanted))) return { text: wanted };
  const meaning = meaningOf(context, text);
  if (!against) return wantsChange(meaning) ? { text } : undefined;
  const toBeAsked = meaning === undefined && context.advisor !== undefined && context.advice === undefined;
  const said = toBeAsked || (meaning !== undefined && meaning.intent !== 'ignore');
  // 别撤了 is read as the very command that it forbids: then nothing remains to be answered.
  return said && commandMeant(meaning) !== proposed.steps[0]?.command ? { text } : 'merely';
}

/** What is likeliest meant, sure or not: a proposal must not outlive what may have been said in its place. */
function meaningOf(context: Context, text: string): Interpretation | undefined {
  const { meaning, choices } = understood({ ...context, message: { ...context.message, text } });
  return meaning ?? context.advice ?? choices[0];
}

const isRead = ({ commands }: Context, id: string): boolean =>
  id === OWN_ENTRIES || commands.some((command) => command.id === id && READS.includes(command.action));
