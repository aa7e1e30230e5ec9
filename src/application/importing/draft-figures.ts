import type { TargetTable } from '../../domain/campaign.ts';
import type { Actor } from '../../domain/notice/cast.ts';
import type { DraftCategory } from '../../domain/notice/catalogue.ts';
import { dayOf } from '../../domain/notice/dates.ts';
import type { NoticeRead } from '../../domain/notice/read-notice.ts';
import type { Cell, FigureTable } from '../../domain/notice/tables.ts';
import type { DraftTarget } from '../../domain/notice/targets.ts';
import type { Target } from '../../domain/notice-facts.ts';
import type { Ids } from './draft-ids.ts';

const isKindRow = (name: string) => /^(各|每|其他|其余)/.test(name);

/** The first table of figures as printed. A cell that is no bare number stands among the targets instead. */
export function tableOf(read: NoticeRead, ids: Ids): TargetTable | undefined {
  const table = read.tables[0];
  if (!table) return undefined;
  const { grid, rows, totals } = table;
  const columns = columnIds(table, read, ids);
  if (columns.length === 0) return undefined;
  const note = read.lines.find(
    (line) => line.annex !== undefined && line.annex === grid.annex && /^(注|说明|备注)\s*[:：]/.test(line.text),
  );
  const [saidBound] = read.bounds;
  const bound = saidBound?.bound;
  const [total, ...others] = totals;
  const whole = total !== undefined && others.length === 0;
  return {
    clause: grid.clause,
    title: grid.title,
    ...(bound ? { bound, said: { text: saidBound.quote, clause: saidBound.clause } } : {}),
    columns,
    rows: rows
      .filter(({ unit }) => !isKindRow(unit))
      .map(({ unit, cells }) => ({ unit: ids.of('unit', unit), cells: cells.map(numberIn) })),
    total: whole ? total.cells.map((cell) => cell ?? 0) : [],
    ...(totals.length > 1
      ? {
          subtotals: totals.map(({ units, cells }) => ({
            units: units.map((unit) => ids.of('unit', unit)),
            cells: cells.map((cell) => cell ?? 0),
          })),
        }
      : {}),
    ...(note ? { note: { text: note.text.replace(/^(注|说明|备注)\s*\d?\s*[:：]\s*/, ''), clause: note.clause } } : {}),
  };
}

const numberIn = (cell: Cell): number | null => (cell && 'number' in cell ? cell.number : null);

function columnIds(table: FigureTable, read: NoticeRead, ids: Ids): string[] {
  return table.columns.map(({ name }) => {
    const category = columnCategory(name, read);
    return ids.of('category', category?.name ?? name);
  });
}

export const columnCategory = (name: string, read: NoticeRead): DraftCategory | undefined =>
  read.catalogue.same(name) ?? (read.catalogue.all.length === 1 ? read.catalogue.all[0] : undefined);

/** Targets said in sentences, in odd cells, and in further tables. */
export function targetsOf(
  read: NoticeRead,
  ids: Ids,
): { targets: Target[]; cityTargets: { category: string; number: number; text: string; clause: string }[] } {
  const either = new Map<string, string>();
  const targets: Target[] = [];
  const cityTargets: { category: string; number: number; text: string; clause: string }[] = [];
  for (const target of read.targets) {
    const [category, ...more] = target.categories ?? [];
    const number = target.number ?? target.min;
    const wide = target.for.some(({ is }) => is === 'city');
    if (wide && category && more.length === 0 && number !== undefined && target.max === undefined && !target.share) {
      cityTargets.push({
        category: ids.of('category', category.name),
        number,
        text: target.text,
        clause: target.clause,
        ...{ quote: target.quote },
      });
    } else targets.push(saidTarget(target, read, ids, either));
  }
  return { targets: [...targets, ...oddCells(read, ids)], cityTargets };
}

