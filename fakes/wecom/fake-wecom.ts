import type { FakePlatform } from '../platform/handle.ts';
import type { Faults } from './faults.ts';
import type { AppAccount, BotAccount, Limits, Member, Timings } from './settings.ts';
import type { Counters, FakeTable, Refusal, Said, Saying, SealedRequest, Sent, Verification } from './types.ts';

/** A 企业微信 of one corporation, one bot, one app and some group webhooks, on a free port of 127.0.0.1. */
export interface FakeWecom extends FakePlatform<Sent, Refusal> {
  readonly bot: BotAccount;
  readonly app: AppAccount;
  readonly timings: Timings;
  readonly limits: Limits;
  readonly members: Map<string, Member>;
  /** `ws://127.0.0.1:port/` for WECOM_BOT_WS_URL. */
  readonly wsUrl: string;
  /** `http://127.0.0.1:port` for WECOM_API_BASE. */
  readonly apiBase: string;
  /** Key → chat id; delete a key to remove the robot from its group (93000). */
  readonly webhooks: Map<string, string>;
  /** By their keys; what stands in them can be looked at, and rows deleted as a person would. */
  readonly tables: Map<string, FakeTable>;
  /** Callback URLs of the bot under test. */
  botUrl: string | undefined;
  appUrl: string | undefined;
  /** The WECOM_… settings for the bot under test; `ws` leaves the callback ones out. */
  env(modes?: ('ws' | 'url' | 'app' | 'webhook')[]): Record<string, string>;
  /** What the client shows of a table: its Webhook address and the schema of its sample. */
  sampleOf(key: string): { url: string; schema: FakeTable['columns'] };

  say(saying: Saying): Promise<Said>;
  /** Somebody is in a group, or in a single chat; a bot may not push there before anybody spoke. */
  openChat(kind: 'single' | 'group', id: string): void;
  /** As the console does on 保存: GET with echostr. */
  verifyUrl(which: 'bot' | 'app'): Promise<Verification>;
  /** A sealed callback to tamper with. `message` is the plain JSON or XML. */
  seal(which: 'bot' | 'app', message: string, with_?: { at?: Date; nonce?: string; receiver?: string }): SealedRequest;

  readonly counters: Counters;
  /** Change it at any time. */
  readonly faults: Faults;
  /** The connection stays, its subscription is forgotten: the next frame is answered 846609. */
  forgetSubscription(): void;
  /** The platform asks the subscribed connection for a sign of life. */
  ping(): void;
  /**
   * Another process subscribes with the same bot (docs/protocol-wecom.md, section 4.7): `disconnected_event`, then
   * close.
   */
  kick(): Promise<void>;
  /** `expired`: the live token answers 42001 · `invalid`: 40014. The next gettoken gives another. */
  endToken(how?: 'expired' | 'invalid'): void;
}
