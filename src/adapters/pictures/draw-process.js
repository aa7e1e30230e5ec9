// Draws in a process of its own: the canvas is no part of the program that waits for messages. A receipt in JSON comes in, a png goes
// out; nothing when there is no font.
import { json } from 'node:stream/consumers';
import { drawReceipt } from './draw-receipt.js';
import { fontsFor } from './fonts.js';

const sheet = /** @type {import('../../domain/receipt-sheet.ts').ReceiptSheet} */ (await json(process.stdin));
const fonts = fontsFor(JSON.stringify(sheet));
if (fonts) process.stdout.write(await drawReceipt(sheet, fonts));
