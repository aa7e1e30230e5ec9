import {
  AlignmentType,
  type IParagraphOptions,
  LineRuleType,
  Paragraph,
  TextRun,
  convertMillimetersToTwip as twips,
} from 'docx';
import type { PaperFonts } from '../../domain/official-paper.ts';
import { TITLE_LINE } from './docx-settled.ts';
import { xmlText } from './storable-text.ts';

// GB/T 9704-2012: A4, a type area of 156 × 225 mm, 22 lines of 28 characters.
export const TOP = twips(37);
export const LEFT = twips(28);
export const RIGHT = twips(210 - 28 - 156);
export const BOTTOM = twips(297 - 37 - 225);
export const WIDTH = twips(156);
/** From the foot of the page, so that the dashes stand 7 mm below the type area. */
export const FOOT = twips(25);
/** 28.9 points, in twentieths. */
export const LINE = 578;
export const GRID = 579;
/** 3号 and 2号, in half points. */
export const BODY = 32;
export const TITLE = 44;
export const PAGE = 28;
/** A character of 3号, in twentieths of a point. */
export const CHARACTER = 320;
/** 28 characters of 16 points are a little wider than 156 mm. */
export const TIGHTER = -5;
export const CELL = 21;
export const CELL_LINE = 320;
export const CELL_EDGE = 40;
export const ROW = 420;

export type FontOf = (
  name: keyof PaperFonts,
  latin?: string,
) => { ascii: string; hAnsi: string; eastAsia: string; cs: string; hint: string };

export const LATIN = 'Times New Roman';
export const pageSize = { size: { width: twips(210), height: twips(297) } };
export const margin = { top: TOP, left: LEFT, right: RIGHT, bottom: BOTTOM, footer: FOOT, header: twips(15) };
export const line = { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 };

export interface Look extends IParagraphOptions {
  font: ReturnType<FontOf>;
  size?: number;
}

export function lineOf(text: string, { font, size = BODY, ...look }: Look): Paragraph {
  const run = { font, size, ...(size === BODY && { characterSpacing: TIGHTER }) };
  // A draft's pages are filled to the last line.
  return new Paragraph({
    spacing: line,
    widowControl: false,
    ...look,
    children: [new TextRun({ text: xmlText(text), ...run })],
  });
}

export const emptyLine = (font: FontOf) => lineOf('', { font: font('body'), keepNext: true });
export const twoCharacters = { firstLineChars: 200, firstLine: 2 * CHARACTER };

export const titleOf = (lines: string[], font: FontOf) =>
  lines.map((text) =>
    lineOf(text, {
      font: font('title'),
      size: TITLE,
      alignment: AlignmentType.CENTER,
      spacing: { ...line, line: TITLE_LINE },
      keepNext: true,
    }),
  );
