import { deadlinesOf } from '../../domain/deadline.ts';
import type { Cell, SheetToWrite } from '../../domain/sheet-to-write.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { AnyTableMaker, Making, TableWords } from './making.ts';
import type { Standing, Which } from './standing.ts';

/** One column of the sheet, and what stands in it. */
interface Column {
  id: string;
  head: string;
  width: number;
  /** Which of several cells it shows, where one id stands for several columns. */
  part: number;
}

/** A table as it will be written: its words, its rows, its look. The same standing makes the same sheet. */
export function layOut(maker: AnyTableMaker, standing: Standing, which: Which, words: TableWords): SheetToWrite {
  const making = makingOf(standing, which, words);
  const named = words.vocabulary.tables[maker.kind];
  const given = standing.campaign.exports[maker.kind];
  const columns = columnsOf(maker, making);
  const ids = [...new Set(columns.map(({ id }) => id))];
  const rows = maker.made(making).map(({ total, cell }, index): Cell[] => {
    const made = new Map(ids.map((id) => [id, id === 'serial' ? (total ? undefined : index + 1) : cell(id)]));
    return columns.map(({ id, part }) => {
      const value = made.get(id);
      return Array.isArray(value) ? value[part] : value;
    });
  });
  return {
    name: named.title,
    title: given?.title ?? words.say('export.title', { campaign: standing.campaign.name, title: named.title }),
    above: { left: named.above, right: asOfInWords({ at: standing.at, snapshot: standing.snapshot?.number }, words) },
    heads: columns.map(({ head, width }) => ({ text: head, width })),
    rows,
    foot: given?.foot ?? named.foot,
    fonts: words.vocabulary.tableFonts,
    madeAt: standing.at,
  };
}

/** 截至 2020-09-15 18:00（快照 2） */
export const asOfInWords = (
  { at, snapshot }: { at: number; snapshot?: number | undefined },
  { say }: Pick<TableWords, 'say'>,
) => say('export.as-of', { time: beijingDayAndTime(new Date(at)), snapshot: snapshot ?? '' });

export function makingOf(standing: Standing, which: Which, words: TableWords): Making {
  const { campaign } = standing;
  const units = new Map(campaign.units.map((unit) => [unit.id, unit]));
  const categories = new Map(campaign.categories.map((category) => [category.id, category]));
  const extensions = standing.extensions.map((one) => ({ ...one, at: new Date(one.at) }));
  return {
    standing,
    which,
    words,
    deadlines: deadlinesOf(campaign, extensions),
    unitOf: (id) => units.get(id),
    categoryOf: (id) => categories.get(id),
  };
}

/** What the campaign file names, else what the house shows by itself. */
function columnsOf(maker: AnyTableMaker, making: Making): Column[] {
  const { vocabulary } = making.words;
  const given = making.standing.campaign.exports[maker.kind];
  const named = vocabulary.tables[maker.kind].columns;
  const shown = given?.columns ?? Object.keys(named).filter((id) => named[id]?.shown);
  return shown.flatMap((id) => {
    const { head = id, width = 12 } = named[id] ?? {};
    const several = maker.heads?.[id]?.(making);
    if (several) return several.map((one, part) => ({ id, head: one, width, part }));
    return [{ id, head: given?.heads?.[id] ?? head, width, part: 0 }];
  });
}
