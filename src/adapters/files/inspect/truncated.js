import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Whether a file ends before its own contents say that it does. What stands behind the end is no fault.
 * @param {string} file
 * @param {string} extension
 */
export async function brokenOff(file, extension) {
  const check = CHECKS[extension];
  return check !== undefined && (await check(file));
}

/** @type {Record<string, (file: string) => Promise<boolean>>} */
const CHECKS = {
  jpg: withoutEndOfJpeg,
  png: withoutEndOfPng,
  apng: withoutEndOfPng,
  gif: async (file) => !(await tail(file, 1024)).includes(0x3b),
  webp: shorterThanRiff,
  bmp: async (file) => (await head(file, 6)).readUInt32LE(2) > (await sizeOf(file)),
  heic: boxesBeyondEnd,
  avif: boxesBeyondEnd,
  pdf: async (file) => !/%%EOF|startxref/.test((await tail(file, 64 * 1024)).toString('latin1')),
  wmv: shorterThanAsf,
  wma: shorterThanAsf,
  asf: shorterThanAsf,
  flv: shorterThanFlv,
  ogg: withoutLastPage,
  opus: withoutLastPage,
};

/** @param {string} file @param {number} length @param {number} [from] */
async function head(file, length, from = 0) {
  const handle = await open(file);
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, from).finally(() => handle.close());
  return bytes;
}

/** @param {string} file */
async function sizeOf(file) {
  const handle = await open(file);
  return handle
    .stat()
    .then(({ size }) => size)
    .finally(() => handle.close());
}

/** @param {string} file @param {number} most */
async function tail(file, most) {
  const size = await sizeOf(file);
  const length = Math.min(size, most);
  return head(file, length, size - length);
}

/** In the data of a picture FF is followed by 00, so FF D9 is its end, wherever else one may stand before the data. */
async function withoutEndOfJpeg(file) {
  let at = 2;
  for (let segments = 0; segments < 2_000; segments++) {
    const bytes = await head(file, 4, at);
    if (bytes[0] !== 0xff) return true;
    if (bytes[1] === 0xda) break;
    at += 2 + bytes.readUInt16BE(2);
  }
  let last = 0;
  for await (const chunk of createReadStream(file, { start: at })) {
    if ((last === 0xff && chunk[0] === 0xd9) || chunk.includes('ffd9', 0, 'hex')) return false;
    last = chunk[chunk.length - 1];
  }
  return true;
}

async function withoutEndOfPng(file) {
  const size = await sizeOf(file);
  let at = 8;
  for (let chunks = 0; chunks < 100_000 && at + 8 <= size; chunks++) {
    const bytes = await head(file, 8, at);
    at += 12 + bytes.readUInt32BE(0);
    if (bytes.toString('latin1', 4) === 'IEND') return at > size;
  }
  return true;
}

/** An odd length is padded by a byte that some leave out. */
async function shorterThanRiff(file) {
  return (await head(file, 8)).readUInt32LE(4) + 8 > (await sizeOf(file)) + 1;
}

async function boxesBeyondEnd(file) {
  const size = await sizeOf(file);
  let at = 0;
  for (let boxes = 0; boxes < 1_000 && at + 8 <= size; boxes++) {
    const bytes = await head(file, 16, at);
    const length = bytes.readUInt32BE(0);
    if (length === 0) return false;
    at += length === 1 ? Number(bytes.readBigUInt64BE(8)) : length;
    // What stands behind the last box is none.
    if (!/^[A-Za-z0-9 ]{4}$/.test(bytes.toString('latin1', 4, 8))) return false;
  }
  return at > size;
}

/** The header says how many bytes the file has; one that was broadcast does not know. */
async function shorterThanAsf(file) {
  const bytes = await head(file, 64 * 1024);
  const at = bytes.indexOf('a1dcab8c47a9cf118ee400c00c205365', 0, 'hex');
  return at >= 0 && bytes.readBigUInt64LE(at + 40) > BigInt(await sizeOf(file)) && (bytes[at + 88] & 1) === 0;
}

async function shorterThanFlv(file) {
  const bytes = await head(file, 16 * 1024);
  const at = bytes.indexOf('filesize\0', 0, 'latin1');
  return at >= 0 && bytes.readDoubleBE(at + 9) > (await sizeOf(file));
}

async function withoutLastPage(file) {
  const bytes = await tail(file, 128 * 1024);
  const at = bytes.lastIndexOf('OggS');
  if (at < 0) return true;
  const segments = bytes[at + 26];
  const lengths = bytes.subarray(at + 27, at + 27 + segments);
  const page = 27 + segments + lengths.reduce((sum, one) => sum + one, 0);
  return lengths.length < segments || at + page > bytes.length;
}
