// Draws in a process of its own: the canvas is no part of the program that waits for messages. What to draw comes in as JSON, a png
// goes out; nothing when there is no font.
import { json } from 'node:stream/consumers';
import { drawCity } from './draw-city.js';
import { drawReceipt } from './draw-receipt.js';
import { fontsFor } from './fonts.js';

const drawing = /** @type {import('../../application/ports.ts').Drawing} */ (await json(process.stdin));
const fonts = fontsFor(JSON.stringify(drawing.sheet));
if (fonts)
  process.stdout.write(
    drawing.kind === 'city' ? await drawCity(drawing.sheet, fonts) : await drawReceipt(drawing.sheet, fonts),
  );
