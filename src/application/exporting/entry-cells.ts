import { isLate } from '../../domain/deadline.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import { durationInWords, sizeInWords } from '../words/measures.ts';
import type { Making, TableMaker } from './making.ts';
import type { StandingEntry } from './standing.ts';

/** What stands in the columns that tables of entries have in common. */
export const entryCells: TableMaker<StandingEntry>['cells'] = {
  unit: ({ unitId }, making) => making.unitOf(unitId)?.name ?? unitId,
  title: ({ title }) => title,
  category: ({ categoryId }, making) => making.categoryOf(categoryId)?.name ?? categoryId,
  number: ({ number }) => number,
  state: ({ state }, { words }) => words.vocabulary.states[state],
  received: ({ received }) => (received === null ? undefined : beijingDayAndTime(new Date(received))),
  late: (entry, making) => making.words.say('export.late', { late: cameLate(entry, making) }),
  ...Object.fromEntries(
    (['author', 'authorUnit', 'phone', 'link', 'note', 'name', 'workplace', 'deeds', 'date', 'company'] as const).map(
      (field) => [field, ({ fields }: StandingEntry) => fields[field]],
    ),
  ),
};

/** Whether it came after the deadline of its unit and category. */
export const cameLate = ({ received, unitId, categoryId }: StandingEntry, { deadlines }: Making): boolean =>
  received !== null && isLate(new Date(received), deadlines.of(unitId, categoryId));

const MOST_FILES_TOLD = 3;

/** MP4 2分58秒 48.6 MB, of each file; of many the first ones and how many there are. */
export function formOf({ files, fields }: Pick<StandingEntry, 'files' | 'fields'>, { words }: Making): string {
  const told = files.slice(0, MOST_FILES_TOLD).map(({ extension, name, size, measured: { durationMs } }) => {
    const kind = (extension || (/\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1] ?? '')).toUpperCase();
    const duration = durationMs === undefined ? '' : durationInWords(words, durationMs);
    return [kind, duration, sizeInWords(size)].filter((part) => part !== '').join(' ');
  });
  return words.say('export.form', {
    files: told.join('；'),
    count: files.length > MOST_FILES_TOLD ? files.length : '',
    link: files.length === 0 && fields.link !== undefined,
  });
}
