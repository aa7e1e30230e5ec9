import type { FakePlatform } from '../platform/handle.ts';
import type { Faults, Malformed } from './faults.ts';
import type { AppAccount, FakeTable, Group, Limits, Member, Timings, WebhookRobot } from './settings.ts';
import type {
  Counters,
  Happening,
  Outcome,
  Press,
  Pressed,
  Refusal,
  Said,
  Saying,
  Sent,
  SignedRequest,
} from './types.ts';

export type Mode = 'stream' | 'http' | 'webhook' | 'card';

/** A 钉钉 of one organisation with one app: its gateway, its api and oapi hosts, on two free ports of 127.0.0.1. */
export interface FakeDingtalk extends FakePlatform<Sent, Refusal> {
  readonly app: AppAccount;
  readonly timings: Timings;
  readonly limits: Limits;
  readonly members: Map<string, Member>;
  readonly groups: Map<string, Group>;
  /** Token → robot; delete a token to remove the robot. */
  readonly webhooks: Map<string, WebhookRobot>;
  /** `base/sheet` → table. */
  readonly tables: Map<string, FakeTable>;
  /** `http://127.0.0.1:port` for DINGTALK_API_BASE, the gateway included. */
  readonly apiBase: string;
  /** `http://127.0.0.1:port` for DINGTALK_OAPI_BASE. */
  readonly oapiBase: string;
  /** Callback URL of the bot under test, in HTTP mode. */
  robotUrl: string | undefined;
  /** The DINGTALK_… settings for the bot under test. */
  env(modes?: Mode[]): Record<string, string>;

  say(saying: Saying): Promise<Said>;
  /** Somebody presses a button of an interactive card; the acknowledgement may change the card. */
  press(press: Press): Promise<Pressed>;
  /** An event of the organisation. */
  happen(happening: Happening): Promise<Outcome>;
  /** Somebody is in a group with the robot, or in the organisation. */
  openChat(kind: 'single' | 'group', id: string): void;
  /** As messages carry it. */
  conversationId(kind: 'single' | 'group', id: string): string;
  /** A signed callback to tamper with. */
  sign(message: string | Record<string, unknown>, given?: { at?: Date; secret?: string }): SignedRequest;

  readonly counters: Counters;
  /** Change it at any time. */
  readonly faults: Faults;
  /** Open sockets, those included that retire or are deaf. */
  connections(): number;
  /** Half-open: the connections of now stay, the fake neither reads nor writes there any more. New ones work. */
  deafen(): void;
  /**
   * The `disconnect` frame on every connection, then silence, then after 10 s of the clock the end
   * (docs/protocol-dingtalk.md, section 1.2).
   */
  disconnect(reason?: string): void;
  /** A frame that no parser expects, on every connection. */
  disturb(what: Malformed | { raw: string | Buffer }): void;
  /** A liveness ping on every connection: whether each was answered as docs/protocol-dingtalk.md, section 1.2 asks. */
  ping(): Promise<boolean[]>;
  /** The live token ends: `expired` answers 401 and 42001, `invalid` 400 and 40014. The next call for one gives another. */
  endToken(how?: 'expired' | 'invalid'): void;
  /** Every sessionWebhook ends before its time. */
  endSessions(): void;
}
