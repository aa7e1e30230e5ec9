import type { Slots } from '../../language/intents.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import type { Context } from '../context.ts';
import { categoryIds, unitsToWrite } from './meant.ts';

/** Unit and category of a report. A coordinator of one unit need not be told which; somebody else's is refused at once. */
export function placeOf(context: Context, slots: Slots, command: string, kind?: 'event' | 'ambassador' | 'report') {
  const named = 'unit' in slots || 'units' in slots || 'unit_candidates' in slots;
  const [unitId = '', second] = unitsToWrite(context, named ? slots : { unit: '@self' }, command);
  const { example = '' } = context.vocabulary.commands[command] ?? {};
  const which = (ids: string[], of: typeof unitOf | typeof categoryOf) =>
    refuse('language.which', {
      several: ids.length > 0,
      options: ids.map((id) => ({ name: of(context, id).short })),
      example,
    });
  if (second !== undefined) which([unitId, second], unitOf);
  if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
  const own = context.actor.units.length === 1 && context.actor.units[0] === unitId;
  const unit = own ? undefined : unitOf(context, unitId).short;
  const ofKind = kind && context.campaign.categories.find((one) => one.kind === kind);
  const [categoryId, ...others] = ofKind ? [ofKind.id] : categoryIds(slots);
  if (categoryId === undefined || others.length > 0)
    return which(
      [categoryId, ...others].filter((id) => id !== undefined),
      categoryOf,
    );
  return { unit, category: categoryOf(context, categoryId).short, ids: { unitId, categoryId } };
}
