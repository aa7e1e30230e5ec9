import { readXlsxApart } from './read-xlsx.ts';

type Cells = (string | number)[];

/** A figure as the sheet beside a paper tells it, and as its own rows give it again. */
export interface Traced {
  sentence: string;
  told: string | number;
  again: string | number;
  /** As many as the sheet says, and as there are. */
  rows: [told: number, found: number];
  /** Of entries: number, unit, category and title. */
  entries: { number: number; unit: string; category: string; title: string }[];
}

const [UNIT, CATEGORY, NUMBER, TITLE, COUNTS, OF, LEVEL] = [2, 3, 4, 5, 8, 9, 10];

/** `shortOf`: what a unit is called in a sentence, by the name that the table has. What is made of the rows is read off the figure's form. */
export function tracedFigures(xlsx: Uint8Array, shortOf: (name: string) => string): Traced[] {
  const bodyOf = (sheet: number) => readXlsxApart(xlsx, sheet).rows.filter(([serial]) => Number(serial) > 0);
  const behind = bodyOf(2);
  return bodyOf(1).map(([serial, told = '', sentence = '', , count]) => {
    const own = behind.filter((row) => row[0] === serial);
    return {
      sentence: String(sentence),
      told,
      again: fromRows(told, own, shortOf),
      rows: [Number(count), own.length],
      entries: own
        .filter((row) => Number(row[NUMBER]) > 0)
        .map((row) => ({
          ...{ number: Number(row[NUMBER]), title: String(row[TITLE]) },
          ...{ unit: String(row[UNIT]), category: String(row[CATEGORY]) },
        })),
    };
  });
}

function fromRows(told: string | number, rows: Cells[], shortOf: (name: string) => string): string | number {
  const sum = (column: number) => rows.reduce((all, row) => all + Number(row[column] ?? 0), 0);
  const share = (part: number, whole: number) => `${Math.floor((part * 100) / whole)}%`;
  if (typeof told === 'number') return sum(COUNTS);
  if (/^\d+\/\d+$/.test(told)) return `${sum(COUNTS)}/${sum(OF)}`;
  if (/^\d+%$/.test(told)) return share(sum(COUNTS), sum(OF));
  if (rows.some((row) => String(row[LEVEL] ?? '') !== '')) {
    const levels = [...new Set(rows.map((row) => String(row[LEVEL])))];
    return levels.map((level) => `${level}${rows.filter((row) => row[LEVEL] === level).length}件`).join('、');
  }
  return rows
    .map((row) => shortOf(String(row[UNIT])) + (told.includes('%') ? share(Number(row[COUNTS]), Number(row[OF])) : ''))
    .join('、');
}
