import type { CellStyle, CellValue, MergeRange, WriteSheet } from 'hucre';
import { writeXlsx } from 'hucre/xlsx';
import type { SheetToWrite } from '../../domain/sheet-to-write.ts';
import { storableText } from './storable-text.ts';
import { stylesWith } from './write-styles.ts';

/** Title, the line below it, heads. */
const HEAD_ROWS = 3;

/** Sheets as an xlsx, for A4 lying, one page wide, their heads on every page. The same sheets make the same bytes. */
export async function writeWorkbook(tabs: SheetToWrite | SheetToWrite[]): Promise<Uint8Array> {
  const sheets = [tabs].flat();
  // Said also in the file's properties: the time of day would make other bytes each time.
  const moment = new Date(sheets[0]?.madeAt ?? 0);
  return writeXlsx({ sheets: sheets.map(laidOut), properties: { created: moment, modified: moment } });
}

function laidOut(sheet: SheetToWrite): WriteSheet {
  const { heads, rows, title, above, foot, emptyRows = 0 } = sheet;
  const last = heads.length - 1;
  const middle = Math.floor(last / 2);
  const line = (left: string, right = ''): CellValue[] =>
    heads.map((_, column) => (column === 0 ? storableText(left) : column === middle + 1 ? storableText(right) : ''));
  const body = Array.from({ length: rows.length + emptyRows }, (_, index) =>
    heads.map((_, column) => written(rows[index]?.[column])),
  );
  const feet = foot === '' ? [] : [line(foot)];
  const lines = [
    line(title),
    line(above.left, above.right),
    heads.map(({ text }) => storableText(text)),
    ...body,
    ...feet,
  ];
  const footRow = foot === '' ? undefined : lines.length - 1;
  return {
    name: tabName(sheet.name),
    columns: heads.map(({ width }) => ({ width, style: stylesWith(sheet.fonts).cell })),
    rows: lines,
    cells: stylesOf(sheet, { middle, footRow }),
    merges: [
      over(0, 0, last),
      over(1, 0, middle),
      over(1, middle + 1, last),
      ...(footRow === undefined ? [] : [over(footRow, 0, last)]),
    ].filter(({ startCol, endCol }) => startCol < endCol),
    freezePane: { rows: HEAD_ROWS },
    rowDefs: new Map([[0, { height: 48 }], ...(footRow === undefined ? [] : [[footRow, { height: 30 }] as const])]),
    dataValidations: choicesIn(sheet, body.length),
    // Without a password: against slips of the hand, not against hands.
    ...(sheet.open && { protection: { sheet: true } }),
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$1:$${HEAD_ROWS}`,
      printArea: `$A$1:$${letterOf(last)}$${lines.length}`,
      horizontalCentered: true,
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&P / &N' },
  };
}

function stylesOf(
  { fonts, heads, rows, grey = [], open = [] }: SheetToWrite,
  { middle, footRow }: { middle: number; footRow: number | undefined },
): NonNullable<WriteSheet['cells']> {
  const styles = stylesWith(fonts);
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const give = (row: number, column: number, style: CellStyle) => cells.set(`${row},${column}`, { style });
  for (const column of heads.keys()) {
    give(0, column, styles.title);
    give(1, column, column > middle ? styles.atRight : styles.line);
    give(2, column, styles.head);
    for (const row of grey) give(HEAD_ROWS + row, column, styles.grey);
    if (footRow !== undefined) give(footRow, column, styles.line);
  }
  rows.forEach((row, index) => {
    row.forEach((cell, column) => {
      if (typeof cell === 'number') give(HEAD_ROWS + index, column, styles.number);
    });
    for (const column of open) give(HEAD_ROWS + index, column, styles.open);
  });
  return cells;
}

const over = (row: number, startCol: number, endCol: number): MergeRange => ({
  startRow: row,
  endRow: row,
  startCol,
  endCol,
});

const choicesIn = ({ choices = [] }: SheetToWrite, rows: number): NonNullable<WriteSheet['dataValidations']> =>
  choices.map(({ column, values }) => ({
    type: 'list',
    values,
    range: `${letterOf(column)}${HEAD_ROWS + 1}:${letterOf(column)}${HEAD_ROWS + Math.max(1, rows)}`,
    allowBlank: true,
    showErrorMessage: true,
  }));

const written = (cell: SheetToWrite['rows'][number][number]): CellValue =>
  typeof cell === 'string' ? storableText(cell) : (cell ?? '');

/** What Excel allows in the name of a tab. */
const tabName = (name: string): string =>
  storableText(name)
    .replace(/[\\/?*[\]:]/g, ' ')
    .slice(0, 31) || 'Sheet1';

function letterOf(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : letterOf(Math.floor(column / 26) - 1) + letter;
}
