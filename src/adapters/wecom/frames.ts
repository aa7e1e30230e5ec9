/** A frame of the platform (section 4.7): a callback has a `cmd`, an answer to ours has an `errcode`. */
export interface Frame {
  cmd?: string;
  headers: { req_id: string };
  errcode?: number;
  body?: Record<string, unknown>;
}

export type ConnectionState = 'idle' | 'connecting' | 'subscribed' | 'waiting' | 'kicked' | 'standby' | 'stopped';

/** Milliseconds; the defaults are those of section 4.7. */
export interface ConnectionTimes {
  pingMs: number;
  ackMs: number;
  /** The last one repeats, without end. */
  backoffMs: number[];
  /** A connection that held so long has earned the first pause again. */
  stableMs: number;
  /** After a subscribe that was refused for another reason than its credentials. */
  refusedMs: number;
  /** After another process took the bot over; the last one repeats. */
  kickedMs: number[];
}

export const TIMES: ConnectionTimes = {
  pingMs: 30_000,
  ackMs: 5_000,
  backoffMs: [1_000, 2_000, 4_000, 8_000, 16_000, 30_000],
  stableMs: 60_000,
  refusedMs: 30_000,
  kickedMs: [5 * 60_000, 60 * 60_000],
};
