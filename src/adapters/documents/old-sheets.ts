import { parseCsv, readXls } from 'hucre';
import type { Sheet } from '../../domain/sheet.ts';
import { cellsOf } from './cell-text.ts';
import { UnreadableSheet } from './unreadable.ts';
import { MOST_LINES } from './worksheet-xml.ts';

const MOST_TEXT = 4_000_000;

/** The visible sheets of an .xls as Excel 97 to 2003 and WPS write it. Throws `UnreadableSheet`. */
export async function readOldWorkbook(bytes: Buffer): Promise<Sheet[]> {
  const has = (stream: string) => bytes.includes(Buffer.from(stream, 'utf16le'));
  // An xlsx with a password is wrapped in the same container; the stream's name tells them apart.
  if (has('EncryptedPackage')) throw new UnreadableSheet('password');
  if (has('WordDocument') || has('PowerPoint Document') || !(has('Workbook') || has('Book')))
    throw new UnreadableSheet('not-a-sheet');
  const read = await readXls(bytes).catch((error: Error) => {
    throw new UnreadableSheet(/encrypt|password/i.test(`${error.name} ${error.message}`) ? 'password' : 'damaged');
  });
  return read.sheets
    .filter(({ hidden, veryHidden }) => !hidden && !veryHidden)
    .map(({ name, rows, merges = [], rowDefs }) => ({
      name,
      rows: linesOf(rows).map((line) => ({ ...line, hidden: rowDefs?.get(line.row - 1)?.hidden === true })),
      merges: merges.map(({ startRow, endRow, startCol, endCol }) => ({
        fromRow: startRow + 1,
        toRow: endRow + 1,
        fromColumn: startCol,
        toColumn: endCol,
      })),
    }));
}

/** A table as text: commas, tabs or semicolons; UTF-8, UTF-16 by its mark, else GB18030, as Excel in China saves it. */
export function readTextTable(bytes: Uint8Array): Sheet[] {
  if (bytes.length > MOST_TEXT) throw new UnreadableSheet('too-big');
  const text = decoded(bytes);
  if (/^\s*</.test(text)) throw new UnreadableSheet('not-a-sheet');
  return [{ name: '', rows: linesOf(parseCsv(text)), merges: [] }];
}

function linesOf(rows: readonly (readonly (string | number | boolean | Date | null | object)[])[]): Sheet['rows'] {
  const lines = rows
    .map((row, index) => ({ row: index + 1, cells: cellsOf(row), hidden: false }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (lines.length > MOST_LINES) throw new UnreadableSheet('too-many-rows');
  return lines;
}

function decoded(bytes: Uint8Array): string {
  for (const encoding of [...marked(bytes), 'utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (![...text].some(isControl)) return text;
    } catch {
      // The next encoding is tried.
    }
  }
  throw new UnreadableSheet('not-a-sheet');
}

function marked([first, second]: Uint8Array): string[] {
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return [];
}

/** Save those that end lines or part columns. */
function isControl(sign: string): boolean {
  const code = sign.charCodeAt(0);
  return code < 9 || (code > 13 && code < 32);
}
