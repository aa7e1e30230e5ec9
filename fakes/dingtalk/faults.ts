import type { ServingFaults } from '../platform/served-file.ts';

export type FileFaults = ServingFaults;

/**
 * One request to a host of the platform. `drop`: obeyed, then the connection breaks · `lost`: it breaks before ·
 * `stall`: never answered, not obeyed · `mute`: obeyed, never answered · `status` and `body`: answered so instead, after having
 * obeyed when `obeyed` (a 504 after the message was posted) · `code`, `errcode`: the error shape of the host
 * (docs/protocol-dingtalk.md, section 4.10).
 */
export type RequestFault =
  | 'drop'
  | 'lost'
  | 'stall'
  | 'mute'
  | { status: number; body?: unknown; type?: string; obeyed?: boolean }
  | { code: string; status?: number; more?: Record<string, unknown> }
  | { errcode: number; more?: Record<string, unknown> }
  | undefined;

/** What stands in front of both hosts against abuse, with its two faces (docs/protocol-dingtalk.md, section 4.10). */
export const ANTI_ABUSE = {
  json: {
    status: 200,
    body: {
      status: 1111,
      wait: 5,
      source: 'x5',
      punish: 'deny',
      uuid: 'fake',
      errcode: 130101,
      errmsg: 'send too fast, exceed 20 times per minute',
    },
  },
  html: { status: 200, body: '<html><body>{"status":1111,"wait":5}</body></html>', type: 'text/html' },
} as const satisfies Record<string, RequestFault>;

/** A WebSocket handshake. `hang`: no answer · `cut`: the connection breaks · a number: refused with this status. */
export type HandshakeFault = 'hang' | 'cut' | number | undefined;

export interface Faults {
  /** `nth` counts requests of this path from 1. */
  request?: ((path: string, nth: number) => RequestFault) | undefined;
  handshake?: ((nth: number) => HandshakeFault) | undefined;
  /** Every host and the gateway answer 503. */
  unreachable: boolean;
  /** Half-open: every socket stays, the fake neither reads nor writes. For the sockets of now only, see `deafen`. */
  deaf: boolean;
  /** Every push arrives that many times more, with the same msgId. */
  duplicates: number;
  /** Keeps that many pushes back, then delivers them in reverse order. */
  reorder: number;
}

/** Frames that no parser expects, for `disturb` (docs/protocol-dingtalk.md, section 2, D1 and D10). */
export const MALFORMED = {
  notJson: '{"specVersion":"1.0","type":"CALL',
  empty: '',
  null: 'null',
  number: '7',
  list: '[]',
  noHeaders: '{"specVersion":"1.0","type":"SYSTEM","data":"{}"}',
  nullHeaders: '{"specVersion":"1.0","type":"CALLBACK","headers":null,"data":"{}"}',
  unknownType: '{"specVersion":"1.0","type":"RUMOUR","headers":{"topic":"x","messageId":"m0"},"data":"{}"}',
  unknownTopic: '{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"/v9/new","messageId":"m1"},"data":"{}"}',
  errorTopic: '{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"error","messageId":"m2"},"data":"{}"}',
  dataNotJson:
    '{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get","messageId":"m3"},"data":"{"}',
  dataNull:
    '{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get","messageId":"m4"},"data":"null"}',
  dataMissing:
    '{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get","messageId":"m5"}}',
  binary: Buffer.from([0x00, 0xff, 0xfe, 0x80]),
  /** Over the 256 KiB of the Java SDK. */
  huge: `{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"x","messageId":"m6"},"data":"${'x'.repeat(300 * 1024)}"}`,
} as const satisfies Record<string, string | Buffer>;

export type Malformed = keyof typeof MALFORMED;
