import { accept as acceptDeed, returnEntry } from '../../works/review.ts';
import { command, spoken } from '../context.ts';
import { titleHere } from '../receipt.ts';
import { entryFacts, tell } from '../tell.ts';

export const accepting = spoken(acceptDeed, async (context, facts) => {
  const told = await tell(context, 'accept', facts);
  const said = { ...entryFacts(context, facts.entry), title: titleHere(context, facts.entry), ...told.facts };
  return [{ text: context.say('review.accepted', said) }, ...told.answers];
});

export const accept = command({
  id: 'accept',
  action: 'review',
  args: { number: { kind: 'entry', required: true } },
  handle: (context, { number }) => accepting.carryOut(context, { number }),
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
  args: { number: { kind: 'entry', required: true }, reason: { kind: 'text', required: 'review.no-reason' } },
  handle: (context, { number, reason }) => returning.carryOut(context, { number, reason }),
});
