import type { Category, Unit } from '../../domain/campaign.ts';
import type { Deadlines } from '../../domain/deadline.ts';
import type { ExportKind } from '../../domain/export-table.ts';
import type { Cell } from '../../domain/sheet-to-write.ts';
import type { Office } from '../office.ts';
import type { Standing, StandingEntry, Which } from './standing.ts';

/** The words that a table is written in. */
export type TableWords = Pick<Office, 'say' | 'vocabulary'>;

/** What its rows are made from. */
export interface Making {
  standing: Standing;
  which: Which;
  words: TableWords;
  deadlines: Deadlines;
  unitOf(id: string): Unit | undefined;
  categoryOf(id: string): Category | undefined;
}

/** A table that leaves the house: what its rows are, and what stands in each column of one. */
export interface TableMaker<Row> {
  kind: ExportKind;
  rows(making: Making): Row[];
  /** What a column holds, by its id in `EXPORT_COLUMNS`; `serial` is the row's number. A list stands for several columns. */
  cells: Record<string, (row: Row, making: Making) => Cell | Cell[]>;
  /** The heads of a column that stands for several. */
  heads?: Record<string, (making: Making) => string[]>;
  /** Rows that sum up the others; they have no serial number. */
  totals?(making: Making): Row[];
}

/** A row, whatever it is a row of. */
export interface MadeRow {
  /** It sums up the others, and has no serial number. */
  total: boolean;
  cell(column: string): Cell | Cell[];
}

/** A table of a list, whose own type of rows does not matter any more. */
export interface AnyTableMaker extends Pick<TableMaker<unknown>, 'kind' | 'heads'> {
  made(making: Making): MadeRow[];
}

export function tableMaker<Row>({ kind, rows, cells, heads, totals }: TableMaker<Row>): AnyTableMaker {
  const madeOf = (making: Making, total: boolean) => (row: Row) => ({
    total,
    cell: (column: string) => cells[column]?.(row, making),
  });
  return {
    kind,
    ...(heads && { heads }),
    made: (making) => [
      ...rows(making).map(madeOf(making, false)),
      ...(totals?.(making) ?? []).map(madeOf(making, true)),
    ],
  };
}

/** In the order of the notice: units as its table has them, categories within a unit, then by number. */
export function inOrder(making: Making, isOf: (kind: string) => boolean): StandingEntry[] {
  const { campaign, entries } = making.standing;
  const of = new Map(campaign.categories.map(({ id, kind }) => [id, kind]));
  return byUnitAndCategory(
    making,
    entries.filter(({ categoryId }) => isOf(of.get(categoryId) ?? '')),
  );
}

export function byUnitAndCategory<One extends Pick<StandingEntry, 'unitId' | 'categoryId' | 'number'>>(
  { standing: { campaign } }: Making,
  all: One[],
): One[] {
  const place = (list: readonly { id: string }[]) => new Map(list.map(({ id }, index) => [id, index]));
  const units = place(campaign.units);
  const categories = place(campaign.categories);
  const at = (places: Map<string, number>, id: string) => places.get(id) ?? places.size;
  return [...all].sort(
    (a, b) =>
      at(units, a.unitId) - at(units, b.unitId) ||
      at(categories, a.categoryId) - at(categories, b.categoryId) ||
      a.number - b.number,
  );
}
