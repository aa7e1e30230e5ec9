import { guessed } from './charset.ts';

/** What Outlook packs into winmail.dat (MS-OXTNEF): a signature, a key, then attributes one after another. */
const SIGNATURE = 0x223e9f78;
const BEGINS = 0x9002;
const TITLE = 0x8010;
const DATA = 0x800f;
const PROPERTIES = 0x9005;
/** PR_ATTACH_LONG_FILENAME. */
const LONG_NAME = 0x3707;
const STRING8 = 0x1e;
const UNICODE = 0x1f;

export interface Packed {
  name: string;
  bytes: Buffer;
}

/** The files in a winmail.dat; undefined when it is none, or ends in the middle. */
export function filesInTnef(bytes: Buffer): Packed[] | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return undefined;
  const files: Packed[] = [];
  let at = 6;
  while (at < bytes.length) {
    if (at + 9 > bytes.length) return undefined;
    const id = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const value = bytes.subarray(at + 9, at + 9 + length);
    at += 9 + length + 2;
    if (value.length < length) return undefined;
    const last = files.at(-1);
    if (id === BEGINS) files.push({ name: '', bytes: Buffer.alloc(0) });
    else if (last && id === TITLE) last.name ||= zeroEnded(value);
    else if (last && id === DATA) last.bytes = value;
    else if (last && id === PROPERTIES) last.name = longNameIn(value) ?? last.name;
  }
  return files.filter((file) => file.bytes.length > 0);
}

const zeroEnded = (value: Buffer): string => {
  const end = value.indexOf(0);
  return guessed(end < 0 ? value : value.subarray(0, end));
};

/**
 * The long name among the properties of an attachment. Their lengths depend on their types; it is looked for by its tag instead, with a
 * length that fits, so that a type nobody knows hides nothing.
 */
function longNameIn(value: Buffer): string | undefined {
  for (let at = 0; at + 12 <= value.length; at += 4) {
    if (value.readUInt16LE(at + 2) !== LONG_NAME || value.readUInt32LE(at + 4) !== 1) continue;
    const type = value.readUInt16LE(at);
    const text = value.subarray(at + 12, at + 12 + value.readUInt32LE(at + 8));
    if (type === UNICODE) return text.toString('utf16le').replace(/\0.*$/s, '');
    if (type === STRING8) return zeroEnded(text);
  }
  return undefined;
}
