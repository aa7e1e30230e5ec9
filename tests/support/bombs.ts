import { crc32, createDeflateRaw } from 'node:zlib';
import type { SheetFault } from '../../src/domain/sheet.ts';
import type { SentFile } from './practice.ts';

/** A part of a zip as it is written: the text, and how often. */
type Part = [name: string, texts: [text: string, times: number][]];

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const heading =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>工作单位</t></is></c></row>' +
  '<row r="2"><c r="A2" t="inlineStr"><is><t>许甲</t></is></c><c r="B2" t="inlineStr"><is><t>丑县中学</t></is></c></row>';

const parts: Part[] = [
  [
    '[Content_Types].xml',
    [
      [
        `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
        1,
      ],
    ],
  ],
  [
    '_rels/.rels',
    [
      [
        `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
        1,
      ],
    ],
  ],
  [
    'xl/workbook.xml',
    [
      [
        `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        1,
      ],
    ],
  ],
  [
    'xl/_rels/workbook.xml.rels',
    [
      [
        `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
        1,
      ],
    ],
  ],
];

const sheet = (texts: [string, number][], behind = ''): Part[] => [
  ...parts,
  [
    'xl/worksheets/sheet1.xml',
    [[`<worksheet xmlns="${MAIN}"><sheetData>${heading}`, 1], ...texts, [`</sheetData>${behind}</worksheet>`, 1]],
  ],
];

/** Sheets that were made to bring their reader down, by what is wrong with them. */
export const BOMBS: Record<string, { make: () => Promise<SentFile>; read: SheetFault | 'ok' }> = {
  'one text of 100 MB': {
    read: 'too-big',
    make: () =>
      zipped(
        sheet([
          ['<row r="3"><c r="A3" t="inlineStr"><is><t>', 1],
          ['A'.repeat(1_000_000), 100],
          ['</t></is></c></row>', 1],
        ]),
      ),
  },
  'a million rows': {
    read: 'too-many-rows',
    make: () => zipped(sheet([['<row r="3"><c r="A3"><v>1</v></c></row>', 1_000_000]])),
  },
  'a million empty rows, as a format over a whole column leaves them': {
    read: 'ok',
    make: () => zipped(sheet([['<row r="3" ht="15" customHeight="1"/>', 1_000_000]])),
  },
  'row two thousand million': {
    read: 'damaged',
    make: () => zipped(sheet([['<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>', 1]])),
  },
  'the last row of all': {
    read: 'ok',
    make: () => zipped(sheet([['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1]])),
  },
  'ten million shared strings': {
    read: 'too-big',
    make: () =>
      zipped([
        ...sheet([]),
        [
          'xl/sharedStrings.xml',
          [
            [`<sst xmlns="${MAIN}">`, 1],
            ['<si/>', 10_000_000],
            ['</sst>', 1],
          ],
        ],
      ]),
  },
  'a merge and a validation over the whole sheet': {
    read: 'ok',
    make: () =>
      zipped(
        sheet(
          [],
          '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells><dataValidations><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a"</formula1></dataValidation></dataValidations>',
        ),
      ),
  },
  'cells that never end': { read: 'damaged', make: () => zipped(sheet([['<c r="AAA1">', 2_000_000]])) },
  'entities that grow': {
    read: 'damaged',
    make: () =>
      zipped(
        sheet([]).map(([name, texts]) =>
          name.includes('sheet1') ? [name, [['<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>', 1], ...texts]] : [name, texts],
        ),
      ),
  },
  'three thousand parts': {
    read: 'too-big',
    make: () =>
      zipped([
        ...sheet([]),
        ...Array.from({ length: 3_000 }, (_, index): Part => [`xl/media/${index}.png`, [['x', 1]]]),
      ]),
  },
  'a directory that lies about the size': {
    read: 'damaged',
    make: () => zipped(sheet([['<row r="3"><c r="A3"><v>1</v></c></row>', 3_000_000]]), 5_000),
  },
};

/** As a zip, made piece by piece; `told` is the size that the directory tells of every part. */
async function zipped(given: Part[], told?: number): Promise<SentFile> {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, texts] of given) {
    const { packed, size, crc } = await deflated(texts);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(crc, 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(told ?? size, 22);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    header.copy(entry, 10, 8, 30);
    entry.writeUInt32LE(offset, 42);
    entry.writeUInt16LE(name.length, 28);
    directory.push(entry, Buffer.from(name));
    local.push(header, Buffer.from(name), packed);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(given.length, 8);
  end.writeUInt16LE(given.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return { name: '名单.xlsx', bytes: Buffer.concat([...local, ...directory, end]) };
}

async function deflated(texts: [string, number][]): Promise<{ packed: Buffer; size: number; crc: number }> {
  const stream = createDeflateRaw({ level: 1 });
  const packed: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => packed.push(chunk));
  const over = new Promise<void>((resolve, reject) => stream.on('end', resolve).on('error', reject));
  let size = 0;
  let crc = 0;
  for (const [text, times] of texts) {
    const many = Buffer.from(text.repeat(Math.min(times, Math.max(1, Math.floor(1_000_000 / text.length)))));
    const rounds = Math.ceil((times * Buffer.byteLength(text)) / many.length);
    for (let round = 0; round < rounds; round++) {
      size += many.length;
      crc = crc32(many, crc);
      if (!stream.write(many)) await new Promise((resolve) => stream.once('drain', resolve));
    }
  }
  stream.end();
  await over;
  return { packed: Buffer.concat(packed), size, crc };
}
