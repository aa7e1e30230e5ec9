// Results of judging counted by other means than the program's: whole numbers of sixtieths, as no work has more than five papers.

export interface Marked {
  number: number;
  judge: number;
  marks: [theme: number, content: number, form: number];
}

export interface CountedWork {
  number: number;
  rank: number;
  /** To two places. */
  printed: string;
  /** The level it has; empty: none, or a tie over a line. */
  award: string;
  /** The levels that a tie may come to. */
  open: string;
  owed: number;
}

interface Counted {
  number: number;
  /** Sixtieths of points. */
  score: number;
  theme: number;
  median: number;
  received: number;
  owed: number;
}

const LEVELS = ['first', 'second', 'third'];

/**
 * The rules of the shipped campaign, once more: 40 + 30 + 30 points, one dropped at each end of five, 10, 20 and 30 per cent, ties told
 * apart by the first criterion, the median and the earlier receipt.
 */
export function recountedResults(
  categories: string[],
  rows: { number: number; categoryId: string; receivedAt: Date | null }[],
  papers: Marked[],
  made: { number: number; judge: number }[],
): [category: string, works: CountedWork[]][] {
  return categories.map((category) => {
    const works = rows.filter(({ categoryId }) => categoryId === category);
    const order = works.map((work) => counted(work, papers, made)).sort((a, b) => before(a, b) || a.number - b.number);
    const places = [10, 20, 30].flatMap((percent, level) =>
      Array.from({ length: Math.max(1, Math.trunc((works.length * percent) / 100)) }, () => LEVELS[level] as string),
    );
    return [category, order.map((one) => placed(one, order, places))];
  });
}

function counted(
  { number, receivedAt }: { number: number; receivedAt: Date | null },
  papers: Marked[],
  made: { number: number }[],
): Counted {
  const own = papers
    .filter((one) => one.number === number)
    .map(({ judge, marks }) => ({ judge, total: marks[0] + marks[1] + marks[2], theme: marks[0] }))
    .sort((a, b) => a.total - b.total || a.judge - b.judge);
  const kept = own.length === 5 ? own.slice(1, 4) : own;
  const sum = (of: 'total' | 'theme') => (kept.reduce((all, one) => all + one[of], 0) * 60) / kept.length;
  const middle = [kept[Math.floor((kept.length - 1) / 2)], kept[Math.floor(kept.length / 2)]];
  return {
    number,
    score: sum('total'),
    theme: sum('theme'),
    median: ((middle[0]?.total ?? 0) + (middle[1]?.total ?? 0)) * 30,
    received: receivedAt?.getTime() ?? 0,
    owed: made.filter((one) => one.number === number).length - own.length,
  };
}

const before = (a: Counted, b: Counted) =>
  b.score - a.score || b.theme - a.theme || b.median - a.median || a.received - b.received;

function placed(one: Counted, order: Counted[], places: string[]): CountedWork {
  const from = order.findIndex((other) => before(other, one) === 0);
  const same = order.filter((other) => before(other, one) === 0).length;
  const levels = [...new Set(Array.from({ length: same }, (_, index) => places[from + index] ?? ''))];
  const hundredths = Math.floor((one.score * 200 + 60) / 120);
  const [award, open] = levels.length === 1 ? [levels[0] ?? '', ''] : ['', levels.join('|')];
  const printed = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
  return { number: one.number, rank: from + 1, printed, award, open, owed: one.owed };
}
