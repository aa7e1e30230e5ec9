import { unzipSync } from 'fflate';

/** More than this is no office file that people made by hand. */
export const MOST_ENTRIES = 2_000;
export const MOST_UNPACKED = 60_000_000;

export type ZipContents = Record<string, Uint8Array>;

/**
 * The entries of a zip that `wanted` names, unpacked; their names with slashes. Undefined when the directory says that all of it
 * together is too much: then not a byte is unpacked. An entry that is larger than the directory says is cut off there.
 * Throws for what is no zip.
 */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): ZipContents | undefined {
  let entries = 0;
  let unpacked = 0;
  const tooMuch = new Error('too much');
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    entries += 1;
    unpacked += originalSize;
    if (entries > MOST_ENTRIES || unpacked > MOST_UNPACKED) throw tooMuch;
    return wanted(slashed(name));
  };
  // The whole directory is summed before the first entry is unpacked.
  const summed = (file: { name: string; originalSize: number }) => filter(file) && false;
  try {
    unzipSync(bytes, { filter: summed });
  } catch (error) {
    if (error === tooMuch) return undefined;
    throw error;
  }
  const contents = unzipSync(bytes, { filter: ({ name }) => wanted(slashed(name)) });
  return Object.fromEntries(Object.entries(contents).map(([name, content]) => [slashed(name), content]));
}

/** Some programs write backslashes. */
const slashed = (name: string) => name.replaceAll('\\', '/');
