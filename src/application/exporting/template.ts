import type { SheetToWrite } from '../../domain/sheet-to-write.ts';
import type { Turn } from '../turn.ts';
import type { ListKind } from '../words/list-words.ts';
import type { TableWords } from './making.ts';

/** As many rows as a sheet has to be filled in; more can be added below. */
const EMPTY_ROWS = 60;

/** An empty sheet to report many at once, with an example that is never counted, for one unit or for any. */
export function templateOf(
  { campaign, now }: Pick<Turn, 'campaign' | 'now'>,
  { vocabulary }: Pick<TableWords, 'vocabulary'>,
  kind: ListKind,
  unitId: string | undefined,
): { name: string; sheet: SheetToWrite } {
  const { title, above, foot, columns } = vocabulary.templates[kind];
  const unit = campaign.units.find(({ id }) => id === unitId);
  const categories = campaign.categories.filter((one) => one.kind === kind).map(({ short }) => short);
  const choice = columns.findIndex(({ field }) => field === 'category');
  const example = columns.map((column) => (column.field === 'category' ? categories[0] : column.example));
  return {
    name: unit ? `${title}-${unit.short}` : title,
    sheet: {
      ...{ name: title, title, foot, rows: [example], grey: [0], emptyRows: EMPTY_ROWS, madeAt: now.getTime() },
      above: { left: above.replace('{unit}', unit?.name ?? ''), right: '' },
      heads: columns.map(({ head, width }) => ({ text: head, width })),
      ...(choice >= 0 && { choices: [{ column: choice, values: categories }] }),
      fonts: vocabulary.tableFonts,
    },
  };
}
