import { addChild, childrenOf, removeChild } from '../../screening/children.ts';
import { unitOf } from '../../words/lexicons.ts';
import { misuse } from '../../words/refuse.ts';
import { command, spoken } from '../context.ts';

/** More do not fit a phone. */
const LISTED = 30;

export const addingChild = spoken(addChild, async (context, { unitId, name, found }) => [
  { text: context.say('children.added', { unit: unitOf(context, unitId).short, name, found: found || '' }) },
]);

export const removingChild = spoken(removeChild, async (context, { unitId, name }) => [
  { text: context.say('children.removed', { unit: unitOf(context, unitId).short, name }) },
]);

export const children = command({
  id: 'children',
  action: 'screen',
  args: {
    action: { kind: 'choice', of: 'childActions' },
    unit: { kind: 'unit', for: 'report' },
    name: { kind: 'text' },
  },
  async handle(context, { action, unit: unitId, name }) {
    if (action === 'add') return addingChild.carryOut(context, { unitId, name });
    if (action === 'remove') return removingChild.carryOut(context, { unitId, name });
    if (name !== '') misuse('children.how', { written: name });
    const known = await childrenOf(context, unitId);
    return context.say('children.list', {
      unit: unitOf(context, unitId).short,
      none: known.length === 0,
      rows: known.slice(0, LISTED).map((one) => ({ name: one })),
      more: known.length > LISTED ? known.length - LISTED : '',
    });
  },
});
