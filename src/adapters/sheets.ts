import { buffer } from 'node:stream/consumers';
import type { SheetReader } from '../application/ports.ts';
import type { SheetResult } from '../domain/sheet.ts';
import { readInProcess } from './documents/reading-room.ts';

/** A list with pictures in it; a larger file is no list. */
const MOST_BYTES = 30_000_000;
const PROCESS = new URL('./documents/sheet-process.js', import.meta.url);
/** With Node itself and the unpacked file the process stays under 600 MB. */
const LIMITS = { patienceMs: 20_000, heapMb: 256 };

export const sheetReader: SheetReader = {
  async read(open, size) {
    if (size > MOST_BYTES) return { ok: false, fault: 'too-big' };
    const read = await readInProcess(PROCESS, await buffer(open()), LIMITS);
    if (read.ok) return JSON.parse(read.answer.toString('utf8')) as SheetResult;
    return { ok: false, fault: read.fault === 'too-slow' ? 'too-slow' : 'too-big' };
  },
};
