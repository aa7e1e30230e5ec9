import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip as twips,
  Document,
  DocumentGridType,
  Footer,
  type IParagraphOptions,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Annex, OfficialPaper, PaperBlock, PaperFonts } from '../../domain/official-paper.ts';
import { settled } from './docx-settled.ts';
import { xmlText } from './storable-text.ts';

// GB/T 9704-2012: A4, a type area of 156 × 225 mm, 22 lines of 28 characters.
const TOP = twips(37);
const LEFT = twips(28);
const RIGHT = twips(210 - 28 - 156);
const BOTTOM = twips(297 - 37 - 225);
const WIDTH = twips(156);
/** From the foot of the page, so that the dashes stand 7 mm below the type area. */
const FOOT = twips(25);
/** 28.9 points, in twentieths. */
const LINE = 578;
const GRID = 579;
const TITLE_LINE = 680;
/** 3号 and 2号, in half points. */
const BODY = 32;
const TITLE = 44;
const PAGE = 28;
/** A character of 3号, in twentieths of a point. */
const CHARACTER = 320;
/** 28 characters of 16 points are a little wider than 156 mm. */
const TIGHTER = -5;
const CELL = 21;
const CELL_LINE = 320;
const CELL_EDGE = 40;
const ROW = 420;

type FontOf = (name: keyof PaperFonts, latin?: string) => { ascii: string; hAnsi: string; eastAsia: string; cs: string; hint: string };

/** A paper as docx. The same paper makes the same bytes. */
export async function writePaper(paper: OfficialPaper): Promise<Uint8Array> {
  const { fonts, body, title, annexes } = paper;
  // Without the hint, marks that both scripts have come in the Latin font.
  const font: FontOf = (name, latin = LATIN) => {
    const [first = ''] = fonts[name];
    return { ascii: latin, hAnsi: latin, eastAsia: first, cs: latin, hint: 'eastAsia' };
  };
  const footers = footersOf(paper, font);
  const document = new Document({
    creator: '',
    title: xmlText(title.join('')),
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: font('body'), size: BODY, language: { value: 'en-US', eastAsia: 'zh-CN' } },
          paragraph: { spacing: { before: 0, after: 0 } },
        },
      },
    },
    sections: [
      {
        properties: { page: { ...pageSize, margin }, grid: { type: DocumentGridType.LINES, linePitch: GRID } },
        footers,
        children: [
          ...headOf(paper, font),
          // Signers never stand alone on a page: the last words go with them.
          ...body.map((block, index) => blockOf(block, font, index === body.length - 1)),
          ...tailOf(paper, font),
        ],
      },
      // Without a grid: it would stretch the rows of a table.
      ...annexes.map(
        (annex): ISectionOptions => ({
          properties: { page: { ...pageSize, margin } },
          footers,
          children: annexOf(annex, font),
        }),
      ),
    ],
  });
  return settled(await Packer.toBuffer(document), fonts, new Date(paper.madeAt));
}

const LATIN = 'Times New Roman';
const pageSize = { size: { width: twips(210), height: twips(297) } };
const margin = { top: TOP, left: LEFT, right: RIGHT, bottom: BOTTOM, footer: FOOT, header: twips(15) };
const line = { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 };

interface Look extends IParagraphOptions {
  font: ReturnType<FontOf>;
  size?: number;
}

function lineOf(text: string, { font, size = BODY, ...look }: Look): Paragraph {
  const run = { font, size, ...(size === BODY && { characterSpacing: TIGHTER }) };
  // A draft's pages are filled to the last line.
  return new Paragraph({ spacing: line, widowControl: false, ...look, children: [new TextRun({ text: xmlText(text), ...run })] });
}

const emptyLine = (font: FontOf) => lineOf('', { font: font('body'), keepNext: true });
const twoCharacters = { firstLineChars: 200, firstLine: 2 * CHARACTER };

/** Mark and number, the title in the middle, to whom it is sent. */
function headOf({ mark, number, title, to }: OfficialPaper, font: FontOf): Paragraph[] {
  return [
    lineOf(mark, { font: font('heading') }),
    ...(number === '' ? [] : [lineOf(number, { font: font('body'), alignment: AlignmentType.CENTER })]),
    emptyLine(font),
    ...titleOf(title, font),
    emptyLine(font),
    ...(to === '' ? [] : [lineOf(to, { font: font('body') })]),
  ];
}

/** Off the grid, whose lines are too low for it: each would take two. */
const titleOf = (lines: string[], font: FontOf) =>
  lines.map((text) =>
    lineOf(text, {
      font: font('title'),
      size: TITLE,
      alignment: AlignmentType.CENTER,
      spacing: { ...line, line: TITLE_LINE },
      snapToGrid: false,
      keepNext: true,
    }),
  );

