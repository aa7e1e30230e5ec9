import type { Category, Unit } from '../../../domain/campaign.ts';
import { type Item, progressOf, type UnitProgress } from '../../../domain/progress.ts';
import { capsOf, targetsOf } from '../../../domain/target.ts';
import { demandsAt } from '../demands-at.ts';
import { cameLate } from '../entry-cells.ts';
import type { Making } from '../making.ts';
import type { StandingEntry } from '../standing.ts';

/** One row that a figure is counted from: an entry, a unit, or a unit's part in a category. */
export interface FigureRow {
  unitId: string;
  categoryId: string;
  entry?: StandingEntry;
  /** What it adds to the figure, and to what it is measured by. */
  counts: number;
  of: number;
  /** The award that a work has. */
  level?: string;
}

/** `share`: Σ counts ÷ Σ of, as whole percents rounded down. `names`: which units the rows are of; `ranking`: each with its own share; `levels`: how many
 * have which award. */
export type How = 'sum' | 'share' | 'ratio' | 'names' | 'ranking' | 'levels';

/** How a figure is had: its rows, and what is made of them. Nothing else in a paper may be a number. */
export interface Query {
  how: How;
  /** Undefined: as things are there is no such figure, and no sentence with it. */
  rows(counted: Counted): FigureRow[] | undefined;
}

/** What is counted from, prepared once. */
export interface Counted {
  making: Making;
  entries: StandingEntry[];
  /** Units that have a target, in the order of the notice. */
  units: UnitProgress[];
}

export function countedFrom(making: Making): Counted {
  const { campaign, targetChanges, tallies, zeroReports } = making.standing;
  const { units } = progressOf(campaign.units, campaign.categories, {
    targets: targetsOf(campaign, targetChanges),
    caps: capsOf(campaign, targetChanges),
    tallies,
    zeroReports,
    demands: demandsAt(making.standing),
  });
  return { making, entries: making.standing.entries, units: units.filter(({ state }) => state !== 'no-target') };
}

const entryRow = (entry: StandingEntry): FigureRow => ({
  unitId: entry.unitId,
  categoryId: entry.categoryId,
  entry,
  counts: 1,
  of: 0,
});
const unitRow = ({ unitId }: { unitId: string }): FigureRow => ({ unitId, categoryId: '', counts: 1, of: 0 });

const isWanted = ({ making }: Counted, entry: StandingEntry, kind: Category['kind']) =>
  making.categoryOf(entry.categoryId)?.kind === kind;
const entriesOf = (kind: Category['kind']): Query => ({
  how: 'sum',
  rows: (counted) => counted.entries.filter((entry) => isWanted(counted, entry, kind)).map(entryRow),
});
const unitsIn = (how: How, state: UnitProgress['state']): Query => ({
  how,
  rows: ({ units }) => units.filter((unit) => unit.state === state).map(unitRow),
});

/** A row for each unit and category that has a target; which of them add something is for `add` to say. */
const itemRows = (units: readonly UnitProgress[], add: (item: Item) => Pick<FigureRow, 'counts' | 'of'>): FigureRow[] =>
  units.flatMap(({ unitId, items }) =>
    items
      .filter(({ target }) => target !== undefined)
      .map((item) => ({ unitId, categoryId: item.categoryId, ...add(item) })),
  );
const asTarget = ({ target = 0 }: Item) => ({ counts: target, of: 0 });
const asMet = ({ count, target = 0 }: Item) => ({ counts: Math.min(count, target), of: target });
const asOver = ({ over }: Item) => ({ counts: over, of: 0 });
const adding = ({ counts }: FigureRow) => counts > 0;
const lateIn = ({ making, entries }: Counted) => entries.filter((entry) => cameLate(entry, making));

/** Works with an award, once the results are final; without those that were returned or withdrawn since, as in the lists of them. */
export function awardRows({ making, entries }: Counted): FigureRow[] | undefined {
  const byNumber = new Map(entries.map((entry) => [entry.number, entry]));
  return making.standing.awards?.flatMap(({ number, unitId, categoryId, level }) => {
    const entry = byNumber.get(number);
    return entry ? [{ unitId, categoryId, entry, counts: 1, of: 0, level }] : [];
  });
}

