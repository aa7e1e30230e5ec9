import { describe, expect, test } from 'vitest';
import { documentIn } from '../../src/adapters/documents/read.ts';
import { readDocument } from '../../src/adapters/documents/read-document.ts';
import type { DocumentBlock } from '../../src/domain/document.ts';
import { makeDocx, zipDocx } from '../notices/support/docx-maker.ts';
import { makePdf } from '../notices/support/pdf-maker.ts';

async function blocksOf(bytes: Uint8Array): Promise<DocumentBlock[]> {
  const result = await documentIn(Buffer.from(bytes));
  if (!result.ok) throw new Error(result.fault);
  return result.document.blocks;
}

const shown = (blocks: DocumentBlock[]): unknown[] =>
  blocks.map((block) =>
    block.kind === 'paragraph'
      ? block.text
      : block.rows.map((row) =>
          row.map(({ text, columns, rows }) => (columns + rows > 2 ? `${text} ${columns}×${rows}` : text)),
        ),
  );

const paragraph = (text: string, level?: number) => ({
  kind: 'paragraph' as const,
  text,
  ...(level === undefined ? {} : { level }),
});
const HEADS = [
  ['序号', '单位', '名额', '<'],
  ['^', '^', '摄影', '歌曲'],
  ['1', '甲县', '3', '1'],
  ['合计', '<', '3', '1'],
];
const MERGED = [
  ['序号 1×2', '单位 1×2', '名额 2×1'],
  ['摄影', '歌曲'],
  ['1', '甲县', '3', '1'],
  ['合计 2×1', '3', '1'],
];

describe('Word', () => {
  test('the numbers that Word draws are part of the text, and begin anew below each heading', async () => {
    const blocks = [
      paragraph('主题', 0),
      paragraph('类别', 0),
      paragraph('摄影', 1),
      paragraph('歌曲', 1),
      paragraph('时间', 0),
      paragraph('报名', 1),
    ];
    expect(shown(await blocksOf(makeDocx(blocks)))).toEqual([
      '一、主题',
      '二、类别',
      '（一）摄影',
      '（二）歌曲',
      '三、时间',
      '（一）报名',
    ]);
  });

  test('a number may come from the style of the paragraph', async () => {
    const document =
      '<w:document><w:body><w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>主题</w:t></w:r></w:p></w:body></w:document>';
    const styles =
      '<w:styles><w:style w:styleId="H"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr></w:style></w:styles>';
    expect(shown(await blocksOf(zipDocx(document, { 'word/styles.xml': styles })))).toEqual(['一、主题']);
  });

  test('merged cells keep their extent', async () => {
    expect(shown(await blocksOf(makeDocx([{ kind: 'table', rows: HEADS }])))).toEqual([MERGED]);
  });

  test('what was deleted is not read, what was inserted is, and it is told', async () => {
    const document =
      '<w:document><w:body><w:p><w:r><w:t>报送</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:ins><w:r><w:t>5件</w:t></w:r></w:ins></w:p></w:body></w:document>';
    expect(await documentIn(Buffer.from(zipDocx(document)))).toEqual({
      ok: true,
      document: { blocks: [{ kind: 'paragraph', text: '报送5件' }], notes: ['tracked-changes'] },
    });
  });

  test('macros are told of and never looked at', async () => {
    const bytes = makeDocx([paragraph('通知')], { 'word/vbaProject.bin': 'Sub AutoOpen' });
    expect(await documentIn(Buffer.from(bytes))).toEqual({
      ok: true,
      document: { blocks: [{ kind: 'paragraph', text: '通知' }], notes: ['macros'] },
    });
  });
});

describe('pdf', () => {
  const long =
    '各单位要高度重视，精心组织，认真筛选，按时报送，确保作品质量；报送情况将予以通报，请于规定时间前完成报送工作。';

  test.each([
    ['two-byte codes', false],
    ['GBK', true],
  ])('lines of a paragraph are one, ruled cells have their extent: %s', async (_, gbk) => {
    const bytes = makePdf([paragraph('通知'), paragraph(long), { kind: 'table', rows: HEADS }, paragraph('说明')], {
      ruled: true,
      gbk,
    });
    expect(shown(await blocksOf(bytes))).toEqual(['通知', long, MERGED, '说明']);
  });

  test('without lines, a blank cell stays blank', async () => {
    const rows = [
      ['单位', '摄影', '歌曲', '微课'],
      ['甲县', '3', '1', '1'],
      ['乙县', '2', '', '1'],
      ['丙县', '', '4', '1'],
    ];
    expect(shown(await blocksOf(makePdf([{ kind: 'table', rows }], { ruled: false })))).toEqual([rows]);
  });

  test('a table that goes on over the page is one', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => [`第${at + 1}县`, String(at), '1']);
    expect(shown(await blocksOf(makePdf([{ kind: 'table', rows }], { ruled: true })))).toEqual([rows]);
  });
});

describe('text', () => {
  const table = '单位\t摄影\n甲县\t3\n\n乙县\t4\n';

  test('UTF-8, UTF-8 with a mark, UTF-16 and GBK are the same', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('通知\n', 'utf16le')]);
    // 通知 alone in GBK happens to be sound UTF-8 too.
    const gbk = Buffer.from([0xcd, 0xa8, 0xd6, 0xaa, 0xb8, 0xf7, 0xb5, 0xa5, 0xce, 0xbb]);
    for (const bytes of [Buffer.from('通知\n'), Buffer.from('\ufeff通知'), utf16])
      expect(shown(await blocksOf(bytes))).toEqual(['通知']);
    expect(shown(await blocksOf(gbk))).toEqual(['通知各单位']);
  });

  test('tabs, bars and columns of spaces make tables; a blank line inside is where a page ended', async () => {
    const rows = [
      ['单位', '摄影'],
      ['甲县', '3'],
      ['乙县', '4'],
    ];
    expect(shown(await blocksOf(Buffer.from(table)))).toEqual([rows]);
    expect(shown(await blocksOf(Buffer.from('| 单位 | 摄影 |\n|---|---|\n| 甲县 | 3 |\n| 乙县 | 4 |')))).toEqual([
      rows,
    ]);
    const wide = [
      ['单位', '摄影', '歌曲'],
      ['甲县', '3', '1'],
    ];
    expect(shown(await blocksOf(Buffer.from('单位    摄影    歌曲\n甲县    3       1\n')))).toEqual([wide]);
  });
});

test('a process of its own gives the same', async () => {
  const bytes = makeDocx([paragraph('通知'), { kind: 'table', rows: HEADS }]);
  expect(await readDocument(bytes)).toEqual(await documentIn(Buffer.from(bytes)));
});
