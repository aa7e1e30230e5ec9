/** A stretch of a line. */
export interface Span {
  from: number;
  to: number;
}

const OPENS = '(《“「【[';
const CLOSES = ')》”」】]';

/** Cuts at the signs, but not inside brackets and quotations. Empty pieces are left out. */
export function cut(folded: string, signs: string, within: Span = { from: 0, to: folded.length }): Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let from = within.from;
  for (let at = within.from; at < within.to; at++) {
    const sign = folded[at] ?? '';
    if (OPENS.includes(sign)) depth += 1;
    else if (CLOSES.includes(sign)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && signs.includes(sign)) {
      if (folded.slice(from, at).trim() !== '') spans.push({ from, to: at });
      from = at + 1;
    }
  }
  if (folded.slice(from, within.to).trim() !== '') spans.push({ from, to: within.to });
  return spans;
}

export const sentencesOf = (folded: string, within?: Span): Span[] => cut(folded, '。;!', within);

export const segmentsOf = (folded: string, within?: Span): Span[] => cut(folded, ',', within);

/** A list's entries: 、 and 和 between names, not inside brackets. */
export const entriesOf = (folded: string): string[] =>
  cut(folded, '、,').flatMap(({ from, to }) => splitAnd(folded.slice(from, to).trim()));

const splitAnd = (text: string): string[] => text.split(/(?<=\S{2})(?:和|及|以及)(?=\S{2})/).map((one) => one.trim());
