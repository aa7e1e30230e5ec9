import { strToU8, zipSync } from 'fflate';
import type { FixtureBlock } from './fixture.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const paragraph = (text: string, properties = '') =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
const numbered = (level: number) => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="5"/></w:numPr>`;

const NUMBERING = `<w:numbering ${W}><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num></w:numbering>`;

/** A Word file as Word writes it: numbers by a list, merged cells by spans, nothing of them in the text. */
export function makeDocx(blocks: readonly FixtureBlock[], more: Record<string, string> = {}): Uint8Array {
  const body = blocks.map((block) => {
    if (block.kind === 'table') return table(block.rows);
    return paragraph(block.text, block.level === undefined ? '' : numbered(block.level));
  });
  return zipDocx(`<w:document ${W}><w:body>${body.join('')}</w:body></w:document>`, more);
}

export function zipDocx(document: string, more: Record<string, string> = {}): Uint8Array {
  const parts = {
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': document,
    'word/numbering.xml': NUMBERING,
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

/** `<` is merged with the cell to its left, `^` with the one above. */
function table(rows: readonly string[][]): string {
  const lines = rows.map((row, at) => {
    const cells = row.flatMap((text, column) => {
      if (text === '<') return [];
      const span = 1 + row.slice(column + 1).findIndex((one) => one !== '<');
      const columns = span === 0 ? row.length - column : span;
      const below = rows[at + 1]?.[column] === '^';
      const merge = text === '^' ? '<w:vMerge/>' : below ? '<w:vMerge w:val="restart"/>' : '';
      return [
        `<w:tc><w:tcPr><w:gridSpan w:val="${columns}"/>${merge}</w:tcPr>${paragraph(text === '^' ? '' : text)}</w:tc>`,
      ];
    });
    return `<w:tr>${cells.join('')}</w:tr>`;
  });
  return `<w:tbl>${lines.join('')}</w:tbl>`;
}
