import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { PieceStore } from '../../application/ports.ts';
import { syncFolder } from './disk.ts';
import { makeFolder } from './folder.ts';
import { isMissing, ours, writeAll } from './staging.ts';

export interface Piece {
  offset: number;
  size: number;
}

/** Where pieces lie once they are whole. */
export interface Pieces {
  /** Puts a file that is on the disk where it belongs; a piece of the same offset is replaced. May take the file away. */
  keep(id: string, piece: Piece, file: string): Promise<void>;
  /** Any order. */
  of(id: string): Promise<Piece[]>;
  open(id: string, offset: number): Readable | AsyncIterable<Uint8Array>;
  remove(id: string): Promise<void>;
  list(): AsyncIterable<{ id: string; ageMs: number }>;
}

/** What a process that is killed loses at most, and what the disk needs for each that is sending. */
const PIECE_BYTES = 8 * 1024 * 1024;

export const PIECE_ID = /^[0-9a-f]{32}$/;
/** Digits, so that names are in the order of the bytes. */
export const nameOf = (offset: number): string => String(offset).padStart(15, '0');

/** Writes what comes to `folder` first, piece by piece; nothing is held in memory but what is on its way from the line to the disk. */
export function pieceStore(pieces: Pieces, folder: string): PieceStore {
  const lying = async (id: string) => inOrder(await pieces.of(checked(id)));
  return {
    async add(id, offset, bytes) {
      let at = offset;
      const source = bytes[Symbol.asyncIterator]();
      const carried: Carried = { rest: undefined, ended: false };
      while (!carried.ended) {
        const file = path.join(folder, randomUUID());
        try {
          await ours(0, () => makeFolder(folder));
          const size = await writePiece(file, source, carried);
          if (size > 0) await ours(size, () => pieces.keep(checked(id), { offset: at, size }, file));
          at += size;
        } finally {
          await rm(file, { force: true }).catch(() => {});
        }
      }
      if (carried.failed) throw carried.failed.error;
      return at;
    },
    async length(id) {
      return (await lying(id)).reduce((sum, { size }) => sum + size, 0);
    },
    async *open(id) {
      for (const { offset } of await lying(id)) yield* pieces.open(id, offset);
    },
    remove: (id) => pieces.remove(checked(id)),
    list: () => pieces.list(),
  };
}

function checked(id: string): string {
  if (!PIECE_ID.test(id)) throw new Error('not an id of pieces');
  return id;
}

/** The pieces that follow one another from the first byte on. */
function inOrder(pieces: Piece[]): Piece[] {
  const whole: Piece[] = [];
  let at = 0;
  for (const piece of pieces.toSorted((one, other) => one.offset - other.offset)) {
    if (piece.offset > at) break;
    if (piece.offset < at) continue;
    whole.push(piece);
    at += piece.size;
  }
  return whole;
}

/** What has come and is in no piece yet, and whether more comes. */
interface Carried {
  rest: Uint8Array | undefined;
  ended: boolean;
  failed?: { error: unknown };
}

/** Writes one piece; how the source ended is left in `carried`. */
async function writePiece(file: string, source: AsyncIterator<Uint8Array>, carried: Carried): Promise<number> {
  let size = 0;
  const handle = await ours(0, () => open(file, 'wx', 0o600));
  try {
    while (size < PIECE_BYTES) {
      const chunk = carried.rest ?? (await next(source, carried));
      carried.rest = undefined;
      if (!chunk) break;
      const fits = chunk.subarray(0, PIECE_BYTES - size);
      if (fits.length < chunk.length) carried.rest = chunk.subarray(fits.length);
      await ours(size + fits.length, () => writeAll(handle, Buffer.from(fits.buffer, fits.byteOffset, fits.length)));
      size += fits.length;
    }
    if (size > 0) await ours(size, () => handle.sync());
  } finally {
    await handle.close();
  }
  return size;
}

async function next(source: AsyncIterator<Uint8Array>, carried: Carried): Promise<Uint8Array | undefined> {
  try {
    const { value, done } = await source.next();
    if (!done) return value;
  } catch (error) {
    carried.failed = { error };
  }
  carried.ended = true;
  return undefined;
}

/** `root/<id>/<offset>`, on the disk for good once `keep` returns. */
export function diskPieces(root: string): Pieces {
  const folderOf = (id: string) => path.join(root, id);
  return {
    async keep(id, { offset }, file) {
      await makeFolder(folderOf(id));
      await rename(file, path.join(folderOf(id), nameOf(offset)));
      await syncFolder(folderOf(id));
    },
    async of(id) {
      const names = (await readdir(folderOf(id)).catch(isMissing)) || [];
      const found = names.map(async (name) => ({
        offset: Number(name),
        size: (await stat(path.join(folderOf(id), name))).size,
      }));
      return Promise.all(found);
    },
    open: (id, offset) => createReadStream(path.join(folderOf(id), nameOf(offset))),
    remove: (id) => rm(folderOf(id), { recursive: true, force: true }),
    async *list() {
      for (const id of ((await readdir(root).catch(isMissing)) || []).filter((name) => PIECE_ID.test(name))) {
        const found = await stat(folderOf(id)).catch(isMissing);
        if (found) yield { id, ageMs: Date.now() - found.mtimeMs };
      }
    },
  };
}
