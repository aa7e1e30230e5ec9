import { createCanvas } from '@napi-rs/canvas';
import { drawSquare, linesOf } from './flow.js';

const WIDTH = 390;
const SCALE = 3;
const PAD = 20;
const INNER = WIDTH - 2 * PAD;
const LABEL = 52;
const INK = '#1f2329';
const GREY = '#646a73';
const LINE = '#dee0e3';
const BLUE = '#1f4e79';
const RED = '#c0392b';
const QR = 104;

/**
 * @param {import('../../domain/receipt-sheet.ts').ReceiptSheet} sheet
 * @param {import('./fonts.js').Fonts} fonts
 * @returns {Promise<Buffer>}
 */
export async function drawReceipt(sheet, fonts) {
  // Drawn twice: its height is known when everything has found its place.
  const height = draw(createCanvas(10, 10).getContext('2d'), sheet, fonts);
  const canvas = createCanvas(WIDTH * SCALE, height * SCALE);
  const pen = canvas.getContext('2d');
  pen.scale(SCALE, SCALE);
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, height);
  draw(pen, sheet, fonts);
  return canvas.encode('png');
}

/** Returns how high it is. */
function draw(pen, sheet, { font, drawable }) {
  let y = 0;
  pen.textBaseline = 'alphabetic';
  const write = (text, { size = 14, bold = false, colour = INK, x = PAD, width = INNER, line = size * 1.5 } = {}) => {
    pen.font = font(size, bold);
    pen.fillStyle = colour;
    for (const row of linesOf(pen, drawable(text), width)) {
      pen.fillText(row, x, y + size * 1.15);
      y += line;
    }
  };
  const rule = () => {
    pen.fillStyle = LINE;
    pen.fillRect(PAD, y + 8, INNER, 1);
    y += 18;
  };

  pen.fillStyle = BLUE;
  pen.fillRect(0, 0, WIDTH, 6);
  y = 22;
  write(sheet.heading, { size: 22, bold: true, colour: BLUE });
  write(sheet.campaign, { size: 12, colour: GREY });
  rule();
  const top = y;
  write(sheet.number, { size: 24, bold: true });
  if (sheet.late !== '') stamp(pen, drawable(sheet.late), font(15, true), top);
  write(sheet.title, { size: 18, bold: true });
  y += 6;
  for (const { label, value } of sheet.rows) {
    const start = y;
    write(label, { colour: GREY, width: LABEL });
    const after = y;
    y = start;
    write(value, { x: PAD + LABEL, width: INNER - LABEL });
    y = Math.max(y, after);
  }
  if (sheet.filesHeading !== '') {
    rule();
    write(sheet.filesHeading, { bold: true });
    for (const { name, about, sha256 } of sheet.files) {
      y += 4;
      write(name, { size: 14 });
      write(about, { size: 12, colour: GREY });
      write(`sha256 ${sha256}`, { size: 10.5, colour: GREY, line: 14 });
    }
    if (sheet.more !== '') write(sheet.more, { size: 12, colour: GREY });
  }
  rule();
  const foot = y;
  const beside = sheet.address === '' ? INNER : INNER - QR - 12;
  write(sheet.check, { size: 12.5, width: beside });
  if (sheet.address !== '') write(sheet.address, { size: 11, colour: GREY, width: beside, line: 15 });
  write(sheet.issued, { size: 11, colour: GREY, width: beside });
  if (hasUnknown(sheet, drawable)) write(sheet.unknownSigns, { size: 11, colour: GREY, width: beside });
  if (sheet.address !== '') {
    drawSquare(pen, sheet.address, { x: WIDTH - PAD - QR, y: foot, side: QR });
    y = Math.max(y, foot + QR);
  }
  return Math.ceil(y + 18);
}

const hasUnknown = (sheet, drawable) => {
  const text = [sheet.title, ...sheet.rows.map(({ value }) => value), ...sheet.files.map(({ name }) => name)].join('');
  return drawable(text) !== text;
};

/** In the corner, framed. */
function stamp(pen, text, font, y) {
  pen.font = font;
  const width = pen.measureText(text).width + 20;
  pen.strokeStyle = RED;
  pen.lineWidth = 2;
  pen.strokeRect(WIDTH - PAD - width, y, width, 30);
  pen.fillStyle = RED;
  pen.fillText(text, WIDTH - PAD - width + 10, y + 20.5);
}
