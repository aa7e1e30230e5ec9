import { keyMissing } from '../../application/mirroring/columns.ts';
import type { Office } from '../../application/office.ts';
import type { NotWritten, OutsideTable } from '../../application/ports.ts';
import { StartRefused } from '../../application/start-refused.ts';
import { instantAt } from '../../domain/time.ts';
import type { Outcome } from './outcome.ts';

const OFFLINE_MS = 30_000;
/** Of a month's or a day's calls; staff hear of those by themselves. */
const QUOTA_MS = 3_600_000;

/** Undefined when it is done. */
export function failureOf(outcome: Outcome, isGone: (code: string) => boolean): NotWritten | undefined {
  if (outcome.state === 'done') return undefined;
  if (outcome.state === 'offline') return { state: 'later', afterMs: OFFLINE_MS };
  if (outcome.state === 'silent' || outcome.fault === 'unclear') return { state: 'unclear' };
  if (outcome.fault === 'busy' || outcome.fault === 'too-often')
    return { state: 'later', afterMs: outcome.waitMs ?? OFFLINE_MS };
  if (outcome.fault === 'quota') return { state: 'later', afterMs: QUOTA_MS };
  if (isGone(outcome.code)) return { state: 'gone' };
  return { state: 'refused', reason: [outcome.code, ...(outcome.scopes ?? [])].join(' ') };
}

/** Throws `StartRefused` where a table has no column to know a row by; the sentence is `<channel>-table-key`. */
export function requireKey(
  office: Pick<Office, 'campaign' | 'vocabulary' | 'say'>,
  channel: string,
  table: Pick<OutsideTable, 'shows' | 'columns'>,
): void {
  const lacks = keyMissing(office, table);
  if (!lacks) return;
  const titles = lacks.titles.join('\u3001');
  throw new StartRefused(`${channel}-table-key`, { shows: table.shows, missing: lacks.missing, titles });
}

/** `2020-09-10 15:02`, in Beijing, as milliseconds; undefined for what is no time. */
export function millisecondsOf(text: string): number | undefined {
  const [, day, time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?$/.exec(text) ?? [];
  return day === undefined ? undefined : instantAt(day, time).getTime();
}
