import type { Campaign, Category, TargetTable, Unit } from './campaign.ts';

/** A place where the notice contradicts itself, with the numbers that show it. It is told, never silently fixed. */
export type Contradiction =
  | { kind: 'column-total'; category: string; stated: number; computed: number; clause: string }
  | { kind: 'grand-total'; stated: number; computed: number; clause: string }
  | { kind: 'surplus-cells'; rows: SurplusRow[]; total: number[]; computed: number[]; clause: string }
  | { kind: 'missing-cells'; rows: ShortRow[]; total: string[]; clause: string }
  | { kind: 'unit-without-row'; unit: string; duty?: { text: string; clause: string }; clause: string }
  | { kind: 'row-without-unit'; row: number; unit: string; clause: string }
  | { kind: 'category-without-column'; category: string; categoryClause: string; clause: string }
  | { kind: 'column-without-category'; column: number; category: string; clause: string }
  | { kind: 'city-target'; category: string; stated: number; computed: number; statedClause: string; clause: string }
  | { kind: 'shared-name'; of: 'unit' | 'category'; name: string; owners: NameOwner[] }
  | { kind: 'remark'; text: string; clause: string };

/** Row numbers count from 1, as the table prints them. */
export interface SurplusRow {
  row: number;
  unit: string;
  cells: number[];
}

export interface ShortRow {
  row: number;
  unit: string;
  /** Ids of the categories whose cell is missing. */
  missing: string[];
}

export interface NameOwner {
  id: string;
  as: 'name' | 'short' | 'alias';
}

