import type { Answer } from '../../delivery/answer.ts';
import { refusalInWords } from '../../words/refuse.ts';
import { accept as acceptDeed, reconsider as reconsiderDeed, returnEntry } from '../../works/review.ts';
import { attempt } from '../attempt.ts';
import { type Context, command, spoken } from '../context.ts';
import { gathered } from '../gathered.ts';
import { ask } from '../proposals/open-question.ts';
import { titleHere } from '../receipt.ts';
import { stateName } from '../state-name.ts';
import { entryFacts, tell } from '../tell.ts';

export const accepting = spoken(acceptDeed, async (context, facts) => {
  const told = await tell(context, 'accept', facts);
  const said = { ...entryFacts(context, facts.entry), title: titleHere(context, facts.entry), ...told.facts };
  return [{ text: context.say('review.accepted', said) }, ...told.answers];
});

export const accept = command({
  id: 'accept',
  action: 'review',
  args: { numbers: { kind: 'entries' } },
  handle: (context, { numbers }) => ofEach(context, numbers, (number) => accepting.carryOut(context, { number })),
});

/** One after another, each for itself; of a single one a refusal is the whole answer. */
async function ofEach(
  context: Context,
  numbers: number[],
  act: (number: number) => Promise<Answer[]>,
): Promise<Answer[]> {
  const [only, ...more] = numbers;
  if (only === undefined || more.length === 0) return act(only ?? 0);
  const answers: Answer[] = [];
  for (const number of numbers)
    answers.push(
      ...(await attempt(
        context,
        () => act(number),
        (refusal) => refusalInWords(context, refusal),
      )),
    );
  return gathered(answers);
}

export const reconsidering = spoken(reconsiderDeed, async (context, facts) => {
  const told = await tell(context, 'reconsider', facts);
  const { entry, taken } = facts;
  const said = {
    ...entryFacts(context, entry),
    title: titleHere(context, entry),
    returned: taken === 'returned',
    same: taken === 'withdrawn',
    state: stateName(context, entry.state),
    ...told.facts,
  };
  return [{ text: context.say('review.reconsidered', said) }, ...told.answers];
});

export const reconsider = command({
  id: 'reconsider',
  action: 'review',
  args: { numbers: { kind: 'entries' } },
  handle: (context, { numbers }) => ofEach(context, numbers, (number) => reconsidering.carryOut(context, { number })),
});

export const returning = spoken(returnEntry, async (context, facts) => {
  const told = await tell(context, 'return', facts);
  const { entry, reason } = facts;
  const said = { ...entryFacts(context, entry), title: titleHere(context, entry), reason, ...told.facts };
  return [{ text: context.say('review.returned', said) }, ...told.answers];
});

export const returnCommand = command({
  id: 'return',
  action: 'review',
  args: { numbers: { kind: 'entries', leading: 'reason' }, reason: { kind: 'text' } },
  handle(context, { numbers, reason = '' }) {
    const [only = 0, ...more] = numbers;
    // A button says no reason: it is asked for.
    if (more.length === 0 && reason.trim() === '')
      return ask(context, { kind: 'return-reason', number: only }, 'review.ask-reason', { number: only });
    return ofEach(context, numbers, (number) => returning.carryOut(context, { number, reason }));
  },
});
