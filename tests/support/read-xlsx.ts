import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';

/** An xlsx as another program would read it: straight out of its XML, with nothing of the library that wrote it. */
export interface ReadWorkbook {
  /** A1 → what is in it. A number stays a number, so that a text of digits is told from one. */
  cells: Record<string, string | number>;
  rows: (string | number)[][];
  merges: string[];
  formulas: number;
  frozenRows: number;
  paper: { size: string; orientation: string; fitToWidth: string };
  names: Record<string, string>;
  choices: Record<string, string>;
  tab: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the parser's own answer.
type Node = any;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => ['row', 'c', 'si', 'mergeCell', 'definedName', 'dataValidation', 'sheet', 'r'].includes(name),
});

/** `number`: which of its sheets, from 1 on. */
export function readXlsxApart(bytes: Uint8Array, number = 1): ReadWorkbook {
  const files = unzipSync(bytes);
  const xml = (name: string): Node => parser.parse(strFromU8(files[name] as Uint8Array));
  const sheet = xml(`xl/worksheets/sheet${number}.xml`).worksheet;
  const book = xml('xl/workbook.xml').workbook;
  const strings: string[] = (xml('xl/sharedStrings.xml').sst.si ?? []).map((si: Node) => decoded(textOf(si.t)));
  const cells: ReadWorkbook['cells'] = {};
  const rows: ReadWorkbook['rows'] = [];
  let formulas = 0;
  for (const row of sheet.sheetData.row ?? []) {
    const line: (string | number)[] = [];
    for (const cell of row.c ?? []) {
      if (cell.f !== undefined) formulas++;
      const value = cell.t === 's' ? (strings[Number(cell.v)] ?? '') : cell.v === undefined ? '' : Number(cell.v);
      if (value !== '') cells[cell.r] = value;
      line.push(value);
    }
    rows.push(line);
  }
  const { pageSetup = {}, sheetViews } = sheet;
  return {
    cells,
    rows,
    merges: (sheet.mergeCells?.mergeCell ?? []).map(({ ref }: Node) => ref),
    formulas,
    frozenRows: Number(sheetViews?.sheetView?.pane?.ySplit ?? 0),
    paper: { size: pageSetup.paperSize, orientation: pageSetup.orientation, fitToWidth: pageSetup.fitToWidth ?? '' },
    names: Object.fromEntries((book.definedNames?.definedName ?? []).map((one: Node) => [one.name, one['#text']])),
    choices: Object.fromEntries(
      (sheet.dataValidations?.dataValidation ?? []).map((one: Node) => [one.sqref, textOf(one.formula1)]),
    ),
    tab: book.sheets.sheet[number - 1].name,
  };
}

const textOf = (t: Node): string => (typeof t === 'object' && t !== null ? (t['#text'] ?? '') : (t ?? ''));

/** `_x000D_` stands for a character that XML has no room for. */
const decoded = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
