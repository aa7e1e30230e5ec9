import { Readable } from 'node:stream';
import { NoFont, type PictureMaker } from '../../application/ports.ts';
import { readInProcess } from '../documents/reading-room.ts';

const PROCESS = new URL('./draw-process.js', import.meta.url);
const LIMITS = { patienceMs: 20_000, heapMb: 128 };

export const pictureMaker: PictureMaker = {
  async draw(drawing) {
    const drawn = await readInProcess(PROCESS, Buffer.from(JSON.stringify(drawing)), LIMITS);
    if (!drawn.ok) throw new Error(`the picture was not drawn: ${drawn.fault}`);
    if (drawn.answer.length === 0) throw new NoFont();
    return Readable.from([drawn.answer]);
  },
};
