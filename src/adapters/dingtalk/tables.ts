import { createHash, randomUUID } from 'node:crypto';
import type { Office } from '../../application/office.ts';
import type { NotWritten, OutsideTable } from '../../application/ports.ts';
import type { Cell } from '../../domain/sheet-to-write.ts';
import type { Bucket } from '../wire/bucket.ts';
import type { Outcome } from '../wire/outcome.ts';
import { failureOf, millisecondsOf, requireKey } from '../wire/outside-tables.ts';
import type { AccessToken } from '../wire/token.ts';
import { CHANNEL } from './decode.ts';
import type { Rest } from './rest.ts';
import type { ColumnType, TableSettings } from './tables-setting.ts';

export interface TableParts {
  rest: Rest;
  token: AccessToken;
  bucket: Bucket;
}

/** No page names the code; a row that is not there is told by its name (docs/protocol-dingtalk.md, section 4.11). */
export const isGone = (code: string): boolean =>
  /record.*(not.?(exist|found)|invalid)|(not.?found|invalid).*record/i.test(code);

/** The tables that are set up. Throws `StartRefused` where one has no column to know a row by. */
export function tablesOf(
  tables: TableSettings[],
  office: Pick<Office, 'campaign' | 'vocabulary' | 'say'>,
  parts: TableParts,
): OutsideTable[] {
  for (const one of tables) requireKey(office, CHANNEL, one);
  return tables.map((settings) => outsideTable(settings, parts));
}

export const recordsOf = ({ base, sheet }: Pick<TableSettings, 'base' | 'sheet'>): string =>
  `/v1.0/notable/bases/${encodeURIComponent(base)}/sheets/${encodeURIComponent(sheet)}/records`;

/** A tab of an AI 表格 (docs/protocol-dingtalk.md, section 4.11). */
function outsideTable(settings: TableSettings, { rest, token, bucket }: TableParts): OutsideTable {
  const { shows, base, sheet, columns, phones, operator } = settings;
  const types = new Map(columns.map(({ field, type }) => [field, type]));
  const path = recordsOf(settings);
  const call = async (method: 'POST' | 'PUT', records: object[], more = {}): Promise<Outcome | NotWritten> => {
    const wait = await bucket.take('');
    if (wait > 0) return { state: 'later', afterMs: wait };
    const query = new URLSearchParams({ operatorId: operator, ...more });
    return token.with((one) => rest.send(method, `${path}?${query}`, one, { records }));
  };
  const marked = columns.find(({ type }) => type === 'text')?.field;
  return {
    key: `${CHANNEL}/${shows}`,
    shows,
    address: createHash('sha256').update(`${base}\n${sheet}`).digest('hex'),
    columns,
    phones,
    async add(count, mark) {
      const records = Array.from({ length: count }, () => ({ fields: marked === undefined ? {} : { [marked]: mark } }));
      // The same token again is the same rows again: a lost answer is asked for once more.
      const once = { clientToken: randomUUID() };
      const first = await call('POST', records, once);
      const answer = isUnclear(first) ? await call('POST', records, once) : first;
      if ('afterMs' in answer) return answer;
      const failed = failureOf(answer as Outcome, isGone);
      if (failed) return failed;
      const ids = idsIn(answer as Outcome);
      // What was done before and is told of no more may stand there.
      return ids.length === 0 && isUnclear(first) ? { state: 'unclear' } : { state: 'done', ids };
    },
    async update(rows) {
      const records = rows.map(({ recordId, cells }) => ({
        id: recordId,
        fields: Object.fromEntries(
          Object.entries(cells).map(([field, cell]) => [field, valueIn(types.get(field) ?? 'text', cell)]),
        ),
      }));
      const answer = await call('PUT', records);
      if ('afterMs' in answer) return answer;
      return failureOf(answer as Outcome, isGone) ?? { state: 'done' };
    },
  };
}

const isUnclear = (answer: Outcome | NotWritten): boolean =>
  answer.state === 'silent' || (answer.state === 'fault' && answer.fault === 'unclear');

function idsIn(outcome: Outcome): string[] {
  const { value, records } = outcome.state === 'done' ? outcome.body : {};
  const added = [value, records].find(Array.isArray) ?? [];
  return added.flatMap((one: { id?: unknown } | null) =>
    typeof one?.id === 'string' && one.id !== '' ? [one.id] : [],
  );
}

/** As the platform wants it in a column of this type; a blank cell empties it. */
export function valueIn(type: ColumnType, cell: Cell): unknown {
  if (cell === undefined || cell === '') return type === 'text' ? '' : null;
  switch (type) {
    case 'number':
      return Number.isFinite(Number(cell)) ? Number(cell) : null;
    case 'date':
      return millisecondsOf(String(cell)) ?? null;
    case 'url':
      return { text: String(cell), link: String(cell) };
    default:
      return String(cell);
  }
}
