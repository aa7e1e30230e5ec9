import type { Patch } from './patch.ts';

type Read = (from: number, to: number) => Promise<Buffer>;

/** Boxes that tell of a film: titles, authors, places. `free` is what a player passes over. */
const TOLD = ['udta', 'meta', 'uuid'];
const HOLDING = ['moov', 'trak', 'mdia'];
/** No film of ours has more; a file that says so is not followed. */
const MOST_BOXES = 10_000;
const LONGEST_TOLD = 16_000_000;

interface Box {
  type: string;
  at: number;
  /** Where its contents begin. */
  inside: number;
  end: number;
}

/** Boxes of an mp4 that tell of whoever made it, wherever they stand in the film's or a track's own box. */
export async function boxPatches(size: number, read: Read): Promise<Patch[]> {
  const patches: Patch[] = [];
  const open: { from: number; to: number }[] = [{ from: 0, to: size }];
  let seen = 0;
  for (let part = open.pop(); part; part = open.pop())
    for (let at = part.from; at + 8 <= part.to && seen < MOST_BOXES; seen += 1) {
      const box = await boxAt(read, at, part.to);
      if (!box) break;
      if (TOLD.includes(box.type) && box.end - box.at <= LONGEST_TOLD) {
        const bytes = Buffer.alloc(box.end - box.at - 4);
        bytes.write('free', 0, 'latin1');
        // A box of 64 bits keeps its length behind its name.
        if (box.inside - box.at === 16) bytes.writeBigUInt64BE(BigInt(box.end - box.at), 4);
        patches.push({ at: box.at + 4, bytes });
      } else if (HOLDING.includes(box.type)) open.push({ from: box.inside, to: box.end });
      at = box.end;
    }
  return patches;
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
