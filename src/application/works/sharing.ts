import type { Turn } from '../turn.ts';

type Reads = Pick<Turn, 'tx' | 'campaign'>;

/** Up to which row of files it was looked, and which entries had bytes then that stood in another one too. */
interface Known {
  last: number;
  numbers: Set<number>;
}

/** Beside the campaign as it was loaded: another process, or the same one started anew, looks for itself. */
const known = new WeakMap<Turn['campaign'], Known>();
/** Rows get their number before they are committed: one may come to light behind those that were looked at. */
const LOOKS_BACK = 2_000;

/**
 * Entries whose bytes stood in another entry at some time, of whomever: few of very many, to be looked at one by one. Two entries
 * come to share bytes with a new row of files only, so that after the first time only new rows are looked at: of a hundred thousand
 * files all are looked through in a quarter of a second.
 */
export async function sharing({ tx, campaign }: Reads): Promise<ReadonlySet<number>> {
  const [{ newest } = { newest: 0 }] = await tx.$queryRaw<{ newest: number }[]>`
    SELECT coalesce(max(id), 0)::int AS newest FROM submission_file`;
  const before = known.get(campaign);
  // A database that was emptied begins to count anew.
  const from = before !== undefined && before.last <= newest ? before : undefined;
  const rows = from
    ? await tx.$queryRaw<{ numbers: number[] }[]>`
        SELECT ARRAY[fresh.submission_number, other.submission_number] AS numbers FROM submission_file fresh
        JOIN submission_file other ON other.sha256 = fresh.sha256 AND other.submission_number <> fresh.submission_number
        WHERE fresh.id > ${from.last - LOOKS_BACK}::int`
    : await tx.$queryRaw<{ numbers: number[] }[]>`
        SELECT array_agg(submission_number) AS numbers FROM submission_file
        GROUP BY sha256 HAVING min(submission_number) <> max(submission_number)`;
  const numbers = new Set([...(from?.numbers ?? []), ...rows.flatMap((row) => row.numbers)]);
  known.set(campaign, { last: newest, numbers });
  return numbers;
}
