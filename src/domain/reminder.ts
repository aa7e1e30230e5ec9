import { addWorkdays, type Calendar, workdayOnOrAfter, workdayOnOrBefore } from './calendar.ts';
import type { Campaign, ReminderRules, WeeklyRule } from './campaign.ts';
import type { Deadlines } from './deadline.ts';
import type { Period } from './notice-facts.ts';
import { partDaysOf } from './part-days.ts';
import { firstDay, lastDay } from './phase.ts';
import {
  addDays,
  beijingDay,
  beijingTime,
  compareDays,
  type Day,
  daysBetween,
  instantAt,
  type Time,
  weekday,
} from './time.ts';

/**
 * `left`: the days that really remain when it is posted, more than the rule's `days` when a day off moved the reminder
 * forward.
 */
export type Reason =
  | { kind: 'before'; days: number; left: number; deadline: Day }
  | { kind: 'on-day'; deadline: Day }
  | { kind: 'after'; workingDays: number; deadline: Day }
  /** A part is due: half of it, what the month asks. `counted`: it is a number, and the list says who lacks how many. */
  | { kind: 'part'; left: number; deadline: Day; text: string; counted: boolean }
  | { kind: 'phase-opening'; phase: string }
  /** The sub-project's own platform closes soon. */
  | { kind: 'platform'; categoryId: string; day: Day; left: number }
  | { kind: 'digest' };

/** To whom something is said: to the groups, to each coordinator, or to staff. */
export type Audience = 'group' | 'direct' | 'staff';

/** What is said on a day to one audience, once, with everything it is said for (docs/product.md, section 8). */
export interface Occasion {
  day: Day;
  dueAt: Date;
  reasons: Reason[];
}

/**
 * Every occasion of the campaign for an audience, in order. A reminder on a day off moves to the working day before, a
 * deadline's own day never does; nothing is posted before the day of the notice.
 */
export function occasionsOf(
  campaign: Campaign,
  deadlines: Pick<Deadlines, 'days' | 'common'>,
  calendar: Calendar,
  audience: Audience = 'group',
): Occasion[] {
  const byDay = new Map<Day, Reason[]>();
  for (const [day, reason] of reasonsFor(audience, campaign, deadlines, calendar)) {
    if (day >= (campaign.document.issued ?? '')) byDay.set(day, [...(byDay.get(day) ?? []), reason]);
  }
  return [...byDay]
    .sort(([a], [b]) => compareDays(a, b))
    .map(([day, reasons]) => ({ day, dueAt: dueOn(campaign, day), reasons }));
}

function* reasonsFor(
  audience: Audience,
  campaign: Campaign,
  deadlines: Pick<Deadlines, 'days' | 'common'>,
  calendar: Calendar,
): Generator<[Day, Reason]> {
  const { reminders } = campaign;
  const around = {
    group: reminders,
    direct: { beforeDays: reminders.direct?.beforeDays ?? [], onTheDay: false, afterWorkingDays: [] },
    staff: { beforeDays: [], onTheDay: false, afterWorkingDays: [] },
  };
  // What was granted to a few is said to them: a group need not read of it on five days.
  const days = audience === 'group' ? deadlines.common : deadlines.days;
  for (const deadline of days) yield* aroundDeadline(around[audience], deadline, calendar);
  if (audience !== 'staff') yield* beforeParts(campaign, around[audience], calendar);
  // The group reads of it on the days on which coordinators do.
  if (audience !== 'staff') yield* beforePlatforms(campaign, around.direct.beforeDays, calendar);
  if (audience === 'group') yield* phaseOpenings(campaign, calendar);
  const weekly = { group: reminders.digest, direct: undefined, staff: reminders.staffDigest }[audience];
  for (const day of weeklyDays(campaign, weekly, calendar)) yield [day, { kind: 'digest' }];
}

export function occasionOn(
  day: Day,
  campaign: Campaign,
  deadlines: Pick<Deadlines, 'days' | 'common'>,
  calendar: Calendar,
): Occasion | undefined {
  return occasionsOf(campaign, deadlines, calendar).find((occasion) => occasion.day === day);
}

/** The instant itself, or the end of the quiet interval it falls in. */
export function afterQuiet(rules: ReminderRules, instant: Date): Date {
  let result = instant;
  // Each interval can be met once before midnight and once after it, hence twice as many rounds.
  for (let tries = 0; tries < rules.quiet.length * 2; tries++) {
    const [from, to] = rules.quiet.find((interval) => isWithin(beijingTime(result), interval)) ?? [];
    if (from === undefined || to === undefined) return result;
    const day = beijingDay(result);
    const endsTomorrow = to <= beijingTime(result);
    result = instantAt(endsTomorrow ? addDays(day, 1) : day, to);
  }
  return result;
}

