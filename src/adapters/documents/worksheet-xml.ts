import type { Merge } from '../../domain/sheet.ts';
import { UnreadableSheet } from './unreadable.ts';

/** Lists have up to two thousand people; what is a little longer is still read, to say how long it is. */
export const MOST_LINES = 3_000;
const MOST_CELLS = 200_000;
const MOST_MERGES = 20_000;
/** What Excel itself can number. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = 99;

// Each element may have a prefix, such as x:row.
const P = '(?:[A-Za-z][\\w.-]{0,30}:)?';
const EMPTY_CELL = new RegExp(`<${P}c(?:\\s[^<>]*)?(?:/>|>(?:<${P}v\\s*/>|<${P}v></${P}v>)?\\s*</${P}c>)`, 'g');
const EMPTY_ROW = new RegExp(`<${P}row(?:\\s[^<>]*)?(?:/>|>\\s*</${P}row>)`, 'g');
const ROW = new RegExp(`<${P}row(?=[\\s>])[^<>]*>`, 'g');
const CELL = new RegExp(`<${P}c(?=[\\s>])`, 'g');
const FAR_CELL = new RegExp(
  `<${P}c\\s[^<>]*?\\br="(?:[A-Z]{3,}|D[A-Z]|[E-Z][A-Z])\\d+"[^<>]*>(?:[^<]|<(?!/${P}c>))*</${P}c>`,
  'g',
);
const MERGE = new RegExp(`<${P}mergeCell\\s[^<>]*?\\bref="([A-Z]{1,3})(\\d{1,10}):([A-Z]{1,3})(\\d{1,10})"`, 'g');

/** A worksheet without what no list needs, and its rows numbered one after another from 1. */
export interface LeanSheet {
  xml: string;
  /** What each of its rows was, in their order. */
  lines: { row: number; hidden: boolean }[];
  merges: Merge[];
}

/**
 * Takes out of a worksheet what would cost its reader memory and time without end: empty cells down to the last row, validations and
 * formats over whole columns, rows far below the others. `xml` has one character for each byte. Throws `UnreadableSheet`.
 */
export function lean(xml: string): LeanSheet {
  const root = new RegExp(`<${P}worksheet[^<>]*>`).exec(xml)?.[0];
  // No program writes these into a sheet: they make entities that grow, and hide elements.
  if (root === undefined || xml.includes('<!')) throw new UnreadableSheet('damaged');
  const data = section(xml, 'sheetData').replace(EMPTY_CELL, '').replace(EMPTY_ROW, '').replace(FAR_CELL, '');
  const { numbered, lines } = renumbered(data);
  const close = root.replace(/^<([^\s>]*)[\s\S]*$/, '</$1>');
  return { xml: `${root}${numbered}${close}`, lines, merges: mergesIn(section(xml, 'mergeCells')) };
}

/** The first element of that name with what is in it; empty when there is none. */
function section(xml: string, name: string): string {
  const start = new RegExp(`<${P}${name}[\\s>]`).exec(xml);
  if (!start) return '';
  const end = new RegExp(`</${P}${name}>`).exec(xml.slice(start.index));
  if (!end) throw new UnreadableSheet('damaged');
  return xml.slice(start.index, start.index + end.index + end[0].length);
}

function renumbered(data: string): { numbered: string; lines: LeanSheet['lines'] } {
  const starts = matches(data, ROW, MOST_LINES);
  matches(data, CELL, MOST_CELLS);
  const lines: LeanSheet['lines'] = [];
  const parts = [data.slice(0, starts[0]?.index ?? data.length)];
  for (const [index, start] of starts.entries()) {
    const written = /\sr="(\d{1,10})"/.exec(start[0])?.[1];
    const row = written === undefined ? (lines.at(-1)?.row ?? 0) + 1 : Number(written);
    if (row < 1 || row > LAST_ROW) throw new UnreadableSheet('damaged');
    lines.push({ row, hidden: /\shidden="(?:1|true)"/.test(start[0]) });
    const place = String(index + 1);
    const end = starts[index + 1]?.index ?? data.length;
    const head = start[0].replace(/\sr="\d+"/, '').replace(/(?=\/?>$)/, ` r="${place}"`);
    const cells = data.slice(start.index + start[0].length, end);
    parts.push(head, cells.replace(/(<[^<>]*?\sr="[A-Z]{1,3})\d+"/g, `$1${place}"`));
  }
  return { numbered: parts.join(''), lines };
}

function matches(text: string, pattern: RegExp, most: number): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push(match);
    if (found.length > most) throw new UnreadableSheet('too-many-rows');
  }
  return found;
}

function mergesIn(xml: string): Merge[] {
  return matches(xml, MERGE, MOST_MERGES).flatMap(([, left = '', top = '', right = '', bottom = '']) => {
    const merge = {
      fromRow: Number(top),
      toRow: Number(bottom),
      fromColumn: columnOf(left),
      toColumn: Math.min(columnOf(right), LAST_COLUMN),
    };
    // Over a whole sheet it joins nothing that anybody wrote.
    const endless = merge.toRow - merge.fromRow > MOST_LINES;
    return endless || merge.fromColumn > LAST_COLUMN ? [] : [merge];
  });
}

/** A → 0, Z → 25, AA → 26 */
const columnOf = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
