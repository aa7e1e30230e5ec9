import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { MANIFEST } from '../../application/exporting/evidence.ts';

const manifestSchema = z.object({
  product: z.literal('baosong-bot'),
  format: z.literal(1),
  campaign: z.string(),
  at: z.iso.datetime(),
  entries: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
});

/** What was found out about an archive. It is whole when nothing is missing, changed or added. */
export interface Checked {
  campaign: string;
  at: string;
  files: number;
  fingerprint: string;
  missing: string[];
  changed: string[];
  added: string[];
}

/** Thrown for what is no archive of ours, or one that is cut off. */
export class NoEvidence extends Error {}

interface Place {
  start: number;
  size: number;
}

/** Compares every file of an archive with the hash that its list has for it. Throws `NoEvidence`. */
export async function checkEvidence(file: string): Promise<Checked> {
  const places = await placesIn(file);
  const listed = places.get(MANIFEST);
  if (!listed) throw new NoEvidence('no list');
  const written = await text(bytesAt(file, listed));
  const read = manifestSchema.safeParse(parsed(written));
  if (!read.success) throw new NoEvidence('no list of ours');
  const { campaign, at, entries } = read.data;
  const found: Pick<Checked, 'missing' | 'changed'> = { missing: [], changed: [] };
  for (const { path, size, sha256 } of entries) {
    const place = places.get(path);
    if (!place) found.missing.push(path);
    else if (place.size !== size || (await hashAt(file, place)) !== sha256) found.changed.push(path);
  }
  const known = new Set([MANIFEST, ...entries.map(({ path }) => path)]);
  const added = [...places.keys()].filter((path) => !known.has(path));
  const fingerprint = createHash('sha256').update(written).digest('hex');
  return { campaign, at, files: entries.length, fingerprint, ...found, added };
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

const bytesAt = (file: string, { start, size }: Place) =>
  createReadStream(file, size === 0 ? { start, end: start, highWaterMark: 1 } : { start, end: start + size - 1 });

async function hashAt(file: string, place: Place): Promise<string> {
  const hash = createHash('sha256');
  if (place.size > 0) for await (const piece of bytesAt(file, place)) hash.update(piece);
  return hash.digest('hex');
}

/** The largest number of the old fields; then the number itself stands in the wide ones. */
const WIDE = 0xffff_ffff;
const MOST_DIRECTORY = 200_000_000;

/** Where each file's bytes are, by the directory at the end of the zip. */
async function placesIn(file: string): Promise<Map<string, Place>> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { start, length } = await directoryOf(handle, size);
    if (length > MOST_DIRECTORY || start + length > size) throw new NoEvidence('cut off');
    const directory = await readAt(handle, start, length);
    const places = new Map<string, Place>();
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
      const [nameLength, extraLength, remarkLength] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset));
      const behindName = at + 46 + (nameLength ?? 0);
      const path = directory.subarray(at + 46, behindName).toString('utf8');
      const extra = directory.subarray(behindName, behindName + (extraLength ?? 0));
      const numbers = wideNumbers(extra);
      const packed =
        directory.readUInt32LE(at + 20) === WIDE ? numbers.splice(0, 2)[1] : directory.readUInt32LE(at + 20);
      const offset = directory.readUInt32LE(at + 42) === WIDE ? numbers[0] : directory.readUInt32LE(at + 42);
      if (packed === undefined || offset === undefined || places.has(path)) throw new NoEvidence('damaged');
      const head = await readAt(handle, offset, 30);
      if (head.readUInt32LE(0) !== 0x04034b50) throw new NoEvidence('damaged');
      places.set(path, { start: offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), size: packed });
      at = behindName + (extraLength ?? 0) + (remarkLength ?? 0);
    }
    return places;
  } finally {
    await handle.close();
  }
}

async function directoryOf(handle: FileHandle, size: number): Promise<{ start: number; length: number }> {
  if (size < 22) throw new NoEvidence('cut off');
  const end = await readAt(handle, size - 22, 22);
  if (end.readUInt32LE(0) !== 0x06054b50) throw new NoEvidence('cut off');
  if (size < 98) return { start: end.readUInt32LE(16), length: end.readUInt32LE(12) };
  const wide = await readAt(handle, size - 98, 76);
  if (wide.readUInt32LE(0) !== 0x06064b50 || wide.readUInt32LE(56) !== 0x07064b50)
    return { start: end.readUInt32LE(16), length: end.readUInt32LE(12) };
  return { start: Number(wide.readBigUInt64LE(48)), length: Number(wide.readBigUInt64LE(40)) };
}

function wideNumbers(extra: Buffer): number[] {
  if (extra.length < 4 || extra.readUInt16LE(0) !== 1) return [];
  const count = Math.floor(Math.min(extra.readUInt16LE(2), extra.length - 4) / 8);
  return Array.from({ length: count }, (_, index) => Number(extra.readBigUInt64LE(4 + 8 * index)));
}

async function readAt(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, start);
  if (bytesRead !== length) throw new NoEvidence('cut off');
  return bytes;
}
