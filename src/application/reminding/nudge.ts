import { z } from 'zod';
import { type Deadlines, deadlinesOf } from '../../domain/deadline.ts';
import { type Lack, lacking } from '../../domain/reminder.ts';
import { audit } from '../keeping/audit.ts';
import type { Destination } from '../message.ts';
import { deed } from '../people/deed.ts';
import { coordinatorsOf } from '../people/people.ts';
import type { Turn } from '../turn.ts';
import { extensionsOf, progressNow } from '../works/ledger.ts';
import { byPerson, type Coordinator } from './direct-reminder.ts';

/** The ten minutes in which a preview may be confirmed: within them the same nudge is not sent twice. */
const SAME_NUDGE_MS = 10 * 60_000;

const whom = z.object({
  /** None: all units. */
  unitIds: z.array(z.string()),
  /** None: all categories. */
  categoryIds: z.array(z.string()),
});
export type Whom = z.infer<typeof whom>;

/** Who lacks something at this moment, and by whom they can be told. */
export interface Nudge extends Whom {
  lacks: Lack[];
  deadlines: Deadlines;
  coordinators: Coordinator[];
}

/** Looks who would be nudged; nothing is done. */
export async function nudgeable(turn: Turn, { unitIds, categoryIds }: Whom): Promise<Nudge> {
  const some = (ids: string[]) => (ids.length > 0 ? ids : undefined);
  const found = await progressNow(turn, some(unitIds), some(categoryIds));
  const deadlines = deadlinesOf(turn.campaign, await extensionsOf(turn));
  const lacks = lacking(found, deadlines);
  const lackingIds = lacks.map(({ unitId }) => unitId);
  const coordinators = lacks.length > 0 ? await coordinatorsOf(turn, lackingIds) : [];
  return { unitIds, categoryIds, lacks, deadlines, coordinators };
}

export const isReached = ({ coordinators }: Nudge, { unitId }: Lack): boolean =>
  coordinators.some((one) => one.unitId === unitId && one.to !== undefined);

/** One person who is nudged, about all of their units that lack something. */
export interface Nudged {
  to: Destination;
  lacks: Lack[];
}

export interface NudgeDone {
  nudge: Nudge;
  people: Nudged[];
  /** Units, in the table's order. `again`: their people were nudged about the very same a moment ago, and are not once more. */
  reached: string[];
  again: string[];
  unreached: string[];
}

/** Nudges whoever lacks something, as things are at this very moment: by their coordinators, each person once. */
export const nudge = deed({ id: 'nudge', action: 'nudge', input: whom }, async (turn, input): Promise<NudgeDone> => {
  const { tx, campaign } = turn;
  // If two people confirm at once, the lock lets the second see what the first has sent.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`nudge/${campaign.id}`}, 0))`;
  const found = await nudgeable(turn, input);
  const all = byPerson(found.lacks, found.coordinators).flatMap(({ person: { to }, lacks }): Nudged[] =>
    to ? [{ to, lacks }] : [],
  );
  const lately = await nudgedLately(turn, all, input.categoryIds);
  const people = all.filter((one) => !lately.has(keyOf(one, input.categoryIds)));
  const unitsOf = (some: Nudged[]) => new Set(some.flatMap(({ lacks }) => lacks.map(({ unitId }) => unitId)));
  const now = unitsOf(people);
  const reached = [...now];
  const again = [...unitsOf(all)].filter((unitId) => !now.has(unitId));
  const unreached = found.lacks.filter((lack) => !isReached(found, lack)).map(({ unitId }) => unitId);
  await audit(turn, { action: 'nudge', subject: `campaign:${campaign.id}`, after: { reached, again, unreached } });
  return { nudge: found, people, reached, again, unreached };
});

const keyOf = ({ to, lacks }: Nudged, categoryIds: string[]) =>
  JSON.stringify([to.channel, to.chat.id, lacks.map(({ unitId }) => unitId), categoryIds]);

/**
 * The people who were nudged about exactly the same a moment ago: they are not nudged again because two people have
 * confirmed.
 */
async function nudgedLately({ tx, now }: Turn, people: Nudged[], categoryIds: string[]): Promise<Set<string>> {
  const sent = await tx.$queryRaw<{ channel: string; chat_id: string; unit_ids: string[] }[]>`
    SELECT channel, chat_id, recipe -> 'unitIds' AS unit_ids FROM outbound
    WHERE chat_id = ANY(${people.map(({ to }) => to.chat.id)}) AND recipe ->> 'what' = 'nudge'
      AND recipe -> 'categoryIds' = ${JSON.stringify(categoryIds)}::jsonb
      AND state IN ('waiting', 'working', 'sent', 'unknown')
      AND created_at > ${new Date(now.getTime() - SAME_NUDGE_MS)}`;
  return new Set(
    sent.map(({ channel, chat_id, unit_ids }) => JSON.stringify([channel, chat_id, unit_ids, categoryIds])),
  );
}
