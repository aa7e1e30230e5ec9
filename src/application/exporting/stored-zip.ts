import { createHash } from 'node:crypto';
import { beijingDay, beijingTime } from '../../domain/time.ts';

/** A file of a zip: bytes that are at hand, or that the store has under their hash. */
export interface Member {
  /** With slashes between its folders. */
  path: string;
  /** Bytes. */
  size: number;
  crc32: number;
  /** Milliseconds since the epoch. */
  at: number;
  source: { sha256: string } | { bytes: Uint8Array };
}

/** Both ends belong to it. */
export interface ByteRange {
  start: number;
  end: number;
}

/** A zip whose every byte has its place before any of them is read: it has a length, a tag, and any part of it can be had. */
export interface ZipPlan {
  size: number;
  /** The same for the same bytes; to be put in quotes as an ETag. */
  tag: string;
  segments: Segment[];
}

type Segment = { at: number; length: number } & Member['source'];

/** The largest that fits the old fields of a zip; what is larger stands in the new ones. */
const MOST_32 = 0xffff_ffff;
const MOST_16 = 0xffff;
/** Names are in UTF-8. */
const UTF8 = 0x0800;
/** Made on Unix, by version 6.3: programs then read the names as they are written. */
const MADE_BY = 0x033f;
const PLAIN_FILE = (0o100644 << 16) >>> 0;

/** Lays the files out one after another, stored as they are: films and pictures are packed already. */
export function planZip(members: readonly Member[]): ZipPlan {
  const segments: Segment[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const add = (length: number, source: Member['source']) => {
    if (length > 0) segments.push({ at, length, ...source });
    at += length;
  };
  for (const member of members) {
    directory.push(entryOf(member, at));
    const head = headOf(member);
    add(head.length, { bytes: head });
    add(member.size, member.source);
  }
  const whole = Buffer.concat(directory);
  const end = endOf(members.length, whole.length, at);
  add(whole.length, { bytes: whole });
  add(end.length, { bytes: end });
  return { size: at, tag: createHash('sha256').update(whole).digest('hex').slice(0, 32), segments };
}

function headOf({ path, size, crc32, at }: Member): Buffer {
  const name = Buffer.from(path);
  const large = size >= MOST_32;
  const more = large ? extra([size, size]) : Buffer.alloc(0);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(large ? 45 : 20, 4);
  head.writeUInt16LE(UTF8, 6);
  head.writeUInt32LE(dosTime(at), 10);
  head.writeUInt32LE(crc32, 14);
  head.writeUInt32LE(large ? MOST_32 : size, 18);
  head.writeUInt32LE(large ? MOST_32 : size, 22);
  head.writeUInt16LE(name.length, 26);
  head.writeUInt16LE(more.length, 28);
  return Buffer.concat([head, name, more]);
}

function entryOf({ path, size, crc32, at: time }: Member, offset: number): Buffer {
  const name = Buffer.from(path);
  const large = size >= MOST_32;
  const far = offset >= MOST_32;
  const more = extra([...(large ? [size, size] : []), ...(far ? [offset] : [])]);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(MADE_BY, 4);
  entry.writeUInt16LE(more.length > 0 ? 45 : 20, 6);
  entry.writeUInt16LE(UTF8, 8);
  entry.writeUInt32LE(dosTime(time), 12);
  entry.writeUInt32LE(crc32, 16);
  entry.writeUInt32LE(large ? MOST_32 : size, 20);
  entry.writeUInt32LE(large ? MOST_32 : size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(more.length, 30);
  entry.writeUInt32LE(PLAIN_FILE, 38);
  entry.writeUInt32LE(far ? MOST_32 : offset, 42);
  return Buffer.concat([entry, name, more]);
}

/** Numbers of 64 bits, as ZIP64 has them. */
function extra(numbers: readonly number[]): Buffer {
  if (numbers.length === 0) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * numbers.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, index) => {
    field.writeBigUInt64LE(BigInt(number), 4 + 8 * index);
  });
  return field;
}

function endOf(count: number, length: number, start: number): Buffer {
  const large = start >= MOST_32 || length >= MOST_32 || count >= MOST_16;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, MOST_16), 8);
  end.writeUInt16LE(Math.min(count, MOST_16), 10);
  end.writeUInt32LE(Math.min(length, MOST_32), 12);
  end.writeUInt32LE(Math.min(start, MOST_32), 16);
  if (!large) return end;
  const wide = Buffer.alloc(76);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(MADE_BY, 12);
  wide.writeUInt16LE(45, 14);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(length), 40);
  wide.writeBigUInt64LE(BigInt(start), 48);
  wide.writeUInt32LE(0x07064b50, 56);
  wide.writeBigUInt64LE(BigInt(start + length), 64);
  wide.writeUInt32LE(1, 72);
  return Buffer.concat([wide, end]);
}

/** Date and time as DOS counts them, in Beijing whatever the zone of the machine: time in the lower half, since 1980, by two seconds. */
function dosTime(at: number): number {
  const instant = new Date(Math.max(at, Date.UTC(1980, 0, 2)));
  const [year = 1980, month = 1, day = 1] = beijingDay(instant).split('-').map(Number);
  const [hour = 0, minute = 0] = beijingTime(instant).split(':').map(Number);
  const date = ((year - 1980) << 9) | (month << 5) | day;
  return ((date << 16) | (hour << 11) | (minute << 5) | (instant.getUTCSeconds() >> 1)) >>> 0;
}

/** Bytes of the store, or a range of them. */
export type OpenStored = (sha256: string, range: ByteRange) => AsyncIterable<Uint8Array>;

/**
 * The bytes of a zip, or a range of them, as they are asked for: it never holds more than one piece. Throws when the store gives
 * fewer bytes than the plan has, so that nobody takes half a zip for a whole one.
 */
export async function* readZip(
  { size, segments }: ZipPlan,
  open: OpenStored,
  range?: ByteRange,
): AsyncGenerator<Uint8Array> {
  const { start, end } = range ?? { start: 0, end: size - 1 };
  for (const segment of segments) {
    if (segment.at + segment.length <= start || segment.at > end) continue;
    const from = Math.max(0, start - segment.at);
    const to = Math.min(segment.length - 1, end - segment.at);
    if ('bytes' in segment) yield segment.bytes.subarray(from, to + 1);
    else {
      let given = 0;
      for await (const piece of open(segment.sha256, { start: from, end: to })) {
        given += piece.length;
        yield piece;
      }
      if (given !== to - from + 1) throw new Error(`the store has other bytes for ${segment.sha256}`);
    }
  }
}
