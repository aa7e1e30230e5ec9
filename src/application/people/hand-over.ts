import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { deed } from './deed.ts';
import { issue } from './invitations.ts';
import { becomeMember } from './joining.ts';
import { type Begun, end, heldBy, nameOf, takeOverDrafts, takeOverPages, untilIdle } from './leaving.ts';
import { closeRequests } from './requests.ts';

const handed = z.object({
  unitId: z.string(),
  from: z.int(),
  /** Who takes over, if the bot knows them already. */
  to: z.int().exactOptional(),
});

/**
 * The coordinator of a unit changes, in one step: the old one is released from it, the new one is bound to it, and has what the old
 * one had begun. Somebody who is not known yet gets an invitation, which does the rest when it is used.
 */
export const handOver = deed(
  { id: 'hand-over', action: 'hand-over', input: handed },
  async (turn, { unitId, from, to }) => {
    const { tx } = turn;
    const unit = turn.campaign.units.find(({ id }) => id === unitId)?.short ?? unitId;
    await untilIdle(tx, from);
    const name = await nameOf(tx, from);
    const ended = (await heldBy(turn, from)).filter((one) => one.role === 'coordinator' && one.unitId === unitId);
    if (ended.length === 0) refuse('people.not-of-unit', { name, unit });
    // In the campaigns in which the old one was it.
    const reach = ended[0]?.campaign ?? '';
    if (from === to) refuse('people.same-person', { name });
    await end(turn, from, ended);
    if (to !== undefined) await becomeMember(turn, { personId: to, role: 'coordinator', unitId, campaign: reach });
    const drafts = await takeOverDrafts(turn, { from, to, unitId });
    const pages = await takeOverPages(turn, { from, to, unitId });
    const invited =
      to === undefined
        ? await issue(turn, { role: 'coordinator', unitId, campaign: reach, insteadOf: from })
        : undefined;
    await closeRequests(turn, { unitId, kind: 'liaison' });
    await audit(turn, {
      action: 'people.hand-over',
      subject: `unit:${unitId}`,
      before: { person: from },
      after: { ...(to !== undefined && { person: to }), drafts: drafts.map(({ number }) => number) },
    });
    return {
      unitId,
      from: { personId: from, name },
      to: to === undefined ? undefined : { personId: to, name: await nameOf(tx, to) },
      invited: invited && { code: invited.code, expiresAt: invited.expiresAt },
      drafts,
      pages,
      returned: await returnedOf(turn, unitId),
    };
  },
);

/** What waits for the unit to put it right, whoever reported it. */
const returnedOf = ({ tx, campaign }: Turn, unitId: string): Promise<Begun[]> =>
  tx.submission.findMany({
    where: { campaign: campaign.id, unitId, state: 'returned' },
    orderBy: { number: 'asc' },
    select: { number: true, title: true },
  });
