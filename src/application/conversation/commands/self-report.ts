import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { standingOf } from '../../works/ledger.ts';
import { reportSent } from '../../works/self-report.ts';
import { command, spoken } from '../context.ts';
import { speakerIn } from '../speaking.ts';

const MOST = 10_000;

/** "We have sent it by mail": noted for staff, never counted (docs/product.md, section 6). */
export const reportingSent = spoken(reportSent, async (context, { unitId, categoryId, number }) => [
  {
    text: context.say('self-report.noted', {
      unit: unitOf(context, unitId).short,
      category: categoryId === undefined ? '' : categoryOf(context, categoryId).short,
      number: number ?? '',
      count: categoryId === undefined ? '' : (await standingOf(context, unitId, categoryId)).count,
      hasCategory: categoryId !== undefined,
    }),
  },
]);

export const selfReport = command({
  id: 'selfReport',
  action: 'report',
  args: { number: { kind: 'number' }, category: { kind: 'category' }, unit: { kind: 'unit', for: 'report' } },
  async handle(context, { number, category: categoryId, unit: unitId }) {
    speakerIn(context);
    const known = number !== undefined && number <= MOST;
    return reportingSent.carryOut(context, {
      unitId,
      ...(categoryId !== undefined && { categoryId }),
      ...(known && { number }),
    });
  },
});
