import type { SKRSContext2D } from '@napi-rs/canvas';
import { FAMILIES } from './fonts.ts';

/** What a picture and a page of a pdf have in common. */
export type Pen = Pick<SKRSContext2D, 'font' | 'fillStyle' | 'textBaseline' | 'measureText' | 'fillText' | 'fillRect'>;

export interface Style {
  size: number;
  bold?: boolean;
  colour?: string;
}

/** What may not begin a line. */
const HANGING = /[，。、；：！？）】》”’…]/;
/** A word of these is not cut. */
const WORD = /[A-Za-z0-9@/.:_\-《]+[》]?|[\s\S]/gu;

export const fontOf = ({ size, bold = false }: Style): string => `${size}px ${FAMILIES[bold ? 'bold' : 'plain']}`;

/** The text in lines that are no wider than `width`. */
export function linesOf(pen: Pen, text: string, width: number, style: Style): string[] {
  pen.font = fontOf(style);
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const piece of paragraph.match(WORD) ?? []) {
      if (line === '' || HANGING.test(piece) || pen.measureText(line + piece).width <= width) line += piece;
      else {
        lines.push(line);
        line = piece.trimStart();
      }
    }
    return [...lines, line];
  });
}

/** Writes the text in lines from `y` down and returns where the next may begin. */
export function write(pen: Pen, text: string, x: number, y: number, width: number, style: Style): number {
  const { size, colour = '#1d2129' } = style;
  const height = size * 1.5;
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = colour;
  const lines = linesOf(pen, text, width, style);
  for (const [index, line] of lines.entries()) pen.fillText(line, x, y + index * height + size * 1.1);
  return y + lines.length * height;
}
