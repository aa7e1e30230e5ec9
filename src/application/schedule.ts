import { deadlinesOf } from '../domain/deadline.ts';
import { afterQuiet, type Occasion, occasionsOf, type Reason } from '../domain/reminder.ts';
import { beijingDay } from '../domain/time.ts';
import type { Context } from './context.ts';
import { extensionsOf } from './ledger.ts';

/** What reminders need of the office, inside one transaction. */
export type Reminding = Pick<Context, 'tx' | 'campaign' | 'calendar' | 'say' | 'now'>;

/** The post of a day, by the rules, by staff's hand, or both. */
export type Planned = Occasion & { plannedId?: number };

/** The next reminder that a group will get, with the instant at which it goes out. */
export async function nextReminder(context: Reminding): Promise<Planned | undefined> {
  const { campaign, now } = context;
  const today = beijingDay(now);
  return (await undecided(context))
    .filter(({ day, dueAt }) => dueAt > now || day === today)
    .map((planned) => ({
      ...planned,
      dueAt: planned.dueAt > now ? planned.dueAt : afterQuiet(campaign.reminders, now),
    }))
    .find(({ day, dueAt }) => dueAt > now && beijingDay(dueAt) === day);
}

/** What has come due and waits for its decision, oldest first; what waits for the end of a quiet interval is left out. */
export async function dueNow(context: Reminding): Promise<(Planned & { missed: boolean })[]> {
  const { campaign, now } = context;
  const allowed = afterQuiet(campaign.reminders, now);
  const today = beijingDay(now);
  return (await undecided(context))
    .filter(({ dueAt }) => dueAt <= now)
    .map((planned) => ({ ...planned, missed: planned.day !== today || beijingDay(allowed) !== today }))
    .filter(({ missed }) => missed || allowed.getTime() === now.getTime());
}

/** One a day, in order, since the bot was installed: reminders from before that are nobody's miss. */
async function undecided(context: Reminding): Promise<Planned[]> {
  const { tx, campaign, calendar } = context;
  const extensions = await extensionsOf(context);
  const deadlines = deadlinesOf(campaign, extensions);
  const since = await installedAt(context);
  const decided = new Set(
    (await tx.reminder.findMany({ where: { campaign: campaign.id }, select: { key: true } })).map(({ key }) => key),
  );
  // An extension makes no reminder for a time before it was granted.
  const foreseen = (reason: Reason, dueAt: Date) =>
    !('deadline' in reason) ||
    reason.deadline === deadlines.base.day ||
    extensions.some(({ day, at }) => day === reason.deadline && at <= dueAt);
  const byDay = new Map<string, Planned>();
  for (const occasion of occasionsOf(campaign, deadlines, calendar)) {
    const reasons = occasion.reasons.filter((reason) => foreseen(reason, occasion.dueAt));
    if (reasons.length > 0) byDay.set(occasion.day, { ...occasion, reasons });
  }
  const byHand = await tx.plannedReminder.findMany({
    where: { campaign: campaign.id, droppedAt: null },
    orderBy: { dueAt: 'desc' },
  });
  for (const { id, dueAt } of byHand) {
    const day = beijingDay(dueAt);
    const same = byDay.get(day);
    const first = same && same.dueAt < dueAt ? same.dueAt : dueAt;
    byDay.set(day, { day, dueAt: first, reasons: same?.reasons ?? [], plannedId: id });
  }
  return [...byDay.values()]
    .filter(({ day, dueAt }) => dueAt >= since && !decided.has(day))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

const sinceKey = (campaign: string) => `reminders-since/${campaign}`;

async function installedAt({ tx, campaign, now }: Reminding): Promise<Date> {
  const kept = (await tx.setting.findUnique({ where: { key: sinceKey(campaign.id) } }))?.value;
  return typeof kept === 'string' ? new Date(kept) : now;
}

/** Remembers, the first time, when the bot began to remind. */
export async function markInstalled({ tx, campaign, now }: Reminding): Promise<void> {
  const row = { key: sinceKey(campaign.id), value: now.toISOString() };
  await tx.setting.createMany({ data: [row], skipDuplicates: true });
}
