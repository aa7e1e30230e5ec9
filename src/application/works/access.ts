import type { Action } from '../../domain/permission.ts';
import { allowed } from '../people/permit.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { type Entry, entryByNumber } from './entries.ts';

/** To whoever may not read every unit, what is not there is what is not theirs: nobody learns which numbers exist. */
export function notThere(turn: Turn, number: number): never {
  return allowed(turn, 'read-all-units') ? misuse('entry.unknown', { number }) : refuse('entry.not-yours', { number });
}

/** An entry that is there. */
async function existing(turn: Turn, number: number): Promise<Entry> {
  return (await entryByNumber(turn, number)) ?? notThere(turn, number);
}

/** An entry that the actor may see: their own, or one of a unit they may read. */
export async function entryToRead(turn: Turn, number: number): Promise<Entry> {
  const entry = await existing(turn, number);
  if (!mayRead(turn, entry)) refuse('entry.not-yours', { number });
  return entry;
}

export const mayRead = (turn: Turn, { byPerson, unitId }: Pick<Entry, 'byPerson' | 'unitId'>): boolean =>
  byPerson === turn.actor.personId || (unitId !== '' && allowed(turn, 'read-unit', unitId));

/** An entry the actor may change: their own unit's, or any for staff (代报). */
export async function entryToEdit(turn: Turn, number: number): Promise<Entry> {
  const entry = await existing(turn, number);
  // A draft of whoever speaks for several units has none yet.
  const ownDraft = entry.unitId === '' && entry.state === 'draft' && entry.byPerson === turn.actor.personId;
  if (!ownDraft && (entry.unitId === '' || !may(turn, 'edit-entry', entry))) refuse('entry.not-yours', { number });
  return entry;
}

/** An entry for staff to decide on. */
export const entryToReview = (turn: Turn, number: number): Promise<Entry> => existing(turn, number);

const may = (turn: Turn, action: Action, { unitId }: Entry) => allowed(turn, action, unitId);
