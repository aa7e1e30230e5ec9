import type { Cell, SheetToWrite } from '../../../domain/sheet-to-write.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { PaperWords } from '../../words/paper-words.ts';
import type { Making } from '../making.ts';
import type { Composed } from './bulletin.ts';
import { momentInWords } from './bulletin.ts';

const FIGURE_WIDTHS = [6, 14, 50, 50, 8, 8];
const ROW_WIDTHS = [9, 14, 20, 14, 8, 30, 10, 17, 8, 8, 10];

/**
 * Where every figure of a paper comes from, as two tabs: each figure with its sentence and how it was counted, and the rows behind it.
 * Whoever adds up the rows of a figure has it again.
 */
export function figuresSheets(
  { title, told }: Composed,
  number: number,
  making: Making,
  words: PaperWords,
): SheetToWrite[] {
  const { standing, words: tableWords, unitOf, categoryOf } = making;
  const snapshot = standing.snapshot?.number ?? 0;
  const above = {
    left: words.say('paper.figures-above', { number, snapshot, asOf: momentInWords(standing.at, words) }),
    right: '',
  };
  const sheet = (tab: string, heads: string[], widths: number[], rows: Cell[][]): SheetToWrite => ({
    name: words.say(tab),
    title: words.say('paper.figures-file', { title, number }),
    above,
    heads: heads.map((text, index) => ({ text, width: widths[index] ?? 12 })),
    rows,
    foot: '',
    fonts: tableWords.vocabulary.tableFonts,
    madeAt: standing.at,
  });
  const figures = told.map(({ figure, sentence }, index): Cell[] => [
    ...[index + 1, figure.value, sentence],
    words.say(`figures.${figure.explained}`, { unit: figure.unit, category: figure.category }),
    ...[figure.rows.length, snapshot],
  ]);
  const rows = told.flatMap(({ figure }, index) =>
    figure.rows.map(({ unitId, categoryId, entry, counts, of, level }): Cell[] => [
      ...[index + 1, figure.value, unitOf(unitId)?.name ?? unitId, categoryOf(categoryId)?.name ?? categoryId],
      ...[entry?.number, entry?.title, entry && tableWords.vocabulary.states[entry.state]],
      entry?.received == null ? undefined : beijingDayAndTime(new Date(entry.received)),
      ...[counts, of === 0 ? undefined : of, level],
    ]),
  );
  return [
    sheet('paper.figures-tab', words.list('paper.figures-heads'), FIGURE_WIDTHS, figures),
    sheet('paper.rows-tab', words.list('paper.rows-heads'), ROW_WIDTHS, rows),
  ];
}
