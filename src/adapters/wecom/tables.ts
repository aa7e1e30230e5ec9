import { createHash } from 'node:crypto';
import { filledIn } from '../../application/mirroring/columns.ts';
import type { Office } from '../../application/office.ts';
import type { NotWritten, OutsideTable } from '../../application/ports.ts';
import { StartRefused } from '../../application/start-refused.ts';
import type { Cell } from '../../domain/sheet-to-write.ts';
import { throttle } from '../prisma/throttle.ts';
import type { Bucket } from '../wire/bucket.ts';
import type { Outcome } from '../wire/outcome.ts';
import { failureOf, millisecondsOf, requireKey } from '../wire/outside-tables.ts';
import { ALLOWANCES } from './allowances.ts';
import { CHANNEL } from './decode.ts';
import type { Rest } from './rest.ts';
import { type ColumnType, isWritable, type TableSettings } from './tables-setting.ts';

export interface TableParts {
  rest: Rest;
  bucket: Bucket;
  settings: TableSettings;
}

/** Of a program that writes tables and starts no channel. */
export interface TablesGiven {
  office: Pick<Office, 'prisma' | 'campaign' | 'vocabulary' | 'say' | 'log'>;
  rest: Rest;
}

/** The tables that are set up. Throws `StartRefused` where one cannot be written to. */
export function tablesOf(tables: TableSettings[], { office, rest }: TablesGiven): OutsideTable[] {
  requireColumns(office, tables);
  const bucket = throttle(office.prisma, 'wecom/table', ALLOWANCES.table, office.log);
  return tables.map((settings) => outsideTable({ rest, bucket, settings }));
}

/** No row has this id any more (docs/protocol-wecom.md, section 3.9). */
export const NO_SUCH_ROW = '2023012';

/** A 智能表格 that takes data from outside (docs/protocol-wecom.md, section 3.9). */
export function outsideTable({ rest, bucket, settings }: TableParts): OutsideTable {
  const { shows, url, schema, columns, phones } = settings;
  const types = new Map(columns.map(({ field, type }) => [field, type]));
  const address = createHash('sha256').update(url).digest('hex');
  const post = async (body: object): Promise<NotWritten | { outcome: Outcome }> => {
    const wait = await bucket.take(url);
    if (wait > 0) return { state: 'later', afterMs: wait };
    const outcome = await rest.postTo(new URL(url), { schema, ...body });
    return failureOf(outcome, (code) => code === NO_SUCH_ROW) ?? { outcome };
  };
  const marked = columns.find(({ type }) => type === 'text' || type === 'plain')?.field;
  return {
    key: shows,
    shows,
    address,
    columns,
    phones,
    async add(count, mark) {
      const values = marked === undefined ? {} : { [marked]: valueIn('text', mark) };
      const answer = await post({ add_records: Array.from({ length: count }, () => ({ values })) });
      return 'outcome' in answer ? { state: 'done', ids: idsIn(answer.outcome) } : answer;
    },
    async update(rows) {
      const records = rows.map(({ recordId, cells }) => ({
        record_id: recordId,
        values: Object.fromEntries(
          Object.entries(cells).map(([field, cell]) => [field, valueIn(types.get(field) ?? 'plain', cell)]),
        ),
      }));
      const answer = await post({ update_records: records });
      return 'outcome' in answer ? { state: 'done' } : answer;
    },
  };
}

function idsIn(outcome: Outcome): string[] {
  const added = outcome.state === 'done' ? outcome.body.add_records : undefined;
  if (!Array.isArray(added)) return [];
  return added.flatMap((one) => (typeof one?.record_id === 'string' && one.record_id !== '' ? [one.record_id] : []));
}

/** As the platform wants it in a column of this type; a blank cell empties it. */
export function valueIn(type: ColumnType, cell: Cell): unknown {
  const text = cell === undefined ? '' : String(cell);
  switch (type) {
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : 0;
    case 'date_time':
      return String(millisecondsOf(text) ?? '');
    case 'single_select':
      return text === '' ? [] : [{ text }];
    case 'url':
      return text === '' ? [] : [{ link: text, text }];
    default:
      return text === '' ? [] : [{ type: 'text', text }];
  }
}

/** Throws `StartRefused` where a table has no column to know a row by, or one of ours that cannot be written to. */
function requireColumns(office: Pick<Office, 'campaign' | 'vocabulary' | 'say'>, tables: TableSettings[]): void {
  for (const { shows, columns } of tables) {
    requireKey(office, CHANNEL, { shows, columns });
    const ours = new Set(filledIn(office, { shows, columns }).map(({ field }) => field));
    const odd = columns.find(({ field, type }) => ours.has(field) && !isWritable(type));
    if (odd) throw new StartRefused('wecom-table-column', { shows, title: odd.title, type: odd.type });
  }
}
