import { dueNow, lateCounts } from '../../application/works/due.ts';
import { forecastNow } from '../../application/works/forecast.ts';
import { progressNow } from '../../application/works/ledger.ts';
import { tightestFirst } from '../../domain/forecast.ts';
import type { Item } from '../../domain/progress.ts';
import { cityTargetOf } from '../../domain/target.ts';
import type { Handlers } from './answering.ts';

/** How far everybody is, and how it will end. */
export const overviewHandlers: Handlers = {
  async overview({ desk, query, turn, units }) {
    const { campaign } = desk.office;
    const readable = query.unit === undefined ? units : [query.unit].filter((id) => units?.includes(id) ?? true);
    const found = await progressNow(turn, readable, query.category === undefined ? undefined : [query.category]);
    const late = await lateCounts(turn, await dueNow(turn), readable);
    const lateOf = (unitId: string, categoryId: string) => late.get(`${unitId} ${categoryId}`) ?? 0;
    const accepted = query.accepted === true;
    const rows = found.units.map((unit) => {
      const items = accepted ? unit.items.map(byAccepted) : unit.items;
      const met = items.reduce((sum, { target = 0, short }) => sum + target - short, 0);
      const state = unit.target === 0 ? ('no-target' as const) : stateOf(met, unit.target, unit.silent);
      return {
        unitId: unit.unitId,
        state,
        met,
        target: unit.target,
        cells: items.map((item) => cellOf(item, lateOf(unit.unitId, item.categoryId))),
      };
    });
    const columns = found.categories.map((total, at) => ({
      categoryId: total.categoryId,
      count: accepted ? total.accepted : total.count,
      accepted: total.accepted,
      target: total.target ?? null,
      cityTarget: cityTargetOf(campaign, total.categoryId) ?? null,
      late: rows.reduce((sum, { cells }) => sum + (cells[at]?.late ?? 0), 0),
      met: rows.reduce((sum, { cells }) => sum + (cells[at]?.target ?? 0) - (cells[at]?.missing ?? 0), 0),
    }));
    const inState = (state: string) => rows.filter((row) => row.state === state).length;
    return {
      at: turn.now.toISOString(),
      basis: accepted ? ('accepted' as const) : ('received' as const),
      columns,
      units: rows,
      total: {
        met: rows.reduce((sum, { met }) => sum + met, 0),
        target: found.target,
        nothing: inState('nothing'),
        partial: inState('partial'),
        complete: inState('complete'),
      },
    };
  },

  async forecast({ query, turn, units }) {
    const { city, units: all, categories } = await forecastNow(turn, units);
    return { at: turn.now.toISOString(), city, units: query.order === 'tight' ? tightestFirst(all) : all, categories };
  },
};

const byAccepted = (item: Item): Item => ({
  ...item,
  count: item.accepted,
  short: item.target === undefined ? 0 : Math.max(0, item.target - item.accepted),
  over: item.target === undefined ? 0 : Math.max(0, item.accepted - item.target),
  beyond: item.cap === undefined ? 0 : Math.max(0, item.accepted - item.cap),
});

const stateOf = (met: number, target: number, silent: boolean) =>
  met >= target ? ('complete' as const) : silent ? ('nothing' as const) : ('partial' as const);

const cellOf = ({ count, accepted, returned, target, short, over, cap, beyond, zero }: Item, late: number) => ({
  count,
  ...(accepted > 0 && { accepted }),
  ...(returned > 0 && { returned }),
  ...(target !== undefined && { target }),
  ...(short > 0 && { missing: short }),
  ...(over > 0 && { over }),
  ...(late > 0 && { late }),
  ...(cap !== undefined && { cap }),
  ...(beyond > 0 && { beyond }),
  ...(zero && { zero: true as const }),
});
