import { encode } from 'uqr';

/** A word of letters, or a sign with the marks that may not end a line before it and those that may not begin one behind it. */
const PIECE =
  /[\u300a\u201c\uff08\u3010\u2018]*(?:[\w.@:/-]{1,24}|.)[\u3001\u3002\u300b\u201d\uff09\uff0c\uff1a\uff1b\uff01\uff1f\u3011\u2019]*/gsu;

/**
 * A text in lines no wider than that, in the font that the pen has: broken between any two signs, but not within a word of letters
 * where that fits a line, nor before a closing mark or behind an opening one.
 * @param {Pick<import('@napi-rs/canvas').SKRSContext2D, 'measureText'>} pen
 * @param {string} text
 * @param {number} width
 * @returns {string[]}
 */
export function linesOf(pen, text, width) {
  return text.split('\n').flatMap((paragraph) => {
    const lines = [];
    let line = '';
    for (const piece of paragraph.match(PIECE) ?? []) {
      if (line !== '' && pen.measureText(line + piece).width > width) {
        lines.push(line);
        line = piece.trimStart();
      } else line += piece;
    }
    // A long word is broken where the line ends.
    return [...lines, line].flatMap((one) => broken(pen, one, width));
  });
}

/** @type {(pen: Pick<import('@napi-rs/canvas').SKRSContext2D, 'measureText'>, line: string, width: number) => string[]} */
function broken(pen, line, width) {
  if (pen.measureText(line).width <= width) return [line];
  const lines = [''];
  for (const sign of line) {
    if (pen.measureText(lines.at(-1) + sign).width > width) lines.push('');
    lines[lines.length - 1] += sign;
  }
  return lines;
}

/**
 * The square that a phone reads an address from, with a white border.
 * @param {Pick<import('@napi-rs/canvas').SKRSContext2D, 'fillStyle' | 'fillRect'>} pen
 * @param {string} address
 * @param {{x: number, y: number, side: number}} place
 */
export function drawSquare(pen, address, { x, y, side }) {
  const { data, size } = encode(address, { ecc: 'M', border: 2 });
  const dot = side / size;
  pen.fillStyle = '#000';
  // A hair larger, so that no light shines between two dots.
  for (const [line, dots] of data.entries())
    for (const [column, dark] of dots.entries())
      if (dark) pen.fillRect(x + column * dot, y + line * dot, dot + 0.05, dot + 0.05);
}
