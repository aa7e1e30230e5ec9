import { personOf } from '../people/deed.ts';
import { allowed } from '../people/permit.ts';
import { unitMeant, unitOf } from '../words/lexicons.ts';
import { misuse, refuse } from '../words/refuse.ts';
import type { Context } from './context.ts';

/**
 * Throws the refusal for strangers: how to join, or, where the platform does not tell who somebody is, that it does
 * not.
 */
export function refuseStranger({ message }: Pick<Context, 'message'>, command = ''): never {
  return message.sender.unidentified ? refuse('bot.unidentified') : refuse('bot.not-bound', { command });
}

/** Who speaks; strangers are told how to join. */
export const speakerIn = (context: Context): number =>
  context.actor.personId === undefined ? refuseStranger(context) : personOf(context);

/**
 * The unit to report for: the one that was named, else the actor's only one. Staff must name it (代报); somebody who speaks for several
 * units too; nobody writes for another unit.
 */
export function unitToReport(context: Context, named: string | undefined): string {
  const own = context.actor.units;
  const unitId = named === undefined ? (own.length === 1 ? own[0] : undefined) : unitMeant(context, named);
  if (unitId === undefined) {
    if (own.length === 0) return unitUnnamed(context);
    return misuse('permit.several-units', { units: own.map((id) => unitOf(context, id).short).join('、') });
  }
  if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
  return unitId;
}

/**
 * Throws the refusal for a missing unit: whoever may report for every unit has to name one, others may not report at
 * all.
 */
export const unitUnnamed = (context: Context): never =>
  misuse(allowed(context, 'read-all-units') ? 'permit.name-unit' : 'bot.not-allowed', { command: '' });
