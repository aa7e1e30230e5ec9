import { canBeAccepted, canBeReturned } from '../../../domain/submission.ts';
import type { Answer } from '../../delivery/answer.ts';
import { coordinatorsOf } from '../../people/people.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { changeState, type Entry } from '../../works/entries.ts';
import type { Command, Context } from '../context.ts';
import { correctableField, titleHere } from '../receipt.ts';
import { entryToReview, stateName } from './entry-access.ts';

export const accept: Command = {
  id: 'accept',
  action: 'review',
  async handle(context, args) {
    const { entry } = await entryToReview(context, args);
    if (!canBeAccepted(entry.state))
      refuse('review.cannot-accept', { number: entry.number, state: stateName(context, entry.state) });
    await changeState(context, entry, 'accepted', { action: 'submission.accept', data: { openUntil: null } });
    const told = await tellCounty(context, entry, context.say('review.accepted-county', factsOf(context, entry)));
    const facts = { ...factsOf(context, entry), title: titleHere(context, entry) };
    return [{ text: context.say('review.accepted', { ...facts, ...told.facts }) }, ...told.answers];
  },
};

export const returning: Command = {
  id: 'return',
  action: 'review',
  async handle(context, args) {
    const { entry, rest } = await entryToReview(context, args);
    const reason = oneLine(args.fields.reason ?? rest, 300).replace(/^[，,：:]\s*/, '');
    if (reason === '') misuse('review.no-reason', { number: entry.number });
    if (!canBeReturned(entry.state))
      refuse('review.cannot-return', { number: entry.number, state: stateName(context, entry.state) });
    await changeState(context, entry, 'returned', { action: 'submission.return', reason, data: { openUntil: null } });
    const told = await tellCounty(
      context,
      entry,
      context.say('review.returned-county', {
        ...factsOf(context, entry),
        reason,
        field: correctableField(context, categoryOf(context, entry.categoryId)),
      }),
    );
    const facts = { ...factsOf(context, entry), title: titleHere(context, entry) };
    return [{ text: context.say('review.returned', { ...facts, reason, ...told.facts }) }, ...told.answers];
  },
};

const factsOf = (context: Context, entry: Entry) => ({
  number: entry.number,
  title: entry.title,
  unit: unitOf(context, entry.unitId).short,
  category: categoryOf(context, entry.categoryId).short,
});

/** The county is told in its own chats; staff hear who could not be reached. */
export async function tellCounty(
  context: Context,
  entry: Pick<Entry, 'unitId'>,
  text: string,
): Promise<{ answers: Answer[]; facts: { unreached: string; nobody: boolean } }> {
  const coordinators = await coordinatorsOf(context, [entry.unitId]);
  const reached = coordinators.filter(({ to }) => to !== undefined);
  const unreached = coordinators.filter(({ to }) => to === undefined).map(({ name }) => name);
  return {
    answers: reached.flatMap(({ to }) => (to ? [{ text, to }] : [])),
    facts: { unreached: unreached.join('、'), nobody: coordinators.length === 0 },
  };
}
