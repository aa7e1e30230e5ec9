/**
 * What a picture or a film looks like, as `adapters/files/inspect` measures it: hashes of 64 bits. Those of a picture are near one
 * another when the pictures are; those of a film are of coded key frames, and are the same or have nothing to do with one another. What
 * is seen in a film at even places of it is near again in a copy that was coded anew.
 */
export interface Hash {
  of: 'picture' | 'film' | 'seen';
  /** 0: the whole picture, from 1 on its parts; of a film the frames in their order; of what is seen in it from `SEEN` on. */
  place: number;
  bits: bigint;
}

/** A picture as it is, turned by quarters and mirrored. */
const TURNS = 8;
const BYTES = 8;
const FILM = 'film:';

/** Of 64 bits; different photos have differed in 12 at least. */
export const NEAR = 10;

/** The hashes by which others find this one: of a picture the whole and its parts, of a film each frame. */
export function keptHashes(likeness: string): Hash[] {
  const { of, all } = hashesIn(likeness);
  if (of === 'film') return all.map((bits, place) => ({ of, place, bits }));
  return [...all.slice(0, 1), ...all.slice(TURNS)].map((bits, place) => ({ of, place, bits }));
}

/** The first place of what is seen in a film: it has fewer key frames that are kept. */
const SEEN = 100;

/** What is seen in a film, place by place; left out where there was nothing to be seen. */
export const seenHashes = (looks: string): Hash[] =>
  bitsOf(decoded(looks)).flatMap((bits, place) => (bits === 0n ? [] : [{ of: 'seen', place: SEEN + place, bits }]));

/** The hashes to look for: the whole is compared with wholes and parts, what was turned and the parts with wholes. */
export function soughtHashes(likeness: string): { of: 'picture' | 'film'; whole: bigint[]; others: bigint[] } {
  const { of, all } = hashesIn(likeness);
  return of === 'film' ? { of, whole: all, others: [] } : { of, whole: all.slice(0, 1), others: all.slice(1) };
}

function hashesIn(likeness: string): { of: 'picture' | 'film'; all: bigint[] } {
  const of = likeness.startsWith(FILM) ? 'film' : 'picture';
  return { of, all: bitsOf(decoded(of === 'film' ? likeness.slice(FILM.length) : likeness)) };
}

function bitsOf(bytes: number[]): bigint[] {
  const all: bigint[] = [];
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) {
    const bits = bytes.slice(at, at + BYTES).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    // As databases keep them: with a sign.
    all.push(BigInt.asIntN(64, bits));
  }
  return all;
}

const decoded = (text: string): number[] => [...atob(text)].map((sign) => sign.charCodeAt(0));

/** In how many bits two hashes differ. */
export function differing(one: bigint, other: bigint): number {
  let count = 0;
  for (let left = BigInt.asUintN(64, one ^ other); left > 0n; left &= left - 1n) count++;
  return count;
}

/** The least of the distances between two pictures, as a look-up in the store finds it. */
export function distanceOf(one: string, other: string): number {
  const sought = soughtHashes(one);
  const kept = keptHashes(other);
  const whole = sought.whole.flatMap((bits) => kept.map((hash) => differing(bits, hash.bits)));
  const others = sought.others.map((bits) => differing(bits, kept[0]?.bits ?? ~bits));
  return Math.min(64, ...whole, ...others);
}

/** Of two films, at fewer places nothing is said. */
export const LEAST_SEEN = 3;
/** The share of the places at which two films are near one another, if they are one. */
export const SHARE_SEEN = 2 / 3;
/** How much of its length one of them may lack. */
export const LENGTH_APART = 0.03;

/** Whether two films show the same, as a look-up in the store finds it. */
export function showTheSame(one: string, other: string): boolean {
  const others = new Map(seenHashes(other).map(({ place, bits }) => [place, bits]));
  const pairs = seenHashes(one).flatMap(({ place, bits }) => {
    const there = others.get(place);
    return there === undefined ? [] : [differing(bits, there)];
  });
  const near = pairs.filter((bits) => bits <= NEAR);
  return pairs.length >= LEAST_SEEN && near.length >= pairs.length * SHARE_SEEN;
}
