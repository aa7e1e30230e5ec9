import type { Answer } from '../../delivery/answer.ts';
import { oneLine } from '../../words/normalise.ts';
import { readCommand } from '../../words/parse.ts';
import { entryByNumber } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { almostConfirmed, says } from '../proposals/consent.ts';
import { forget } from '../proposals/open-question.ts';
import { propose } from '../proposals/propose.ts';

const LONGEST = 300;

/** Why an entry is returned: the unit will read it as it is written, so it is shown before it goes out. */
export async function answerReason(context: Context, number: number): Promise<Answer[] | undefined> {
  if (says(context, 'cancel')) {
    await forget(context);
    return [{ text: context.say('bot.confirm-dropped') }];
  }
  const { message, vocabulary, files } = context;
  const reason = oneLine(message.text, LONGEST);
  const isElse = readCommand(message.text, vocabulary)?.command !== undefined || /[?\uFF1F]$/.test(reason);
  const entry = reason === '' || isElse || files.length > 0 ? undefined : await entryByNumber(context, number);
  if (!entry || almostConfirmed(context)) return undefined;
  const input = { number, reason };
  return propose(context, 'return', async () => [
    { deed: 'return', input, command: 'return', printed: `${number} ${reason}`, entry },
  ]);
}
