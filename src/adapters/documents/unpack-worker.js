// JavaScript, so that a worker starts without tsx.
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parentPort } from 'node:worker_threads';
import { crc32, createInflateRaw } from 'node:zlib';
import { zipDirectory } from '../files/inspect/zip-directory.js';

/** @type {{ file: string, folder: string, most: { files: number, each: number, all: number } }} */
const { file, folder, most } = await new Promise((resolve) => parentPort?.once('message', resolve));

/** Left behind by the system that packed it, and by programs that had a file open. */
const LEFTOVERS = /(^|[\\/])(__MACOSX[\\/]|\.[^\\/]*$|~\$|Thumbs\.db$|desktop\.ini$)/i;
const ARCHIVES = /\.(zip|rar|7z|gz|tgz|tar|bz2|xz|iso)$/i;
/** Photos and films hardly shrink; what grows a hundredfold was made to. */
const MOST_GROWTH = 100;
const SMALL = 20_000_000;

const entries = await zipDirectory(file);
parentPort?.postMessage(await unpack().catch(() => ({ fault: 'damaged' })));
parentPort?.postMessage('done');

async function unpack() {
  if (entries === undefined) return { fault: 'damaged' };
  if (entries === 'too-much') return { fault: 'too-much' };
  const wanted = entries.filter(({ name, folder: isFolder }) => !isFolder && !LEFTOVERS.test(name));
  const sum = (/** @type {'size' | 'packed'} */ of) => wanted.reduce((total, entry) => total + entry[of], 0);
  const grows = sum('size') > SMALL && sum('size') > MOST_GROWTH * sum('packed');
  const large = wanted.some(({ size }) => size > most.each) || sum('size') > most.all;
  if (wanted.length > most.files || large || grows) return { fault: 'too-much' };
  if (wanted.some(({ locked }) => locked)) return { fault: 'locked' };
  if (wanted.some(({ name }) => ARCHIVES.test(name))) return { fault: 'nested' };
  if (wanted.some(({ method }) => method !== 0 && method !== 8)) return { fault: 'odd' };
  const members = [];
  for (const [index, entry] of wanted.entries()) {
    const to = path.join(folder, String(index));
    await unpackOne(entry, to);
    members.push({ name: entry.name, file: to });
  }
  return { members };
}

/** Throws when the bytes are others, or more, than the directory says. */
async function unpackOne({ offset, packed, size, crc, method }, to) {
  const start = await startOf(offset);
  let length = 0;
  let sum = 0;
  const checked = new Transform({
    transform(chunk, _, done) {
      length += chunk.length;
      sum = crc32(chunk, sum);
      done(length > size ? new Error('longer than told') : null, chunk);
    },
  });
  const output = createWriteStream(to, { flags: 'wx', mode: 0o600 });
  if (packed === 0) return output.end();
  const input = createReadStream(file, { start, end: start + packed - 1 });
  await (method === 8 ? pipeline(input, createInflateRaw(), checked, output) : pipeline(input, checked, output));
  if (length !== size || sum !== crc) throw new Error('other bytes than told');
}

async function startOf(offset) {
  const handle = await open(file);
  const header = Buffer.alloc(30);
  await handle.read(header, 0, 30, offset).finally(() => handle.close());
  if (header.readUInt32LE(0) !== 0x04034b50) throw new Error('no entry here');
  return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}
