import { extensionOf, type NamedFile } from './formats.ts';

/** A sheet as it was read: text in its cells, whatever they were. */
export interface Sheet {
  name: string;
  rows: SheetLine[];
  /** Cells that one cell covers; a sheet may have none. */
  merges: Merge[];
}

export interface SheetLine {
  /** As the program that made it numbers it, from 1. */
  row: number;
  /** From the first column on; an empty cell is an empty text. Numbers and days (2020-09-15) are text as well. */
  cells: string[];
  /** Hidden, or filtered out of sight. */
  hidden: boolean;
}

/** Rows as the sheet numbers them, columns from 0; both ends belong to it. */
export interface Merge {
  fromRow: number;
  toRow: number;
  fromColumn: number;
  toColumn: number;
}

/**
 * Why a sheet is not read. `too-many-rows`: more than anybody writes by hand. `held-back`: the program died the last time it was
 * read, so it is not opened again.
 */
export type SheetFault =
  | 'empty'
  | 'too-big'
  | 'too-many-rows'
  | 'damaged'
  | 'password'
  | 'not-a-sheet'
  | 'too-slow'
  | 'held-back';

/** Hidden sheets are not read. */
export type SheetResult = { ok: true; sheets: Sheet[] } | { ok: false; fault: SheetFault };

const SHEETS = new Set(['xlsx', 'xlsm', 'xls', 'ods', 'xlsb', 'et', 'csv']);
/** Contents that may be a table all the same, if the name says so. */
const UNTOLD = new Set(['', 'txt', 'html', 'cfb']);

/** Whether a file may be a list: by its bytes, and where they do not tell, by its name. */
export const isSheet = ({ extension, name }: NamedFile): boolean =>
  SHEETS.has(extension) || (UNTOLD.has(extension) && SHEETS.has(extensionOf(name)));
