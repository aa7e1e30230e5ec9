/** Opening marks stay with what follows, closing ones and marks of the sentence with what goes before. */
const OPENS = /[“‘《〈（「『〔【]$/u;
const CLOSES = /^[”’》〉）」』〕】，。、：；！？·]/u;
/** Words that hang on the word before them. */
const HANGS_ON = /^[的了和与及等]/u;

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** A line that ends within quotation marks, but not at a blank, tears a name apart. */
const WITHIN_QUOTES = 12;
const MORE_LINES = 3;

/**
 * A title in as few lines as it needs, broken where a reader draws breath: between words, rather around a name in marks than in it, and
 * the lines of about the same length. `width` is in characters of full width. The blank at which a line is broken falls away.
 */
export function titleLines(title: string, width: number): string[] {
  const pieces = piecesOf(title);
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  const ideal = widthOf(title) / Math.ceil(widthOf(title) / width);
  for (let to = 1; to <= pieces.length; to++) {
    let found = { cost: Number.POSITIVE_INFINITY, from: to - 1 };
    for (let from = to - 1; from >= 0; from--) {
      const line = lineOf(pieces, from, to);
      // A word that is longer than a line stands alone on one.
      if (widthOf(line) > width && from < to - 1) break;
      const cost = (best[from]?.cost ?? 0) + breakCost(pieces, to) + Math.abs(widthOf(line) - ideal) / 4 + MORE_LINES;
      if (cost < found.cost) found = { cost, from };
    }
    best.push(found);
  }
  const lines: string[] = [];
  for (let to = pieces.length; to > 0; to = best[to]?.from ?? 0) lines.unshift(lineOf(pieces, best[to]?.from ?? 0, to));
  return lines;
}

/** How wide it is in characters of full width; a Latin letter and a digit take half. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) < 0x2000 ? 0.5 : 1), 0);

/** Words with the marks that belong to them. */
function piecesOf(title: string): string[] {
  const pieces: string[] = [];
  for (const { segment } of words.segment(title)) {
    const last = pieces.at(-1);
    if (last !== undefined && (OPENS.test(last) || CLOSES.test(segment) || HANGS_ON.test(segment)))
      pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

const lineOf = (pieces: string[], from: number, to: number): string => pieces.slice(from, to).join('').trim();

function breakCost(pieces: string[], at: number): number {
  if (at === pieces.length) return 0;
  const before = pieces.slice(0, at).join('');
  const atBlank = /\s$/u.test(before) || /^\s/u.test(pieces[at] ?? '');
  const open = (before.match(/[“《]/gu)?.length ?? 0) - (before.match(/[”》]/gu)?.length ?? 0);
  if (atBlank) return open > 0 ? 1 : 0;
  if (open > 0) return WITHIN_QUOTES;
  return /[”》，]$/u.test(before) || /^[“《]/u.test(pieces[at] ?? '') ? 0 : 2;
}
