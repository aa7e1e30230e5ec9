import { deadlinesOf } from '../../domain/deadline.ts';
import { type Audience, afterQuiet, type Occasion, occasionsOf, type Reason } from '../../domain/reminder.ts';
import { beijingDay } from '../../domain/time.ts';
import { keepFirstSetting, settingOf } from '../keeping/settings.ts';
import type { Office } from '../office.ts';
import type { Turn } from '../turn.ts';
import { extensionsOf } from '../works/ledger.ts';

/** What reminders need of the office, inside one transaction. */
export type Reminding = Pick<Turn, 'tx' | 'campaign' | 'calendar' | 'channels' | 'now'> & Pick<Office, 'say'>;

/** What is said to an audience on a day, by the rules, by staff's hand, or both. */
export type Planned = Occasion & { audience: Audience; plannedId?: number };

/** When several audiences are due at one time, they are posted to in this order. */
const AUDIENCES: readonly Audience[] = ['group', 'direct', 'staff'];

/** The key of the row that marks it as done. */
export const keyOf = ({ audience, day }: Pick<Planned, 'audience' | 'day'>): string =>
  audience === 'group' ? day : `${day}/${audience}`;

/** The next reminder, with the instant at which it goes out; to a group unless another audience is asked for. */
export async function nextReminder(
  context: Reminding,
  audiences: readonly Audience[] = ['group'],
): Promise<Planned | undefined> {
  const { campaign, now } = context;
  const today = beijingDay(now);
  return (await undecided(context, audiences))
    .filter(({ day, dueAt }) => dueAt > now || day === today)
    .map((planned) => ({
      ...planned,
      dueAt: planned.dueAt > now ? planned.dueAt : afterQuiet(campaign.reminders, now),
    }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
    .find(({ day, dueAt }) => dueAt > now && beijingDay(dueAt) === day);
}

export const nextOfAll = (context: Reminding) => nextReminder(context, AUDIENCES);

/** Everything that is still to come, in order. */
export async function coming(context: Reminding): Promise<Planned[]> {
  return (await undecided(context, AUDIENCES)).filter(({ dueAt }) => dueAt > context.now);
}

/** What is due and not yet decided, oldest first; without what waits for the end of a quiet interval. */
export async function dueNow(context: Reminding): Promise<(Planned & { missed: boolean })[]> {
  const { campaign, now } = context;
  const allowed = afterQuiet(campaign.reminders, now);
  const today = beijingDay(now);
  return (await undecided(context, AUDIENCES))
    .filter(({ dueAt }) => dueAt <= now)
    .map((planned) => ({ ...planned, missed: planned.day !== today || beijingDay(allowed) !== today }))
    .filter(({ missed }) => missed || allowed.getTime() === now.getTime());
}

/**
 * The reminder of one day for one audience as things are now, even if it was decided already; undefined when the rules
 * no longer have one on that day.
 */
export async function plannedOn(context: Reminding, audience: Audience, day: string): Promise<Planned | undefined> {
  return (await planned(context, [audience])).find((one) => one.day === day);
}

/**
 * The reminders that nobody has decided on, one a day for each audience, since the bot was installed: it cannot have
 * missed any from before that.
 */
async function undecided(context: Reminding, audiences: readonly Audience[]): Promise<Planned[]> {
  const { tx, campaign } = context;
  const since = await installedAt(context);
  const decided = new Set(
    (await tx.reminder.findMany({ where: { campaign: campaign.id }, select: { key: true } })).map(({ key }) => key),
  );
  return (await planned(context, audiences)).filter((one) => one.dueAt >= since && !decided.has(keyOf(one)));
}

async function planned(context: Reminding, audiences: readonly Audience[]): Promise<Planned[]> {
  const { tx, campaign, calendar } = context;
  const extensions = await extensionsOf(context);
  const deadlines = deadlinesOf(campaign, extensions);
  const granted = new Map<string, number>();
  for (const { day, at } of extensions)
    granted.set(day, Math.min(granted.get(day) ?? Number.POSITIVE_INFINITY, at.getTime()));
  // An extension must not bring reminders for days before it was granted: they would count as missed.
  const foreseen = (reason: Reason, dueAt: Date) =>
    !('deadline' in reason) ||
    reason.kind === 'part' ||
    deadlines.own.includes(reason.deadline) ||
    (granted.get(reason.deadline) ?? Number.POSITIVE_INFINITY) <= dueAt.getTime();
  const found = new Map<string, Planned>();
  for (const audience of audiences)
    for (const occasion of occasionsOf(campaign, deadlines, calendar, audience)) {
      const reasons = occasion.reasons.filter((reason) => foreseen(reason, occasion.dueAt));
      const one: Planned = { ...occasion, audience, reasons };
      if (reasons.length > 0) found.set(keyOf(one), one);
    }
  const byHand = audiences.includes('group')
    ? await tx.plannedReminder.findMany({
        where: { campaign: campaign.id, droppedAt: null },
        orderBy: { dueAt: 'desc' },
      })
    : [];
  for (const { id, dueAt } of byHand) {
    const day = beijingDay(dueAt);
    const same = found.get(day);
    const first = same && same.dueAt < dueAt ? same.dueAt : dueAt;
    found.set(day, { day, audience: 'group', dueAt: first, reasons: same?.reasons ?? [], plannedId: id });
  }
  return [...found.values()].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

async function installedAt(of: Reminding): Promise<Date> {
  const kept = await settingOf(of, 'reminders-since');
  return kept === undefined ? of.now : new Date(kept);
}

/** Remembers, the first time, when the bot began to remind. */
export const markInstalled = (of: Reminding): Promise<void> =>
  keepFirstSetting(of, 'reminders-since', of.now.toISOString());
