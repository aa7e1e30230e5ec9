import { emptied, type Patch, type Read, written } from './patch.ts';

/** The boxes of which a film is made, by the box that they stand in; whatever else stands there may tell of whoever made it. */
const KEPT: Record<string, string[]> = {
  '': ['ftyp', 'styp', 'moov', 'mdat', 'moof', 'mfra', 'sidx', 'free', 'skip', 'wide', 'pdin', 'emsg', 'prft'],
  moov: ['mvhd', 'trak', 'mvex', 'iods', 'free'],
  trak: ['tkhd', 'mdia', 'edts', 'tref', 'tapt', 'load', 'clip', 'free'],
  mdia: ['mdhd', 'hdlr', 'minf', 'free'],
  moof: ['mfhd', 'traf', 'free'],
  traf: ['tfhd', 'tfdt', 'trun', 'sdtp', 'sbgp', 'sgpd', 'saiz', 'saio', 'free'],
};
/** These are empty by their nature, and may be filled all the same. */
const EMPTY = ['free', 'skip', 'wide', 'emsg', 'prft'];
/** No film of ours has more; a file that says so is not followed. */
const MOST_BOXES = 20_000;
/** Flags, two fields and what kind of track it is stand before the name that a program gives to it. */
const HANDLER_NAME = 24;

interface Box {
  type: string;
  at: number;
  /** Where its contents begin. */
  inside: number;
  end: number;
}

/** Everything in an mp4 but the film itself made empty. Undefined: it does not read as one to its end. */
export async function boxPatches(size: number, read: Read): Promise<Patch[] | undefined> {
  const patches: Patch[] = [];
  const open = [{ from: 0, to: size, within: '' }];
  let seen = 0;
  for (let part = open.pop(); part; part = open.pop())
    for (let at = part.from; at < part.to; seen += 1) {
      const box = await boxAt(read, at, part.to);
      if (!box || seen > MOST_BOXES) return undefined;
      const { type, inside, end } = box;
      const kept = KEPT[part.within]?.includes(type);
      if (!kept || EMPTY.includes(type)) {
        patches.push(written(at + 4, Buffer.from('free', 'latin1')), ...emptied(inside, end));
      } else if (type === 'hdlr') patches.push(...emptied(inside + HANDLER_NAME, end));
      else if (type in KEPT) open.push({ from: inside, to: end, within: type });
      at = end;
    }
  return seen > 0 ? patches : undefined;
}

async function boxAt(read: Read, at: number, limit: number): Promise<Box | undefined> {
  const head = await read(at, Math.min(at + 16, limit) - 1);
  if (head.length < 8) return undefined;
  const type = head.toString('latin1', 4, 8);
  const short = head.readUInt32BE(0);
  if (short === 1 && head.length < 16) return undefined;
  const length = short === 0 ? limit - at : short === 1 ? Number(head.readBigUInt64BE(8)) : short;
  const inside = at + (short === 1 ? 16 : 8);
  if (length < inside - at || at + length > limit) return undefined;
  return { type, at, inside, end: at + length };
}
