import type { Answer } from '../../delivery/answer.ts';
import { unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { extend as deed, extendedUnits, takeBack as takeBackDeed } from '../../works/extend.ts';
import { type Context, command, spoken } from '../context.ts';
import { extendedFacts, tell } from '../tell.ts';

const BETWEEN = '、';

export const extending = spoken(deed, async (context, facts) => {
  const told = await tell(context, 'extend', facts);
  return [{ text: context.say('extend.done', { ...extendedFacts(context, facts), ...told.facts }) }, ...told.answers];
});

export const extend = command({
  id: 'extend',
  action: 'extend',
  args: {
    day: { kind: 'day', until: true, required: 'extend.lacks' },
    everyone: { kind: 'everyone' },
    unit: { kind: 'units', for: 'write' },
    category: { kind: 'category' },
    reason: { kind: 'text', required: 'extend.no-reason' },
  },
  async handle(context, { day, everyone, unit, category: categoryId, reason }) {
    const to = { day, reason, ...(categoryId !== undefined && { categoryId }) };
    const [unitId, another] = unitsMeant(context, everyone, unit);
    if (another === undefined) return extending.carryOut(context, { unitId, ...to });
    return extendAll(context, unitsMeant(context, everyone, unit), to);
  },
});

/** Those named, or every unit; at least one. */
function unitsMeant({ campaign }: Context, everyone: boolean, named: string[]): [string, ...string[]] {
  const [first, ...more] = everyone ? campaign.units.map(({ id }) => id) : named;
  return first === undefined ? misuse('extend.lacks') : [first, ...more];
}

/** The same day for several: one answer, and each county hears of its own. */
async function extendAll(
  context: Context,
  unitIds: string[],
  to: { day: string; reason: string; categoryId?: string },
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const nobody: string[] = [];
  const unreached: string[] = [];
  let category = '';
  for (const unitId of unitIds) {
    const facts = await deed(context, { unitId, ...to });
    const told = await tell(context, 'extend', facts);
    answers.push(...told.answers);
    category = extendedFacts(context, facts).category;
    if (told.facts.nobody) nobody.push(unitOf(context, unitId).short);
    if (told.facts.unreached !== '') unreached.push(told.facts.unreached);
  }
  const text = context.say('extend.done-many', {
    units: unitIds.map((id) => unitOf(context, id).short).join(BETWEEN),
    count: unitIds.length,
    category,
    day: to.day,
    reason: to.reason,
    nobody: nobody.join(BETWEEN),
    unreached: unreached.join(BETWEEN),
  });
  return [{ text }, ...answers];
}

export const takingBack = spoken(takeBackDeed, async (context, facts) => {
  const told = await tell(context, 'take-back-extension', facts);
  const said = { ...extendedFacts(context, facts), ...told.facts };
  return [{ text: context.say('extend.taken-back', said) }, ...told.answers];
});

export const cancelExtension = command({
  id: 'cancelExtension',
  action: 'extend',
  args: { everyone: { kind: 'everyone' }, unit: { kind: 'units', for: 'write' }, category: { kind: 'category' } },
  async handle(context, { everyone, unit, category: categoryId }) {
    const answers: Answer[] = [];
    const of = categoryId === undefined ? {} : { categoryId };
    const wanted = everyone ? await extendedUnits(context) : unit;
    if (wanted.length === 0) everyone ? refuse('extend.none', { unit: '', category: '' }) : misuse('extend.back-lacks');
    for (const unitId of wanted) answers.push(...(await takingBack.carryOut(context, { unitId, ...of })));
    const here = answers.filter(({ to }) => to === undefined).map(({ text }) => text);
    return [{ text: here.join('\n') }, ...answers.filter(({ to }) => to !== undefined)];
  },
});
