import type { DocumentBlock, ReadDocument, TableCell } from '../../domain/document.ts';
import { Unreadable } from './fault.ts';

const MOST_TEXT = 2_000_000;

/** UTF-8, UTF-16 by its mark, else GB18030, as Windows notepads write. Bytes that are none of them are no text. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length > MOST_TEXT) throw new Unreadable('too-big');
  for (const encoding of [...marked(bytes), 'utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (![...text].some((sign) => isControl(sign.charCodeAt(0)))) return text;
    } catch {
      // The next encoding is tried.
    }
  }
  throw new Unreadable('not-a-document');
}

/** Control characters, save those that end lines or part columns. */
const isControl = (code: number) => code < 9 || (code > 13 && code < 32) || code === 0xfffe;

function marked([first, second]: Uint8Array): string[] {
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return [];
}

/** A text file, or what was pasted: lines with tabs, with bars, or in columns of spaces make a table. */
export function readText(text: string): ReadDocument {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n|\f/);
  const blocks: DocumentBlock[] = [];
  let rows: string[][] = [];
  let blanks = 0;
  const close = () => {
    if (rows.length > 0) blocks.push({ kind: 'table', rows: rows.map((row) => row.map(cell)) });
    rows = [];
  };
  for (const [at, line] of lines.entries()) {
    const cells = cellsOf(line, lines[at - 1], lines[at + 1]);
    if (cells && !isRuler(cells)) {
      // A blank line inside a table is where a page ended.
      rows.push(cells);
      blanks = 0;
    } else if (line.trim() === '' && rows.length > 0) blanks += 1;
    else if (!cells) {
      close();
      const plain = withoutMarkup(line);
      if (plain.trim() !== '') blocks.push({ kind: 'paragraph', text: plain });
    }
    if (blanks > 2) close();
  }
  close();
  if (blocks.length === 0) throw new Unreadable('empty');
  return { blocks, notes: [] };
}

const cell = (text: string): TableCell => ({ text: text.trim(), columns: 1, rows: 1 });

const isRuler = (cells: string[]) => cells.every((one) => /^:?-{2,}:?$/.test(one.trim()));

function cellsOf(line: string, before = '', after = ''): string[] | undefined {
  if (line.trim() === '') return undefined;
  if (line.includes('\t')) return line.replace(/\s+$/, (end) => end.replace(/[^\t]/g, '')).split('\t');
  if (/^\s*\|.*\|\s*$/.test(line)) return line.trim().slice(1, -1).split('|');
  const spaced = inColumns(line);
  return spaced && (inColumns(before) || inColumns(after)) ? spaced : undefined;
}

/** Three or more words far apart, at least two of them numbers or a heading's measure: a table that lost its lines when pasted. */
function inColumns(line: string): string[] | undefined {
  const cells = line.trim().split(/[ \u3000]{2,}|\u3000/);
  if (cells.length < 3 || cells.some((one) => one.length > 20)) return undefined;
  return cells;
}

/** Signs of markdown, in which notices are passed on. */
const withoutMarkup = (line: string) =>
  line
    .replace(/^\s*#{1,6}\s+/, '')
    .replace(/\*\*(.+?)\*\*/g, '$1')
    .replace(/<(https?:\/\/[^>\s]+)>/g, '$1');
