import { z } from 'zod';
import { deadlinesOf } from '../../domain/deadline.ts';
import { afterQuiet, occasionOn } from '../../domain/reminder.ts';
import { beijingDay, beijingDayAndTime, beijingTime, endOfDay, instantAt } from '../../domain/time.ts';
import { audit } from '../keeping/audit.ts';
import { keepSetting, settingOf } from '../keeping/settings.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { extensionsOf } from '../works/ledger.ts';

const LAST_ID = 2 ** 31 - 1;

/** Whether staff put reminders to groups and coordinators off until further notice. */
export const remindersPaused = async (turn: Pick<Turn, 'tx' | 'campaign'>): Promise<boolean> =>
  (await settingOf(turn, 'reminders-paused')) === true;

/** Puts reminders to groups and coordinators off until further notice, or takes them up again. */
export const pause = deed(
  { id: 'pause-reminders', action: 'schedule', input: z.object({ paused: z.boolean() }) },
  async (turn, { paused }) => {
    await keepSetting(turn, 'reminders-paused', paused);
    const action = paused ? 'reminders.pause' : 'reminders.resume';
    await audit(turn, { action, subject: `campaign:${turn.campaign.id}` });
    return { paused };
  },
);

const planned = z.object({
  day: z.string(),
  /** Beijing time, `HH:MM`; missing: when reminders usually go out. */
  time: z.string().exactOptional(),
});

/** Plans one more post to the groups, at an hour that disturbs nobody. A day can have one only. */
export const plan = deed({ id: 'plan-reminder', action: 'schedule', input: planned }, async (turn, { day, time }) => {
  const { campaign, now, tx } = turn;
  const at = instantAt(day, time ?? campaign.reminders.at);
  if (at <= now) misuse('remind.past', { at: beijingDayAndTime(at) });
  const moved = afterQuiet(campaign.reminders, at);
  if (moved.getTime() !== at.getTime()) misuse('remind.quiet', { at: beijingTime(at), next: beijingDayAndTime(moved) });
  const sameDay = await reminderOn(turn, beijingDay(at));
  if (sameDay) refuse('remind.day-taken', { at: beijingDayAndTime(sameDay) });
  const { id } = await tx.plannedReminder.create({
    data: { campaign: campaign.id, dueAt: at, byPerson: personOf(turn), createdAt: now },
  });
  await audit(turn, { action: 'reminders.add', subject: `reminder:${id}`, after: { at: at.toISOString() } });
  return { id, at };
});

/** A day has one group post at most (docs/product.md, section 8). */
async function reminderOn(turn: Turn, day: string): Promise<Date | undefined> {
  const { campaign, calendar, tx } = turn;
  const byRule = occasionOn(day, campaign, deadlinesOf(campaign, await extensionsOf(turn)), calendar);
  const byHand = await tx.plannedReminder.findFirst({
    where: { campaign: campaign.id, droppedAt: null, dueAt: { gte: instantAt(day, '00:00'), lt: endOfDay(day) } },
  });
  return byRule?.dueAt ?? byHand?.dueAt;
}

/** Takes back what was planned by hand. */
export const unplan = deed(
  { id: 'drop-reminder', action: 'schedule', input: z.object({ id: z.int() }) },
  async (turn, { id }) => {
    const { campaign, tx, now } = turn;
    const known = id > 0 && id <= LAST_ID;
    const where = { id, campaign: campaign.id, droppedAt: null };
    const dropped = known ? await tx.plannedReminder.updateMany({ where, data: { droppedAt: now } }) : { count: 0 };
    if (dropped.count === 0) refuse('remind.no-such', { written: String(id) });
    await audit(turn, { action: 'reminders.drop', subject: `reminder:${id}` });
    return { id };
  },
);
