import type { Deadlines } from './deadline.ts';
import type { DemandState } from './demand-state.ts';
import type { Progress } from './progress.ts';
import type { Occasion } from './reminder.ts';
import type { Day } from './time.ts';

export interface LackedItem {
  categoryId: string;
  short: number;
  day: Day;
  /** It is lacking of this, and not of the category's own number. */
  demand?: DemandState;
}

/** What a unit lacks. */
export interface Lack {
  unitId: string;
  items: LackedItem[];
  /** 没报: it lacks everything it has a target for, and said nothing. */
  nothing: boolean;
}

/**
 * Which units a post names and with what they lack, each unit once: what is due on the days that the post is about. The
 * weekly digest is about all of them, the opening of a phase about none. Call it when the post is sent, since the list
 * is only as true as the progress given.
 */
export function lackOn(occasion: Pick<Occasion, 'reasons'>, progress: Progress, deadlines: Deadlines): Lack[] {
  if (occasion.reasons.some(({ kind }) => kind === 'digest')) return lacking(progress, deadlines);
  const about = new Set(occasion.reasons.flatMap((reason) => ('deadline' in reason ? [reason.deadline] : [])));
  return lacking(progress, deadlines, about);
}

/**
 * The units below their target, or without the report that each owes, in the order of the progress; with days, only
 * with what is due on them. Left out: units that have finished, that owe nothing, and what they reported as zero.
 */
export function lacking(progress: Progress, deadlines: Deadlines, days?: ReadonlySet<Day>): Lack[] {
  return progress.units.flatMap((unit) => {
    const short: LackedItem[] = unit.items
      .map((item) => ({ ...item, short: item.owed ? 1 : item.short }))
      .filter((item) => item.short > 0 && !item.zero)
      .map((item) => ({
        categoryId: item.categoryId,
        short: item.short,
        day: deadlines.of(unit.unitId, item.categoryId).day,
      }));
    short.push(...demanded(unit.demands, (id) => deadlines.of(unit.unitId, id).day));
    const items = short.filter(({ day }) => days === undefined || days.has(day));
    if (items.length === 0) return [];
    const answered = unit.state === 'no-target' ? !unit.silent : unit.state !== 'nothing';
    return [{ unitId: unit.unitId, items, nothing: !answered && items.length === short.length }];
  });
}

/** What is lacking of the month's number, of the half, of several together, while it can be made up. */
const demanded = (demands: readonly DemandState[], dueOf: (categoryId: string) => Day): LackedItem[] =>
  demands
    .filter(({ short, past }) => short > 0 && !past)
    .map((demand) => {
      const [categoryId = ''] = demand.categoryIds;
      return { categoryId, short: demand.short, day: demand.due ?? dueOf(categoryId), demand };
    });
