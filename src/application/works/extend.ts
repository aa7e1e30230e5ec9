import { z } from 'zod';
import { deadlineOf } from '../../domain/deadline.ts';
import { beijingDay, isDay } from '../../domain/time.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import { closeRequests } from '../people/requests.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse } from '../words/refuse.ts';
import { reason } from './inputs.ts';
import { extensionsOf } from './ledger.ts';

const input = z.object({
  unitId: z.string(),
  /** Missing: every category. */
  categoryId: z.string().exactOptional(),
  /** Beijing day, inclusive. */
  day: z.string(),
  reason,
});

/** Moves a unit's deadline; reminders and the on-time rate follow for that unit alone. */
export const extend = deed(
  { id: 'extend', action: 'extend', input },
  async (turn, { unitId, categoryId = '', ...to }) => {
    const { tx, campaign, now } = turn;
    const today = beijingDay(now);
    const { day } = to;
    if (!isDay(day)) misuse('date.unreadable', { written: day });
    const why = oneLine(to.reason, 200);
    if (why === '') misuse('extend.no-reason');
    const before = deadlineOf(campaign, await extensionsOf(turn, [unitId]), unitId, categoryId);
    const base = deadlineOf(campaign, [], unitId, categoryId);
    if (day < base.day) misuse('extend.before-base', { day, base: base.day });
    if (day < today) misuse('extend.past', { day, today });
    await tx.extension.create({
      data: { campaign: campaign.id, unitId, categoryId, day, reason: why, byPerson: personOf(turn), at: now },
    });
    await audit(turn, {
      action: 'extend',
      subject: `unit:${unitId}`,
      before: { day: before.day },
      after: { day, category: categoryId, reason: why },
    });
    await closeRequests(turn, { unitId, kind: 'extension' });
    return { unitId, categoryId, day, before: before.day, reason: why };
  },
);
