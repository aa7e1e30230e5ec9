import { Readable } from 'node:stream';
import type { PaperWriter } from '../application/ports.ts';
import { readInProcess } from './documents/reading-room.ts';

const PROCESS = new URL('./documents/paper-process.js', import.meta.url);
/** A paper of twenty pages with an annex of a thousand rows. */
const LIMITS = { patienceMs: 60_000, heapMb: 512 };

export const paperWriter: PaperWriter = {
  async write(paper) {
    const written = await readInProcess(PROCESS, Buffer.from(JSON.stringify(paper)), LIMITS);
    if (!written.ok) throw new Error(`the paper was not written: ${written.fault}`);
    return Readable.from([written.answer]);
  },
};
