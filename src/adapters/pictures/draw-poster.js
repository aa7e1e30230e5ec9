import { createCanvas } from '@napi-rs/canvas';
import { drawSquare, linesOf } from './flow.js';

const WIDTH = 390;
const SCALE = 3;
const PAD = 24;
const INNER = WIDTH - 2 * PAD;
const QR = 220;
const INK = '#1f2329';
const GREY = '#51565e';
const RED = '#b3261e';
const PAPER = '#fffaf4';

/**
 * @param {import('../../domain/poster-sheet.ts').PosterSheet} sheet
 * @param {import('./fonts.js').Fonts} fonts
 * @returns {Promise<Buffer>}
 */
export async function drawPoster(sheet, fonts) {
  // Drawn twice: its height is known when everything has found its place.
  const height = draw(createCanvas(10, 10).getContext('2d'), sheet, fonts);
  const canvas = createCanvas(WIDTH * SCALE, height * SCALE);
  const pen = canvas.getContext('2d');
  pen.scale(SCALE, SCALE);
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, WIDTH, height);
  draw(pen, sheet, fonts);
  return canvas.encode('png');
}

/** Returns how high it is. */
function draw(pen, sheet, { font, drawable }) {
  let y = 0;
  pen.textBaseline = 'alphabetic';
  const write = (text, { size = 15, bold = false, colour = INK, centre = false, indent = 0 } = {}) => {
    pen.font = font(size, bold);
    pen.fillStyle = colour;
    for (const row of linesOf(pen, drawable(text), INNER - indent)) {
      const x = centre ? (WIDTH - pen.measureText(row).width) / 2 : PAD + indent;
      pen.fillText(row, x, y + size * 1.15);
      y += size * 1.5;
    }
  };

  y = 24;
  pen.fillStyle = RED;
  pen.fillRect(0, 0, WIDTH, 122);
  write(sheet.unit, { size: 18, colour: '#fff', centre: true });
  write(sheet.heading, { size: 36, bold: true, colour: '#fff', centre: true });
  y = 148;
  write(sheet.campaign, { size: 14, colour: GREY, centre: true });
  y += 10;
  for (const { name, content, rules } of sheet.wanted) {
    pen.fillStyle = RED;
    pen.fillRect(PAD, y + 4, 4, 20);
    write(name, { size: 19, bold: true, indent: 12 });
    if (content !== '') write(content, { size: 14, indent: 12 });
    for (const rule of rules) write(`· ${rule}`, { size: 13.5, colour: GREY, indent: 12 });
    y += 10;
  }
  if (sheet.more !== '') write(sheet.more, { size: 14, colour: GREY, indent: 12 });
  y += 6;
  const side = (WIDTH - QR) / 2;
  pen.fillStyle = '#fff';
  pen.fillRect(side - 8, y, QR + 16, QR + 16);
  drawSquare(pen, sheet.address, { x: side, y: y + 8, side: QR });
  y += QR + 26;
  write(sheet.how, { size: 16, bold: true, centre: true });
  write(sheet.until, { size: 18, bold: true, colour: RED, centre: true });
  if (sheet.contact !== '') write(sheet.contact, { size: 14, colour: GREY, centre: true });
  return Math.ceil(y + 22);
}
