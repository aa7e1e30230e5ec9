import { createCanvas } from '@napi-rs/canvas';
import { linesOf } from './flow.js';

/** As wide as a phone; what stands on it is read without enlarging, so nothing is smaller than 11. */
export const WIDTH = 390;
/** Dots a point; fewer for a table that is too long for what both platforms show as a picture. */
const SCALES = [3, 2, 1.5];
const LARGEST = 2 * 1024 * 1024;
const PAD = 10;
const INNER = WIDTH - 2 * PAD;
const COUNT = 12;
const SMALL = 11;
const LINE = 15;
/** Between the words of a cell and its border, on both sides together. */
const AIR = 6;
/** A count that is wider stands in two lines; the second where the table would not fit beside its units otherwise. */
const WIDEST_COUNTS = [36, 27];
const WIDEST_UNIT = 72;
const TICK = 10;

const INK = '#1f2329';
const GREY = '#5b6472';
const BLUE = '#1f4e79';
const RULE = '#c9ced6';
const HEAD = '#e8eef5';
const GROUND = { done: '#dff3e4', partial: '#fff3d1', nothing: '#fde4e1', none: '#ffffff' };
const NOTE = { missing: '#b3261e', over: '#1a58ba', late: '#8a4b00', zero: '#5b6472' };
const GREEN = '#1b6e3c';

/**
 * @typedef {{kind: 'text', text: string, x: number, y: number, width: number, size: number, bold: boolean, colour: string}} Words
 *   `y`: of the line that the letters stand on.
 * @typedef {{kind: 'box', x: number, y: number, width: number, height: number, colour: string, border: boolean}} Box
 * @typedef {{kind: 'tick', x: number, y: number}} Tick
 * @typedef {Pick<import('@napi-rs/canvas').SKRSContext2D, 'measureText' | 'font'>} Pen
 */

/**
 * @param {import('../../domain/city-picture.ts').CityPicture} sheet
 * @param {import('./fonts.js').Fonts} fonts
 * @returns {Promise<Buffer>}
 */
export async function drawCity(sheet, fonts) {
  const laidOut = layOut(createCanvas(10, 10).getContext('2d'), sheet, fonts);
  for (const scale of SCALES) {
    const png = await painted(laidOut, scale, fonts);
    if (png.length <= LARGEST) return png;
  }
  return painted(laidOut, 1, fonts);
}

function painted({ height, marks }, scale, fonts) {
  const canvas = createCanvas(WIDTH * scale, height * scale);
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, height);
  pen.textBaseline = 'alphabetic';
  for (const mark of marks) paint(pen, mark, fonts);
  return canvas.encode('png');
}

function paint(pen, mark, fonts) {
  if (mark.kind === 'text') {
    pen.font = fonts.font(mark.size, mark.bold);
    pen.fillStyle = mark.colour;
    pen.fillText(mark.text, mark.x, mark.y);
  } else if (mark.kind === 'box') {
    pen.fillStyle = mark.colour;
    pen.fillRect(mark.x, mark.y, mark.width, mark.height);
    pen.strokeStyle = RULE;
    pen.lineWidth = 0.5;
    if (mark.border) pen.strokeRect(mark.x, mark.y, mark.width, mark.height);
  } else {
    // The font has no such sign.
    pen.strokeStyle = GREEN;
    pen.lineWidth = 1.8;
    pen.beginPath();
    pen.moveTo(mark.x, mark.y + TICK * 0.55);
    pen.lineTo(mark.x + TICK * 0.38, mark.y + TICK * 0.9);
    pen.lineTo(mark.x + TICK, mark.y + TICK * 0.1);
    pen.stroke();
  }
}

/**
 * Where everything stands, in points. A table that is too wide goes on below itself, with its units again.
 * @param {Pen} pen
 * @param {import('../../domain/city-picture.ts').CityPicture} sheet
 * @param {import('./fonts.js').Fonts} fonts
 * @returns {{height: number, marks: (Words | Box | Tick)[]}}
 */
export function layOut(pen, sheet, fonts) {
  const page = pageOf(pen, fonts);
  page.marks.push({ kind: 'box', x: 0, y: 0, width: WIDTH, height: 5, colour: BLUE, border: false });
  let y = page.write(sheet.heading, PAD, 14, INNER, { size: 18, bold: true, colour: BLUE });
  y = page.write(sheet.campaign, PAD, y, INNER, { size: SMALL, colour: GREY });
  y = page.write(sheet.summary, PAD, y + 2, INNER, { size: COUNT, bold: true }) + 6;
  const unitWidth =
    Math.min(WIDEST_UNIT, Math.max(...sheet.rows.map(({ unit }) => page.widthOf(unit)), page.widthOf(sheet.unitHead))) +
    AIR;
  for (const block of narrowest(page, sheet, INNER - unitWidth)) y = table(page, sheet, block, unitWidth, y) + 10;
  let x = PAD;
  for (const { state, words } of sheet.legend) {
    const width = 14 + page.widthOf(words, SMALL) + 12;
    if (x > PAD && x + width > WIDTH - PAD) {
      x = PAD;
      y += LINE;
    }
    page.marks.push({ kind: 'box', x, y: y + 1, width: 11, height: 11, colour: GROUND[state], border: true });
    page.write(words, x + 15, y - 1, width, { size: SMALL });
    x += width + 3;
  }
  if (sheet.legend.length > 0) y += LINE + 3;
  for (const line of sheet.below) y = page.write(line, PAD, y, INNER, { size: COUNT });
  y = page.write(sheet.issued, PAD, y + 2, INNER, { size: SMALL, colour: GREY });
  return { height: Math.ceil(y + 12), marks: page.marks };
}