function saidTarget(target: DraftTarget, read: NoticeRead, ids: Ids, either: Map<string, string>): Target {
  const {
    categories,
    min,
    max,
    exactly,
    number,
    none,
    excluded,
    share,
    per,
    together,
    outsideQuota,
    text,
    clause,
    quote,
  } = target;
  const all = categories ?? (share || target.half ? [] : read.catalogue.all.filter(({ report }) => !report));
  const until = target.until && dayOf(target.until, read.year.year);
  const mark = target.either
    ? (either.get(clause) ?? either.set(clause, `either-${either.size + 1}`).get(clause))
    : undefined;
  const groups = new Set(read.groups.flatMap((one) => one.groups.map(({ name }) => name)));
  const inGroups = target.for.length > 0 && target.for.every((actor) => actor.is === 'unit' && groups.has(actor.name));
  return {
    ...whose(target.for, read, ids),
    ...(all.length > 0 ? { categories: all.map(({ name }) => ids.of('category', name)) } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(exactly === undefined ? {} : { exactly }),
    ...(number === undefined ? {} : { number }),
    ...(none ? { none } : {}),
    ...(excluded ? { excluded } : {}),
    ...(share ? { share: { ...share, ...(categories ? { base: 'reported' as const } : {}) } } : {}),
    ...(target.half ? { share: { percent: 50, base: 'target' as const, bound: 'min' as const } } : {}),
    ...(until === undefined || until.length !== 10 ? {} : { until }),
    ...(per ? { per } : {}),
    ...(together && inGroups ? { pooled: true } : together ? { together } : {}),
    ...(outsideQuota ? { outsideQuota } : {}),
    ...(mark === undefined ? {} : { either: mark }),
    text,
    clause,
    quote,
  };
}

export function whose(
  actors: readonly Actor[],
  read: NoticeRead,
  ids: Ids,
): Pick<Target, 'units' | 'kinds' | 'who' | 'scope'> {
  const groups = new Set(read.groups.flatMap(({ groups }) => groups.map(({ name }) => name)));
  const units = actors.flatMap((actor) =>
    actor.is === 'unit' && !groups.has(actor.name) ? [ids.of('unit', actor.name)] : [],
  );
  const kinds = actors.flatMap((actor) =>
    actor.is === 'kind'
      ? [ids.of('kind', actor.kind.name)]
      : actor.is === 'unit' && groups.has(actor.name)
        ? [ids.of('group', actor.name)]
        : [],
  );
  const person = actors.find((actor) => actor.is === 'person');
  return {
    ...(units.length > 0 ? { units } : {}),
    ...(kinds.length > 0 ? { kinds } : {}),
    ...(person?.is === 'person' ? { who: person.name } : {}),
    ...(actors.some(({ is }) => is === 'city') ? { scope: 'city' as const } : {}),
  };
}

/** 1—2, ≥3, 15% and 不限 in a cell; and rows that stand for a kind of units. */
function oddCells(read: NoticeRead, ids: Ids): Target[] {
  return read.tables.flatMap((table, index) =>
    table.rows.flatMap(({ unit, cells }) => {
      const kind = isKindRow(unit);
      return cells.flatMap((cell, at): Target[] => {
        const column = table.columns[at];
        if (!column || cell === null || ('number' in cell && index === 0 && !kind)) return [];
        const category = columnCategory(column.name, read);
        const sizes =
          'number' in cell
            ? {
                [read.bounds[0]?.bound === 'max' ? 'max' : read.bounds[0]?.bound === 'min' ? 'min' : 'number']:
                  cell.number,
              }
            : sizesIn(cell.said);
        if (!sizes || !category) return [];
        const whose = kind ? { kinds: [ids.of('kind', unit)] } : { units: [ids.of('unit', unit)] };
        const text = 'number' in cell ? String(cell.number) : cell.said;
        return [
          {
            ...whose,
            categories: [ids.of('category', category.name)],
            ...sizes,
            text,
            clause: table.grid.clause,
            quote: text,
          },
        ];
      });
    }),
  );
}

function sizesIn(said: string): Partial<Target> | undefined {
  const range = /^(\d+)[-~至](\d+)/.exec(said);
  if (range) return { min: Number(range[1]), max: Number(range[2]) };
  const least = /^(?:≥|>=|不少于|至少)(\d+)/.exec(said) ?? /^(\d+)[\u4e00-\u9fff]?以上/.exec(said);
  if (least) return { min: Number(least[1]) };
  const most = /^(?:≤|<=|不超过|最多|限)(\d+)/.exec(said) ?? /^(\d+)[\u4e00-\u9fff]?以内/.exec(said);
  if (most) return { max: Number(most[1]) };
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(said);
  if (percent) return { share: { percent: Number(percent[1]) } };
  return /不限|自愿/.test(said) ? { none: true } : undefined;
}
