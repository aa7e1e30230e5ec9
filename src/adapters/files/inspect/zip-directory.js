import { open } from 'node:fs/promises';

export const MOST_ENTRIES = 2_000;
/** A directory of so many entries with long names. */
const MOST_DIRECTORY = 2_000_000;
const MOST_COMMENT = 65_557;

/**
 * @typedef {{ name: string, method: number, packed: number, size: number, crc: number, locked: boolean, offset: number,
 *   folder: boolean }} ZipEntry
 */

/**
 * What the directory at the end of a zip lists. Undefined: there is none, as when the transfer broke off; `too-much`: more than
 * anybody packs.
 * @param {string} file
 * @returns {Promise<ZipEntry[] | 'too-much' | undefined>}
 */
export async function zipDirectory(file) {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const read = async (length, from) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - from)));
      await handle.read(bytes, 0, bytes.length, from);
      return bytes;
    };
    const end = await read(MOST_COMMENT, Math.max(0, size - MOST_COMMENT));
    const at = end.lastIndexOf('504b0506', undefined, 'hex');
    if (at < 0 || at + 22 > end.length) return undefined;
    const count = end.readUInt16LE(at + 10);
    const length = end.readUInt32LE(at + 12);
    const start = end.readUInt32LE(at + 16);
    if (count > MOST_ENTRIES || length > MOST_DIRECTORY) return 'too-much';
    if (start + length > size) return undefined;
    const directory = await read(length, start);
    return entriesOf(directory, count);
  } finally {
    await handle.close();
  }
}

/** @param {Buffer} directory @param {number} count */
function entriesOf(directory, count) {
  const entries = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) return undefined;
    const flags = directory.readUInt16LE(at + 8);
    const [nameLength, extra, comment] = [28, 30, 32].map((where) => directory.readUInt16LE(at + where));
    const raw = directory.subarray(at + 46, at + 46 + nameLength);
    const name = nameOf(raw, directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extra), flags);
    entries.push({
      name,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      locked: (flags & 1) === 1,
      offset: directory.readUInt32LE(at + 42),
      folder: /[\\/]$/.test(name),
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

/** UTF-8 where the zip says so or it can be nothing else, else GB18030, as Windows in China packs. */
function nameOf(raw, extra, flags) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 0x7075)
      return extra.subarray(at + 9, at + 4 + extra.readUInt16LE(at + 2)).toString('utf8');
  for (const encoding of flags & 0x800 ? ['utf-8'] : ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(raw);
    } catch {
      // The next is tried.
    }
  return raw.toString('latin1');
}
