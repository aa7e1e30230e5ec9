import type { Intent } from '../../language/intents.ts';
import { byRulesAlone } from '../../language/tongue.ts';
import { readCommand } from '../../words/parse.ts';
import type { Context } from '../context.ts';
import { understood } from '../plain/understood.ts';

const OF_THE_DRAFT: Intent[] = ['submit_event', 'submit_work', 'ignore', 'out_of_scope_assist'];

/** Whether a message surely means something else than an answer to what is asked about a draft: a command, or a question. */
export function meansElse(context: Context): boolean {
  const { message, vocabulary, tongue } = context;
  if (readCommand(message.text, vocabulary)?.command || /[?？]$/.test(message.text.trim())) return true;
  const strict = { ...context, tongue: byRulesAlone(tongue) };
  const { meaning } = understood(strict);
  return meaning !== undefined && !OF_THE_DRAFT.includes(meaning.intent);
}
