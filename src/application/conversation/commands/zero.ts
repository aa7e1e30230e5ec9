import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { reportZero } from '../../works/zero.ts';
import { command, spoken } from '../context.ts';
import { speakerIn } from '../speaking.ts';

export const reportingZero = spoken(reportZero, async (context, { unitId, categoryId, reason, standing }) => [
  {
    text: context.say('zero.noted', {
      unit: unitOf(context, unitId).short,
      category: categoryOf(context, categoryId).short,
      reason,
      target: standing.target,
    }),
  },
]);

export const zero = command({
  id: 'zero',
  action: 'report',
  args: {
    category: { kind: 'category', required: 'submit.no-category' },
    unit: { kind: 'unit', for: 'report' },
    reason: { kind: 'text', required: 'zero.no-reason' },
  },
  async handle(context, { category: categoryId, unit: unitId, reason }) {
    speakerIn(context);
    return reportingZero.carryOut(context, { unitId, categoryId, reason });
  },
});
