/** A number is written as a number; a text stays a text, whatever it begins with. */
export type Cell = string | number | undefined;

/** A sheet for people to read, print and fill in, before any program's format. */
export interface SheetToWrite {
  /** What its tab is called. */
  name: string;
  /** Over all columns; the heads and what stands above them stay in sight and come again on every printed page. */
  title: string;
  /** The line below the title, at its left and at its right end. */
  above: { left: string; right: string };
  heads: { text: string /** In characters of half width. */; width: number }[];
  rows: Cell[][];
  /** The line below the last row; empty: none. */
  foot: string;
  /** What may be chosen in a column, of which there are so many more empty rows to fill in. */
  choices?: { column: number; values: string[] }[];
  emptyRows?: number;
  /** Only these columns can be filled in, by their places; all others are locked. Missing: nothing is. */
  open?: number[];
  /** Rows set apart from the others, such as the example of a form; by their place in `rows`. */
  grey?: number[];
  /** Names of the fonts that the office's papers have. */
  fonts: { title: string; head: string; body: string };
  /** Milliseconds since the epoch: it stands in the file, which is the same again for the same moment. */
  madeAt: number;
}
