import type { Clock } from '../../src/application/ports.ts';

export interface AppAccount {
  clientId: string;
  clientSecret: string;
  /** Equal to the client id for an internal app (docs/protocol-dingtalk.md, section 3.1). */
  robotCode: string;
  /** As it is shown after an @. */
  name: string;
  corpId: string;
  /** False: `senderStaffId` stays empty (docs/protocol-dingtalk.md, section 6). */
  published: boolean;
  /** False: the robot receives over HTTP, and the gateway answers 400 (docs/protocol-dingtalk.md, section 1.1). */
  streamMode: boolean;
  /** What the developer ticked under 权限管理. */
  scopes: string[];
  /** Published card templates (docs/protocol-dingtalk.md, section 4.7). */
  templates: string[];
}

/** A tab of an AI 表格. */
export interface FakeTable {
  /** Name → text, number, date, singleSelect or url. */
  columns: Record<string, string>;
  /** By their ids. */
  rows: Map<string, Record<string, unknown>>;
}

export interface Member {
  name: string;
  mobile?: string;
  unionId?: string;
  admin?: boolean;
  /** Of another organisation: no `senderStaffId`, no push (docs/protocol-dingtalk.md, section 6). */
  outsider?: boolean;
  /** False: outside the visible range of the app. */
  visible?: boolean;
  /** True: a push to this person lands in `flowControlledStaffIdList`. */
  flowControlled?: boolean;
}

export interface Group {
  title: string;
  /** `disbanded` and `stopped` (the robot is switched off there) refuse a push for good. */
  state: 'open' | 'disbanded' | 'stopped';
}

/** A 自定义机器人 of a group (docs/protocol-dingtalk.md, section 4.8). */
export interface WebhookRobot {
  chatid: string;
  /** `SEC…`; undefined: no signature is asked for. */
  secret?: string;
  /** One of them must stand in the text. */
  keywords?: string[];
}

/** Real milliseconds. Tickets, sessions, codes, rates, redelivery and retirement go by the clock instead. */
export interface Timings {
  /** How long `say` waits for the acknowledgement before it calls the message unacknowledged. */
  ackMs: number;
  /** Pause between two liveness pings of the platform. */
  pingMs: number;
  /** A POST to the robot's URL without an answer is cut off (HTTP mode; the real figure is unknown). */
  callbackMs: number;
  /** How long `waitFor`, `until` and `whenSubscribed` wait at most. */
  waitMs: number;
}

/** Numbers of the document; a test may make them smaller. Milliseconds are those of the clock. */
export interface Limits {
  ticketMs: number;
  redeliverMs: number;
  /** How often an unacknowledged push comes again. */
  redeliveries: number;
  /** Silence after `disconnect`, before the connection is closed. */
  silenceMs: number;
  sessionMs: number;
  sessionPerMinute: number;
  webhookPerMinute: number;
  webhookBlockedMs: number;
  /** The document knows no figure for either; the numbers are ours. */
  codeMs: number;
  linkMs: number;
  /** Per API. */
  perSecond: number;
  /** Per calendar month in Beijing. */
  callsPerMonth: number;
}

export interface FakeDingtalkOptions {
  /** Real time when absent. The bot under test should be given the same. */
  clock?: Clock;
  app?: Partial<AppAccount>;
  /** Token → robot. */
  webhooks?: Record<string, WebhookRobot>;
  /** `base/sheet` → its columns. */
  tables?: Record<string, FakeTable['columns']>;
  members?: Record<string, Member>;
  timings?: Partial<Timings>;
  limits?: Partial<Limits>;
  /** Where the bot listens in HTTP mode; can be set later. */
  robotUrl?: string;
  /** Of the api host and the gateway; the oapi host gets the next one. */
  port?: number;
  /** Same seed, same choices among several connections. */
  seed?: number;
  /**
   * Whether `REGISTERED` follows an opened connection: it is not always sent (docs/protocol-dingtalk.md, section 1.2).
   */
  registered?: 'always' | 'never' | 'sometimes';
}
