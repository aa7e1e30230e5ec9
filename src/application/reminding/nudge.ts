import { z } from 'zod';
import { type Deadlines, deadlinesOf } from '../../domain/deadline.ts';
import { type Lack, lacking } from '../../domain/lack.ts';
import type { Progress } from '../../domain/progress.ts';
import { audit } from '../keeping/audit.ts';
import type { Destination } from '../message.ts';
import { deed } from '../people/deed.ts';
import { boundGroups } from '../people/groups.ts';
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
  /** Everybody who lacks something is named in the group too, not only those who cannot be reached otherwise. */
  inGroup: z.boolean().default(false),
});
export type Whom = z.infer<typeof whom>;

/** Who lacks something at this moment, and by whom they can be told. */
export interface Nudge extends Whom {
  lacks: Lack[];
  deadlines: Deadlines;
  coordinators: Coordinator[];
  /** Those of them who are named in the groups; nobody where no group is bound. */
  named: Lack[];
  groups: Destination[];
}

/** Looks who would be nudged; nothing is done. */
export async function nudgeable(turn: Turn, { unitIds, categoryIds, inGroup }: Whom): Promise<Nudge> {
  const some = (ids: string[]) => (ids.length > 0 ? ids : undefined);
  const found = await progressNow(turn, some(unitIds), some(categoryIds));
  const deadlines = deadlinesOf(turn.campaign, await extensionsOf(turn));
  const lacks = lackingOf(found, deadlines, categoryIds);
  const lackingIds = lacks.map(({ unitId }) => unitId);
  const coordinators = lacks.length > 0 ? await coordinatorsOf(turn, lackingIds) : [];
  const bound = lacks.length > 0 ? await boundGroups(turn) : [];
  const named = bound.length > 0 ? lacks.filter((lack) => inGroup || !isReached({ coordinators }, lack)) : [];
  const groups = named.length > 0 ? bound : [];
  return { unitIds, categoryIds, inGroup, lacks, deadlines, coordinators, named, groups };
}

/** Who lacks something; of some categories only, nobody is said to have reported nothing at all. */
export const lackingOf = (found: Progress, deadlines: Deadlines, categoryIds: string[]): Lack[] =>
  lacking(found, deadlines).map((lack) => ({ ...lack, nothing: lack.nothing && categoryIds.length === 0 }));

export const isReached = ({ coordinators }: Pick<Nudge, 'coordinators'>, { unitId }: Lack): boolean =>
  coordinators.some((one) => one.unitId === unitId && one.to !== undefined);

/** A post of a nudge, and the units that it is about: to one person, or (`inGroup`) to a group. */
export interface Nudged {
  to: Destination;
  lacks: Lack[];
  inGroup: boolean;
}

export interface NudgeDone {
  nudge: Nudge;
  posts: Nudged[];
  /** Units, in the table's order. `again`: their people were nudged about the very same a moment ago, and are not once more. */
  reached: string[];
  again: string[];
  /** Those that the groups read of, just now or a moment ago. */
  named: string[];
  unreached: string[];
}

/** Nudges whoever lacks something, as things are at this very moment: by their coordinators, each person once. */
export const nudge = deed({ id: 'nudge', action: 'nudge', input: whom }, async (turn, input): Promise<NudgeDone> => {
  const { tx, campaign } = turn;
  // If two people confirm at once, the lock lets the second see what the first has sent.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`nudge/${campaign.id}`}, 0))`;
  const found = await nudgeable(turn, input);
  const all: Nudged[] = [
    ...byPerson(found.lacks, found.coordinators).flatMap(({ person: { to }, lacks }) =>
      to ? [{ to, lacks, inGroup: false }] : [],
    ),
    ...found.groups.map((to) => ({ to, lacks: found.named, inGroup: true })),
  ];
  const lately = await nudgedLately(turn, all, input.categoryIds);
  const posts = all.filter((one) => !lately.has(keyOf(one, input.categoryIds)));
  const named = idsOf(found.named);
  const unitsOf = (some: Nudged[]) => new Set(some.flatMap(({ lacks, inGroup }) => (inGroup ? [] : idsOf(lacks))));
  const now = unitsOf(posts);
  const reached = [...now];
  const again = [...unitsOf(all)].filter((unitId) => !now.has(unitId));
  const unreached = idsOf(found.lacks.filter((lack) => !isReached(found, lack) && !found.named.includes(lack)));
  await audit(turn, {
    action: 'nudge',
    subject: `campaign:${campaign.id}`,
    after: { reached, again, named, unreached },
  });
  return { nudge: found, posts, reached, again, named, unreached };
});

const idsOf = (lacks: Lack[]): string[] => lacks.map(({ unitId }) => unitId);

const keyOf = ({ to, lacks }: Nudged, categoryIds: string[]) =>
  JSON.stringify([to.channel, to.chat.id, idsOf(lacks), categoryIds]);

/**
 * The chats in which exactly the same was said a moment ago: it is not said again because two people have confirmed.
 */
async function nudgedLately({ tx, campaign, now }: Turn, posts: Nudged[], categoryIds: string[]): Promise<Set<string>> {
  const sent = await tx.$queryRaw<{ channel: string; chat_id: string; unit_ids: string[] }[]>`
    SELECT channel, chat_id, recipe -> 'unitIds' AS unit_ids FROM outbound
    WHERE chat_id = ANY(${posts.map(({ to }) => to.chat.id)}) AND recipe ->> 'what' IN ('nudge', 'group-nudge')
      AND recipe ->> 'campaign' = ${campaign.id} AND recipe -> 'categoryIds' = ${JSON.stringify(categoryIds)}::jsonb
      AND state IN ('waiting', 'working', 'sent', 'unknown')
      AND created_at > ${new Date(now.getTime() - SAME_NUDGE_MS)}`;
  return new Set(
    sent.map(({ channel, chat_id, unit_ids }) => JSON.stringify([channel, chat_id, unit_ids, categoryIds])),
  );
}
