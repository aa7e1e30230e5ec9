import type { Clock } from '../../src/application/ports.ts';
import type { FakeTable } from './types.ts';

export interface BotAccount {
  id: string;
  secret: string;
  /** As it is shown after an @. */
  name: string;
  token: string;
  aesKey: string;
}

export interface AppAccount {
  corpId: string;
  agentId: number;
  secret: string;
  token: string;
  aesKey: string;
  /** Undefined: every address may call. The fake sees callers as 127.0.0.1. */
  allowedIps?: string[];
}

export interface Member {
  name: string;
  mobile?: string;
  department?: number[];
  /** False: outside the visible range of the app. */
  visible?: boolean;
  /** True: in sight of the app and without a licence: `unlicenseduser` beside errcode 0. */
  unlicensed?: boolean;
  /** What `batch/openuserid_to_userid` turns into the plain id. */
  openUserId?: string;
}

/** Real milliseconds. Rates, validity of ids, URLs and tokens go by the clock instead. */
export interface Timings {
  /** A callback without an answer is cut off (docs/protocol-wecom.md, section 1.7). */
  callbackMs: number;
  /** Pause before a callback is sent again. */
  retryMs: number;
  /** GET verification (docs/protocol-wecom.md, section 1.5). */
  verifyMs: number;
  /** Pause between two polls of an unfinished passive stream (docs/protocol-wecom.md, section 4.4). */
  pollMs: number;
  /** A socket without a frame from the bot is cut (docs/protocol-wecom.md, section 4.7). */
  silenceMs: number;
  /**
   * How long the fake works on one uploaded chunk; parallel chunks are counted meanwhile
   * (docs/protocol-wecom.md, section 4.8).
   */
  chunkMs: number;
  /** How long `waitFor`, `until` and `verifyUrl` wait at most. */
  waitMs: number;
}

/** Numbers of the document; a test may make them smaller. */
export interface Limits {
  botPerMinute: number;
  botPerHour: number;
  uploadsPerMinute: number;
  uploadsPerHour: number;
  webhookPerMinute: number;
  appPerMemberPerMinute: number;
  appPerMemberPerHour: number;
  /** The document only says "frequency-protected"; the number is ours. */
  subscribesPerMinute: number;
  /** No page says how many; the number is ours. */
  tablePerMinute: number;
}

export interface FakeWecomOptions {
  /** Real time when absent. The bot under test should be given the same. */
  clock?: Clock;
  bot?: Partial<BotAccount>;
  app?: Partial<AppAccount>;
  /** Key → chat id. */
  webhooks?: Record<string, string>;
  /** Tables that take data, by their keys. */
  tables?: Record<string, FakeTable['columns']>;
  members?: Record<string, Member>;
  timings?: Partial<Timings>;
  limits?: Partial<Limits>;
  /** Where the bot listens for the URL callback of the 智能机器人, and of the 自建应用; can be set later. */
  botUrl?: string;
  appUrl?: string;
  port?: number;
}
