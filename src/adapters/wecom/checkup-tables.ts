import { type Check, resultsIn } from '../wire/checkup.ts';
import { doctorPhrases } from './phrases.ts';
import type { Rest } from './rest.ts';
import { NO_SUCH_ROW, valueIn } from './tables.ts';
import type { TableSettings } from './tables-setting.ts';

const { ok, failed } = resultsIn(doctorPhrases);

/** Nothing has this id, so changing it changes nothing, and the answer tells whether the address and the columns are known. */
const NO_ROW = 'rDoctor';

/** Whether a table takes what is written to it, without writing anything. */
export const tableCheck = (rest: Rest, { shows, url, schema, columns: [first] }: TableSettings): Check => ({
  name: 'table',
  facts: { works: shows === 'works' },
  async run() {
    const values = first === undefined ? {} : { [first.field]: valueIn(first.type, undefined) };
    const answer = await rest.postTo(new URL(url), { schema, update_records: [{ record_id: NO_ROW, values }] });
    if (answer.state === 'done') return ok('table-ok');
    if (answer.state !== 'fault') return failed('table-silent');
    if (answer.code === NO_SUCH_ROW) return ok('table-ok');
    return failed(REFUSED[answer.code] ?? 'table-refused', { errcode: answer.code });
  },
});

const REFUSED: Record<string, `table-${'key' | 'schema' | 'often'}`> = {
  40014: 'table-key',
  93000: 'table-key',
  2023001: 'table-schema',
  40058: 'table-schema',
  45009: 'table-often',
  45033: 'table-often',
};
