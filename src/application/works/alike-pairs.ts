import { z } from 'zod';
import { deadlinesOf, isLate } from '../../domain/deadline.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryToReview } from './access.ts';
import { type AlikeBy, ordered } from './alike.ts';
import { changeState, type Entry, entryAnywhere } from './entries.ts';
import { entryNumber } from './inputs.ts';
import { extensionsOf } from './ledger.ts';
import { REPORTED } from './repeats.ts';

/** One of two entries that look alike, as it is shown beside the other. */
export interface Shown {
  entry: Entry;
  /** Undefined where its campaign is not the one in hand: its deadlines are not known here. */
  late: boolean | undefined;
}

export interface ShownPair {
  by: AlikeBy;
  /** Bits of 64 that differ; 0 for titles. */
  distance: number;
  foundAt: Date;
  one: Shown;
  other: Shown;
}

const MOST_LISTED = 500;

/** What looks like one and is not decided, the latest found first: for staff to see side by side. */
export const listAlike = deed(
  { id: 'list-alike', action: 'review', input: z.object({}) },
  async (turn): Promise<{ pairs: ShownPair[] }> => {
    const rows = await turn.tx.alikePair.findMany({
      where: { decision: null },
      orderBy: [{ foundAt: 'desc' }, { later: 'desc' }],
      take: MOST_LISTED,
    });
    const deadlines = deadlinesOf(turn.campaign, await extensionsOf(turn));
    const shown = async (number: number): Promise<Shown | undefined> => {
      const entry = await entryAnywhere(turn, number);
      if (!entry || !REPORTED.includes(entry.state)) return undefined;
      const here = entry.campaign === turn.campaign.id;
      const at = entry.receivedAt ?? entry.createdAt;
      return { entry, late: here ? isLate(at, deadlines.of(entry.unitId, entry.categoryId)) : undefined };
    };
    const pairs: ShownPair[] = [];
    for (const { earlier, later, by, distance, foundAt } of rows) {
      const [one, other] = [await shown(earlier), await shown(later)];
      if (one && other) pairs.push({ by: by as AlikeBy, distance, foundAt, one, other });
    }
    return { pairs };
  },
);

/** Of each of these entries the undecided others that it looks like and that were reported. */
export async function alikeOfEntries(
  turn: Pick<Turn, 'tx'>,
  numbers: number[],
): Promise<Map<number, { other: Entry; by: AlikeBy }[]>> {
  const rows = await turn.tx.alikePair.findMany({
    where: { decision: null, OR: [{ earlier: { in: numbers } }, { later: { in: numbers } }] },
    orderBy: [{ earlier: 'asc' }, { later: 'asc' }],
  });
  const found = new Map<number, { other: Entry; by: AlikeBy }[]>();
  for (const { earlier, later, by } of rows)
    for (const [number, otherNumber] of [
      [earlier, later],
      [later, earlier],
    ] as const) {
      if (!numbers.includes(number)) continue;
      const other = await entryAnywhere(turn, otherNumber);
      if (other && REPORTED.includes(other.state))
        found.set(number, [...(found.get(number) ?? []), { other, by: by as AlikeBy }]);
    }
  return found;
}

/** How many pairs wait for a decision. */
export async function countAlike({ tx }: Pick<Turn, 'tx'>): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM alike_pair p
      JOIN submission a ON a.number = p.earlier JOIN submission b ON b.number = p.later
    WHERE p.decision IS NULL AND a.state = ANY(${REPORTED}) AND b.state = ANY(${REPORTED})`;
  return row?.count ?? 0;
}

const two = z.object({ number: entryNumber, other: entryNumber });

/**
 * A person has seen that two entries are one: `number` stays as it is, `other` is withdrawn and counts no more. Taken back by
 * `reconsider`.
 */
export const same = deed(
  { id: 'same', action: 'review', input: two },
  async (turn, { number, other }): Promise<{ kept: Entry; dropped: Entry }> => {
    const kept = await otherThan(turn, number, other);
    const entry = await entryToReview(turn, other);
    if (!REPORTED.includes(entry.state)) refuse('alike.not-reported', { number: other, state: entry.state });
    if (!REPORTED.includes(kept.state)) refuse('alike.not-reported', { number, state: kept.state });
    const reason = `#${number}`;
    const extra = { action: 'submission.same' as const, reason, data: { openUntil: null } };
    const dropped = await changeState(turn, entry, 'withdrawn', extra);
    await decide(turn, number, other, 'same');
    return { kept, dropped };
  },
);

/** A person has seen that two entries are two: they are not shown as alike any more. */
export const notSame = deed(
  { id: 'not-same', action: 'review', input: two },
  async (turn, { number, other }): Promise<{ one: Entry; other: Entry }> => {
    const one = await otherThan(turn, number, other);
    const second = await entryAnywhere(turn, other);
    if (!second) return misuse('entry.unknown', { number: other });
    await decide(turn, number, other, 'not-same');
    for (const [about, beside] of [
      [number, other],
      [other, number],
    ])
      await audit(turn, {
        action: 'submission.not-same',
        subject: `submission:${about}`,
        after: { reason: `#${beside}` },
      });
    return { one, other: second };
  },
);

async function otherThan(turn: Turn, number: number, other: number): Promise<Entry> {
  if (number === other) misuse('alike.two');
  return (await entryAnywhere(turn, number)) ?? misuse('entry.unknown', { number });
}

async function decide(turn: Turn, number: number, other: number, decision: 'same' | 'not-same'): Promise<void> {
  const key = ordered(number, other);
  const decided = { decision, decidedBy: personOf(turn), decidedAt: turn.now };
  await turn.tx.alikePair.upsert({
    where: { earlier_later: key },
    create: { ...key, by: 'said', distance: 0, foundAt: turn.now, ...decided },
    update: decided,
  });
}

/** The entry stands again: whether it is the same as others is open again. */
export async function reopenAlike({ tx }: Pick<Turn, 'tx'>, number: number): Promise<void> {
  await tx.alikePair.updateMany({
    where: { decision: 'same', OR: [{ earlier: number }, { later: number }] },
    data: { decision: null, decidedBy: null, decidedAt: null },
  });
}
