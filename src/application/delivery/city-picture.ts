import type { CityPicture, PictureCell } from '../../domain/city-picture.ts';
import type { CategoryTotal, Item, Progress, UnitProgress } from '../../domain/progress.ts';
import { cityTargetOf } from '../../domain/target.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { House } from '../office.ts';
import type { Turn } from '../turn.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { dueNow, lateCounts } from '../works/due.ts';

/** As many as are still read on a phone; of more, those that have not all are shown. */
const MOST_UNITS = 60;

type Showing = Pick<Turn, 'tx' | 'campaign' | 'now'> & Pick<House, 'say'>;

/**
 * The table of the city as things are now. `unitIds`: only these have a row of their own, the last row sums up all of them
 * anyway. Undefined where there is nothing to make a table of.
 */
export async function cityPicture(
  showing: Showing,
  found: Progress,
  unitIds?: readonly string[],
): Promise<CityPicture | undefined> {
  const { campaign, say, now } = showing;
  const columns = columnsOf(found);
  if (columns.length === 0) return undefined;
  const late = await lateCounts(showing, await dueNow(showing));
  const lateOf = (unitId: string, categoryId: string) => late.get(`${unitId} ${categoryId}`) ?? 0;
  const inTable = found.units.filter((unit) => hasPlace(unit, columns));
  const wanted = inTable.filter(({ unitId }) => unitIds?.includes(unitId) ?? true);
  const lacking = wanted.length > MOST_UNITS ? wanted.filter(({ state }) => state !== 'complete') : wanted;
  const shown = lacking.slice(0, MOST_UNITS);
  const rows = shown.map((unit) => ({
    unit: unitOf(showing, unit.unitId).short,
    cells: [
      ...columns.map(({ at, total }) => cellOf(showing, unit.items[at], lateOf(unit.unitId, total.categoryId))),
      sumCell(showing, unit, found.target > 0),
    ],
    sum: false,
  }));
  const lateIn = (categoryId: string) => found.units.reduce((sum, { unitId }) => sum + lateOf(unitId, categoryId), 0);
  const sums = columns.map(({ at, total }) => totalCell(showing, found, at, total, lateIn(total.categoryId)));
  const left = wanted.length - shown.length;
  return {
    heading: say('progress.picture-heading'),
    campaign: campaign.name,
    summary: say('progress.picture-summary', {
      measured: found.target > 0,
      percent: Math.floor((found.ratio ?? 0) * 100),
      met: found.met,
      target: found.target,
      complete: found.states.complete,
      partial: found.states.partial,
      nothing: found.states.nothing,
      count: found.categories.reduce((sum, { count }) => sum + count, 0),
    }),
    unitHead: say('progress.picture-unit'),
    columns: [...columns.map(({ total }) => categoryOf(showing, total.categoryId).short), say('progress.picture-sum')],
    rows: [...rows, { unit: say('progress.picture-all'), cells: [...sums, allCell(found)], sum: true }],
    below: [...(left > 0 ? [say('progress.picture-more', { count: left })] : []), ...beside(showing, found, columns)],
    legend: (['done', 'partial', 'nothing'] as const).map((state) => ({
      state,
      words: say(`progress.picture-${state}`),
    })),
    issued: say('progress.picture-issued', { time: beijingDayAndTime(now) }),
  };
}

interface Column {
  at: number;
  total: CategoryTotal;
}

/** What some unit has a target or a limit for; in a campaign without any, whatever came. */
function columnsOf({ categories, units }: Progress): Column[] {
  const all = categories.map((total, at) => ({ at, total }));
  const bound = all.filter(
    ({ at, total }) => total.target !== undefined || units.some(({ items }) => items[at]?.cap !== undefined),
  );
  return bound.length > 0 ? bound : all.filter(({ total }) => total.count > 0);
}

/** Who has no target has a row once something of theirs is in a column. */
const hasPlace = ({ state, items }: UnitProgress, columns: Column[]): boolean =>
  state !== 'no-target' || columns.some(({ at }) => (items[at]?.count ?? 0) > 0 || items[at]?.cap !== undefined);

function cellOf({ say }: Showing, item: Item | undefined, late: number): PictureCell {
  if (!item) return { count: '', notes: [], state: 'none' };
  const { count, target, short, over, zero } = item;
  const notes: PictureCell['notes'] = [];
  if (zero && short > 0) notes.push({ kind: 'zero', words: say('progress.picture-zero') });
  else if (short > 0) notes.push({ kind: 'missing', words: say('progress.picture-missing', { count: short }) });
  if (over > 0) notes.push({ kind: 'over', words: say('progress.picture-over', { count: over }) });
  if (late > 0) notes.push({ kind: 'late', words: say('progress.picture-late', { count: late }) });
  if (target === undefined) return { count: count > 0 ? String(count) : '', notes, state: 'none' };
  return {
    count: `${count}/${target}`,
    notes,
    state: short === 0 ? 'done' : count > 0 || zero ? 'partial' : 'nothing',
  };
}

const SUM_STATES = { complete: 'done', partial: 'partial', nothing: 'nothing', 'no-target': 'none' } as const;

function sumCell(_: Showing, { items, met, target, state }: UnitProgress, measured: boolean): PictureCell {
  const count = items.reduce((sum, item) => sum + item.count, 0);
  return { count: measured && target > 0 ? `${met}/${target}` : String(count), notes: [], state: SUM_STATES[state] };
}

function totalCell(
  { say }: Showing,
  { units }: Progress,
  at: number,
  { count, target, met }: CategoryTotal,
  late: number,
): PictureCell {
  const over = units.reduce((sum, { items }) => sum + (items[at]?.over ?? 0), 0);
  const notes: PictureCell['notes'] = [];
  if (target !== undefined && target > met)
    notes.push({ kind: 'missing', words: say('progress.picture-missing', { count: target - met }) });
  if (over > 0) notes.push({ kind: 'over', words: say('progress.picture-over', { count: over }) });
  if (late > 0) notes.push({ kind: 'late', words: say('progress.picture-late', { count: late }) });
  return { count: target === undefined ? String(count) : `${count}/${target}`, notes, state: 'none' };
}

const allCell = ({ met, target, categories }: Progress): PictureCell => ({
  count: target > 0 ? `${met}/${target}` : String(categories.reduce((sum, { count }) => sum + count, 0)),
  notes: [],
  state: 'none',
});

/** What has no column: `宣传员 12/50、情况报告 3/20 家`. */
function beside(showing: Showing, { categories, units }: Progress, columns: Column[]): string[] {
  const { say, campaign } = showing;
  const inColumns = new Set(columns.map(({ total }) => total.categoryId));
  const words = categories.flatMap(({ categoryId, count }, at) => {
    if (inColumns.has(categoryId)) return [];
    const { short, kind } = categoryOf(showing, categoryId);
    const target = cityTargetOf(campaign, categoryId);
    if (kind === 'report') {
      const there = units.filter(({ items }) => (items[at]?.count ?? 0) > 0).length;
      return [say('progress.picture-reports', { category: short, there, units: units.length })];
    }
    if (count === 0 && target === undefined) return [];
    return [say('progress.picture-beside', { category: short, count, target: target ?? '' })];
  });
  return words.length === 0 ? [] : [words.join(BETWEEN)];
}

const BETWEEN = '、';
