import { createCanvas, PDFDocument } from '@napi-rs/canvas';
import { linesOf } from './flow.js';

/** A4 lying, in points. */
const [WIDTH, HEIGHT] = [842, 595];
const MARGIN = 36;
const INNER = WIDTH - 2 * MARGIN;
const TITLE = 16;
const TEXT = 10;
const LINE = 14;
const AIR = 6;
const SCALE = 2;
/** 216 dots an inch. */
const PRINTED = 3;
const INK = '#1d2129';
const RULE = '#5b6472';
const HEAD = '#e8eef5';

/**
 * A table as it is printed: as pdf of A4 pages, the heads on each, or as one picture as long as the table.
 * @param {import('../../domain/sheet-to-write.ts').SheetToWrite & {as: 'png' | 'pdf'}} sheet
 * @param {import('./fonts.js').Fonts} fonts
 * @returns {Promise<Buffer>}
 */
export async function drawTable(sheet, fonts) {
  if (sheet.as === 'pdf') return pdfOf(sheet, fonts);
  const probe = createCanvas(10, 10).getContext('2d');
  const { end } = drawPage({ pen: probe, fonts }, sheet, sheet.rows, Number.POSITIVE_INFINITY);
  const { canvas } = paper(sheet, fonts, sheet.rows, end + MARGIN, SCALE, Number.POSITIVE_INFINITY);
  return canvas.encode('png');
}

/** Its pages are pictures: written as letters, signs that are put together of others, such as ；, are lost in a pdf. */
function pdfOf(sheet, fonts) {
  const document = new PDFDocument({ title: sheet.title });
  let rows = sheet.rows;
  do {
    const { canvas, left } = paper(sheet, fonts, rows, HEIGHT, PRINTED);
    document.beginPage(WIDTH, HEIGHT).drawImage(canvas, 0, 0, WIDTH, HEIGHT);
    document.endPage();
    rows = left;
  } while (rows.length > 0);
  return document.close();
}

function paper(sheet, fonts, rows, height, scale, limit = height) {
  const canvas = createCanvas(WIDTH * scale, height * scale);
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, height);
  return { canvas, left: drawPage({ pen, fonts }, sheet, rows, limit).left };
}

/** Draws what fits, at least one row; returns the rows that are left, and where the page ended. */
function drawPage(page, sheet, rows, height) {
  const widths = widthsOf(sheet);
  let y = write(page, sheet.title, MARGIN, MARGIN, INNER, { size: TITLE, bold: true, at: 'middle' }) + AIR;
  write(page, sheet.above.left, MARGIN, y, INNER, { at: 'left' });
  y = write(page, sheet.above.right, MARGIN, y, INNER, { at: 'right' }) + 4;
  y = drawRow(
    page,
    sheet.heads.map(({ text }) => text),
    widths,
    y,
    true,
  );
  const foot = sheet.foot === '' ? 0 : LINE + AIR;
  let drawn = 0;
  for (const row of rows) {
    const texts = row.map((cell) => (cell === undefined ? '' : String(cell)));
    if (drawn > 0 && y + rowHeight(page, texts, widths, false) + foot > height - MARGIN) break;
    y = drawRow(page, texts, widths, y, false);
    drawn++;
  }
  if (foot > 0) y = write(page, sheet.foot, MARGIN, y + 4, INNER, { at: 'left' });
  return { left: rows.slice(drawn), end: y };
}

/** The widths that the columns have in the sheet, so that together they fill the page. */
function widthsOf({ heads }) {
  const whole = heads.reduce((sum, { width }) => sum + width, 0);
  return heads.map(({ width }) => (width / whole) * INNER);
}

const cellLines = ({ pen, fonts }, text, width, bold) => {
  pen.font = fonts.font(TEXT, bold);
  const said = fonts.drawable(text);
  // A head that is too long is broken before its bracket.
  const fits = !bold || pen.measureText(said).width <= width - AIR;
  return linesOf(pen, fits ? said : said.replace(/(?=[(\uff08])/u, '\n'), width - AIR);
};

const rowHeight = (page, texts, widths, bold) =>
  Math.max(...texts.map((text, index) => cellLines(page, text, widths[index], bold).length), 1) * LINE + AIR;

function drawRow(page, texts, widths, y, bold) {
  const height = rowHeight(page, texts, widths, bold);
  let x = MARGIN;
  for (const [index, width] of widths.entries()) {
    page.pen.fillStyle = bold ? HEAD : '#fff';
    page.pen.fillRect(x, y, width, height);
    page.pen.strokeStyle = RULE;
    page.pen.lineWidth = 0.5;
    page.pen.strokeRect(x, y, width, height);
    const lines = cellLines(page, texts[index] ?? '', width, bold);
    write(page, lines.join('\n'), x + AIR / 2, y + (height - lines.length * LINE) / 2, width - AIR, {
      bold,
      at: 'middle',
    });
    x += width;
  }
  return y + height;
}

/** Returns where the next line may begin. */
function write({ pen, fonts }, text, x, y, width, { size = TEXT, bold = false, at }) {
  pen.font = fonts.font(size, bold);
  pen.fillStyle = INK;
  pen.textBaseline = 'alphabetic';
  const high = size * 1.4;
  const lines = linesOf(pen, fonts.drawable(text), width);
  for (const [index, line] of lines.entries()) {
    const left = width - pen.measureText(line).width;
    pen.fillText(line, x + (at === 'left' ? 0 : at === 'right' ? left : left / 2), y + index * high + size * 1.1);
  }
  return y + lines.length * high;
}
