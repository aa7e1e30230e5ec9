import {
  AlignmentType,
  Document,
  DocumentGridType,
  Footer,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import type { OfficialPaper, PaperBlock } from '../../domain/official-paper.ts';
import { settled } from './docx-settled.ts';
import { annexOf } from './paper-annex.ts';
import {
  BODY,
  CHARACTER,
  emptyLine,
  type FontOf,
  GRID,
  LATIN,
  lineOf,
  margin,
  PAGE,
  pageSize,
  titleOf,
  twoCharacters,
} from './paper-look.ts';
import { xmlText } from './storable-text.ts';

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
    lineOf(text, {
      font: font('body'),
      keepNext: true,
      indent: { left: (before + marks) * CHARACTER, hanging: marks * CHARACTER },
    });
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
          children: [
            new TextRun({ children: [before, PageNumber.CURRENT, after], font: font('page', face), size: PAGE }),
          ],
        }),
      ],
    });
  return { default: footer(true), even: footer(false) };
}
