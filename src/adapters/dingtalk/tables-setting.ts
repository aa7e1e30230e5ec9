import { z } from 'zod';
import { setting } from '../environment.ts';

const COLUMN_TYPES = ['text', 'number', 'date', 'singleSelect', 'url'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface TableSettings {
  shows: 'progress' | 'works';
  /** Of the file, as its address has it. */
  base: string;
  /** What the tab is called. */
  sheet: string;
  columns: { field: string; title: string; type: ColumnType }[];
  phones: boolean;
  /** In whose name it is written: the unionId of a member who may edit it. */
  operator: string;
}

const word = z.string().trim().min(1);
const columns = z.union([z.array(word).min(1), z.record(word, z.enum(COLUMN_TYPES))]);
const table = z.strictObject({ base: word, sheet: word, columns, phones: z.boolean().optional() });
const tables = z.strictObject({ operator: word, works: table.optional(), progress: table.optional() });

/** `DINGTALK_TABLES`: which table shows what, where it is, and what its columns are called. */
export const tablesSetting = setting.transform((value, context): TableSettings[] => {
  if (value === undefined) return [];
  const read = tables.safeParse(parsed(value));
  if (read.success) return settingsOf(read.data);
  context.issues.push({ code: 'custom', message: 'ai-tables', input: value });
  return z.NEVER;
});

const settingsOf = ({ operator, ...shown }: z.output<typeof tables>): TableSettings[] =>
  (['works', 'progress'] as const).flatMap((shows) => {
    const one = shown[shows];
    if (!one) return [];
    const named = Array.isArray(one.columns)
      ? one.columns.map((title): [string, ColumnType] => [title, 'text'])
      : Object.entries(one.columns);
    const { phones = false, base, sheet } = one;
    const place = { base: /\/nodes\/([^/?#]+)/.exec(base)?.[1] ?? base, sheet };
    return [
      { shows, ...place, phones, operator, columns: named.map(([title, type]) => ({ field: title, title, type })) },
    ];
  });

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
