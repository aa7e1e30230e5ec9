/** Digits that stand together, and what stands between them and the group before. */
export interface Group {
  /** Its place among the groups of the text. */
  index: number;
  /** Plain digits, whatever their width. */
  digits: string;
  /** An X follows, as it may stand for the last digit of an identity card. */
  check: boolean;
  /** Where it stands in the text as written. */
  start: number;
  end: number;
  /** What is between it and the group before, as plain characters; undefined where anything but filling is. */
  gap: string | undefined;
}

const WIDEST_GAP = 4;
/** What people, sheets and forms put between the digits of one number. */
const FILLING =
  /^(?:[\s.,\-_/\\|·•・。，、~*()[\]{}<>'"\u2010-\u2015\u2212\u3008-\u3011\u200B-\u200F\u2060]|\uFE0F|\u20E3)+$/u;
/** Nobody sees these: the digits on both sides stand together. */
const UNSEEN = /^(?:[\u200B-\u200F\u2060\uFEFF\u00AD]|\uFE0F|\u20E3)+$/u;

/**
 * The groups of digits of a text, in their order. A digit of any width or shape counts (１, ①, 𝟙); numerals that are words do not.
 * Whoever looks for a number joins neighbours: every number of several groups is some of them side by side.
 */
export function digitGroups(text: string): Group[] {
  const { plain, starts } = narrowed(text);
  const groups: Group[] = [];
  let last = 0;
  for (const found of plain.matchAll(/\d+/g)) {
    const end = found.index + found[0].length;
    const between = plain.slice(last, found.index);
    const check = /[Xx]/.test(plain[end] ?? '');
    const before = groups.at(-1);
    if (before && UNSEEN.test(between)) {
      before.digits += found[0];
      before.end = starts[end] as number;
      before.check = check;
    } else {
      const filled = before !== undefined && between.length <= WIDEST_GAP && FILLING.test(between);
      const start = starts[found.index] as number;
      groups.push({
        index: groups.length,
        digits: found[0],
        check,
        start,
        end: starts[end] as number,
        gap: filled ? between : undefined,
      });
    }
    last = end;
  }
  return groups;
}

/** Neighbours from `from` on, with nothing but filling between them, that have so many digits together; the shortest first. */
export function windows(
  groups: readonly Group[],
  from: number,
  { least, most, parts = most }: { least: number; most: number; parts?: number },
): Group[][] {
  const found: Group[][] = [];
  let length = 0;
  for (let at = from; at < Math.min(groups.length, from + parts); at++) {
    const group = groups[at] as Group;
    if (at > from && group.gap === undefined) break;
    length += group.digits.length;
    if (length > most) break;
    if (length >= least) found.push(groups.slice(from, at + 1));
  }
  return found;
}

export const joined = (groups: readonly Group[]): string => groups.map(({ digits }) => digits).join('');

/** One plain character for each character of the text, and where each stood. */
function narrowed(text: string): { plain: string; starts: number[] } {
  const starts: number[] = [];
  const letters: string[] = [];
  let at = 0;
  for (const letter of text) {
    const narrow = letter < '\u0080' ? letter : letter.normalize('NFKC');
    letters.push(narrow.length === 1 ? narrow : '\uFFFF');
    starts.push(at);
    at += letter.length;
  }
  starts.push(at);
  return { plain: letters.join(''), starts };
}
