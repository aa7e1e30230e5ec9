import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writePaper } from '../../src/adapters/documents/write-docx.ts';
import type { OfficialPaper } from '../../src/domain/official-paper.ts';
import { type Element, elementsOf, paragraphsOf, partsOf, walk } from '../support/read-docx-apart.ts';

const paper: OfficialPaper = {
  mark: '代拟稿',
  number: '临工办发〔2020〕　　号',
  title: ['关于“职工文化节”', '情况的通报'],
  to: '各单位：',
  body: [
    { as: 'heading', text: '一、总体情况' },
    { as: 'subheading', text: '（一）报送情况' },
    { as: 'text', text: '作品<b>&“甲”\u0000\ud800_x0041_件。' },
  ],
  annexLines: ['附件：1．情况表', '2．名单'],
  signers: ['市总工会', '市委网信办'],
  date: '2020年11月12日',
  annexes: [
    {
      label: '附件1',
      title: ['情况表'],
      columns: [
        { head: '单位', width: 20, left: true },
        { head: '优秀平台', width: 5 },
      ],
      rows: [
        ['甲县', '1/1'],
        ['乙县', ''],
      ],
      note: '注：无。',
    },
    { label: '附件2', title: ['名单'], columns: [{ head: '姓名', width: 5 }], rows: [], note: '' },
  ],
  fonts: { title: ['小标宋', '宋体'], body: ['仿宋'], heading: ['黑体'], subheading: ['楷体'], page: ['宋体'] },
  page: '— # —',
  madeAt: Date.parse('2020-11-10T09:30:00+08:00'),
};

let bytes: Uint8Array;
let parts: Record<string, string>;
let all: Element[];
beforeAll(async () => {
  bytes = await writePaper(paper);
  parts = partsOf(bytes);
  all = walk(elementsOf(parts['word/document.xml'] ?? ''));
});

test('what was said stands in it, without what XML has no room for', () => {
  expect(paragraphsOf(bytes)).toMatchInlineSnapshot(`
    [
      "代拟稿",
      "临工办发〔2020〕　　号",
      "",
      "关于“职工文化节”",
      "情况的通报",
      "",
      "各单位：",
      "一、总体情况",
      "（一）报送情况",
      "作品<b>&“甲”_x0041_件。",
      "",
      "附件：1．情况表",
      "2．名单",
      "",
      "",
      "市总工会",
      "市委网信办",
      "2020年11月12日",
      "附件1",
      "",
      "情况表",
      "",
      "单位|优秀平台",
      "甲县|1/1",
      "乙县|",
      "注：无。",
      "附件2",
      "",
      "名单",
      "",
      "姓名",
    ]
  `);
});

test('the same paper makes the same bytes, which bear the moment of the snapshot and no name', async () => {
  expect(Buffer.from(await writePaper(paper)).equals(Buffer.from(bytes))).toBe(true);
  const core = parts['docProps/core.xml'] ?? '';
  expect(core.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)).toEqual(['2020-11-10T01:30:00Z', '2020-11-10T01:30:00Z']);
  expect(core).not.toMatch(/Un-named|creator>[^<]/);
});

test('every part is well-formed, has a type, and every relationship leads somewhere', () => {
  const xml = Object.keys(parts).filter((name) => /\.(xml|rels)$/.test(name));
  for (const name of xml) expect([name, elementsOf(parts[name] ?? '').length > 0]).toEqual([name, true]);
  const types = walk(elementsOf(parts['[Content_Types].xml'] ?? ''));
  const overridden = types.filter(([name]) => name === 'Override').map(([, , { PartName = '' }]) => PartName.slice(1));
  const defaults = types.filter(([name]) => name === 'Default').map(([, , { Extension = '' }]) => Extension);
  expect(overridden.filter((name) => !(name in parts))).toEqual([]);
  const typeless = Object.keys(parts).filter(
    (name) =>
      name !== '[Content_Types].xml' && !overridden.includes(name) && !defaults.includes(name.split('.').pop() ?? ''),
  );
  expect(typeless).toEqual([]);
  const leading = xml
    .filter((name) => name.endsWith('.rels'))
    .flatMap((name) =>
      walk(elementsOf(parts[name] ?? ''))
        .filter(([one, , { TargetMode }]) => one === 'Relationship' && TargetMode !== 'External')
        .map(([, , { Target = '' }]) =>
          Target.startsWith('/') ? Target.slice(1) : path.posix.join(path.posix.dirname(name), '..', Target),
        ),
    );
  expect(leading.length).toBeGreaterThan(5);
  expect(leading.filter((target) => !(target in parts))).toEqual([]);
});

