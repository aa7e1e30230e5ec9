import type { Campaign, Day } from './campaign.ts';
import { monthRange } from './time.ts';

type Dated = Pick<Campaign, 'phases' | 'milestones' | 'privacy'>;

/** The last day on which something of the campaign is still to come; a month without a day lasts to its end. */
export function lastDayOf({ phases, milestones }: Pick<Dated, 'phases' | 'milestones'>): Day {
  const ends = [
    ...phases.map(({ to }) => monthRange(to).last),
    ...milestones.map(({ day, month }) => day ?? monthRange(month ?? '2000-01').last),
  ];
  return ends.sort().at(-1) ?? '2000-01-01';
}

/** The day of erasing is a left-over of another year's file: people would lose their names while they work. */
export const erasesWhileRunning = (campaign: Dated): boolean => campaign.privacy.eraseAfter < lastDayOf(campaign);

/** After this day what is personal is erased: the one that the office wrote, but never before the campaign has ended. */
export const eraseDayOf = (campaign: Dated): Day =>
  erasesWhileRunning(campaign) ? lastDayOf(campaign) : campaign.privacy.eraseAfter;

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
  const dates = [...phases.flatMap(({ from, to }) => [from, to]), ...milestones.map(({ day, month }) => day ?? month)];
  const isIn = dates.some((date) => year !== undefined && date?.startsWith(year));
  return year === undefined || dates.length === 0 || isIn ? undefined : year;
}
