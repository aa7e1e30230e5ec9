import { z } from 'zod';
import { deadlineOf, deadlinesOf } from '../../domain/deadline.ts';
import { beijingDay, isDay } from '../../domain/time.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import { closeRequests } from '../people/requests.ts';
import type { Turn } from '../turn.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
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

/** The units that have more time in anything at all. */
export async function extendedUnits(turn: Turn): Promise<string[]> {
  const deadlines = deadlinesOf(turn.campaign, await extensionsOf(turn));
  return turn.campaign.units
    .map(({ id }) => id)
    .filter((id) => categoriesOf(turn).some((categoryId) => deadlines.of(id, categoryId).extended));
}

const categoriesOf = ({ campaign }: Pick<Turn, 'campaign'>) => ['', ...campaign.categories.map(({ id }) => id)];

/** Takes back what was granted: the notice's own day counts again, for the unit as a whole or for one category. */
export const takeBack = deed(
  { id: 'take-back-extension', action: 'extend', input: input.pick({ unitId: true, categoryId: true }) },
  async (turn, { unitId, categoryId = '' }) => {
    const { tx, campaign, now } = turn;
    const deadlines = deadlinesOf(campaign, await extensionsOf(turn, [unitId]));
    const granted = (categoryId === '' ? categoriesOf(turn) : [categoryId]).map((id) => deadlines.of(unitId, id).day);
    const before = granted.reduce((latest, day) => (day > latest ? day : latest));
    const { day } = deadlines.base;
    if (before === day) {
      const category = categoryId === '' ? '' : categoryOf(turn, categoryId).short;
      refuse('extend.none', { unit: unitOf(turn, unitId).short, category });
    }
    // The last one granted counts, and none is earlier than the notice: to grant its own day is to take back.
    await tx.extension.create({
      data: { campaign: campaign.id, unitId, categoryId, day, reason: '', byPerson: personOf(turn), at: now },
    });
    const after = { day, category: categoryId };
    await audit(turn, { action: 'extend.take-back', subject: `unit:${unitId}`, before: { day: before }, after });
    return { unitId, categoryId, day, before, reason: '' };
  },
);
