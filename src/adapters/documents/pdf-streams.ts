import { constants, inflateSync } from 'node:zlib';
import { Unreadable } from './fault.ts';

/** A page of text is some 20 kB; an embedded Chinese font up to 15 MB. */
const MOST_OF_A_STREAM = 25_000_000;
const MOST_OF_ALL = 80_000_000;
const ROUNDS = 2;

/**
 * Refuses a pdf whose packed streams grow beyond reason, before its reader unpacks them in memory. What does not unpack
 * is left to the reader: it may be a picture, or encrypted.
 */
export function checkStreams(bytes: Buffer): void {
  let total = 0;
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const start = at + 6 + (bytes[at + 6] === 0x0d ? 2 : 1);
    if ((bytes[start] ?? 0) % 16 !== 8) continue;
    total += unpackedSize(bytes.subarray(start));
    if (total > MOST_OF_ALL) throw new Unreadable('unpacks-too-big');
  }
}

function unpackedSize(stream: Buffer): number {
  let content = stream;
  let size = 0;
  for (let round = 0; round < ROUNDS; round++) {
    try {
      content = inflateSync(content, { maxOutputLength: MOST_OF_A_STREAM, finishFlush: constants.Z_SYNC_FLUSH });
      size = Math.max(size, content.length);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new Unreadable('unpacks-too-big');
      return size;
    }
  }
  return size;
}
