import type { Answer } from '../../delivery/answer.ts';
import { directChatKnown } from '../../people/people.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { type Attached, attach } from '../../works/attach.ts';
import { standingOf } from '../../works/ledger.ts';
import type { Blocked, Received, ReceivedEach, Repeated } from '../../works/receive.ts';
import { type Context, spoken } from '../context.ts';
import { objectionRows, receiptFor } from '../receipt.ts';
import { tell } from '../tell.ts';

/** What whoever reported reads of what became of it. */
export async function receivedInWords(context: Context, facts: Received): Promise<Answer[]> {
  if (facts.outcome !== 'received') return [notReceived(context, facts)];
  const { answers } = await tell(context, 'receive', facts);
  // The full receipt of something reported in a group goes there.
  const direct = context.inGroup ? await directChatKnown(context, context.message) : undefined;
  return [...(await receiptFor(context, facts.entry, facts.objections, direct)), ...answers];
}

/** The same of several works that came as one. */
export async function receivedEachInWords(context: Context, facts: ReceivedEach): Promise<Answer[]> {
  if (facts.outcome !== 'received') return [notReceived(context, facts)];
  const { entries, objections, repeated } = facts;
  const last = entries.at(-1);
  if (!last) throw new Error('nothing was received');
  const standing = await standingOf(context, last.unitId, last.categoryId);
  const text = context.say('receipt.many', {
    count: entries.length,
    numbers: entries.map(({ number }) => `#${number}`).join(' '),
    category: categoryOf(context, last.categoryId).short,
    unit: unitOf(context, last.unitId).short,
    standing: standing.count,
    target: standing.target,
    repeated: repeated > 0 ? repeated : '',
    example: last.number,
    warnings: objectionRows(
      context,
      objections.filter(({ level }) => level === 'warn'),
    ),
  });
  return [{ text }, ...(await tell(context, 'receive-each', facts)).answers];
}

/** Why nothing was counted, and what the draft still waits for. */
export function notReceived(context: Context, facts: Blocked | Repeated): Answer {
  if (facts.outcome === 'blocked') {
    const reasons = objectionRows(context, facts.objections);
    return { text: context.say('intake.blocked', { number: facts.number, reasons }) };
  }
  const { file, earlier, waits } = facts;
  return {
    text: context.say('intake.repeated', {
      file,
      number: earlier.number,
      title: earlier.title,
      category: categoryOf(context, earlier.categoryId).short,
      draft: waits ? facts.draft : '',
    }),
  };
}

/** More files for an entry that counts already. */
export const attaching = spoken(attach, async (context, facts: Attached) => {
  if (facts.outcome === 'repeated') return [notReceived(context, facts)];
  const { entry, added, repeated } = facts;
  const text = context.say('intake.joined', {
    number: entry.number,
    title: entry.title,
    added,
    count: entry.files.length,
    repeated: repeated > 0 ? repeated : '',
  });
  return [{ text }];
});
