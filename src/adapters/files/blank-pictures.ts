import { crc32 } from 'node:zlib';
import { emptied, type Patch, written } from './patch.ts';

/** Colours are in these two; all other segments of programs and cameras tell something else. */
const KEPT_SEGMENTS = [0xe0, 0xee];
const ICC = 'ICC_PROFILE';

/** All segments that are no part of the picture, and what follows its end. Undefined: it does not read as a jpg to its end. */
export function jpegPatches(bytes: Buffer): Patch[] | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  const patches: Patch[] = [];
  for (let at = 2; at + 2 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xd9) return [...patches, ...emptied(at + 2, bytes.length)];
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0;
    if (length < 2 || at + 2 + length > bytes.length) return undefined;
    const payload = bytes.subarray(at + 4, at + 2 + length);
    const told = (marker >= 0xe0 && marker <= 0xef && !KEPT_SEGMENTS.includes(marker)) || marker === 0xfe;
    if (told && !payload.toString('latin1', 0, ICC.length).startsWith(ICC))
      patches.push(written(at + 4, turnedOnly(payload, length - 2)));
    at += 2 + length;
    if (marker === 0xda) at = behindScan(bytes, at);
  }
  return undefined;
}

/** Where the next segment begins: within the picture's own bytes every 0xff is followed by a zero or by a mark to start anew. */
function behindScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** An Exif segment that says how the picture is turned and nothing else; anything else becomes empty. */
function turnedOnly(payload: Buffer, length: number): Uint8Array {
  const empty = Buffer.alloc(length);
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

/** Of which a picture is made; words, Exif, times and whatever a program adds are in others. */
const KEPT_CHUNKS = [
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'hIST'],
  ...['acTL', 'fcTL', 'fdAT'],
];

/** All others become private chunks without anything, with a checksum that fits. */
export function pngPatches(bytes: Buffer): Patch[] | undefined {
  if (bytes.toString('latin1', 1, 4) !== 'PNG') return undefined;
  const patches: Patch[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) return undefined;
    if (!KEPT_CHUNKS.includes(type)) {
      const chunk = Buffer.alloc(length + 8);
      chunk.write('noNe', 0, 'latin1');
      chunk.writeUInt32BE(crc32(chunk.subarray(0, length + 4)), length + 4);
      patches.push(written(at + 4, chunk));
    }
    at += 12 + length;
    if (type === 'IEND') return [...patches, ...emptied(at, bytes.length)];
  }
  return undefined;
}

/** That an animation is played again and again. */
const KEPT_EXTENSIONS = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

/** Comments and what programs add become comments without anything. */
export function gifPatches(bytes: Buffer): Patch[] | undefined {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return undefined;
  const table = (flags: number) => ((flags & 0x80) !== 0 ? 3 * 2 ** ((flags & 0x07) + 1) : 0);
  const patches: Patch[] = [];
  for (let at = 13 + table(bytes[10] ?? 0); at < bytes.length; ) {
    const kind = bytes[at];
    if (kind === 0x3b) return [...patches, ...emptied(at + 1, bytes.length)];
    if (kind !== 0x21 && kind !== 0x2c) return undefined;
    const blocks = kind === 0x2c ? at + 11 + table(bytes[at + 9] ?? 0) : at + 2;
    const end = behindBlocks(bytes, blocks);
    if (end === undefined) return undefined;
    const told = kind === 0x21 && bytes[at + 1] !== 0xf9;
    const kept = KEPT_EXTENSIONS.includes(bytes.toString('latin1', blocks + 1, blocks + 12)) && end - blocks <= 17;
    if (told && !kept) patches.push(written(at + 1, Buffer.concat([COMMENT, emptyBlocks(end - blocks)])));
    at = end;
  }
  return undefined;
}

const COMMENT = Buffer.from([0xfe]);

/** Blocks come with their lengths before them, the last one is empty. */
function behindBlocks(bytes: Buffer, from: number): number | undefined {
  for (let at = from; at < bytes.length; at += 1 + (bytes[at] ?? 0)) if (bytes[at] === 0) return at + 1;
  return undefined;
}

/** As long as those whose place they take: their lengths too may be letters of somebody's words. */
function emptyBlocks(length: number): Buffer {
  const empty = Buffer.alloc(length);
  for (let at = 0, left = length - 1; left > 0; ) {
    // A block of no length would end them all before their time.
    const size = left <= 256 ? left : left === 257 ? 255 : 256;
    empty[at] = size - 1;
    at += size;
    left -= size;
  }
  return empty;
}

/** A bmp has no room for words but behind its end. */
export const bmpPatches = (bytes: Buffer): Patch[] | undefined => {
  const end = bytes.length >= 54 && bytes.toString('latin1', 0, 2) === 'BM' ? bytes.readUInt32LE(2) : 0;
  return end < 54 || end > bytes.length ? undefined : emptied(end, bytes.length);
};
