/** What takes the place of the bytes at a place, nothing where only a length is said. Nothing moves, so ranges stay what they were. */
export interface Patch {
  at: number;
  length: number;
  bytes?: Uint8Array;
}

/** The bytes from one place up to and with another. */
export type Read = (from: number, to: number) => Promise<Buffer>;

export const written = (at: number, bytes: Uint8Array): Patch => ({ at, length: bytes.length, bytes });
export const emptied = (from: number, to: number): Patch[] => (to > from ? [{ at: from, length: to - from }] : []);
