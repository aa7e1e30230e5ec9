import type { Campaign, Milestone } from './campaign.ts';
import { membersOf } from './membership.ts';
import { beijingDay, compareDays, type Day, daysBetween, endOfDay, instantAt, monthRange } from './time.ts';

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
   * The first instant that is late: 24:00 Beijing time of the day, which itself still counts, or the hour that the notice
   * names (docs/product.md, section 3).
   */
  until: Date;
  extended: boolean;
  /** The notice names no day: nothing is late. */
  open?: true;
}

/** The deadlines in force, by unit and category, prepared so that thousands of units can be asked one after another. */
export interface Deadlines {
  /** The deadline of the notice itself, for every unit and category that it names no other one for. */
  base: Deadline;
  of(unitId: string, categoryId: string): Deadline;
  /** Every day that is the deadline of some unit for some category, in order. */
  days: Day[];
  /** Those of the days that the notice names itself; the others were granted. */
  own: Day[];
  /** Those that everybody should hear of: the notice's own, and what was granted to more than half of the units. */
  common: Day[];
}

const REPORT = 'report';
/** Beyond every calendar: what is due on no day is due after all of them. */
const NO_DAY: Deadline = { day: '9999-12-31', until: new Date(8.64e15), extended: false, open: true };

/** Whether works are due at it. */
export const isReporting = ({ id, reporting }: Milestone): boolean => id === REPORT || reporting === true;

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
  const noticed = noticedDeadlines(campaign);
  const granted = new Map<string, Map<string, Extension>>();
  for (const extension of [...extensions].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const ofUnit = granted.get(extension.unitId) ?? new Map<string, Extension>();
    granted.set(extension.unitId, ofUnit);
    if (extension.categoryId === '') ofUnit.clear();
    ofUnit.set(extension.categoryId, extension);
  }

  function of(unitId: string, categoryId: string): Deadline {
    const own = noticed.of(unitId, categoryId);
    const ofUnit = granted.get(unitId);
    const extension = ofUnit?.get(categoryId) ?? ofUnit?.get('');
    if (!extension || extension.day <= own.day) return own;
    return { day: extension.day, until: endOfDay(extension.day), extended: true };
  }

  const unitsOn = new Map<Day, number>();
  const own = new Set<Day>(noticed.varies ? [] : [noticed.base.day]);
  for (const unit of campaign.units) {
    const plain = !noticed.varies && !granted.has(unit.id);
    const days = plain ? [noticed.base.day] : campaign.categories.map(({ id }) => of(unit.id, id).day);
    for (const day of new Set(days)) unitsOn.set(day, (unitsOn.get(day) ?? 0) + 1);
    if (noticed.varies) for (const category of campaign.categories) own.add(noticed.of(unit.id, category.id).day);
  }
  const sorted = (all: Iterable<Day>) => [...all].filter((day) => day !== NO_DAY.day).sort(compareDays);
  const days = sorted(unitsOn.keys());
  const common = days.filter((day) => own.has(day) || (unitsOn.get(day) ?? 0) * 2 > campaign.units.length);
  return { base: noticed.base, of, days, own: sorted(own), common };
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

interface Noticed {
  base: Deadline;
  of(unitId: string, categoryId: string): Deadline;
  varies: boolean;
}

/** What names the unit counts before what names the category, and that before what is for all. */
function noticedDeadlines(campaign: Campaign): Noticed {
  const reporting = campaign.milestones.filter(isReporting).map((milestone) => ({
    id: milestone.id,
    deadline: deadlineAt(milestone),
    categories: milestone.categories && new Set(milestone.categories),
    units: membersOf(campaign, milestone),
  }));
  const forAll = reporting.filter(({ categories, units }) => categories === undefined && units === undefined);
  const general = forAll.find(({ id }) => id === REPORT) ?? forAll[0];
  const base = (general ?? reporting.find(({ id }) => id === REPORT) ?? reporting[0])?.deadline ?? NO_DAY;
  const special = reporting.filter((one) => !forAll.includes(one));

  function of(unitId: string, categoryId: string): Deadline {
    let best: { deadline: Deadline; rank: number } = { deadline: base, rank: 0 };
    for (const { deadline, categories, units } of special) {
      if ((categories && !categories.has(categoryId)) || (units && !units.has(unitId))) continue;
      const rank = (units ? 2 : 0) + (categories ? 1 : 0);
      if (rank > best.rank) best = { deadline, rank };
    }
    return best.deadline;
  }
  return { base, of, varies: special.length > 0 };
}

function deadlineAt(milestone: Milestone): Deadline {
  const day = lastDayOf(milestone);
  const until = milestone.time === undefined ? endOfDay(day) : instantAt(day, milestone.time);
  return { day, until, extended: false };
}
