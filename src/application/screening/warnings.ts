import type { Objection } from '../../domain/admission.ts';
import type { Turn } from '../turn.ts';
import { objectionsTo } from '../works/rules.ts';
import type { Candidate } from './candidates.ts';

/** What the rules of its category object to, as if it were reported now: what blocks it and what is only to be corrected. */
export async function warningsOf(
  turn: Pick<Turn, 'tx' | 'campaign' | 'fileLimit' | 'uploadLimit'>,
  one: Candidate,
): Promise<Objection[]> {
  const { unitId, categoryId, title, author, files } = one;
  const objections = await objectionsTo(turn, { number: 0, unitId, categoryId, title, fields: { author }, files });
  return objections.filter(({ level }) => level !== 'note');
}
