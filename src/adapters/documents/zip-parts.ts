import { strFromU8, unzipSync } from 'fflate';
import { Unreadable } from './fault.ts';

const MOST_ENTRIES = 2000;
const MOST_UNPACKED = 60_000_000;
/** One part of a Word file; parsed, it takes some twenty times its size. */
const MOST_OF_A_PART = 6_000_000;

export interface ZipParts {
  names: string[];
  /** Undefined when the zip has no such part. */
  text(name: string): string | undefined;
}

/** The parts of an office file that `wanted` names. What the directory says is too much is refused before a byte is unpacked. */
export function zipParts(bytes: Uint8Array, wanted: (name: string) => boolean): ZipParts {
  const names: string[] = [];
  let unpacked = 0;
  const filter = (file: { name: string; originalSize: number }) => {
    names.push(file.name);
    unpacked += file.originalSize;
    if (names.length > MOST_ENTRIES || unpacked > MOST_UNPACKED) throw new Unreadable('unpacks-too-big');
    const take = wanted(file.name);
    if (take && file.originalSize > MOST_OF_A_PART) throw new Unreadable('unpacks-too-big');
    return take;
  };
  const parts = unpackedParts(bytes, filter);
  return { names, text: (name) => (parts[name] ? strFromU8(parts[name]) : undefined) };
}

function unpackedParts(bytes: Uint8Array, filter: (file: { name: string; originalSize: number }) => boolean) {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    // fflate writes into a buffer of the size that the directory states, so a zip that lies about it ends here too.
    throw error instanceof Unreadable ? error : new Unreadable('damaged');
  }
}
