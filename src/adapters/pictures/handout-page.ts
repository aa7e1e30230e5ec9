import { createCanvas, PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';
import { drawSquare, linesOf } from './flow.js';
import { type Fonts, fontsFor } from './fonts.js';

/** What stands on the sheet that coordinators get; all of it in words. */
export interface Handout {
  title: string;
  from: string;
  /** Until when, in one line that cannot be overlooked. */
  due: string;
  what: { title: string; head: string[]; rows: string[][]; note: string };
  how: { title: string; steps: string[] };
  ask: { title: string; lines: string[] };
  /** A square to be read by a phone, and what it leads to. */
  code?: { address: string; caption: string };
}

interface Style {
  size: number;
  bold?: boolean;
  colour?: string;
}

/** What the page is written with. */
interface Pen {
  page: Pick<SKRSContext2D, 'font' | 'fillStyle' | 'textBaseline' | 'measureText' | 'fillText' | 'fillRect'>;
  fonts: Fonts;
}

/** A4 in points. */
const [WIDTH, HEIGHT] = [595, 842];
const MARGIN = 42;
const INNER = WIDTH - 2 * MARGIN;
const COLUMNS = [84, 112, INNER - 84 - 112];
const CODE = 96;

const TITLE: Style = { size: 18, bold: true };
/** A title is made smaller rather than broken, down to that. */
const LEAST_TITLE = 14;
const HEADING: Style = { size: 12.5, bold: true, colour: '#1a58ba' };
const DUE: Style = { size: 13, bold: true, colour: '#b3261e' };

/**
 * One page of A4 as pdf. What does not fit at one size of letters is set in smaller ones, down to 6 points. Throws where the font is
 * not installed whole.
 */
export function handoutPdf(handout: Handout): Buffer {
  const fonts = fontsFor(JSON.stringify(handout));
  if (!fonts) throw new Error('the package of the font is not installed whole');
  for (let size = 10.5; ; size -= 0.5) {
    const document = new PDFDocument({ title: handout.title });
    // The library's types name a pen that draws no pictures; it is the one of its canvases.
    const page = document.beginPage(WIDTH, HEIGHT) as unknown as SKRSContext2D;
    const end = drawHandout({ page, fonts }, handout, size);
    if (end > HEIGHT - MARGIN && size > 6) continue;
    page.drawImage(asSeen(handout, fonts, size), 0, 0, WIDTH, HEIGHT);
    document.endPage();
    return document.close();
  }
}

/** 300 dots an inch. */
const PRINTED = 300 / 72;

/**
 * What is seen and printed lies over the letters, which stay to be searched and copied: in a pdf the library loses every sign that
 * its font puts together of others, such as ；.
 */
function asSeen(handout: Handout, fonts: Fonts, size: number) {
  const canvas = createCanvas(Math.round(WIDTH * PRINTED), Math.round(HEIGHT * PRINTED));
  const page = canvas.getContext('2d');
  page.scale(PRINTED, PRINTED);
  page.fillStyle = '#fff';
  page.fillRect(0, 0, WIDTH, HEIGHT);
  drawHandout({ page, fonts }, handout, size);
  return canvas;
}

/** With letters of that size, in points; returns where it ends. */
function drawHandout(pen: Pen, { title, from, due, what, how, ask, code }: Handout, size: number): number {
  const text: Style = { size };
  const quiet: Style = { size: size - 1, colour: '#5b6472' };
  const heading = { ...TITLE };
  while (heading.size > LEAST_TITLE && inLines(pen, title, INNER, heading).length > 1) heading.size -= 0.5;
  let y = write(pen, title, MARGIN, MARGIN - 6, INNER, heading);
  y = write(pen, from, MARGIN, y, INNER, quiet) + 4;
  pen.page.fillStyle = '#fdeeed';
  pen.page.fillRect(MARGIN, y, INNER, inLines(pen, due, INNER - 20, DUE).length * DUE.size * 1.5 + 8);
  y = write(pen, due, MARGIN + 10, y + 3, INNER - 20, DUE) + 12;

  y = write(pen, what.title, MARGIN, y, INNER, HEADING) + 2;
  y = row(pen, what.head, y, { ...quiet, bold: true });
  for (const cells of what.rows) y = row(pen, cells, y, text);
  y = write(pen, what.note, MARGIN, y + 3, INNER, quiet) + 8;

  const beside = code ? INNER - CODE - 24 : INNER;
  const top = y;
  y = write(pen, how.title, MARGIN, y, beside, HEADING) + 2;
  for (const [index, step] of how.steps.entries()) {
    write(pen, `${index + 1}.`, MARGIN, y, 16, { ...text, bold: true });
    y = write(pen, step, MARGIN + 16, y, beside - 16, text) + 2;
  }
  if (code) y = Math.max(y, square(pen, code, top, quiet));
  y = write(pen, ask.title, MARGIN, y + 6, INNER, HEADING) + 2;
  for (const line of ask.lines) y = write(pen, line, MARGIN, y, INNER, text);
  return y;
}

function row(pen: Pen, cells: string[], y: number, style: Style): number {
  let x = MARGIN;
  let end = y;
  for (const [index, cell] of cells.entries()) {
    const width = COLUMNS[index] ?? 80;
    end = Math.max(end, write(pen, cell, x, y + 2, width - 10, index === 0 ? { ...style, bold: true } : style));
    x += width;
  }
  pen.page.fillStyle = '#e4e7ec';
  pen.page.fillRect(MARGIN, end + 2, INNER, 0.7);
  return end + 3;
}

/** Returns where the words below it end. */
function square(pen: Pen, code: { address: string; caption: string }, y: number, style: Style): number {
  const x = WIDTH - MARGIN - CODE;
  drawSquare(pen.page, code.address, { x, y, side: CODE });
  return write(pen, code.caption, x, y + CODE + 2, CODE, style);
}

function inLines({ page, fonts }: Pen, text: string, width: number, { size, bold }: Style): string[] {
  page.font = fonts.font(size, bold);
  return linesOf(page, fonts.drawable(text), width);
}

/** Writes the text in lines from `y` down and returns where the next may begin. */
function write(pen: Pen, text: string, x: number, y: number, width: number, style: Style): number {
  const { size, colour = '#1d2129' } = style;
  const height = size * 1.5;
  const lines = inLines(pen, text, width, style);
  pen.page.textBaseline = 'alphabetic';
  pen.page.fillStyle = colour;
  for (const [index, line] of lines.entries()) pen.page.fillText(line, x, y + index * height + size * 1.1);
  return y + lines.length * height;
}
