import type { Campaign } from './campaign.ts';
import { periodAt, runOf, type Span } from './demand-span.ts';
import type { Period, Recurring } from './notice-facts.ts';
import { addDays, compareDays, type Day, monthOf, monthRange } from './time.ts';

/** A day before the end on which something is due: half of it, what the month asks, a regular report. */
export interface PartDay {
  day: Day;
  per?: Period;
  /** In the notice's words. */
  text: string;
  /** It is a number, so that who lacks how many is known. */
  counted: boolean;
}

interface Asked {
  per?: Period;
  categories?: string[];
}

/** On which day of its period something is due: as the notice's regular deadline says, else on the last. */
export function dueIn(campaign: Pick<Campaign, 'recurring'>, { per, categories }: Asked, span: Span): Day {
  const regular = campaign.recurring.find(
    (one) =>
      one.every === per && (!one.categories || !categories || categories.some((id) => one.categories?.includes(id))),
  );
  return regular ? regularDay(regular, span) : span.to;
}

/** Of a quarter or a year it is a day of the last month. */
function regularDay({ every, day, last }: Recurring, { from, to }: Span): Day {
  if (last || day === undefined) return to;
  if (every === 'week') return addDays(from, Math.min(day, 7) - 1);
  const written = `${monthOf(to)}-${String(day).padStart(2, '0')}`;
  const end = monthRange(monthOf(to)).last;
  return written < end ? written : end;
}

/** More than a year of weeks is nobody's campaign. */
const MOST_PERIODS = 120;

/** Every such day while the campaign runs; of a campaign whose begin or end nobody knows only those that are written. */
export function partDaysOf(campaign: Campaign): PartDay[] {
  const batches = campaign.targets.flatMap(({ until, text }) =>
    until === undefined ? [] : [{ day: until, text, counted: true }],
  );
  const numbers = campaign.targets.flatMap(({ per, until, categories, text, who, share }) =>
    per === undefined || per === 'year' || until !== undefined || who !== undefined || share
      ? []
      : periodsOf(campaign, per).map((span) => ({
          day: dueIn(campaign, { per, ...(categories ? { categories } : {}) }, span),
          per,
          text,
          counted: true,
        })),
  );
  const known = new Set(numbers.map(({ day }) => day));
  const regular = campaign.recurring.flatMap((one) =>
    one.every === undefined
      ? []
      : periodsOf(campaign, one.every).map((span) => ({
          day: regularDay(one, span),
          per: one.every as Period,
          text: one.text,
          counted: false,
        })),
  );
  return [...batches, ...numbers, ...regular.filter(({ day }) => !known.has(day))].sort((a, b) =>
    compareDays(a.day, b.day),
  );
}

function periodsOf(campaign: Campaign, per: Period): Span[] {
  const { from, to } = runOf(campaign);
  if (from === undefined || to === undefined) return [];
  const spans: Span[] = [];
  for (let span = periodAt(per, from); span.from <= to && spans.length < MOST_PERIODS; ) {
    spans.push(span);
    span = periodAt(per, addDays(span.to, 1));
  }
  return spans;
}
