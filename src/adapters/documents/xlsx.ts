import { XMLParser } from 'fast-xml-parser';
import { strFromU8, zipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import type { Sheet } from '../../domain/sheet.ts';
import { cellsOf } from './cell-text.ts';
import { UnreadableSheet } from './unreadable.ts';
import { type LeanSheet, lean } from './worksheet-xml.ts';
import { unzip, type ZipContents } from './zip-contents.ts';

/** Everything else, such as macros, pictures and charts, is not even unpacked. */
const WANTED =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/(styles|sharedStrings)\.xml|xl\/worksheets\/[^/]+\.xml)$/i;
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/i;
const STRINGS = /^xl\/sharedStrings\.xml$/i;
const BOOK = /^xl\/workbook\.xml$/i;
/** What stands beside the sheets: names of sheets, formats. */
const MOST_BESIDE = 8_000_000;
/** Elements of shared texts. */
const MOST_STRINGS = 1_200_000;
const MOST_SHEETS = 100;

/** The visible sheets of an xlsx or xlsm. Throws `UnreadableSheet`. */
export async function readWorkbook(bytes: Uint8Array): Promise<Sheet[]> {
  const contents = unpacked(bytes);
  const names = Object.keys(contents);
  if (names.filter((name) => SHEET.test(name)).length > MOST_SHEETS) throw new UnreadableSheet('too-big');
  const book = names.find((name) => BOOK.test(name));
  if (book === undefined) throw new UnreadableSheet('not-a-sheet');
  const hidden = hiddenPaths(contents, book);
  const leans = new Map<string, LeanSheet>();
  let tooLong = false;
  for (const name of names) {
    const content = contents[name] as Uint8Array;
    if (SHEET.test(name)) {
      const made = hidden.has(name.toLowerCase()) ? undefined : leanOrTooLong(content);
      tooLong ||= made === 'too-long';
      const kept = made === undefined || made === 'too-long' ? EMPTY : made;
      leans.set(name.toLowerCase(), kept);
      contents[name] = Buffer.from(kept.xml, 'latin1');
    } else if (STRINGS.test(name)) checkStrings(content);
    else if (content.length > MOST_BESIDE) throw new UnreadableSheet('too-big');
  }
  const read = await readXlsx(zipSync(contents, { level: 0 }), {
    sheets: ({ hidden: one, veryHidden }) => !one && !veryHidden,
  }).catch(() => {
    throw new UnreadableSheet('damaged');
  });
  const paths = sheetPaths(contents, book);
  const sheets = read.sheets.map(({ name, rows }) => {
    const { lines, merges } = leans.get(paths.get(name) ?? '') ?? EMPTY;
    return { name, merges, rows: lines.map((line, index) => ({ ...line, cells: cellsOf(rows[index] ?? []) })) };
  });
  if (tooLong && sheets.every(({ rows }) => rows.length === 0)) throw new UnreadableSheet('too-many-rows');
  return sheets;
}

const EMPTY: LeanSheet = {
  xml: '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>',
  lines: [],
  merges: [],
};

function unpacked(bytes: Uint8Array): ZipContents {
  try {
    const contents = unzip(bytes, (name) => WANTED.test(name));
    if (contents) return contents;
  } catch {
    throw new UnreadableSheet('damaged');
  }
  throw new UnreadableSheet('too-big');
}

/** A long sheet beside the list, such as one with all the districts of the country, does not matter. */
function leanOrTooLong(content: Uint8Array): LeanSheet | 'too-long' {
  try {
    return lean(Buffer.from(content).toString('latin1'));
  } catch (error) {
    if (error instanceof UnreadableSheet && error.fault === 'too-many-rows') return 'too-long';
    throw error;
  }
}

/** Each costs its reader far more than the few bytes that it takes here. */
function checkStrings(content: Uint8Array): void {
  const xml = Buffer.from(content);
  if (xml.includes('<!')) throw new UnreadableSheet('damaged');
  let left = MOST_STRINGS;
  for (const end of ['>', '/', ' '])
    for (const opening of ['si', 'r', 't', 'rPh']) {
      const sought = `${opening}${end}`;
      for (let at = xml.indexOf(sought); at >= 0 && left >= 0; at = xml.indexOf(sought, at + sought.length)) left--;
    }
  if (left < 0) throw new UnreadableSheet('too-big');
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseAttributeValue: false,
  processEntities: true,
  isArray: (name) => name === 'sheet' || name === 'Relationship',
});

interface SheetElement {
  name?: string;
  id?: string;
  state?: string;
}

function sheetElements(contents: ZipContents, book: string): { name: string; path: string; hidden: boolean }[] {
  const xml = strFromU8(contents[book] as Uint8Array);
  const rels = Object.keys(contents).find((name) => /^xl\/_rels\/workbook\.xml\.rels$/i.test(name));
  const links = rels === undefined ? '' : strFromU8(contents[rels] as Uint8Array);
  if (xml.includes('<!DOCTYPE') || links.includes('<!DOCTYPE')) throw new UnreadableSheet('damaged');
  const targets = new Map<string, string>(
    (parser.parse(links).Relationships?.Relationship ?? []).map(({ Id = '', Target = '' }) => [
      Id,
      Target.replace(/^\/?(xl\/)?/i, 'xl/').toLowerCase(),
    ]),
  );
  const found: SheetElement[] = parser.parse(xml).workbook?.sheets?.sheet ?? [];
  return found.map(({ name = '', id = '', state = 'visible' }) => ({
    name,
    path: targets.get(id) ?? '',
    hidden: state !== 'visible',
  }));
}

const hiddenPaths = (contents: ZipContents, book: string): Set<string> =>
  new Set(sheetElements(contents, book).flatMap(({ path, hidden }) => (hidden ? [path] : [])));

const sheetPaths = (contents: ZipContents, book: string): Map<string, string> =>
  new Map(sheetElements(contents, book).map(({ name, path }) => [name, path]));
