import { EXPORT_COLUMNS } from '../../domain/export-table.ts';
import type { AnyTableMaker, TableWords } from '../exporting/making.ts';
import { completion, headOf, columnsOf as unitColumnsOf } from '../exporting/tables/completion.ts';
import { works } from '../exporting/tables/works.ts';
import type { Office } from '../office.ts';
import type { OutsideTable } from '../ports.ts';

/** What a table outside can show, and the export that has the same rows. */
export const MAKERS: Record<OutsideTable['shows'], AnyTableMaker> = { progress: completion, works };

/** By this column a person finds a row; without it nobody would know what the row is about. */
const KEYS: Record<OutsideTable['shows'], string> = { progress: 'unit', works: 'number' };

/** Its place in the list of one moment says nothing in a table whose rows stay where they are. */
const LEFT_OUT = ['serial'];
/** When what stands in the row was last changed. */
export const CHANGED = 'changed';

/** A column outside that the house fills: its field there, and what stands in it. */
export interface Filled {
  field: string;
  /** By `EXPORT_COLUMNS`, or `CHANGED`. */
  id: string;
  /** Which of several cells, where one id stands for several columns. */
  part: number;
}

type Words = TableWords & Pick<Office, 'campaign'>;
type Table = Pick<OutsideTable, 'shows' | 'columns'>;

/** The columns that are filled: found by their titles, in any width and spacing. What else there is belongs to the office. */
export function filledIn(words: Words, { shows, columns }: Table): Filled[] {
  const known = titlesOf(words, shows);
  return columns.flatMap(({ field, title }) => {
    const found = known.find(({ titles }) => titles.some((one) => plain(one) === plain(title)));
    return found ? [{ field, id: found.id, part: found.part }] : [];
  });
}

/** The title of the column that a table cannot do without, where it has none; with all titles that are known. */
export function keyMissing(words: Words, table: Table): { missing: string; titles: string[] } | undefined {
  const key = KEYS[table.shows];
  if (filledIn(words, table).some(({ id }) => id === key)) return undefined;
  const known = titlesOf(words, table.shows);
  const missing = known.find(({ id }) => id === key)?.titles[0] ?? key;
  return { missing, titles: known.map(({ titles }) => titles[0] ?? '') };
}

interface Known extends Omit<Filled, 'field'> {
  /** The first one is what it is called to people. */
  titles: string[];
}

function titlesOf({ campaign, vocabulary, say }: Words, shows: OutsideTable['shows']): Known[] {
  const { kind } = MAKERS[shows];
  const named: Record<string, { head: string } | undefined> = vocabulary.tables[kind].columns;
  const heads: Record<string, string> = campaign.exports[kind]?.heads ?? {};
  const columns: readonly string[] = EXPORT_COLUMNS[kind];
  const known = columns
    .filter((id) => !LEFT_OUT.includes(id))
    .flatMap((id): Known[] => {
      if (id === 'categories') return categoriesOf(campaign);
      const own = named[id]?.head ?? id;
      return [{ id, part: 0, titles: [heads[id] ?? own, own] }];
    });
  return [...known, { id: CHANGED, part: 0, titles: [say('mirror.changed')] }];
}

/** A category's column may be called as the notice's table has it, or by its name alone. */
const categoriesOf = (campaign: Office['campaign']): Known[] =>
  unitColumnsOf(campaign, { unitIds: [], categoryIds: [], accepted: false }).map((category, part) => ({
    id: 'categories',
    part,
    titles: [headOf(category), category.name, category.short],
  }));

const plain = (title: string) => title.normalize('NFKC').replace(/\s/g, '').toLowerCase();
