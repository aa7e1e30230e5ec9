/** How far a unit is with one thing; the colour of its cell. `none`: nothing is asked of it there. */
export type CellState = 'done' | 'partial' | 'nothing' | 'none';

export interface PictureCell {
  /** `1/1`, `12`, or nothing. */
  count: string;
  /** What is missing, over or late, in words; a line each. */
  notes: { kind: 'missing' | 'over' | 'late' | 'zero'; words: string }[];
  state: CellState;
}

/** The table of the city in words, as a picture for phones shows it. */
export interface CityPicture {
  heading: string;
  campaign: string;
  /** How far all of them are, in one line. */
  summary: string;
  unitHead: string;
  columns: string[];
  /** In the table's order; `sum`: of all, the last one. */
  rows: { unit: string; cells: PictureCell[]; sum: boolean }[];
  /** Units that are not shown, and what is counted beside the table; a line each. */
  below: string[];
  /** What the colours stand for. */
  legend: { state: CellState; words: string }[];
  /** By what it counts, and of when it is. */
  issued: string;
}
