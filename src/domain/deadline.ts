import type { Campaign, Day, Milestone } from './campaign.ts';
import { beijingDay, compareDays, daysBetween, endOfDay, monthRange } from './time.ts';

/** More time for one unit, granted by staff (/延期). */
export interface Extension {
  unitId: string;
  /** Empty: every category. */
  categoryId: string;
  day: Day;
  /** When it was granted. */
  at: Date;
}

export interface Deadline {
  day: Day;
  /**
   * The first instant that is late: 24:00 Beijing time of the day, which itself still counts
   * (docs/product.md, section 3).
   */
  until: Date;
  extended: boolean;
}

/** The deadlines in force, by unit and category, prepared so that thousands of units can be asked one after another. */
export interface Deadlines {
  /** The deadline of the notice itself. */
  base: Deadline;
  of(unitId: string, categoryId: string): Deadline;
  /** Every day that is the deadline of some unit for some category, in order. */
  days: Day[];
}

const REPORT = 'report';

/** The last day that belongs to a milestone: its day, or the last one of its month. */
export function lastDayOf(milestone: Milestone): Day {
  if (milestone.day !== undefined) return milestone.day;
  if (milestone.month !== undefined) return monthRange(milestone.month).last;
  throw new Error(`milestone ${milestone.id} has neither a day nor a month`);
}

/**
 * The extension granted last among those that cover a unit and category counts, whether it names the category or all.
 * None moves a deadline before the notice's own, so granting that day again takes an extension back.
 */
export function deadlinesOf(campaign: Campaign, extensions: readonly Extension[]): Deadlines {
  const milestone = campaign.milestones.find(({ id }) => id === REPORT);
  if (milestone === undefined) throw new Error(`campaign ${campaign.id} has no milestone ${REPORT}`);
  const baseDay = lastDayOf(milestone);
  const base = deadlineOn(baseDay, baseDay);

  const granted = new Map<string, Map<string, Deadline>>();
  for (const { unitId, categoryId, day } of [...extensions].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const ofUnit = granted.get(unitId) ?? new Map<string, Deadline>();
    granted.set(unitId, ofUnit);
    if (categoryId === '') ofUnit.clear();
    ofUnit.set(categoryId, deadlineOn(day, baseDay));
  }

  function of(unitId: string, categoryId: string): Deadline {
    const ofUnit = granted.get(unitId);
    return ofUnit?.get(categoryId) ?? ofUnit?.get('') ?? base;
  }

  const days = new Set<Day>();
  for (const unit of campaign.units) {
    if (granted.has(unit.id)) for (const category of campaign.categories) days.add(of(unit.id, category.id).day);
    else days.add(baseDay);
  }
  return { base, of, days: [...days].sort(compareDays) };
}

export function deadlineOf(
  campaign: Campaign,
  extensions: readonly Extension[],
  unitId: string,
  categoryId: string,
): Deadline {
  return deadlinesOf(campaign, extensions).of(unitId, categoryId);
}

export function isLate(receivedAt: Date, deadline: Deadline): boolean {
  return receivedAt.getTime() >= deadline.until.getTime();
}

/** 0 on the deadline's day itself, negative when it has passed. */
export function daysLeft(now: Date, deadline: Deadline): number {
  return daysBetween(beijingDay(now), deadline.day);
}

function deadlineOn(day: Day, base: Day): Deadline {
  const effective = day > base ? day : base;
  return { day: effective, until: endOfDay(effective), extended: effective !== base };
}
