import { emptied, type Patch, type Read, written } from './patch.ts';

const letters = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to);

/** Of which a sound or a picture in a RIFF file is made. */
const KEPT = {
  wav: { form: 'WAVE', chunks: ['fmt ', 'fact', 'data', 'cue ', 'smpl'] },
  webp: { form: 'WEBP', chunks: ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'] },
};

/** All other chunks become empty ones of no name. Undefined: it does not read as such a file to its end. */
export async function riffPatches(kind: keyof typeof KEPT, size: number, read: Read): Promise<Patch[] | undefined> {
  const { form, chunks } = KEPT[kind];
  const head = await read(0, Math.min(12, size) - 1);
  if (head.length < 12 || letters(head, 0, 4) !== 'RIFF' || letters(head, 8, 12) !== form) return undefined;
  const end = Math.min(size, 8 + head.readUInt32LE(4));
  const patches: Patch[] = [];
  let at = 12;
  while (at + 8 <= end) {
    const chunk = await read(at, at + 7);
    const length = chunk.readUInt32LE(4);
    const next = at + 8 + length + (length % 2);
    if (at + 8 + length > end) return undefined;
    if (!chunks.includes(letters(chunk, 0, 4)))
      patches.push(written(at, Buffer.from('JUNK', 'latin1')), ...emptied(at + 8, at + 8 + length));
    at = next;
  }
  return [...patches, ...emptied(Math.min(at, end), size)];
}

/** The tags in front of and behind the sound. */
export async function mp3Patches(size: number, read: Read): Promise<Patch[] | undefined> {
  const patches: Patch[] = [];
  let at = 0;
  for (;;) {
    const head = await read(at, Math.min(at + 10, size) - 1);
    if (head.length < 10) return undefined;
    if (letters(head, 0, 3) !== 'ID3') {
      if (!(await isSound(size, read, at))) return undefined;
      break;
    }
    const length = [6, 7, 8, 9].reduce((sum, place) => sum * 128 + ((head[place] ?? 0) & 0x7f), 0);
    const next = at + 10 + length + ((head[5] ?? 0) & 0x10 ? 10 : 0);
    if (next > size) return undefined;
    patches.push(...emptied(at + 10, next));
    at = next;
  }
  return [...patches, ...(await tailPatches(size, read, at))];
}

const BLANKS = 64_000;

/** A frame of sound, with some blanks before it perhaps. */
async function isSound(size: number, read: Read, at: number): Promise<boolean> {
  const bytes = await read(at, Math.min(at + BLANKS, size) - 1);
  const first = bytes.findIndex((byte) => byte !== 0);
  const [mark = 0, kind = 0, rate = 0xf0] = bytes.subarray(first < 0 ? bytes.length : first);
  // Eleven bits by which a frame is known, a layer that there is, a rate that there is.
  return mark === 0xff && (kind & 0xe0) === 0xe0 && (kind & 0x06) !== 0 && (rate & 0xf0) !== 0xf0;
}

const TAIL = 1_000_000;
const BEGINS = ['LYRICSBEGIN', 'APETAGEX', 'TAG+'];

/** What programs write behind a sound: from the first of their tags to the end. */
async function tailPatches(size: number, read: Read, sound: number): Promise<Patch[]> {
  const from = Math.max(sound, size - TAIL);
  const tail = await read(from, size - 1);
  const places = BEGINS.map((word) => tail.indexOf(word, 0, 'latin1')).filter((place) => place >= 0);
  const last = tail.length - 128;
  if (last >= 0 && letters(tail, last, last + 3) === 'TAG') places.push(last);
  const foot = tail.lastIndexOf('APETAGEX', undefined, 'latin1');
  // Without a head it begins so many bytes before its foot, which may be in front of what was read here.
  if (foot >= 0 && foot + 16 <= tail.length) places.push(foot + 32 - tail.readUInt32LE(foot + 12));
  if (places.length === 0) return [];
  return emptied(Math.max(sound, from + Math.min(...places)), size);
}

/** All blocks before the sound but those that say how it is coded become padding. */
export async function flacPatches(size: number, read: Read): Promise<Patch[] | undefined> {
  if (letters(await read(0, Math.min(4, size) - 1), 0, 4) !== 'fLaC') return undefined;
  const patches: Patch[] = [];
  for (let at = 4; at + 4 <= size; ) {
    const head = await read(at, at + 3);
    const [flags = 0] = head;
    const next = at + 4 + head.readUIntBE(1, 3);
    if (next > size) return undefined;
    if (![0, 3].includes(flags & 0x7f))
      patches.push(written(at, Uint8Array.of((flags & 0x80) | 1)), ...emptied(at + 4, next));
    at = next;
    if ((flags & 0x80) !== 0) return [...patches, ...(await tailPatches(size, read, at))];
  }
  return undefined;
}
