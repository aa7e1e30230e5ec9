import type { DocumentBlock, TableCell } from '../../domain/document.ts';
import { linesOf, type PdfLine, textOf } from './pdf-lines.ts';
import type { PdfPage } from './pdf-page.ts';
import { raggedTables } from './pdf-ragged.ts';
import { ruledTables } from './pdf-ruled.ts';

/** Everything on the pages in reading order. A table that goes on over a page is one table. */
export function blocksOf(pages: readonly PdfPage[]): DocumentBlock[] {
  const blocks: DocumentBlock[] = [];
  const edge = rightEdge(pages);
  let open: PdfLine | undefined;

  for (const page of pages) {
    const ruled = ruledTables(page);
    const loose = page.words.filter((word) => !ruled.some(({ words }) => words.has(word)));
    const lines = linesOf(loose).filter((line) => !isPageNumber(line, page));
    const ragged = raggedTables(lines);
    const placed = [
      ...[...ruled, ...ragged].map(({ rows, top }) => ({ top, rows, line: undefined })),
      ...lines
        .filter((line) => !ragged.some((table) => table.lines.has(line)))
        .map((line) => ({ top: line.base, rows: undefined, line })),
    ].sort((a, b) => b.top - a.top);
    for (const { rows, line } of placed) {
      if (rows) addTable(blocks, rows);
      else addLine(blocks, line, open, edge);
      open = line;
    }
  }
  return blocks;
}

/** Where full lines end. */
function rightEdge(pages: readonly PdfPage[]): number {
  return Math.max(0, ...pages.flatMap(({ words }) => words.map(({ right }) => right)));
}

const isPageNumber = (line: PdfLine, { height }: PdfPage) =>
  (line.base < height * 0.08 || line.base > height * 0.95) && /^[-—–\s]*\d{1,3}[-—–\s]*$/.test(textOf(line));

function addTable(blocks: DocumentBlock[], rows: TableCell[][]): void {
  const last = blocks.at(-1);
  if (last?.kind === 'table' && widthOf(last.rows) === widthOf(rows)) last.rows.push(...rows);
  else blocks.push({ kind: 'table', rows });
}

const widthOf = (rows: TableCell[][]) => rows[0]?.reduce((sum, { columns }) => sum + columns, 0) ?? 0;

/** A line that begins where the paragraph's lines begin, after a full one, goes on with it. */
function addLine(blocks: DocumentBlock[], line: PdfLine, open: PdfLine | undefined, edge: number): void {
  const last = blocks.at(-1);
  const full = open !== undefined && open.right > edge - open.size * 1.6;
  const indented = open !== undefined && line.left > open.left + line.size * 1.5;
  const centred = line.left > edge * 0.3;
  if (last?.kind === 'paragraph' && full && !indented && !centred && line.size === open?.size)
    last.text += textOf(line);
  else blocks.push({ kind: 'paragraph', text: textOf(line) });
}
