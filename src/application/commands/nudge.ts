import { deadlinesOf } from '../../domain/deadline.ts';
import { type Lack, lacking } from '../../domain/reminder.ts';
import { audit } from '../audit.ts';
import type { Command } from '../command.ts';
import type { Answer, Context } from '../context.ts';
import { ask } from '../intake/open-question.ts';
import { extensionsOf, progressNow } from '../ledger.ts';
import { categoryOf, categoryToWrite, surely, unitOf, unitToWrite } from '../lexicons.ts';
import { coordinatorsOf } from '../people.ts';
import { itemsInWords } from '../reminders.ts';

/** Preview first: who gets it and who cannot be reached; sent after 确认, with the list of that moment. */
export const nudge: Command = {
  id: 'nudge',
  action: 'nudge',
  async handle(context, args) {
    const { campaign, say, lexicons, vocabulary } = context;
    const words = args.words.filter((word) => !vocabulary.everyone.includes(word));
    const categoryIds = words
      .filter((word) => surely(lexicons.categories, word) && !surely(lexicons.units, word))
      .map((word) => categoryToWrite(context, word));
    const unitIds = words
      .filter((word) => !surely(lexicons.categories, word) || surely(lexicons.units, word))
      .map((word) => unitToWrite(context, word));
    const found = await progressNow(
      context,
      unitIds.length > 0 ? unitIds : undefined,
      categoryIds.length > 0 ? categoryIds : undefined,
    );
    const lacks = lacking(found, deadlinesOf(campaign, await extensionsOf(context)));
    if (lacks.length === 0) return say('nudge.nobody');
    const coordinators = await coordinatorsOf(
      context.tx,
      lacks.map(({ unitId }) => unitId),
    );
    const reached = lacks.filter(({ unitId }) => coordinators.some((one) => one.unitId === unitId && one.to));
    const unreached = lacks.filter((lack) => !reached.includes(lack));
    const named = (lack: Lack) => ({
      unit: unitOf(context, lack.unitId).short,
      items: itemsInWords(context, { ...lack, nothing: lack.nothing && categoryIds.length === 0 }),
    });
    if (context.confirmed) return send(context, reached, unreached, coordinators);
    return ask(context, { kind: 'confirm', command: 'nudge', rest: args.head }, 'nudge.preview', {
      reached: reached.length,
      unreached: unreached.length,
      reachedRows: reached.map(named),
      unreachedRows: unreached.map(named),
    });
  },
};

async function send(
  context: Context,
  reached: Lack[],
  unreached: Lack[],
  coordinators: Awaited<ReturnType<typeof coordinatorsOf>>,
): Promise<Answer[]> {
  const { campaign, say, tx, now, speaker } = context;
  const deadlines = deadlinesOf(campaign, await extensionsOf(context));
  const answers = reached.flatMap((lack) => {
    const items = lack.items.map(({ categoryId, short }) => {
      const { short: name, measure } = categoryOf(context, categoryId);
      return { category: name, short, measure, day: deadlines.of(lack.unitId, categoryId).day };
    });
    const text = say('nudge.county', { unit: unitOf(context, lack.unitId).short, items });
    return coordinators.flatMap(({ unitId, to }) => (unitId === lack.unitId && to ? [{ text, to }] : []));
  });
  await audit(tx, {
    at: now,
    personId: speaker.personId,
    action: 'nudge',
    subject: `campaign:${campaign.id}`,
    after: { reached: reached.map(({ unitId }) => unitId), unreached: unreached.map(({ unitId }) => unitId) },
  });
  const names = (lacks: Lack[]) => lacks.map(({ unitId }) => unitOf(context, unitId).short).join('、');
  return [{ text: say('nudge.sent', { reached: reached.length, unreachedNames: names(unreached) }) }, ...answers];
}
