import { beijingDayAndTime } from '../../../domain/time.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { progressNow } from '../../works/ledger.ts';
import { command } from '../context.ts';
import { lineOf } from '../progress-lines.ts';

const LISTED = 60;

export const missing = command({
  id: 'missing',
  action: 'read-missing',
  args: { everyone: { kind: 'everyone' }, categories: { kind: 'categories', for: 'read' } },
  async handle(context, { everyone, categories }) {
    const { say } = context;
    const categoryIds = everyone ? [] : categories;
    const found = await progressNow(context, undefined, categoryIds.length > 0 ? categoryIds : undefined);
    const details = allowed(context, 'read-missing-details');
    // The report has no column in the table: every unit owes one all the same.
    const owed = categoryIds.length > 0 && categoryIds.every((id) => categoryOf(context, id).kind === 'report');
    const nothing = found.units.filter(({ state, silent }) => (owed ? silent : state === 'nothing'));
    const partial = found.units.filter(({ state }) => state === 'partial');
    const silent = found.units.filter(({ state, silent }) => state === 'no-target' && silent);
    const zeros = found.units.filter(({ items }) =>
      items.some(({ zero, short, count }) => zero && (short > 0 || (owed && count === 0))),
    );
    const names = (units: typeof nothing) =>
      units
        .slice(0, LISTED)
        .map(({ unitId }) => unitOf(context, unitId).short)
        .join('、');
    const withTarget = owed || found.target > 0 || found.categories.some(({ target }) => target !== undefined);
    return say('missing.list', {
      about: categoryIds.map((id) => categoryOf(context, id).short).join('、'),
      nothing: nothing.length,
      nothingNames: names(nothing),
      partial: partial.length,
      partialNames: details ? '' : names(partial),
      partialRows: details ? partial.slice(0, LISTED).map((unit) => lineOf(context, unit)) : [],
      silentNames: categoryIds.length === 0 || !withTarget ? names(silent) : '',
      zeros: details
        ? zeros.map(({ unitId, items }) => ({
            unit: unitOf(context, unitId).short,
            categories: items
              .filter(({ zero }) => zero)
              .map(({ categoryId }) => categoryOf(context, categoryId).short)
              .join('、'),
          }))
        : [],
      noTarget: !withTarget,
      allDone: withTarget && nothing.length + partial.length === 0,
      total: owed ? found.units.length : found.units.length - found.states['no-target'],
      time: beijingDayAndTime(context.now),
    });
  },
});
