import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BLANKED } from '../../domain/review/blind.ts';
import { boxPatches } from './blank-boxes.ts';
import { bmpPatches, gifPatches, jpegPatches, pngPatches } from './blank-pictures.ts';
import { flacPatches, mp3Patches, riffPatches } from './blank-sounds.ts';
import type { Patch, Read } from './patch.ts';

export interface ByteRange {
  start: number;
  end: number;
}
export type Open = (range?: ByteRange) => Readable;
type Patches = Patch[] | undefined;

/** A picture is looked at as a whole; no larger one is. */
const WHOLE = 64_000_000;

const film = boxPatches;
const picture = (of: (bytes: Buffer) => Patches) => async (size: number, read: Read) => of(await read(0, size - 1));

const MAKERS: Record<(typeof BLANKED)[number], (size: number, read: Read) => Promise<Patches>> = {
  jpg: picture(jpegPatches),
  png: picture(pngPatches),
  gif: picture(gifPatches),
  bmp: picture(bmpPatches),
  webp: (size, read) => riffPatches('webp', size, read),
  mp4: film,
  m4v: film,
  mov: film,
  m4a: film,
  mp3: mp3Patches,
  wav: (size, read) => riffPatches('wav', size, read),
  flac: flacPatches,
};
const PICTURES = ['jpg', 'png', 'gif', 'bmp'];

/**
 * The bytes, or those of a range, without what was written into a picture, a film or a sound of where, when and by whom it was made:
 * only the parts of which it is made are kept, all others become empty. What is seen and heard is left as it is. Undefined: it is of
 * another kind, or does not read as what it should be, so nobody knows what is in it.
 */
export async function blanked(
  open: Open,
  { size, extension }: { size: number; extension: string },
): Promise<((range: ByteRange | undefined) => AsyncIterable<Uint8Array>) | undefined> {
  const kind = BLANKED.find((one) => one === extension);
  if (kind === undefined || size === 0 || (PICTURES.includes(kind) && size > WHOLE)) return undefined;
  const patches = await MAKERS[kind](size, (start, end) => buffer(open({ start, end })));
  return patches && ((range) => over(open(range), range?.start ?? 0, patches));
}

async function* over(bytes: Readable, start: number, patches: Patch[]): AsyncIterable<Uint8Array> {
  let at = start;
  for await (const piece of bytes) {
    const chunk = Buffer.from(piece);
    for (const patch of patches) {
      const from = Math.max(at, patch.at);
      const to = Math.min(at + chunk.length, patch.at + patch.length);
      if (from >= to) continue;
      if (patch.bytes) chunk.set(patch.bytes.subarray(from - patch.at, to - patch.at), from - at);
      else chunk.fill(0, from - at, to - at);
    }
    at += chunk.length;
    yield chunk;
  }
}
