import type { Standing, StandingEntry } from '../../src/application/exporting/standing.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import type { Tally } from '../../src/domain/progress.ts';
import { instantAt } from '../../src/domain/time.ts';
import { Dice } from './dice.ts';

/**
 * How a campaign may stand at its end, from a seed: so many entries of every kind, some of them late, units that lack something, that do
 * more than they must, and one that is silent.
 */
export function standingOf(
  campaign: Campaign,
  { seed, entries: count, awards }: { seed: number; entries: number; awards?: boolean },
): Standing {
  const dice = new Dice(seed);
  const silent = campaign.units[15]?.id;
  const units = campaign.units.filter(({ id }) => id !== silent);
  const entries = Array.from({ length: count }, (_, index): StandingEntry => {
    const category = dice.chance(0.45) ? campaign.categories.find(({ id }) => id === 'photo') : undefined;
    const late = dice.chance(0.06);
    const day = `2020-09-${String(dice.whole(late ? 16 : 1, late ? 18 : 15)).padStart(2, '0')}`;
    return {
      number: index + 1,
      unitId: dice.pick(units).id,
      categoryId: (category ?? dice.pick(campaign.categories)).id,
      state: dice.chance(0.7) ? 'accepted' : 'received',
      title: `作品“${index + 1}”`,
      fields: { author: dice.pick(['李建国', '王丽', '赵小梅']) },
      version: 1,
      onBehalf: false,
      received: instantAt(day, '15:00').getTime(),
      onPlatform: null,
      files: [],
    };
  });
  return {
    at: instantAt('2020-11-10', '09:30').getTime(),
    snapshot: { number: 3, note: '' },
    campaign,
    tallies: talliesOf(entries),
    zeroReports: [],
    extensions: [],
    targetChanges: [],
    coordinators: [],
    entries,
    candidates: [],
    ...(awards && { awards: awardsOf(campaign, entries) }),
  };
}

/** In each category the first three works, with two levels. */
const awardsOf = ({ categories }: Campaign, entries: StandingEntry[]) =>
  categories
    .filter(({ kind }) => kind === 'work')
    .flatMap(({ id }) =>
      entries
        .filter(({ categoryId }) => categoryId === id)
        .slice(0, 3)
        .map(({ number, unitId, categoryId }, index) => ({
          ...{ number, unitId, categoryId },
          level: index === 0 ? '一等奖' : '二等奖',
        })),
    );

function talliesOf(entries: StandingEntry[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { unitId, categoryId, state } of entries) {
    const key = `${unitId}/${categoryId}`;
    const tally = tallies.get(key) ?? { unitId, categoryId, received: 0, accepted: 0, returned: 0 };
    if (state === 'received' || state === 'accepted') tally[state] += 1;
    tallies.set(key, tally);
  }
  return [...tallies.values()];
}
