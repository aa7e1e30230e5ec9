import { bare } from './fold.ts';

/** A name without what only says how many there are: 各, 每个, 每所, 其中. */
export const coreOf = (name: string): string =>
  bare(name)
    .replace(/^(?:其中|此外|原则上|另外|请|由|凡)+/, '')
    .replace(/^(?:各|每(?:个|所|家|名|位|支|户|校)?)(?=\S)/, '')
    .replace(/[()]/g, '');

/** How alike two names of offices are, 0 to 1: signs in common in their order, of the shorter one. */
export function likeness(one: string, other: string): number {
  const [a, b] = [coreOf(one), coreOf(other)];
  const shorter = Math.min(a.length, b.length);
  return shorter === 0 ? 0 : common(a, b) / shorter;
}

/** The signs that both have in the same order. */
function common(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const sign of a) {
    const next = [0];
    for (const [at, other] of [...b].entries()) {
      next.push(sign === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The same name, or one that leaves out a part of the other at its begin or end. */
export function contains(one: string, other: string): boolean {
  const [a, b] = [coreOf(one), coreOf(other)];
  return a === b || (Math.min(a.length, b.length) >= 2 && (a.includes(b) || b.includes(a)));
}

/** The candidate that a name means: the same, containing, or at least three quarters alike; the closest in length. */
export function meant<T>(name: string, candidates: readonly T[], nameOf: (one: T) => readonly string[]): T | undefined {
  let best: { one: T; rank: number } | undefined;
  for (const one of candidates) {
    const rank = Math.max(...nameOf(one).map((known) => rankOf(name, known)));
    if (rank > (best?.rank ?? 0)) best = { one, rank };
  }
  return best?.one;
}

function rankOf(name: string, known: string): number {
  const [a, b] = [coreOf(name), coreOf(known)];
  if (a === b) return 3;
  const nearness = (2 * Math.min(a.length, b.length)) / (a.length + b.length);
  if (contains(name, known)) return 1 + nearness;
  const like = likeness(name, known);
  return like >= 0.75 && Math.min(a.length, b.length) >= 3 ? like * nearness : 0;
}
