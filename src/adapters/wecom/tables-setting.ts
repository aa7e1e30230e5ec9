import { z } from 'zod';
import { setting } from '../environment.ts';

/** How values of a column are written; `plain`: the sample does not say, so it is a column of text. */
export const COLUMN_TYPES = ['plain', 'text', 'number', 'single_select', 'date_time', 'url'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface TableSettings {
  shows: 'progress' | 'works';
  /** With a key in it: a secret. */
  url: string;
  columns: { field: string; title: string; type: ColumnType }[];
  /** As it was copied, to be sent with every call. */
  schema: Record<string, unknown>;
  phones: boolean;
}

const SHOWS = ['progress', 'works'] as const;
/** What the sample calls them; others have been seen for the same. */
const TYPES: Record<string, ColumnType> = {
  text: 'text',
  number: 'number',
  single_select: 'single_select',
  select: 'single_select',
  date_time: 'date_time',
  datetime: 'date_time',
  date: 'date_time',
  url: 'url',
};
const PATH = '/cgi-bin/wedoc/smartsheet/webhook';

const column = z.union([z.string().min(1), z.looseObject({ title: z.string().min(1), type: z.string().optional() })]);
const table = z.strictObject({
  url: z.string(),
  schema: z.record(z.string().min(1), column),
  phones: z.boolean().optional(),
});

/**
 * `WECOM_TABLES`: which table shows what, with its address and its schema as the client's sample has them. The rule that a wrong one
 * breaks names the table and, where it is one column, that column.
 */
export const tablesSetting = setting.transform((value, context): TableSettings[] => {
  const read = value === undefined ? [] : tablesIn(value);
  if (Array.isArray(read)) return read;
  context.issues.push({ code: 'custom', message: read, input: value });
  return z.NEVER;
});

function tablesIn(value: string): TableSettings[] | string {
  const given = z.record(z.string(), z.unknown()).safeParse(parsed(value));
  if (!given.success) return 'tables';
  const tables: TableSettings[] = [];
  for (const [name, one] of Object.entries(given.data)) {
    const shows = SHOWS.find((known) => known === name);
    if (!shows) return `tables-name ${word(name)}`;
    const { success, data } = table.safeParse(one);
    if (!success || Object.keys(data.schema).length === 0) return `tables-schema ${name}`;
    if (!isTableAddress(data.url.trim())) return `tables-url ${name}`;
    const columns = Object.entries(data.schema).map(([field, said]) => {
      const { title, type = 'plain' } = typeof said === 'string' ? { title: said } : said;
      return { field, title, type: type === 'plain' ? 'plain' : (TYPES[type.toLowerCase()] ?? type) };
    });
    const phones = data.phones ?? false;
    tables.push({
      shows,
      url: data.url.trim(),
      schema: data.schema,
      phones,
      columns: columns as TableSettings['columns'],
    });
  }
  return tables;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** A private installation has its own host. */
function isTableAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.pathname.endsWith(PATH) && (url.searchParams.get('key') ?? '') !== '';
}

/** A rule and its facts are set apart by blanks. */
const word = (text: string) => text.replace(/\s+/g, '').slice(0, 20) || '?';

/** Whether values of a column can be written at all. */
export const isWritable = (type: string): type is ColumnType => (COLUMN_TYPES as readonly string[]).includes(type);
