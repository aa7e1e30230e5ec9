import type { DocumentBlock } from '../document.ts';
import { fold } from './fold.ts';
import { type Heading, headingOf } from './headings.ts';

/** How clauses are called that have no number of their own; the words are the office's (prompts/campaign-draft.md). */
export interface ClauseWords {
  head: string;
  number: string;
  title: string;
  addressees: string;
  signed: string;
  annexList: string;
  first: string;
  /** `第%段` */
  nth: string;
  note: string;
  remark: string;
}

export type Part = 'head' | 'addressees' | 'body' | 'annex-list' | 'closing' | 'annex';

export interface Line {
  text: string;
  folded: string;
  part: Part;
  clause: string;
  heading?: Heading;
  /** The headings it stands under, the highest first, its own last. */
  path: Heading[];
  /** `附件1` of the annex it stands in. */
  annex?: string;
  /** Which of the tables stands here. */
  table?: number;
}

/** A table as a grid; a merged cell stands in every place it covers, and `merged` says where it came from another place. */
export interface Grid {
  cells: string[][];
  /** True where the cell is the continuation of one to the left or above. */
  merged: boolean[][];
  clause: string;
  /** The line above it that names it. */
  title: string;
  annex?: string;
}

/** The lines of the document, a table standing as one line at its place. */
export function rawLines(blocks: readonly DocumentBlock[]): {
  texts: (string | number)[];
  grids: Pick<Grid, 'cells' | 'merged'>[];
} {
  const grids: Pick<Grid, 'cells' | 'merged'>[] = [];
  const texts = blocks.flatMap((block): (string | number)[] => {
    if (block.kind === 'table') return [grids.push(gridOf(block.rows)) - 1];
    return block.text.trim() === '' ? [] : [block.text.trim()];
  });
  return { texts, grids };
}

function gridOf(rows: Extract<DocumentBlock, { kind: 'table' }>['rows']): Pick<Grid, 'cells' | 'merged'> {
  const cells: string[][] = rows.map(() => []);
  const merged: boolean[][] = rows.map(() => []);
  for (const [at, row] of rows.entries()) {
    let column = 0;
    for (const cell of row) {
      while (cells[at]?.[column] !== undefined) column += 1;
      for (let down = 0; down < cell.rows; down++)
        for (let right = 0; right < cell.columns; right++) {
          const line = cells[at + down];
          const marks = merged[at + down];
          if (!line || !marks) continue;
          line[column + right] = cell.text.replace(/\s+/g, ' ').trim();
          marks[column + right] = down > 0 || right > 0;
        }
      column += cell.columns;
    }
  }
  return { cells: cells.map((row) => Array.from(row, (cell) => cell ?? '')), merged };
}

export const foldedLine = (text: string): { text: string; folded: string; heading?: Heading } => {
  const folded = fold(text);
  const heading = headingOf(folded);
  return heading ? { text, folded, heading } : { text, folded };
};
