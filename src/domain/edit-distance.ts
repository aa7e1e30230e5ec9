/**
 * In how many steps one word becomes another: a character wrong, missing or added, or two neighbours swapped. Beyond `most` steps it
 * does not matter how many: the answer is then `most + 1`, and found without counting where the lengths alone tell.
 */
export function editDistance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const [typed, word] = withoutSharedEnds(a, b);
  if (Math.max(typed.length, word.length) <= 1) return Math.max(typed.length, word.length);
  if (areTurned(typed, word)) return 1;
  // What else is left takes two steps at least.
  if (most < 2) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let i = 1; i <= typed.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      const cost = typed[i - 1] === word[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (isSwap(typed, word, i, j)) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return Math.min(row[word.length] ?? 0, most + 1);
}

/** Whether two words differ by one pair of neighbours alone: likelier a slip than a character wrong. */
export const areSwapped = (a: string, b: string): boolean => areTurned(...withoutSharedEnds(a, b));

const areTurned = (a: string, b: string): boolean => a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];

const isSwap = (a: string, b: string, i: number, j: number): boolean =>
  i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];

/** What two words begin and end with alike costs nothing, and most of a long name is that. */
function withoutSharedEnds(a: string, b: string): [string, string] {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let [aEnd, bEnd] = [a.length, b.length];
  while (aEnd > from && bEnd > from && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  return [a.slice(from, aEnd), b.slice(from, bEnd)];
}
