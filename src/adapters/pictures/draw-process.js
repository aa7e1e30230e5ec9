// Draws in a process of its own: the canvas is no part of the program that waits for messages. What to draw comes in as JSON, a png
// or a pdf goes out; nothing when there is no font.
import { json } from 'node:stream/consumers';
import { drawCity } from './draw-city.js';
import { drawPoster } from './draw-poster.js';
import { drawReceipt } from './draw-receipt.js';
import { drawTable } from './draw-table.js';
import { fontsFor } from './fonts.js';

const drawing = /** @type {import('../../domain/drawing.ts').Drawing} */ (await json(process.stdin));
const fonts = fontsFor(JSON.stringify(drawing.sheet));
const draws = { city: drawCity, poster: drawPoster, receipt: drawReceipt, table: drawTable };
if (fonts) process.stdout.write(await draws[drawing.kind](drawing.sheet, fonts));
