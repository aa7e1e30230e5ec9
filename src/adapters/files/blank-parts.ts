import { crc32 } from 'node:zlib';
import type { Patch } from './patch.ts';

const zeros = (length: number) => new Uint8Array(Math.max(0, length));

/** Colours are in these two; all other segments of programs and cameras tell something else. */
const KEPT = [0xe0, 0xee];
const ICC = 'ICC_PROFILE';

/** Segments in front of the picture itself. */
export function jpegPatches(bytes: Buffer): Patch[] {
  const patches: Patch[] = [];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const marker = bytes[at + 1] ?? 0;
    const length = bytes.readUInt16BE(at + 2);
    const payload = bytes.subarray(at + 4, at + 2 + length);
    const told = (marker >= 0xe0 && marker <= 0xef && !KEPT.includes(marker)) || marker === 0xfe;
    if (told && !payload.toString('latin1', 0, ICC.length).startsWith(ICC))
      patches.push({ at: at + 4, bytes: turnedOnly(payload, length - 2) });
    if (length < 2) break;
    at += 2 + length;
  }
  return patches;
}

/** An Exif segment that says how the picture is turned and nothing else; anything else becomes empty. */
function turnedOnly(payload: Buffer, length: number): Uint8Array {
  const empty = Buffer.from(zeros(length));
  const turned = turnIn(payload);
  if (turned === undefined || length < 32) return empty;
  empty.write('Exif\0\0II*\0', 0, 'latin1');
  empty.writeUInt32LE(8, 10);
  empty.writeUInt16LE(1, 14);
  empty.writeUInt16LE(0x0112, 16);
  empty.writeUInt16LE(3, 18);
  empty.writeUInt32LE(1, 20);
  empty.writeUInt16LE(turned, 24);
  return empty;
}

function turnIn(payload: Buffer): number | undefined {
  if (payload.length < 16 || payload.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = payload.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < u16(first); entry += 1)
    if (u16(first + 2 + entry * 12) === 0x0112) return u16(first + 2 + entry * 12 + 8);
  return undefined;
}

const TEXTS = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME'];

/** Chunks of words become private ones without any, with a checksum that fits. */
export function pngPatches(bytes: Buffer): Patch[] {
  const patches: Patch[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (TEXTS.includes(bytes.toString('latin1', at + 4, at + 8)) && at + 12 + length <= bytes.length) {
      const chunk = Buffer.alloc(length + 8);
      chunk.write('noNe', 0, 'latin1');
      chunk.writeUInt32BE(crc32(chunk.subarray(0, length + 4)), length + 4);
      patches.push({ at: at + 4, bytes: chunk });
    }
    at += 12 + length;
  }
  return patches;
}

export function webpPatches(bytes: Buffer): Patch[] {
  const patches: Patch[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (['EXIF', 'XMP '].includes(bytes.toString('latin1', at, at + 4)))
      patches.push({ at: at + 8, bytes: zeros(Math.min(length, bytes.length - at - 8)) });
    at += 8 + length + (length % 2);
  }
  return patches;
}

/** The tags in front of and behind the sound. */
export function mp3Patches(bytes: Buffer): Patch[] {
  const patches: Patch[] = [];
  if (bytes.toString('latin1', 0, 3) === 'ID3' && bytes.length > 10) {
    const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((bytes[at] ?? 0) & 0x7f), 0);
    patches.push({ at: 10, bytes: zeros(Math.min(size, bytes.length - 10)) });
  }
  const tail = bytes.length - 128;
  if (tail > 0 && bytes.toString('latin1', tail, tail + 3) === 'TAG') patches.push({ at: tail, bytes: zeros(128) });
  return patches;
}
