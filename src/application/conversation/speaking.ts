import { resolve } from '../../domain/resolve.ts';
import { isStaff } from '../people/people.ts';
import { allowed } from '../people/permit.ts';
import { surely, unitOf, unitToWrite } from '../words/lexicons.ts';
import type { Arguments } from '../words/parse.ts';
import { misuse, refuse } from '../words/refuse.ts';
import type { Context } from './context.ts';

/** Whoever is not known hears how to join; whom the platform does not name, that it does not. */
export function refuseStranger({ message }: Pick<Context, 'message'>, command = ''): never {
  return message.sender.unidentified ? refuse('bot.unidentified') : refuse('bot.not-bound', { command });
}

export function personOf(context: Context): number {
  return context.actor.personId ?? refuseStranger(context);
}

/**
 * The unit a write is for: the one that was named, else the actor's only one. Staff must name it (代报); somebody
 * who speaks for several units too; nobody writes for another unit.
 */
export function unitWritten(context: Context, named: string | undefined): { unitId: string; onBehalf: boolean } {
  const { actor } = context;
  const own = actor.units;
  const unitId = named === undefined ? (own.length === 1 ? own[0] : undefined) : unitToWrite(context, named);
  if (unitId === undefined) {
    if (own.length === 0) return misuse(isStaff(actor) ? 'permit.name-unit' : 'bot.not-allowed', { command: '' });
    return misuse('permit.several-units', { units: own.map((id) => unitOf(context, id).short).join('、') });
  }
  if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
  return { unitId, onBehalf: !own.includes(unitId) };
}

/** The words of a command's head that name a category and a unit: `/报送 尧都区 微视频 《…》`, in either order. */
export function wordsOf(context: Context, args: Arguments): { category?: string; unit?: string; rest: string[] } {
  const { units, categories } = context.lexicons;
  let { category, unit } = args.fields;
  const rest: string[] = [];
  for (const word of args.words) {
    if (category === undefined && surely(categories, word)) category = word;
    else if (unit === undefined && surely(units, word)) unit = word;
    else rest.push(word);
  }
  const unread = args.title === undefined ? [] : rest.splice(0);
  for (const word of unread) {
    if (category === undefined && resolve(categories, word).kind !== 'none') category = word;
    else if (unit === undefined && resolve(units, word).kind !== 'none') unit = word;
    else rest.push(word);
  }
  return { ...(category !== undefined && { category }), ...(unit !== undefined && { unit }), rest };
}
