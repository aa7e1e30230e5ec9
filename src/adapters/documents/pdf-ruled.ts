import type { TableCell } from '../../domain/document.ts';
import { linesOf, textOf } from './pdf-lines.ts';
import type { PdfPage, PdfWord, Rule } from './pdf-page.ts';

export interface RuledTable {
  rows: TableCell[][];
  top: number;
  bottom: number;
  words: Set<PdfWord>;
}

const CLOSE = 3;

/** The tables that a page draws with lines; a cell reaches over every line that is not drawn between it and the next. */
export function ruledTables({ words, across, down }: PdfPage): RuledTable[] {
  return bandsOf(down, across).flatMap(({ top, bottom }) => {
    const inside = (rule: Rule) => rule.at <= top + CLOSE && rule.at >= bottom - CLOSE;
    const rows = across.filter(inside);
    const columns = down.filter(({ from, to }) => to > bottom - CLOSE && from < top + CLOSE);
    const ys = distinct(rows.map(({ at }) => at)).reverse();
    const xs = distinct(columns.map(({ at }) => at));
    if (ys.length < 3 || xs.length < 3) return [];
    const taken = words.filter(({ base, left }) => base < top && base > bottom && left > (xs[0] ?? 0) - CLOSE);
    // A line of text may stand on the uppermost rule.
    return [{ rows: cellsOf(ys, xs, rows, columns, taken), top: top - 1, bottom, words: new Set(taken) }];
  });
}

/** From the top to the bottom of each group of upright lines that touch or overlap in height. */
function bandsOf(down: Rule[], across: Rule[]): { top: number; bottom: number }[] {
  const bands: { top: number; bottom: number }[] = [];
  for (const { from, to } of [...down].sort((a, b) => b.to - a.to)) {
    const band = bands.at(-1);
    if (band && to > band.bottom - CLOSE) band.bottom = Math.min(band.bottom, from);
    else bands.push({ top: to, bottom: from });
  }
  return bands.filter(({ top, bottom }) => across.some(({ at }) => at < top - CLOSE && at > bottom + CLOSE));
}

function distinct(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.filter((value, at) => at === 0 || value - (sorted[at - 1] ?? 0) > CLOSE);
}

function cellsOf(ys: number[], xs: number[], rows: Rule[], columns: Rule[], words: PdfWord[]): TableCell[][] {
  const taken = new Set<string>();
  const upright = (x: number, y: number) =>
    columns.some(({ at, from, to }) => Math.abs(at - x) <= CLOSE && from <= y && to >= y);
  const level = (y: number, x: number) =>
    rows.some(({ at, from, to }) => Math.abs(at - y) <= CLOSE && from <= x && to >= x);
  const middle = (values: number[], at: number) => ((values[at] ?? 0) + (values[at + 1] ?? 0)) / 2;

  return ys.slice(0, -1).map((_, row) => {
    const cells: TableCell[] = [];
    for (let column = 0; column < xs.length - 1; column++) {
      if (taken.has(`${row} ${column}`)) continue;
      let columnsOver = 1;
      while (column + columnsOver < xs.length - 1 && !upright(xs[column + columnsOver] ?? 0, middle(ys, row)))
        columnsOver += 1;
      let rowsOver = 1;
      while (row + rowsOver < ys.length - 1 && !level(ys[row + rowsOver] ?? 0, middle(xs, column))) rowsOver += 1;
      for (let down = 0; down < rowsOver; down++)
        for (let right = 0; right < columnsOver; right++) taken.add(`${row + down} ${column + right}`);
      const box = {
        left: xs[column] ?? 0,
        right: xs[column + columnsOver] ?? 0,
        top: ys[row] ?? 0,
        bottom: ys[row + rowsOver] ?? 0,
      };
      cells.push({ text: textIn(words, box), columns: columnsOver, rows: rowsOver });
    }
    return cells;
  });
}

function textIn(words: PdfWord[], box: { left: number; right: number; top: number; bottom: number }): string {
  const inside = words.filter(({ left, right, base, size }) => {
    const x = (left + right) / 2;
    const y = base + size * 0.3;
    return x > box.left && x < box.right && y < box.top && y > box.bottom;
  });
  return linesOf(inside).map(textOf).join('');
}
