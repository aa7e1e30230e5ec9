/** Bytes that take the place of those at the same place: nothing moves, so ranges stay what they were. */
export interface Patch {
  at: number;
  bytes: Uint8Array;
}
