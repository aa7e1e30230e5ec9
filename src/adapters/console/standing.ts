import { createHash } from 'node:crypto';
import type { By } from '../../application/perform.ts';
import type { Turn } from '../../application/turn.ts';
import { isPhrase } from '../../application/words/phrases.ts';
import { refuse } from '../../application/words/refuse.ts';
import type { Say } from '../../application/words/words.ts';
import { latestChange } from '../../application/works/history.ts';
import type { Scope } from '../../application/works/listing.ts';
import { beijingTime } from '../../domain/time.ts';
import type { Visitor } from './desk.ts';
import { NothingThere, Stale } from './problem.ts';

/** Who does what a page asks for, and by what way. */
export const by = ({ turn: { actor, origin } }: Pick<Visitor, 'turn'>): By => ({ actor, origin });

/** How anything stood, as one short word that nobody reads. */
export const standingOf = (what: unknown): string =>
  createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, 22);

/** Throws a `Refusal` when something stands otherwise than it was seen. */
export function requireSeen(seen: string, stands: string): void {
  if (seen !== stands) refuse('console.stale-else');
}

/** What is done to an entry, in the words of `/查`. */
export function changeInWords(say: Say, action: string): string {
  const id = `history.${action}`;
  return isPhrase(id) ? (say as (id: string) => string)(id) : say('history.other');
}

/** How an entry stands: by the latest of its changes. */
export const seenOf = (change: bigint | number | null | undefined): string => `c${change ?? 0}`;

/**
 * Keeps an entry as it is until the transaction ends. Throws `NothingThere` where it is none of the reader's, and `Stale` when
 * somebody has changed it since it was seen.
 */
export async function asSeen(
  turn: Turn & { say: Say },
  scope: Scope,
  { number, seen }: { number: number; seen: string },
): Promise<void> {
  const { tx, campaign } = turn;
  const units = scope === 'all' ? [] : scope.unitIds;
  const personId = scope === 'all' ? 0 : scope.personId;
  const [row] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM submission WHERE number = ${number} AND campaign = ${campaign.id}
      AND (${scope === 'all'} OR unit_id = ANY(${units}) OR (unit_id = '' AND by_person = ${personId})) FOR UPDATE`;
  if (!row) throw new NothingThere();
  const latest = await latestChange(turn, number);
  if (seenOf(latest?.id) === seen) return;
  const person = latest?.personId ? await tx.person.findUnique({ where: { id: latest.personId } }) : null;
  const what = changeInWords(turn.say, latest?.action ?? 'other');
  throw new Stale({ name: person?.name ?? '', what, at: latest?.at ?? turn.now }, beijingTime);
}
