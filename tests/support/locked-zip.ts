import { crc32 } from 'node:zlib';
import type { SentFile } from './practice.ts';

const CRC_OF_BYTE = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest >>> 0;
});
const stepped = (crc: number, byte: number) => ((CRC_OF_BYTE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)) >>> 0;

/** The old cipher of zip programs (APPNOTE 6.1): what WinRAR, 360压缩 and `zip -e` write unless they are asked for AES. */
function sealed(password: string, bytes: Buffer): Buffer {
  let [one, two, three] = [0x12345678, 0x23456789, 0x34567890];
  const turn = (byte: number) => {
    one = stepped(one, byte);
    two = (Math.imul((two + (one & 255)) >>> 0, 134775813) + 1) >>> 0;
    three = stepped(three, two >>> 24);
  };
  for (const byte of Buffer.from(password)) turn(byte);
  return bytes.map((byte) => {
    const half = (three | 2) & 0xffff;
    const cipher = byte ^ ((Math.imul(half, half ^ 1) >>> 8) & 255);
    turn(byte);
    return cipher;
  }) as Buffer;
}

/** A zip whose one file opens with a password. */
export function lockedZip(name: string, inside: SentFile, password: string): SentFile {
  const crc = crc32(inside.bytes);
  const head = Buffer.alloc(12, 7);
  head[11] = crc >>> 24;
  const data = sealed(password, Buffer.concat([head, inside.bytes]));
  const called = Buffer.from(inside.name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  // Locked, and its name in UTF-8; stored as it is.
  local.writeUInt16LE(0x0801, 6);
  local.writeUInt32LE(crc, 14);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(inside.bytes.length, 22);
  local.writeUInt16LE(called.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  local.copy(entry, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + called.length, 12);
  end.writeUInt32LE(30 + called.length + data.length, 16);
  return { name, bytes: Buffer.concat([local, called, data, entry, called, end]) };
}
