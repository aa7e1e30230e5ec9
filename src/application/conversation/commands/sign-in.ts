import { beijingTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { endSessions } from '../../people/sessions.ts';
import { confirmDigits, findDigits, makeLink, SIGN_IN_MINUTES } from '../../people/sign-in.ts';
import { WAIT_MINUTES } from '../../people/wrong-codes.ts';
import { refuse } from '../../words/refuse.ts';
import { consolePage } from '../console-page.ts';
import { type Context, command, spoken } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { speakerIn } from '../speaking.ts';
import { tell } from '../tell.ts';

/** A way into the console: a link for this device, or, with the digits that another device shows, for that one. */
export const signIn = command({
  id: 'signIn',
  action: 'sign-in',
  everywhere: true,
  args: { digits: { kind: 'word' } },
  async handle(context, { digits }) {
    speakerIn(context);
    if (context.inGroup) refuse('console.in-direct');
    return digits === undefined ? link(context) : withDigits(context, digits.normalize('NFKC').replace(/\D/g, ''));
  },
});

async function link(context: Context): Promise<string> {
  const { consoleUrl, say } = context;
  if (consoleUrl === undefined) return refuse('console.no-address');
  const { code } = await makeLink(context, {});
  return say('console.link', { address: consolePage(context, `/enter/${code}`), minutes: SIGN_IN_MINUTES });
}

async function withDigits(context: Context, digits: string): Promise<Answer[]> {
  const { channel, sender } = context.message;
  const found = await findDigits(context, { digits, account: { channel, senderId: sender.id } });
  const told = await tell(context, 'find-digits', found);
  if (found.outcome === 'too-many') return [{ text: context.say('people.too-many-codes', { minutes: WAIT_MINUTES }) }];
  if (found.outcome === 'wrong-code')
    return [{ text: context.say('console.digits-over', { minutes: SIGN_IN_MINUTES }) }, ...told.answers];
  const { id, browser, at } = found;
  const steps = [{ deed: 'confirm-digits', input: { id }, command: 'signIn', printed: digits }];
  return ask(context, { kind: 'confirm', steps }, 'console.confirm-digits', { browser, at: beijingTime(at) });
}

export const lettingIn = spoken(confirmDigits, async ({ say }) => [{ text: say('console.let-in') }]);

export const signOut = command({
  id: 'signOut',
  action: 'sign-in',
  everywhere: true,
  args: {},
  async handle(context) {
    const { count } = await endSessions(context, { which: 'own' });
    return context.say('console.signed-out', { count: count || '' });
  },
});
