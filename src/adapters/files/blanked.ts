import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { boxPatches } from './blank-boxes.ts';
import { jpegPatches, mp3Patches, pngPatches, webpPatches } from './blank-parts.ts';
import type { Patch } from './patch.ts';

export interface ByteRange {
  start: number;
  end: number;
}
export type Open = (range?: ByteRange) => Readable;

/** More is not read at once: what a camera writes stands in the first part of a picture. */
const HEAD = 4_000_000;
const WHOLE = 64_000_000;

const read = (open: Open, start: number, end: number): Promise<Buffer> => buffer(open({ start, end }));

/**
 * What was written into a picture, a film or a sound of where, when and by whom it was made, made empty: Exif but for how the picture
 * is turned, XMP, comments, titles. Left as they are: webm, ogg, flac, wav, gif, and whatever is seen and heard.
 */
async function patchesOf(open: Open, { size, extension }: { size: number; extension: string }): Promise<Patch[]> {
  if (size === 0) return [];
  if (extension === 'jpg') return jpegPatches(await read(open, 0, Math.min(size, HEAD) - 1));
  if (['mp4', 'm4v', 'mov', 'm4a'].includes(extension)) return boxPatches(size, (from, to) => read(open, from, to));
  if (size > WHOLE) return [];
  if (extension === 'png') return pngPatches(await read(open, 0, size - 1));
  if (extension === 'webp') return webpPatches(await read(open, 0, size - 1));
  if (extension === 'mp3') return mp3Patches(await read(open, 0, size - 1));
  return [];
}

/** The bytes, or those of a range, without it. */
export async function blanked(
  open: Open,
  file: { size: number; extension: string },
): Promise<(range: ByteRange | undefined) => AsyncIterable<Uint8Array>> {
  const patches = await patchesOf(open, file);
  return (range) => over(open(range), range?.start ?? 0, patches);
}

async function* over(bytes: Readable, start: number, patches: Patch[]): AsyncIterable<Uint8Array> {
  let at = start;
  for await (const piece of bytes) {
    const chunk = Buffer.from(piece);
    for (const patch of patches) {
      const from = Math.max(at, patch.at);
      const to = Math.min(at + chunk.length, patch.at + patch.bytes.length);
      if (from < to) chunk.set(patch.bytes.subarray(from - patch.at, to - patch.at), from - at);
    }
    at += chunk.length;
    yield chunk;
  }
}
