/** How long a row stays with a process that no longer says that it lives, before another one may take it. */
export type Lease = '1 minute' | '2 minutes';

type Table = 'inbound' | 'outbound';

/** SQL for SET: the row is in the hands of this process, and of no other until the lease has run out. */
export const inHandFor = (lease: Lease): string => `state = 'working', lease_until = now() + interval '${lease}'`;

/** SQL for WHERE: in the hands of a process that has died, or cannot reach the database. */
export const LEFT_OVER = "w.state = 'working' AND w.lease_until < now()";

/**
 * The oldest row that is so (`w` is the row) and whose `line`, a person's messages or a chat's posts, has none unfinished before it:
 * that is what keeps their order. Rows that another process takes at this moment are passed over, not waited for.
 */
export const oldest = (table: Table, isSo: string, line: 'sender_id' | 'chat_id'): string => `
  SELECT w.id FROM ${table} w
  WHERE ${isSo} AND NOT EXISTS (
    SELECT 1 FROM ${table} e
    WHERE e.channel = w.channel AND e.${line} = w.${line} AND e.id < w.id AND e.state IN ('waiting', 'working'))
  ORDER BY w.id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Puts the end of a lease off, of the row $1 and as far as `ours` says that it is still this process that has it. */
export const renewal = (table: Table, lease: Lease, ours = 'true'): string =>
  `UPDATE ${table} SET lease_until = now() + interval '${lease}' WHERE id = $1 AND state = 'working' AND ${ours}`;