function* aroundDeadline(
  rules: Pick<ReminderRules, 'beforeDays' | 'onTheDay' | 'afterWorkingDays'>,
  deadline: Day,
  calendar: Calendar,
): Generator<[Day, Reason]> {
  // Reminders of several rules may fall on one working day; the one nearest to the deadline is kept, as it says the
  // most.
  const before = new Map<Day, number>();
  for (const days of [...rules.beforeDays].sort((a, b) => b - a)) {
    before.set(workdayOnOrBefore(calendar, addDays(deadline, -days)), days);
  }
  for (const [day, days] of before) {
    yield [day, { kind: 'before', days, left: daysBetween(day, deadline), deadline }];
  }
  if (rules.onTheDay) yield [deadline, { kind: 'on-day', deadline }];
  for (const workingDays of rules.afterWorkingDays) {
    yield [addWorkdays(calendar, deadline, workingDays), { kind: 'after', workingDays, deadline }];
  }
}

/** How long before the end of a period it is worth saying. */
const PART_DAYS: Record<Period, number> = { week: 1, month: 7, quarter: 15, year: 30 };

function* beforeParts(
  campaign: Campaign,
  rules: Pick<ReminderRules, 'beforeDays' | 'onTheDay'>,
  calendar: Calendar,
): Generator<[Day, Reason]> {
  for (const { day, per, text, counted } of partDaysOf(campaign)) {
    const before = rules.beforeDays.filter((days) => per === undefined || days <= PART_DAYS[per]);
    for (const [on, reason] of aroundDeadline({ ...rules, beforeDays: before, afterWorkingDays: [] }, day, calendar))
      yield [on, { kind: 'part', left: 'left' in reason ? reason.left : 0, deadline: day, text, counted }];
  }
}

/** Before the day on which a sub-project's own platform closes, where the notice has works go there too. */
function* beforePlatforms(campaign: Campaign, beforeDays: number[], calendar: Calendar): Generator<[Day, Reason]> {
  if (campaign.alsoOnPlatform === undefined) return;
  for (const { id: categoryId, project } of campaign.categories) {
    if (project?.deadline === undefined) continue;
    const { day } = project.deadline;
    for (const days of new Set(beforeDays.map((one) => workdayOnOrBefore(calendar, addDays(day, -one)))))
      yield [days, { kind: 'platform', categoryId, day, left: daysBetween(days, day) }];
  }
}

/** On the working day on or before the first of the month; for a phase already running then, with the notice. */
function* phaseOpenings(campaign: Campaign, calendar: Calendar): Generator<[Day, Reason]> {
  if (!campaign.reminders.phaseOpenings) return;
  const { issued = '' } = campaign.document;
  for (const phase of campaign.phases) {
    const { id } = phase;
    if (lastDay(phase) < issued) continue;
    const opening = workdayOnOrBefore(calendar, firstDay(phase));
    yield [opening < issued ? workdayOnOrAfter(calendar, issued) : opening, { kind: 'phase-opening', phase: id }];
  }
}

/** Of a phase without an end nobody is told every week for ever. */
const LONGEST_WEEKLY = 366;

function weeklyDays(campaign: Campaign, weekly: WeeklyRule | undefined, calendar: Calendar): Set<Day> {
  const days = new Set<Day>();
  for (const phase of campaign.phases) {
    if (weekly === undefined || !phasesOf(weekly).includes(phase.id)) continue;
    const first = firstDay(phase);
    const last = phase.to === undefined ? addDays(first, LONGEST_WEEKLY) : lastDay(phase);
    let day = addDays(first, (weekly.weekday - weekday(first) + 7) % 7);
    for (; day <= last; day = addDays(day, 7)) days.add(workdayOnOrBefore(calendar, day));
  }
  return days;
}

/** The phases in which something is said every week. */
export const phasesOf = ({ phase }: WeeklyRule): string[] => (typeof phase === 'string' ? [phase] : phase);

/** Whether a post still names nobody: in the first days after the notice it only says what is due when, and how. */
export function namesNobody({ document, reminders }: Campaign, today: Day): boolean {
  const { unnamedDays = 0 } = reminders;
  return document.issued !== undefined && today < addDays(document.issued, unnamedDays);
}

/**
 * When the reminder of a day goes out: some minutes after the hour, computed from the day so that all processes and
 * audiences get the same, and moved to the end of a quiet interval if it falls in one.
 */
export function dueOn({ id, reminders }: Campaign, day: Day): Date {
  const [least, most] = reminders.jitterMinutes;
  const jitter = least + (hash(`${id} ${day}`) % (most - least + 1));
  return afterQuiet(reminders, new Date(instantAt(day, reminders.at).getTime() + jitter * 60_000));
}

function isWithin(time: Time, [from, to]: [Time, Time]): boolean {
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

/** FNV-1a, 32 bits: spreads days evenly over the minutes. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
