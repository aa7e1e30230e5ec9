import { forecastOf, type Outlook } from '../../src/domain/forecast.ts';
import type { DayCount } from '../../src/domain/tally.ts';
import { targetsOf } from '../../src/domain/target.ts';
import { addDays, type Day, daysBetween, weekday } from '../../src/domain/time.ts';
import { shippedCampaign } from './campaign.ts';
import { Dice } from './dice.ts';

/** How units go about it: at one pace, in a hurry at the end, many at once and seldom, or with less and less zeal. */
export const TEMPERS = ['steady', 'hurrying', 'bunched', 'fading'] as const;
export type Temper = (typeof TEMPERS)[number];

export const weekdays = { isWorkday: (day: Day) => weekday(day) <= 5 };
const START = '2020-06-15';
const targets = targetsOf(shippedCampaign, []);

interface Played {
  temper: Temper;
  arrivals: DayCount[];
  last: Day;
}

/** One campaign from its first day to its last, by nothing but its seed. */
export function playCampaign(seed: number): Played {
  const dice = new Dice(seed);
  const temper = TEMPERS[seed % TEMPERS.length] as Temper;
  const last = addDays(START, dice.whole(35, 95));
  const workdays = (daysBetween(START, last) * 5) / 7;
  const zeal = dice.next() * 0.7 + 0.4;
  const arrivals: DayCount[] = [];
  for (const { id: unitId } of shippedCampaign.units) {
    const wanted = new Map(targets.get(unitId) ?? []);
    const total = [...wanted.values()].reduce((a, b) => a + b, 0);
    const most = temper === 'bunched' ? 8 : 3;
    // Gamma-like: some units do all of it, some hardly begin.
    const own = (zeal * (dice.next() + dice.next()) * total) / workdays / ((1 + most) / 2);
    for (let day = START; day <= last; day = addDays(day, 1)) {
      const share = daysBetween(START, day) / daysBetween(START, last);
      const mood = temper === 'hurrying' ? 0.6 + 1.2 * share ** 2 : temper === 'fading' ? 1.4 - 0.9 * share : 1;
      const rate = own * mood * (weekdays.isWorkday(day) ? 1 : 0.15);
      if (!dice.chance(Math.min(0.95, rate))) continue;
      const categoryId = choose(dice, wanted);
      const count = dice.whole(1, categoryId === 'photo' ? most * 2 - 1 : most);
      wanted.set(categoryId, Math.max(0, (wanted.get(categoryId) ?? 0) - count));
      arrivals.push({ unitId, categoryId, day, count });
    }
  }
  return { temper, arrivals, last };
}

/** Mostly what is still lacking. */
function choose(dice: Dice, wanted: ReadonlyMap<string, number>): string {
  const lacking = [...wanted].flatMap(([id, number]) => Array<string>(number).fill(id));
  if (lacking.length > 0 && dice.chance(0.9)) return dice.pick(lacking);
  return dice.pick(shippedCampaign.categories).id;
}

export function forecastOn({ arrivals, last }: Pick<Played, 'arrivals' | 'last'>, today: Day) {
  return forecastOf({
    units: shippedCampaign.units,
    categories: shippedCampaign.categories,
    targets,
    arrivals: arrivals.filter(({ day }) => day < today),
    today,
    calendar: weekdays,
    until: { city: last, of: () => last },
  });
}

interface Checked {
  temper: Temper;
  scope: 'city' | 'unit' | 'category';
  said: Outlook;
  /** What was met in the end. */
  met: number;
}

/** Every range that was said in mid-course, beside what came of it. */
export function checkCampaign(seed: number): Checked[] {
  const played = playCampaign(seed);
  const days = daysBetween(START, played.last);
  return [0.35, 0.6, 0.8].flatMap((share) => {
    const said = forecastOn(played, addDays(START, Math.round(days * share)));
    const end = forecastOn(played, addDays(played.last, 1));
    const pairs = [
      { scope: 'city' as const, said: said.city, met: end.city.met },
      ...said.units.map((one, index) => ({ scope: 'unit' as const, said: one, met: end.units[index]?.met ?? -1 })),
      ...said.categories.map((one, index) => ({
        scope: 'category' as const,
        said: one,
        met: end.categories[index]?.met ?? -1,
      })),
    ];
    return pairs.filter(({ said: { low } }) => low !== undefined).map((pair) => ({ temper: played.temper, ...pair }));
  });
}
