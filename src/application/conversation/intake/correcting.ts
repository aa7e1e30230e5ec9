import { type Corrected, correct } from '../../works/correct.ts';
import { spoken } from '../context.ts';
import { receiptFor } from '../receipt.ts';
import { tell } from '../tell.ts';
import { notReceived } from './received.ts';
import { lackingParts } from './report-parts.ts';
import { settle } from './settle.ts';

/** A correction, and the new receipt. */
export const correcting = spoken(correct, async (context, facts: Corrected) => {
  if (facts.outcome === 'repeated' || facts.outcome === 'blocked') return [notReceived(context, facts)];
  // A draft is not received by being corrected: it goes on from there.
  if (facts.outcome === 'draft') return settle(context, facts.entry);
  const { answers } = await tell(context, 'correct', facts);
  const noted = { ...facts, lackingParts: lackingParts(context, facts.entry) };
  return [...(await receiptFor(context, facts.entry, noted)), ...answers];
});
