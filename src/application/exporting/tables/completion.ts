import { type Item, progressOf, type UnitProgress } from '../../../domain/progress.ts';
import type { Cell } from '../../../domain/sheet-to-write.ts';
import { capsOf, targetsOf } from '../../../domain/target.ts';
import { demandsAt } from '../demands-at.ts';
import { cameLate } from '../entry-cells.ts';
import { type Making, tableMaker } from '../making.ts';

/** `in-the-end`: everything is there, and some of it came late. */
type OnTime = 'on-time' | 'in-the-end' | 'partial' | 'nothing-yet' | 'none-due';

interface Row extends Pick<UnitProgress, 'items' | 'ratio'> {
  /** The unit's name; undefined: the sum of all. */
  unit: string | undefined;
  onTime: OnTime | undefined;
}

/** 任务完成情况表, laid out as the notice's own table: 完成/任务 for each of its columns. */
export const completion = tableMaker<Row>({
  kind: 'completion',
  rows: (making) => {
    const late = countLate(making);
    return progressIn(making).units.map((unit) => ({
      unit: making.unitOf(unit.unitId)?.name ?? unit.unitId,
      items: unit.items,
      ratio: unit.ratio,
      onTime: onTimeOf(unit, late.get(unit.unitId)),
    }));
  },
  totals: (making) => {
    const { categories, ratio } = progressIn(making);
    const items = categories.map((total) => ({ ...NO_ITEM, ...total }));
    return [{ unit: undefined, items, ratio, onTime: undefined }];
  },
  heads: { categories: ({ standing, which }) => columnsOf(standing.campaign, which).map((one) => headOf(one)) },
  cells: {
    unit: ({ unit }, { words }) => unit ?? words.say('export.total'),
    categories: ({ items }, { which }): Cell[] => items.map((item) => doneOf(item, which.accepted)),
    ratio: ({ ratio }) => (ratio === undefined ? undefined : `${Math.floor(ratio * 100)}%`),
    onTime: ({ onTime }, { words }) => (onTime === undefined ? undefined : words.say(`export.${onTime}`)),
  },
});

const NO_ITEM: Item = {
  ...{ categoryId: '', count: 0, accepted: 0, returned: 0, target: undefined },
  ...{ short: 0, over: 0, cap: undefined, beyond: 0, zero: false, owed: false },
};

const doneOf = ({ count, accepted, target }: Item, acceptedOnly: boolean): Cell => {
  const done = acceptedOnly ? accepted : count;
  return target === undefined ? done || undefined : `${done}/${target}`;
};

/** As the notice's table calls the column of a category. */
export const headOf = ({ name, measure }: { name: string; measure: string }) =>
  measure === '' ? name : `${name}(${measure})`;

/** The columns of the notice's table; where it has none, every category. */
export function columnsOf({ table, categories }: Making['standing']['campaign'], { categoryIds }: Making['which']) {
  const known = new Map(categories.map((one) => [one.id, one]));
  const named = table.columns.length > 0 ? table.columns.flatMap((id) => known.get(id) ?? []) : categories;
  return categoryIds.length === 0 ? named : categories.filter(({ id }) => categoryIds.includes(id));
}

function progressIn({ standing, which }: Making) {
  const { campaign, targetChanges, tallies, zeroReports } = standing;
  const units = campaign.units.filter(({ id }) => which.unitIds.length === 0 || which.unitIds.includes(id));
  const counted = which.accepted ? tallies.map((tally) => ({ ...tally, received: 0 })) : tallies;
  return progressOf(units, columnsOf(campaign, which), {
    targets: targetsOf(campaign, targetChanges),
    caps: capsOf(campaign, targetChanges),
    tallies: counted,
    zeroReports,
    // Days are kept of everything received, so what is accepted by the month is not known.
    demands: which.accepted ? [] : demandsAt(standing),
  });
}

/** unit → category → how many came after the deadline. */
function countLate(making: Making): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const entry of making.standing.entries) {
    if (!cameLate(entry, making)) continue;
    const ofUnit = found.get(entry.unitId) ?? new Map<string, number>();
    ofUnit.set(entry.categoryId, (ofUnit.get(entry.categoryId) ?? 0) + 1);
    found.set(entry.unitId, ofUnit);
  }
  return found;
}

/** Everything was there in time, though more may have come later; or it was there in the end; or it is not. */
function onTimeOf({ state, silent, items }: UnitProgress, late: Map<string, number> | undefined): OnTime {
  if (state === 'no-target') return silent ? 'none-due' : late === undefined ? 'on-time' : 'in-the-end';
  if (state !== 'complete') return state === 'nothing' ? 'nothing-yet' : 'partial';
  const inTime = items.every(({ categoryId, count, target = 0 }) => count - (late?.get(categoryId) ?? 0) >= target);
  return inTime ? 'on-time' : 'in-the-end';
}
