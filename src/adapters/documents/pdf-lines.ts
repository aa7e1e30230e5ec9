import type { PdfWord } from './pdf-page.ts';

/** Words on one base line, from left to right. */
export interface PdfLine {
  words: PdfWord[];
  left: number;
  right: number;
  base: number;
  size: number;
}

export function linesOf(words: readonly PdfWord[]): PdfLine[] {
  const lines: PdfWord[][] = [];
  for (const word of [...words].sort((a, b) => b.base - a.base)) {
    const line = lines.at(-1);
    const near = line && Math.abs((line[0]?.base ?? 0) - word.base) < Math.max(2, word.size * 0.4);
    if (near) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => {
    const sorted = line.sort((a, b) => a.left - b.left);
    return {
      words: sorted,
      left: Math.min(...sorted.map(({ left }) => left)),
      right: Math.max(...sorted.map(({ right }) => right)),
      base: sorted[0]?.base ?? 0,
      size: Math.max(...sorted.map(({ size }) => size)),
    };
  });
}

/** The words joined, with a space where the page leaves a gap. */
export function textOf({ words, size }: Pick<PdfLine, 'words' | 'size'>): string {
  let text = '';
  let end: number | undefined;
  for (const word of words) {
    if (end !== undefined && word.left - end > size * 0.3 && !text.endsWith(' ')) text += ' ';
    text += word.text;
    end = word.right;
  }
  return text.trim();
}

/** The words of a line in groups far apart: the cells of a table without ruled lines. */
export function groupsOf(line: PdfLine): { text: string; left: number; right: number }[] {
  const groups: PdfWord[][] = [];
  for (const word of line.words) {
    const last = groups.at(-1)?.at(-1);
    if (last && word.left - last.right < line.size * 1.1) groups.at(-1)?.push(word);
    else groups.push([word]);
  }
  return groups.map((words) => ({
    text: textOf({ words, size: line.size }),
    left: words[0]?.left ?? 0,
    right: words.at(-1)?.right ?? 0,
  }));
}
