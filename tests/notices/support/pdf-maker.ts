import type { FixtureBlock } from './fixture.ts';

const SIZE = 12;
const LEFT = 72;
const RIGHT = 540;
const TOP = 780;
const BOTTOM = 60;
const LINE = 20;

export interface PdfLook {
  /** Lines around the cells. */
  ruled: boolean;
  /** Text in GBK codes, as old Chinese programs write it, else in two-byte Unicode. */
  gbk?: boolean;
}

/** A pdf with a Chinese font that is not embedded: only its character map tells what the codes mean. */
export function makePdf(blocks: readonly FixtureBlock[], look: PdfLook): Uint8Array {
  const pages: string[][] = [[]];
  let y = TOP;
  const put = (command: string) => pages.at(-1)?.push(command);
  const next = (height: number) => {
    y -= height;
    if (y < BOTTOM) {
      pages.push([]);
      y = TOP - height;
    }
  };
  const text = (words: string, x: number, base: number) =>
    put(`BT /F1 ${SIZE} Tf ${x} ${base} Td <${codes(words, look)}> Tj ET`);
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      for (const [at, line] of linesOf(block.text).entries()) {
        next(LINE);
        text(line, at === 0 && block.text.length > 39 ? LEFT + 2 * SIZE : LEFT, y);
      }
      continue;
    }
    const columns = Math.max(...block.rows.map((row) => row.length));
    const width = (RIGHT - LEFT) / columns;
    for (const [at, row] of block.rows.entries()) {
      next(LINE);
      for (const [column, cell] of row.entries()) {
        const x = LEFT + column * width;
        if (cell !== '<' && cell !== '^') text(cell, x + 3, y + 5);
        if (!look.ruled) continue;
        const below = block.rows[at + 1]?.[column] === '^';
        if (row[column] !== '<') put(`${x} ${y} m ${x} ${y + LINE} l S`);
        if (cell !== '^') put(`${x} ${y + LINE} m ${x + width} ${y + LINE} l S`);
        if (!below) put(`${x} ${y} m ${x + width} ${y} l S`);
      }
      if (look.ruled) put(`${RIGHT} ${y} m ${RIGHT} ${y + LINE} l S`);
    }
  }
  return file(
    pages.map((page) => page.join('\n')),
    look,
  );
}

/** 39 signs to a line; the first is set in by two. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let rest = text;
  for (let most = text.length > 39 ? 37 : 39; rest !== ''; most = 39) {
    lines.push(rest.slice(0, most));
    rest = rest.slice(most);
  }
  return lines;
}

function codes(text: string, { gbk }: PdfLook): string {
  const bytes = gbk ? gbkBytes(text) : [...Buffer.from(text, 'utf16le').swap16()];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

let toGbk: Map<string, number[]> | undefined;

/** Node decodes GBK and does not encode it: the table is turned around. */
function gbkBytes(text: string): number[] {
  if (!toGbk) {
    toGbk = new Map();
    const decoder = new TextDecoder('gbk');
    for (let high = 0x81; high <= 0xfe; high++)
      for (let low = 0x40; low <= 0xfe; low++) toGbk.set(decoder.decode(new Uint8Array([high, low])), [high, low]);
  }
  return [...text].flatMap((sign) => (sign.charCodeAt(0) < 128 ? [sign.charCodeAt(0)] : (toGbk?.get(sign) ?? [63])));
}

function file(contents: string[], { gbk }: PdfLook): Uint8Array {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${contents.map((_, at) => `${5 + at * 2} 0 R`).join(' ')}] /Count ${contents.length} >>`,
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /${gbk ? 'GBK-EUC-H' : 'UniGB-UCS2-H'} /DescendantFonts [4 0 R] >>`,
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>',
    ...contents.flatMap((content, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${6 + at * 2} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  let out = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = out.length;
    out += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(
    `${out}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF`,
    'latin1',
  );
}