/** Figures of the whole campaign, by the names that the words call them by. */
export const CITY_FIGURES = {
  entries: { how: 'sum', rows: ({ entries }) => entries.map(entryRow) },
  units: { how: 'sum', rows: ({ units }) => units.map(unitRow) },
  complete: unitsIn('sum', 'complete'),
  partial: unitsIn('sum', 'partial'),
  silent: unitsIn('sum', 'nothing'),
  partialNames: unitsIn('names', 'partial'),
  silentNames: unitsIn('names', 'nothing'),
  target: { how: 'sum', rows: ({ units }) => known(itemRows(units, asTarget)) },
  met: { how: 'sum', rows: ({ units }) => itemRows(units, asMet) },
  share: { how: 'share', rows: ({ units }) => (units.length > 0 ? itemRows(units, asMet) : undefined) },
  over: { how: 'sum', rows: ({ units }) => itemRows(units, asOver).filter(adding) },
  works: entriesOf('work'),
  accepted: {
    how: 'sum',
    rows: (counted) =>
      counted.entries.filter((entry) => entry.state === 'accepted' && isWanted(counted, entry, 'work')).map(entryRow),
  },
  events: entriesOf('event'),
  ambassadors: entriesOf('ambassador'),
  ambassadorsTarget: {
    how: 'sum',
    rows: ({ making }) => {
      const found = making.standing.campaign.cityTargets.filter(
        ({ category }) => making.categoryOf(category)?.kind === 'ambassador',
      );
      const rows = found.map(({ category, number }) => ({ unitId: '', categoryId: category, counts: number, of: 0 }));
      return rows.length > 0 ? rows : undefined;
    },
  },
  reports: entriesOf('report'),
  late: { how: 'sum', rows: (counted) => lateIn(counted).map(entryRow) },
  lateUnits: {
    how: 'sum',
    rows: (counted) => [...new Set(lateIn(counted).map(({ unitId }) => unitId))].map((unitId) => unitRow({ unitId })),
  },
  awarded: { how: 'sum', rows: awardRows },
  awardedByLevel: { how: 'levels', rows: awardRows },
  ranking: {
    how: 'ranking',
    rows: ({ units }) => known([...units].sort((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0)).map(metOf)),
  },
} as const satisfies Record<string, Query>;

const metOf = ({ unitId, met, target }: UnitProgress): FigureRow => ({
  unitId,
  categoryId: '',
  counts: met,
  of: target,
});

/** Figures of one category, by the names that the words call them by, and the name under which `figures.md` explains each. */
export const CATEGORY_FIGURES = {
  count: {
    explained: 'count',
    of: (id) => ({
      how: 'sum',
      rows: ({ entries }) => entries.filter(({ categoryId }) => categoryId === id).map(entryRow),
    }),
  },
  target: {
    explained: 'categoryTarget',
    of: (id) => ({ how: 'sum', rows: (counted) => known(itemsOf(counted, id, asTarget)) }),
  },
  over: {
    explained: 'categoryOver',
    of: (id) => ({ how: 'sum', rows: (counted) => itemsOf(counted, id, asOver).filter(adding) }),
  },
  units: {
    explained: 'categoryUnits',
    of: (id) => ({
      how: 'sum',
      rows: ({ making, entries }) => {
        const reporting = new Set(entries.filter(({ categoryId }) => categoryId === id).map(({ unitId }) => unitId));
        return making.standing.campaign.units
          .filter((unit) => reporting.has(unit.id))
          .map((unit) => ({ ...unitRow({ unitId: unit.id }), categoryId: id }));
      },
    }),
  },
} as const satisfies Record<string, { explained: string; of(categoryId: string): Query }>;

/** No rows, no figure. */
const known = (rows: FigureRow[]) => (rows.length > 0 ? rows : undefined);
const itemsOf = ({ units }: Counted, id: string, add: Parameters<typeof itemRows>[1]) =>
  itemRows(units, add).filter(({ categoryId }) => categoryId === id);

/** What a unit has done in a category, as a table shows it: 12/10. */
export const cellFigure = ({ id: unitId }: Pick<Unit, 'id'>, { id: categoryId }: Pick<Category, 'id'>): Query => ({
  how: 'ratio',
  rows: ({ entries, units }) => {
    const target = units
      .find((unit) => unit.unitId === unitId)
      ?.items.find((one) => one.categoryId === categoryId)?.target;
    const own = entries.filter((entry) => entry.unitId === unitId && entry.categoryId === categoryId).map(entryRow);
    return target === undefined ? known(own) : [...own, { unitId, categoryId, counts: 0, of: target }];
  },
});

export const unitShareFigure = ({ id }: Pick<Unit, 'id'>): Query => ({
  how: 'share',
  rows: ({ units }) =>
    known(
      itemRows(
        units.filter(({ unitId }) => unitId === id),
        asMet,
      ),
    ),
});