/** Everything in which the campaign contradicts itself: first what arithmetic finds, then what readers remarked. */
export function contradictions(campaign: Campaign): Contradiction[] {
  const { table, units, categories, cityTargets, remarks } = campaign;
  return [
    ...columnTotals(table),
    ...grandTotal(table),
    ...surplusCells(table),
    ...missingCells(table),
    ...unitsWithoutRow(table, units),
    ...rowsWithoutUnit(table, units),
    ...categoriesWithoutColumn(table, categories),
    ...columnsWithoutCategory(table, categories),
    ...cityTargets.flatMap(({ category, number: stated, clause: statedClause }): Contradiction[] => {
      const column = table.columns.indexOf(category);
      const computed = columnSum(table, column);
      if (column < 0 || computed === stated) return [];
      return [{ kind: 'city-target', category, stated, computed, statedClause, clause: table.clause }];
    }),
    ...sharedNames('unit', units),
    ...sharedNames('category', categories),
    ...remarks.map(({ text, clause }): Contradiction => ({ kind: 'remark', text, clause })),
  ];
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

const columnSum = ({ rows }: Pick<TargetTable, 'rows'>, column: number) =>
  sum(rows.map(({ cells }) => cells[column] ?? 0));

/** Of the whole table, or of each half of a table that has two units in a row. */
function columnTotals(table: TargetTable): Contradiction[] {
  const halves = (table.subtotals ?? []).flatMap(({ units, cells }) => {
    const rows = table.rows.filter(({ unit }) => units.includes(unit));
    return columnTotalsOf({ ...table, rows, total: cells });
  });
  return [...columnTotalsOf(table), ...halves];
}

function columnTotalsOf(table: TargetTable): Contradiction[] {
  return table.columns.flatMap((category, column): Contradiction[] => {
    const stated = table.total[column];
    const computed = columnSum(table, column);
    if (stated === undefined || stated === computed) return [];
    return [{ kind: 'column-total', category, stated, computed, clause: table.clause }];
  });
}

/** Compares the headed columns only. A total row with cells missing has no grand total to compare with. */
function grandTotal(table: TargetTable): Contradiction[] {
  const { columns, total, clause } = table;
  if (columns.length === 0 || total.length < columns.length) return [];
  const stated = sum(total.slice(0, columns.length));
  const computed = sum(columns.map((_, column) => columnSum(table, column)));
  return stated === computed ? [] : [{ kind: 'grand-total', stated, computed, clause }];
}

const filled = (cells: (number | null)[]): number[] => cells.filter((cell) => cell !== null);

function surplusCells({ columns, rows, total, clause }: TargetTable): Contradiction[] {
  const surplus = rows
    .map(({ unit, cells }, index) => ({ row: index + 1, unit, cells: filled(cells.slice(columns.length)) }))
    .filter(({ cells }) => cells.length > 0);
  const surplusTotal = total.slice(columns.length);
  if (surplus.length === 0 && surplusTotal.length === 0) return [];
  const width = Math.max(surplusTotal.length, ...surplus.map(({ cells }) => cells.length));
  const computed = Array.from({ length: width }, (_, at) => sum(surplus.map(({ cells }) => cells[at] ?? 0)));
  return [{ kind: 'surplus-cells', rows: surplus, total: surplusTotal, computed, clause }];
}

function missingCells({ columns, rows, total, clause }: TargetTable): Contradiction[] {
  const short = rows
    .map(({ unit, cells }, index) => ({ row: index + 1, unit, missing: columns.slice(cells.length) }))
    .filter(({ missing }) => missing.length > 0);
  const shortTotal = total.length === 0 ? [] : columns.slice(total.length);
  if (short.length === 0 && shortTotal.length === 0) return [];
  return [{ kind: 'missing-cells', rows: short, total: shortTotal, clause }];
}

function unitsWithoutRow({ rows, clause }: TargetTable, units: Unit[]): Contradiction[] {
  if (rows.length === 0) return [];
  const listed = new Set(rows.map(({ unit }) => unit));
  return units
    .filter(({ id }) => !listed.has(id))
    .map(({ id, duty }) => ({ kind: 'unit-without-row', unit: id, ...(duty ? { duty } : {}), clause }));
}

function rowsWithoutUnit({ rows, clause }: TargetTable, units: Unit[]): Contradiction[] {
  const known = new Set(units.map(({ id }) => id));
  return rows.flatMap(({ unit }, index): Contradiction[] =>
    known.has(unit) ? [] : [{ kind: 'row-without-unit', row: index + 1, unit, clause }],
  );
}

/** Of works only: ambassadors and the report have no column in the table anyway. */
function categoriesWithoutColumn({ columns, clause }: TargetTable, categories: Category[]): Contradiction[] {
  if (columns.length === 0) return [];
  return categories
    .filter(({ id, kind }) => kind === 'work' && !columns.includes(id))
    .map(({ id, clause: categoryClause }) => ({
      kind: 'category-without-column',
      category: id,
      categoryClause,
      clause,
    }));
}

function columnsWithoutCategory({ columns, clause }: TargetTable, categories: Category[]): Contradiction[] {
  const known = new Set(categories.map(({ id }) => id));
  return columns.flatMap((category, index): Contradiction[] =>
    known.has(category) ? [] : [{ kind: 'column-without-category', column: index + 1, category, clause }],
  );
}

interface Named {
  id: string;
  name: string;
  short: string;
  aliases: string[];
}

/**
 * A name that stands for two units (or two categories) once width, case and spaces are ignored: nobody could tell which
 * is meant by it.
 */
function sharedNames(of: 'unit' | 'category', list: Named[]): Contradiction[] {
  const owners = new Map<string, { name: string; by: Map<string, NameOwner> }>();
  const own = (name: string, owner: NameOwner) => {
    const folded = name.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
    const entry = owners.get(folded) ?? { name, by: new Map() };
    if (!entry.by.has(owner.id)) entry.by.set(owner.id, owner);
    owners.set(folded, entry);
  };
  for (const { id, name, short, aliases } of list) {
    own(name, { id, as: 'name' });
    own(short, { id, as: 'short' });
    for (const alias of aliases) own(alias, { id, as: 'alias' });
  }
  return [...owners.values()]
    .filter(({ by }) => by.size > 1)
    .map(({ name, by }) => ({ kind: 'shared-name', of, name, owners: [...by.values()] }));
}
