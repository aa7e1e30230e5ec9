import type { RawData } from 'ws';
import { z } from 'zod';
import { fieldsOf, readJson } from '../wire/json.ts';

/**
 * A frame of the platform (docs/protocol-wecom.md, section 4.7): a callback has a `cmd`, an answer to ours has an
 * `errcode`.
 */
export interface Frame {
  cmd?: string;
  headers: { req_id?: string | undefined };
  errcode?: number;
  body?: Record<string, unknown>;
}

const fields = z
  .unknown()
  .transform((body) => (body === undefined ? undefined : fieldsOf(body)))
  .optional();
const frame = z.object({
  cmd: z.string().min(1).optional().catch(undefined),
  headers: z.object({ req_id: z.string().min(1).max(500).optional().catch(undefined) }).catch({}),
  errcode: z.number().int().optional().catch(undefined),
  body: fields,
});

/** Undefined for what is no frame; a field of another shape than expected is as good as absent. */
export const frameOf = (data: RawData): Frame | undefined => frame.safeParse(readJson(String(data))).data as Frame;

/** `closed`: not opened yet, or no longer; `stopped`: the platform refuses the credentials. */
export type ConnectionState = 'closed' | 'connecting' | 'subscribed' | 'waiting' | 'kicked' | 'standby' | 'stopped';

/** Milliseconds; the defaults are those of docs/protocol-wecom.md, section 4.7. */
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

/** Before the attempt of this number, from 0; apart from the others who lost the line with us. `random` is below 1. */
export const pauseBefore = (attempt: number, pauses: readonly number[], random: number): number =>
  (pauses[Math.min(attempt, pauses.length - 1)] ?? 0) * (0.5 + random / 2);