function blockOf({ as, text }: PaperBlock, font: FontOf, keepNext: boolean): Paragraph {
  const face = as === 'text' ? 'body' : as;
  return lineOf(text, {
    font: font(face),
    indent: twoCharacters,
    alignment: AlignmentType.BOTH,
    keepNext: keepNext || as !== 'text',
  });
}

/** Which annexes there are, who signs, when: four characters from the right. */
function tailOf({ annexLines, signers, date }: OfficialPaper, font: FontOf): Paragraph[] {
  const [first, ...further] = annexLines;
  const several = further.length > 0;
  const hanging = (text: string, marks: number, before: number) =>
    lineOf(text, { font: font('body'), keepNext: true, indent: { left: (before + marks) * CHARACTER, hanging: marks * CHARACTER } });
  const signed = [...signers, date].map((text) =>
    lineOf(text, {
      font: font('body'),
      alignment: AlignmentType.RIGHT,
      indent: { right: 4 * CHARACTER },
      keepLines: true,
      keepNext: text !== date,
    }),
  );
  return [
    ...(first === undefined ? [] : [emptyLine(font), hanging(first, several ? 4.5 : 3, 2)]),
    ...further.map((text) => hanging(text, 1.5, 5)),
    emptyLine(font),
    emptyLine(font),
    ...signed,
  ];
}

function annexOf({ label, title, columns, rows, note }: Annex, font: FontOf): (Paragraph | Table)[] {
  return [
    lineOf(label, { font: font('heading') }),
    emptyLine(font),
    ...titleOf(title, font),
    emptyLine(font),
    tableOf(columns, rows, font),
    ...(note === '' ? [] : [cellLine(note, font('body'), false)]),
  ];
}

function tableOf(columns: Annex['columns'], rows: string[][], font: FontOf): Table {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => Math.floor((width / whole) * WIDTH));
  const cells = (texts: string[], head: boolean) =>
    columns.map(({ left = false }, index) => {
      const [text = '', width = 0] = [texts[index], widths[index]];
      return cellOf(head ? evenly(text, width) : [text], width, font(head ? 'heading' : 'body'), left && !head);
    });
  const row = (texts: string[], head: boolean) =>
    new TableRow({ cantSplit: true, tableHeader: head, height: { value: ROW, rule: 'atLeast' }, children: cells(texts, head) });
  return new Table({
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    // WPS ignores the width of the table.
    columnWidths: widths,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    rows: [
      row(
        columns.map(({ head }) => head),
        true,
      ),
      ...rows.map((texts) => row(texts, false)),
    ],
  });
}

/** A head that does not fit on one line, in lines of the same length. */
function evenly(text: string, width: number): string[] {
  const fits = Math.max(1, Math.floor((width - 2 * CELL_EDGE) / (CELL * 10)));
  const each = Math.ceil(text.length / Math.ceil(text.length / fits));
  return text.match(new RegExp(`.{1,${each}}`, 'gu')) ?? [text];
}

const thin = { style: BorderStyle.SINGLE, size: 4, color: '000000' };

const cellOf = (lines: string[], width: number, font: ReturnType<FontOf>, left: boolean): TableCell =>
  new TableCell({
    borders: { top: thin, bottom: thin, left: thin, right: thin },
    verticalAlign: VerticalAlign.CENTER,
    width: { size: width, type: WidthType.DXA },
    margins: { left: CELL_EDGE, right: CELL_EDGE },
    children: lines.map((text) => cellLine(text, font, !left)),
  });

const cellLine = (text: string, font: ReturnType<FontOf>, centred: boolean): Paragraph =>
  new Paragraph({
    alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
    spacing: { line: CELL_LINE, lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text: xmlText(text), font, size: CELL })],
  });

/** The number between two dashes: odd pages a character from the right, even ones from the left. */
function footersOf({ page }: OfficialPaper, font: FontOf): NonNullable<ISectionOptions['footers']> {
  const [before = '', after = ''] = page.split('#');
  const [face = ''] = [font('page').eastAsia];
  const footer = (atRight: boolean) =>
    new Footer({
      children: [
        new Paragraph({
          alignment: atRight ? AlignmentType.RIGHT : AlignmentType.LEFT,
          indent: atRight ? { right: PAGE * 10 } : { left: PAGE * 10 },
          spacing: { line: 360, lineRule: LineRuleType.EXACT },
          children: [new TextRun({ children: [before, PageNumber.CURRENT, after], font: font('page', face), size: PAGE })],
        }),
      ],
    });
  return { default: footer(true), even: footer(false) };
}
