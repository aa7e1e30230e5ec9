import type { ServingFaults } from '../platform/served-file.ts';

/** How the media server misbehaves for one file (docs/protocol-wecom.md, section 4.3). */
export interface FileFaults extends ServingFaults {
  /** `noise`: does not decrypt · `plain`: was never encrypted · `truncated`: the last block is missing. */
  bytes?: 'noise' | 'plain' | 'truncated';
}

/** One frame from the bot, before it is obeyed. `nth` counts frames of this `cmd` from 1. */
export interface FrameSeen {
  cmd: string;
  reqId: string;
  body: Record<string, unknown>;
  nth: number;
}

/**
 * `silent`: obeyed, no ack · `lost`: neither · `cut`: obeyed, then the connection breaks before the ack ·
 * `late`: obeyed, ack after so many real ms · `errcode`: refused.
 */
export type FrameFault = 'silent' | 'lost' | 'cut' | { late: number } | { errcode: number } | undefined;

/** `drop`: the request is obeyed and the connection breaks · `lost`: it breaks before · `stall`: obeyed, no answer. */
export type RequestFault = 'drop' | 'lost' | 'stall' | { errcode: number } | { status: number } | undefined;

export interface Faults {
  frame?: ((frame: FrameSeen) => FrameFault) | undefined;
  request?: ((path: string, nth: number) => RequestFault) | undefined;
  /** Connections are refused with HTTP 503. */
  unreachable: boolean;
  /** Half-open: sockets stay, the fake neither reads nor writes. */
  deaf: boolean;
  /** Every push and callback arrives that many times more, with the same msgid. */
  duplicates: number;
  /** Keeps that many pushes back, then delivers them in reverse order. */
  reorder: number;
  /** A retried callback carries the nonce, timestamp and signature of the first try. */
  sameNonce: boolean;
  /** A blank after every URL, as in the document's samples (docs/protocol-wecom.md, section 4.2). */
  blankAfterUrl: boolean;
  /** `aeskey` without its `=` (docs/protocol-wecom.md, section 4.3, point 3). */
  unpaddedKeys: boolean;
}
