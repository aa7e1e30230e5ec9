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

/** The parts of a sentence between semicolons: who is meant goes on, what is meant does not. */
export const clausesOf = (folded: string, within?: Span): Span[] => cut(folded, ';', within);

export const segmentsOf = (folded: string, within?: Span): Span[] => cut(folded, ',', within);

/** A list's entries: 、 and 和 between names, not inside brackets. */
export const entriesOf = (folded: string): string[] =>
  cut(folded, '、,').flatMap(({ from, to }) => splitAnd(folded.slice(from, to).trim()));

/** 文化和旅游局 is one office: 和 parts two names only where the first could stand alone beside the second. */
function splitAnd(text: string): string[] {
  const match = /(?<=\S{2})(?:以及|和|及)(?=\S{2})/.exec(text);
  if (!match) return [text.trim()];
  const [left, right] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
  if (OFFICE.test(right) && !OFFICE.test(left)) return [text.trim()];
  return [left.trim(), ...splitAnd(right)];
}

const OFFICE =
  /(局|委|会|厅|办|办公室|部|院|校|学校|中心|单位|公司|团|协会|馆|工委|工会|团委|妇联|部门|机构|组织)(\(.{1,8}\))?$/;
