import type { Campaign } from './campaign.ts';
import { lastDayOf } from './deadline.ts';
import { lastDay } from './phase.ts';
import type { Day } from './time.ts';

/** The day on which it begins: of its first phase. */
export const firstDay = ({ phases }: Pick<Campaign, 'phases'>): Day | undefined =>
  phases.map(({ from }) => from).sort()[0];

/** The last day that the notice names: of a phase, of a milestone. Undefined where it names none, or leaves the end open. */
export function endOf({ phases, milestones }: Pick<Campaign, 'phases' | 'milestones'>): Day | undefined {
  if (phases.some(({ to }) => to === undefined)) return undefined;
  const days = [...phases.map(lastDay), ...milestones.map(lastDayOf)].sort();
  return days.at(-1);
}

/**
 * The day after which personal fields go. A campaign that still runs then keeps its names until it has ended, and one
 * without such a day, or without an end, keeps them until the office writes one.
 */
export function eraseDayOf(campaign: Pick<Campaign, 'phases' | 'milestones' | 'privacy'>): Day | undefined {
  const { eraseAfter } = campaign.privacy;
  if (eraseAfter === undefined) return undefined;
  const end = endOf(campaign);
  return end !== undefined && end > eraseAfter ? end : eraseAfter;
}

/** Every year in which the campaign has a day. */
export function yearsOf({
  phases,
  milestones,
  document,
}: Pick<Campaign, 'phases' | 'milestones' | 'document'>): number[] {
  const days = [
    ...phases.flatMap(({ from, to = from }) => [from, to]),
    ...milestones.map(lastDayOf),
    ...(document.issued ? [document.issued] : []),
  ];
  return [...new Set(days.map((day) => Number(day.slice(0, 4))))].sort();
}
