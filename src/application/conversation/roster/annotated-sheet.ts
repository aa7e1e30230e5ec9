import { withoutExtension } from '../../../domain/formats.ts';
import { annotated } from '../../../domain/roster/annotate.ts';
import { cardIn } from '../../../domain/roster/values.ts';
import type { UnwrittenSheet } from '../../message.ts';
import { type ListKind, listWords } from '../../words/list-words.ts';
import { oneLine } from '../../words/normalise.ts';
import { maskNumbers } from '../../words/privacy.ts';
import type { EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';

/** What became of one row. */
export interface RowResult {
  /** As the list itself is called where there are several; empty otherwise. */
  sheet: string;
  row: number;
  said: string;
}

const WIDTH = 16;
const RESULT_WIDTH = 36;

/**
 * The lists that were sent, each with a column that says what was recorded of a row and what is to be mended: sent again as they are,
 * only what is new counts. Names are in them, so a group gets none.
 */
export function annotatedSheets(
  context: Context,
  kind: ListKind,
  files: readonly EntryFile[],
  results: readonly RowResult[],
): UnwrittenSheet[] {
  const { vocabulary, now, inGroup, say } = context;
  if (inGroup) return [];
  const words = listWords(vocabulary, kind);
  const judging = { words, hasCard: (cell: string) => maskNumbers(cell).masked };
  const head = say('export.result');
  return files.flatMap((file) => {
    const read = context.sheets.get(file.sha256);
    const sheets = read?.ok ? read.sheets : [];
    return sheets.flatMap((sheet): UnwrittenSheet[] => {
      const own = results.filter((one) => isOf(one.sheet, sheet.name, file.name, files.length > 1));
      const saidOf = new Map(own.map(({ row, said }) => [row, said]));
      const list = annotated(sheet, words, { head, of: (row) => saidOf.get(row) ?? '' }, (cell) =>
        cardIn([cell], judging) ? '' : cell,
      );
      if (!list || own.length === 0) return [];
      const name = oneLine(withoutExtension(file.name), 60);
      return [
        {
          name: `${name}-${head}`,
          sheet: {
            ...{ name: sheet.name || head, title: name, foot: '', madeAt: now.getTime(), fonts: vocabulary.tableFonts },
            above: { left: say('export.result-how'), right: '' },
            heads: list.heads.map((text, index) => ({
              text,
              width: index === list.heads.length - 1 ? RESULT_WIDTH : WIDTH,
            })),
            rows: list.rows,
          },
        },
      ];
    });
  });
}

/** Where several lists were read each row tells of which; the name of a file comes first where there are several files. */
const isOf = (told: string, sheet: string, file: string, several: boolean): boolean =>
  told === '' || told === sheet || (several && (told === file || told === `${file} ${sheet}`));
