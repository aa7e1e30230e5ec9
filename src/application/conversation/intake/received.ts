import { beijingDay } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { directChatKnown } from '../../people/people.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { type Attached, attach } from '../../works/attach.ts';
import type { Again, Blocked, Received, Repeated } from '../../works/receive.ts';
import type { ReceivedEach } from '../../works/receive-each.ts';
import { type Context, spoken } from '../context.ts';
import { ask, inWords } from '../proposals/open-question.ts';
import { objectionRows, receiptFor, titleHere } from '../receipt.ts';
import { receiptsFor } from '../receipts.ts';
import { tell } from '../tell.ts';
import { withPlatformAsked } from './on-platform.ts';
import { lackingParts } from './report-parts.ts';

/** What whoever reported reads of what became of it. */
export async function receivedInWords(context: Context, facts: Received): Promise<Answer[]> {
  if (facts.outcome === 'again') return askAgain(context, facts);
  if (facts.outcome !== 'received') return [notReceived(context, facts)];
  const { answers } = await tell(context, 'receive', facts);
  const noted = { ...facts, lackingParts: lackingParts(context, facts.entry) };
  const receipts = await receiptFor(context, facts.entry, noted, await fullReceiptTo(context));
  return [...(await withPlatformAsked(context, [facts.entry], receipts)), ...answers];
}

/** The full receipt of something reported in a group goes there. */
const fullReceiptTo = async (context: Context) =>
  context.inGroup ? directChatKnown(context, context.message) : undefined;

/** The same of several works that came as one. */
export async function receivedEachInWords(context: Context, facts: ReceivedEach): Promise<Answer[]> {
  if (facts.outcome === 'again') return askAgain(context, facts);
  if (facts.outcome !== 'received') return [notReceived(context, facts)];
  const { answers } = await tell(context, 'receive-each', facts);
  const receipts = await receiptsFor(context, facts, await fullReceiptTo(context));
  return [...(await withPlatformAsked(context, facts.entries, receipts)), ...answers];
}

/** It looks like an entry that was reported: whether it is another is asked before it counts. */
async function askAgain(context: Context, { by, earlier, draft }: Again): Promise<Answer[]> {
  const { kind, short, measure } = categoryOf(context, earlier.categoryId);
  const facts = {
    number: earlier.number,
    title: titleHere(context, earlier),
    category: short,
    link: by === 'link',
    report: by === 'kind',
    day: earlier.fields.date ?? (earlier.receivedAt ? beijingDay(earlier.receivedAt) : ''),
    measure: kind === 'event' || kind === 'report' ? measure : context.say('intake.one-work'),
  };
  if (draft === undefined) return [{ text: context.say('intake.again', facts) }];
  const { say } = context;
  const another = say('intake.choice-another', { measure: facts.measure });
  const choices = inWords(
    ...(facts.report ? [say('intake.choice-replace'), another] : [another, say('intake.choice-same')]),
  );
  const question = { kind: 'again' as const, number: draft, options: [String(earlier.number)] };
  return ask(context, question, 'intake.again', facts, choices);
}

/** Why nothing was counted, and what the draft still waits for. */
export function notReceived(context: Context, facts: Blocked | Repeated): Answer {
  if (facts.outcome === 'blocked') {
    const reasons = objectionRows(context, facts.objections);
    return { text: context.say('intake.blocked', { number: facts.number, draft: facts.waits, reasons }) };
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
  if (facts.outcome !== 'attached') return [notReceived(context, facts)];
  const { entry, added, repeated, objections } = facts;
  const { answers } = await tell(context, 'attach', facts);
  const text = context.say('intake.joined', {
    number: entry.number,
    title: entry.title,
    added,
    count: entry.files.length,
    repeated: repeated > 0 ? repeated : '',
    warnings: objectionRows(
      context,
      objections.filter(({ level }) => level !== 'note'),
    ),
  });
  return [{ text }, ...answers];
});
