import { type Check, resultsIn } from '../wire/checkup.ts';
import type { AccessToken } from '../wire/token.ts';
import { doctorPhrases } from './phrases.ts';
import type { Rest } from './rest.ts';
import { isGone, recordsOf } from './tables.ts';
import type { TableSettings } from './tables-setting.ts';

const { ok, failed } = resultsIn(doctorPhrases);

/** Nothing has this id, so changing it changes nothing. */
const NO_ROW = 'recDoctor';

/** Whether a table takes what is written to it, without writing anything. */
export const tableCheck = (rest: Rest, token: AccessToken, table: TableSettings): Check => ({
  name: 'table',
  facts: { works: table.shows === 'works' },
  async run() {
    const path = `${recordsOf(table)}?${new URLSearchParams({ operatorId: table.operator })}`;
    const records = [{ id: NO_ROW, fields: {} }];
    const answer = await token.with((one) => rest.send('PUT', path, one, { records }));
    if (answer.state === 'done' || (answer.state === 'fault' && isGone(answer.code))) return ok('table-ok');
    if (answer.state !== 'fault') return failed('silent');
    if (answer.fault === 'permission') return failed('table-permission', { scopes: (answer.scopes ?? []).join(' ') });
    if (answer.fault === 'quota') return failed('quota', { code: answer.code });
    return failed('table-refused', { code: answer.code });
  },
});
