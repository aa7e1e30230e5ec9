import { Readable } from 'node:stream';
import type { SheetWriter } from '../application/ports.ts';
import { readInProcess } from './documents/reading-room.ts';

const PROCESS = new URL('./documents/write-process.js', import.meta.url);
/** A hundred thousand rows; of twenty thousand it needs a third. */
const LIMITS = { patienceMs: 60_000, heapMb: 768 };

export const sheetWriter: SheetWriter = {
  async write(sheet) {
    const written = await readInProcess(PROCESS, Buffer.from(JSON.stringify(sheet)), LIMITS);
    if (!written.ok) throw new Error(`the workbook was not written: ${written.fault}`);
    return Readable.from([written.answer]);
  },
};
