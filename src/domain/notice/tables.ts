import { type Column, columnsOf, headRows, isBlank, isFigure, isSumName, plain } from './grid-columns.ts';
import type { Grid } from './lines.ts';

/** A table of figures: who is down the side, what is across the top. */
export interface FigureTable {
  grid: Grid;
  columns: Column[];
  rows: FigureRow[];
  /** One for the whole, or one for each half of a table with two units a row. */
  totals: { units: string[]; cells: (number | null)[] }[];
  /** What each row says of its own sum. */
  stated: { unit: string; number: number }[];
}

export interface FigureRow {
  unit: string;
  /** Under the headings as printed, then those under none. */
  cells: Cell[];
  /** Of the rows around it, where the table names one. */
  group?: string;
}

/** A number; what is none but says something (不限, 1—2); or nothing. */
export type Cell = { number: number } | { said: string } | null;

/** Groups and their members, from a table without figures. */
export interface GroupTable {
  grid: Grid;
  groups: { name: string; units: string[] }[];
}

/** The tables that set targets. Forms to be filled in have no figures and no units, and are left aside. */
export function figureTables(grids: readonly Grid[]): FigureTable[] {
  return joined(grids).flatMap((grid) => {
    const heads = headRows(grid);
    if (heads === 0) return [];
    const columns = columnsOf(grid, heads);
    const blocks = blocksOf(columns, grid.cells.slice(heads));
    const figures = blocks[0]?.figures ?? [];
    if (figures.length === 0) return [];
    const table: FigureTable = { grid, columns: figures, rows: [], totals: [], stated: [] };
    for (const block of blocks) readBlock(block, grid.cells.slice(heads), figures, table);
    return table.rows.length > 0 ? [table] : [];
  });
}

export function groupTables(grids: readonly Grid[]): GroupTable[] {
  return grids.flatMap((grid) => {
    const heads = headRows(grid);
    const columns = columnsOf(grid, heads);
    const group = columns.find(({ role }) => role === 'group');
    const unit = columns.find(({ role }) => role === 'unit');
    if (!group || !unit || columns.some(({ role }) => role === 'figures')) return [];
    const groups: GroupTable['groups'] = [];
    for (const row of grid.cells.slice(heads)) {
      const name = plain(row[group.at] ?? '');
      const member = plain(row[unit.at] ?? '');
      if (name === '' || member === '') continue;
      const last = groups.find((one) => one.name === name);
      if (last) last.units.push(...member.split('、'));
      else groups.push({ name, units: member.split('、') });
    }
    return groups.length > 0 ? [{ grid, groups }] : [];
  });
}

/** A table that goes on after a page, with its headings or without. */
function joined(grids: readonly Grid[]): Grid[] {
  const whole: Grid[] = [];
  for (const grid of grids) {
    const last = whole.at(-1);
    const heads = last ? headRows(last) : 0;
    const repeats = last && plain(grid.cells[0]?.join() ?? '') === plain(last.cells[0]?.join() ?? '');
    const goesOn =
      last &&
      grid.annex === last.annex &&
      headRows(grid) === 0 &&
      Math.abs((grid.cells[0]?.length ?? 0) - (last.cells.at(-1)?.length ?? 0)) < 2;
    if (last && heads > 0 && (repeats || goesOn)) {
      const rest = grid.cells.slice(repeats ? heads : 0);
      last.cells.push(...rest);
      last.merged.push(...grid.merged.slice(repeats ? heads : 0));
    } else whole.push({ ...grid, cells: [...grid.cells], merged: [...grid.merged] });
  }
  return whole;
}

interface Block {
  unit: number;
  group?: number;
  figures: Column[];
  sum?: number;
  last: boolean;
}

/** From one column of units to the next; a heading that is missing is made good by names that stand below it. */
function blocksOf(columns: readonly Column[], below: readonly string[][]): Block[] {
  const starts = columns.filter(({ role }) => role === 'unit').map(({ at }) => at);
  if (starts.length === 0) {
    const named = columns.find(
      ({ role, at }) =>
        role !== 'serial' && below.filter((row) => /[\u4e00-\u9fff]{2,}/.test(row[at] ?? '')).length > below.length / 2,
    );
    if (named) starts.push(named.at);
  }
  return starts.map((unit, index) => {
    const end = starts[index + 1] ?? columns.length;
    const own = columns.filter(({ at }) => at > unit && at < end);
    const group = columns.find(({ role, at }) => role === 'group' && at < unit);
    const sum = own.find(({ role }) => role === 'sum');
    return {
      unit,
      ...(group ? { group: group.at } : {}),
      figures: own.filter(({ role }) => role === 'figures'),
      ...(sum ? { sum: sum.at } : {}),
      last: index === starts.length - 1,
    };
  });
}

function readBlock(block: Block, rows: readonly string[][], figures: readonly Column[], table: FigureTable): void {
  const since: string[] = [];
  const width = table.grid.cells[0]?.length ?? 0;
  for (const row of rows) {
    const unit = plain(row[block.unit] ?? '');
    const cells = block.figures.map(({ at }) => cellOf(row[at] ?? ''));
    const surplus =
      block.last && row.length > width
        ? row
            .slice(width)
            .filter((cell) => cell !== '')
            .map(cellOf)
        : [];
    const summed =
      isSumName(unit) || (block.unit > 0 && isSumName(row.slice(0, block.unit).find((cell) => cell !== '') ?? ''));
    if (summed) {
      table.totals.push({
        units: [...since],
        cells: [...cells, ...surplus].map((cell) => (cell && 'number' in cell ? cell.number : null)),
      });
      since.length = 0;
    } else if (unit !== '' && !isFigure(unit) && figures.length === block.figures.length) {
      const group = block.group === undefined ? '' : plain(row[block.group] ?? '');
      table.rows.push({ unit, cells: [...cells, ...surplus], ...(group ? { group } : {}) });
      since.push(unit);
      const stated = block.sum === undefined ? '' : plain(row[block.sum] ?? '');
      if (/^\d+$/.test(stated)) table.stated.push({ unit, number: Number(stated) });
    }
  }
}

function cellOf(text: string): Cell {
  const said = plain(text);
  if (/^\d+[\u4e00-\u9fff]?$/.test(said)) return { number: Number.parseInt(said, 10) };
  if (isBlank(text) && !/不限/.test(said)) return null;
  return { said };
}