/** The order in which ECMA-376 wants the children of some elements; Word repairs, or refuses, what stands otherwise. */
const ORDER: Record<string, string[]> = {
  'w:pPr': [
    ...['pStyle', 'keepNext', 'keepLines', 'pageBreakBefore', 'widowControl', 'numPr', 'pBdr', 'shd', 'tabs'],
    ...['snapToGrid', 'spacing', 'ind', 'contextualSpacing', 'jc', 'outlineLvl', 'rPr', 'sectPr'],
  ],
  'w:rPr': [
    ...['rStyle', 'rFonts', 'b', 'bCs', 'i', 'iCs', 'color', 'spacing', 'w', 'kern', 'position', 'sz', 'szCs'],
    ...['highlight', 'u', 'lang'],
  ],
  'w:sectPr': [
    ...['headerReference', 'footerReference', 'type', 'pgSz', 'pgMar', 'pgBorders', 'pgNumType', 'cols', 'titlePg'],
    'docGrid',
  ],
  'w:tblPr': ['tblStyle', 'tblW', 'jc', 'tblInd', 'tblBorders', 'shd', 'tblLayout', 'tblCellMar', 'tblLook'],
  'w:tcPr': ['tcW', 'gridSpan', 'vMerge', 'tcBorders', 'shd', 'noWrap', 'tcMar', 'vAlign'],
  'w:tbl': ['tblPr', 'tblGrid', 'tr'],
  'w:tr': ['trPr', 'tc'],
  'w:tc': ['tcPr', 'p'],
};
/** Their children are a choice, in any order. */
const CHOICE: Record<string, string[]> = { 'w:trPr': ['cantSplit', 'tblHeader', 'trHeight'] };

test('elements stand in the order that the schema wants, and no other ones', () => {
  const wrong: string[] = [];
  for (const name of ['word/document.xml', 'word/styles.xml', 'word/footer1.xml', 'word/footer2.xml'])
    for (const [element, children] of walk(elementsOf(parts[name] ?? ''))) {
      const names = children.map(([child]) => child.replace('w:', ''));
      const order = ORDER[element] ?? CHOICE[element];
      if (!order || (name === 'word/styles.xml' && element === 'w:rPr')) continue;
      const places = names.map((child) => order.indexOf(child));
      const sorted = CHOICE[element] ? places : [...places].sort((one, other) => one - other);
      if (places.includes(-1) || places.join() !== sorted.join()) wrong.push(`${name} ${element}: ${names.join(' ')}`);
    }
  expect([...new Set(wrong)]).toEqual([]);
});

const twentieths = (millimetres: number) => (millimetres / 25.4) * 1440;

test('the page is that of GB/T 9704-2012, and annexes have no grid that would stretch their tables', () => {
  const sections = all.filter(([name]) => name === 'w:sectPr');
  expect(sections.length).toBe(3);
  for (const [, children] of sections) {
    const of = (name: string) => children.find(([child]) => child === name)?.[2] ?? {};
    const at = (name: string, side: string) => Math.round((Number(of(name)[`w:${side}`]) / twentieths(1)) * 10) / 10;
    expect([at('w:pgSz', 'w'), at('w:pgSz', 'h')]).toEqual([210, 297]);
    // Each annex begins a page, and the numbers of the pages go on.
    expect([of('w:type')['w:val'] ?? 'nextPage', of('w:pgNumType')['w:start']]).toEqual(['nextPage', undefined]);
    expect([at('w:pgMar', 'top'), at('w:pgMar', 'left'), at('w:pgMar', 'right'), at('w:pgMar', 'bottom')]).toEqual([
      37, 28, 26, 35,
    ]);
  }
  const grids = sections.map(([, children]) => children.find(([name]) => name === 'w:docGrid')?.[2] ?? {});
  expect(grids.map((grid) => grid['w:type'])).toEqual(['lines', undefined, undefined]);
  expect(grids[0]?.['w:linePitch']).toBe('579');
});

test('each part of the text has its font, size and height of line', () => {
  const seen = all
    .filter(([name]) => name === 'w:p')
    .map((paragraph) => {
      const inside = walk([paragraph]);
      const attribute = (element: string, name: string) => inside.find(([one]) => one === element)?.[2][`w:${name}`];
      const text = inside
        .filter(([name]) => name === 'w:t')
        .flatMap(([, children]) => children.map(([, , { text: said = '' }]) => said))
        .join('');
      const look = [
        attribute('w:rFonts', 'eastAsia'),
        Number(attribute('w:sz', 'val')) / 2,
        attribute('w:rFonts', 'hint'),
      ];
      return [text, ...look, Number(attribute('w:spacing', 'line')) / 20].join(' ');
    })
    .filter((line) => /^(关于|一、|（一）|各单位|附件1|单位|市总)/.test(line));
  expect(seen).toMatchInlineSnapshot(`
    [
      "关于“职工文化节” 小标宋 22 eastAsia 34",
      "各单位： 仿宋 16 eastAsia 28.9",
      "一、总体情况 黑体 16 eastAsia 28.9",
      "（一）报送情况 楷体 16 eastAsia 28.9",
      "市总工会 仿宋 16 eastAsia 28.9",
      "附件1 黑体 16 eastAsia 28.9",
      "单位 黑体 10.5 eastAsia 16",
    ]
  `);
});

test('fonts are named with what stands in for them, and none comes along', () => {
  expect(parts['word/fontTable.xml']).toContain('<w:font w:name="小标宋"><w:altName w:val="宋体"/>');
  expect(Object.keys(parts).filter((name) => /font/i.test(name))).toEqual([
    'word/fontTable.xml',
    'word/_rels/fontTable.xml.rels',
  ]);
});
