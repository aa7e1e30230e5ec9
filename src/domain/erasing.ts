import type { Campaign } from './campaign.ts';
import { endOf } from './campaign-days.ts';
import { lastDayOf } from './deadline.ts';

/** The day of erasing is a left-over of another year's file: people would lose their names while they work. */
export function erasesWhileRunning(campaign: Pick<Campaign, 'phases' | 'milestones' | 'privacy'>): boolean {
  const { eraseAfter } = campaign.privacy;
  const end = endOf(campaign);
  return eraseAfter !== undefined && end !== undefined && eraseAfter < end;
}

/**
 * The year that the campaign's id names, when nothing of it is in that year: a copy of another year's file, whose numbers this one's
 * would be added to. Undefined when the two agree, or the id names none.
 */
export function yearOfAnother({
  id,
  phases,
  milestones,
}: Pick<Campaign, 'id' | 'phases' | 'milestones'>): string | undefined {
  const year = /(?:^|\D)(20\d\d)(?:\D|$)/.exec(id)?.[1];
  const dates = [...phases.flatMap(({ from, to = from }) => [from, to]), ...milestones.map(lastDayOf)];
  const isIn = dates.some((date) => year !== undefined && date.startsWith(year));
  return year === undefined || dates.length === 0 || isIn ? undefined : year;
}