function pageOf(pen, { font, drawable }) {
  /** @type {(Words | Box | Tick)[]} */
  const marks = [];
  const lines = (text, width, size, bold) => {
    pen.font = font(size, bold);
    return linesOf(pen, drawable(text), width);
  };
  const widthOf = (text, size = COUNT, bold = true) => {
    pen.font = font(size, bold);
    return pen.measureText(drawable(text)).width;
  };
  return {
    marks,
    lines,
    widthOf,
    /** From `y` down; returns where the next line may begin. */
    write(text, x, y, width, { size = COUNT, bold = false, colour = INK, centred = false } = {}) {
      let line = y;
      for (const row of lines(text, width, size, bold)) {
        if (row !== '') {
          const wide = widthOf(row, size, bold);
          const at = centred ? x + (width - wide) / 2 : x;
          marks.push({ kind: 'text', text: row, x: at, y: line + size * 1.12, width: wide, size, bold, colour });
        }
        line += Math.max(LINE, size * 1.25);
      }
      return line;
    },
  };
}

/** `123/100` in one line or, where that is wide, in two. */
const countLines = (page, count, widest) =>
  page.widthOf(count) > widest && count.includes('/') ? count.split(/(?=\/)/) : count === '' ? [] : [count];

/** In one piece, if need be with counts in two lines. */
function narrowest(page, sheet, room) {
  const [first, second] = WIDEST_COUNTS.map((widest) => blocksOf(page, sheet, room, widest));
  return first.length === 1 ? first : second;
}

/** The columns side by side that fit, each with its width; what is left over is shared out. */
function blocksOf(page, { columns, rows }, room, widest) {
  const needs = columns.map((head, column) => {
    const cells = rows.map(({ cells }) => cells[column]);
    const words = cells.flatMap(({ count, notes }) => [
      ...countLines(page, count, widest).map((line) => page.widthOf(line)),
      ...notes.map((note) => page.widthOf(note.words, SMALL)),
    ]);
    return Math.min(room, Math.max(page.widthOf(head.slice(0, 2), SMALL), ...words) + AIR);
  });
  const blocks = [[]];
  let used = 0;
  for (const [column, need] of needs.entries()) {
    if (used + need > room) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1).push({ column, width: need });
    used += need;
  }
  const filled = blocks.filter((block) => block.length > 0);
  for (const block of filled) {
    const left = room - block.reduce((sum, { width }) => sum + width, 0);
    for (const one of block) one.width += Math.min(14, left / block.length);
  }
  return filled;
}

function table(page, sheet, block, unitWidth, top) {
  const head = Math.max(
    ...block.map(({ column, width }) => page.lines(sheet.columns[column], width - 2, SMALL, true).length),
  );
  let y = top;
  const rowHeight = head * LINE + AIR;
  cellBox(page, PAD, y, unitWidth, rowHeight, HEAD);
  page.write(sheet.unitHead, PAD + 3, y + 3, unitWidth - AIR, { size: SMALL, bold: true });
  let x = PAD + unitWidth;
  for (const { column, width } of block) {
    cellBox(page, x, y, width, rowHeight, HEAD);
    page.write(sheet.columns[column], x + 1, y + 3, width - 2, { size: SMALL, bold: true, centred: true });
    x += width;
  }
  y += rowHeight;
  for (const row of sheet.rows) y = tableRow(page, row, block, unitWidth, y);
  return y;
}

function tableRow(page, { unit, cells, sum }, block, unitWidth, y) {
  const names = page.lines(unit, unitWidth - AIR, COUNT, true).length;
  const shown = block.map(({ column, width }) => {
    const cell = cells[column];
    const ticked = cell.state === 'done' && cell.notes.length === 0;
    return { cell, width, ticked, counts: countLines(page, cell.count, width - 2) };
  });
  const height =
    Math.max(names, ...shown.map(({ cell, ticked, counts }) => counts.length + cell.notes.length + (ticked ? 1 : 0))) *
      LINE +
    AIR;
  cellBox(page, PAD, y, unitWidth, height, sum ? HEAD : '#ffffff');
  page.write(unit, PAD + 3, y + 3, unitWidth - AIR, { bold: true });
  let x = PAD + unitWidth;
  for (const { cell, width, ticked, counts } of shown) {
    cellBox(page, x, y, width, height, GROUND[cell.state]);
    let line = y + 3;
    for (const count of counts) line = page.write(count, x, line, width, { bold: true, centred: true });
    if (ticked) {
      page.marks.push({ kind: 'tick', x: x + (width - TICK) / 2, y: line + 2 });
      line += LINE;
    }
    for (const { kind, words } of cell.notes)
      line = page.write(words, x, line, width, { size: SMALL, colour: NOTE[kind], centred: true });
    x += width;
  }
  return y + height;
}

function cellBox(page, x, y, width, height, colour) {
  page.marks.push({ kind: 'box', x, y, width, height, colour, border: true });
}
