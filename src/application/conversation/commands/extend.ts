import { extend as deed } from '../../works/extend.ts';
import { command, spoken } from '../context.ts';
import { extendedFacts, tell } from '../tell.ts';

export const extending = spoken(deed, async (context, facts) => {
  const told = await tell(context, 'extend', facts);
  return [{ text: context.say('extend.done', { ...extendedFacts(context, facts), ...told.facts }) }, ...told.answers];
});

export const extend = command({
  id: 'extend',
  action: 'extend',
  args: {
    day: { kind: 'day', required: 'extend.lacks' },
    unit: { kind: 'unit', for: 'write', required: 'extend.lacks' },
    category: { kind: 'category' },
    reason: { kind: 'text', required: 'extend.no-reason' },
  },
  handle: (context, { day, unit: unitId, category: categoryId, reason }) =>
    extending.carryOut(context, { unitId, day, reason, ...(categoryId !== undefined && { categoryId }) }),
});
