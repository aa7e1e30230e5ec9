import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { PaperFonts } from '../../domain/official-paper.ts';

/** The package names somebody where nobody is named. */
const UNNAMED = /<cp:lastModifiedBy>.*?<\/cp:lastModifiedBy>/;

/** Lines of a title, by their height in twentieths of a point. */
export const TITLE_LINE = 680;
const OFF_GRID = new RegExp(`<w:spacing [^>]*w:line="${TITLE_LINE}"[^>]*/>`, 'g');

/**
 * The docx with what the package leaves to the hour and to chance made the same each time, and with a table of fonts that names what
 * stands in for each where a computer does not have it.
 */
export function settled(bytes: Uint8Array, fonts: PaperFonts, moment: Date): Uint8Array {
  const parts = unzipSync(bytes);
  const change = (name: string, to: (xml: string) => string) => {
    const part = parts[name];
    if (part) parts[name] = strToU8(to(strFromU8(part)));
  };
  const written = moment.toISOString().replace(/\.\d+Z$/, 'Z');
  change('docProps/core.xml', (xml) =>
    xml.replace(UNNAMED, '').replace(/(<dcterms:\w+ xsi:type="dcterms:W3CDTF">)[^<]*/g, `$1${written}`),
  );
  // The package has no word for it: lines higher than the grid would else take two of its lines each.
  change('word/document.xml', (xml) => xml.replace(OFF_GRID, '<w:snapToGrid w:val="0"/>$&'));
  change('word/fontTable.xml', () => fontTable(fonts));
  // The first day that a zip can name.
  return zipSync(parts, { mtime: new Date(1980, 0, 1), level: 6 });
}

function fontTable(fonts: PaperFonts): string {
  const named = [...new Map(Object.values(fonts).map(([first = '', ...others]) => [first, others]))];
  const rows = named.map(
    ([name, others]) =>
      `<w:font w:name="${escaped(name)}">${others.length > 0 ? `<w:altName w:val="${escaped(others.join(','))}"/>` : ''}<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${rows.join('')}</w:fonts>`;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
