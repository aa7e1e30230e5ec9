import type { Progress, UnitProgress } from '../../domain/progress.ts';
import { cityTargetOf } from '../../domain/target.ts';
import { demandsLacking } from '../words/demands.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import type { Context } from './context.ts';

/** More units than this do not fit a phone: then only the figures are shown, and how to get the names. */
export const LISTED = 40;

export const namesIn = (context: Context, found: Progress, state: UnitProgress['state']) =>
  namesOf(
    context,
    found.units.filter((unit) => unit.state === state),
  );

/** Of a thousand only the first: who they all are tells /未报. */
export function namesOf(context: Context, units: UnitProgress[], withFigures = false): string {
  const names = units
    .slice(0, LISTED)
    .map(({ unitId, met, target }) => unitOf(context, unitId).short + (withFigures ? ` ${met}/${target}` : ''));
  const more = units.length - names.length;
  return names.join('、') + (more > 0 ? context.say('progress.and-more', { count: more }) : '');
}

export const categoryRows = (context: Context, found: Progress) =>
  found.categories.map((total) => ({
    category: categoryOf(context, total.categoryId).short,
    measure: categoryOf(context, total.categoryId).measure,
    count: total.count,
    target: total.target ?? cityTargetOf(context.campaign, total.categoryId) ?? '',
    accepted: total.accepted > 0 ? total.accepted : '',
  }));

/** One line of a list, in the table's order: what it has and what it lacks. */
export function lineOf(context: Context, unit: UnitProgress) {
  const short = unit.items.filter((item) => item.short > 0);
  return {
    unit: unitOf(context, unit.unitId).short,
    met: unit.met,
    target: unit.target,
    noTarget: unit.state === 'no-target',
    count: unit.items.reduce((sum, item) => sum + item.count, 0),
    beyond: [...unit.items, ...unit.demands].reduce((sum, item) => sum + item.beyond, 0) || '',
    nothing: unit.state === 'nothing',
    complete: unit.state === 'complete',
    lacks:
      unit.state === 'nothing'
        ? ''
        : [
            ...short.map((item) => `${categoryOf(context, item.categoryId).short} ${item.short}`),
            ...demandsLacking(context, unit.demands),
          ].join('、'),
  };
}

/** Rounded down, so that only what is complete shows as 100 %. */
export const percent = (ratio: number) => `${Math.floor(ratio * 100)}%`;
