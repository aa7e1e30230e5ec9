import { type ChatId, Scene } from '../platform/scene.ts';
import type { Faults } from './faults.ts';
import type { AppAccount, BotAccount, FakeWecomOptions, Limits, Member, Timings } from './settings.ts';
import type { Counters, FakeTable, Refusal, Sent } from './types.ts';

export type { ChatId };

/**
 * An answer of the platform; without `errcode` of 0 it refuses, over HTTP with status 200 all the same
 * (docs/protocol-wecom.md, section 3).
 */
export type Answer = { errcode: number; errmsg: string } & Record<string, unknown>;

const BOT: BotAccount = {
  id: 'aibFakeBot',
  secret: 'fake-bot-secret',
  name: '报送助手',
  token: 'fakeBotToken',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const APP: AppAccount = {
  corpId: 'wwfakecorp0000001',
  agentId: 1000002,
  secret: 'fake-app-secret',
  token: 'fakeAppToken',
  aesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
};
const TIMINGS: Timings = {
  callbackMs: 5_000,
  retryMs: 10,
  verifyMs: 1_000,
  pollMs: 1_000,
  silenceMs: 90_000,
  chunkMs: 1,
  // Only a failure waits so long; a busy machine takes its time.
  waitMs: 40_000,
};
const LIMITS: Limits = {
  botPerMinute: 30,
  botPerHour: 1_000,
  uploadsPerMinute: 30,
  uploadsPerHour: 1_000,
  webhookPerMinute: 20,
  appPerMemberPerMinute: 30,
  appPerMemberPerHour: 1_000,
  subscribesPerMinute: 60,
  tablePerMinute: 60,
};

const noFaults = (): Faults => ({
  unreachable: false,
  deaf: false,
  duplicates: 0,
  reorder: 0,
  sameNonce: false,
  blankAfterUrl: false,
  unpaddedKeys: false,
});

const noCounts = (): Counters => ({
  opens: 0,
  subscribes: 0,
  subscribesRefused: 0,
  kicks: 0,
  pings: 0,
  pongs: 0,
  unread: 0,
  frames: {},
  pushes: 0,
  callbacks: 0,
  tokens: 0,
  requests: {},
  downloads: 0,
  dropped: 0,
  acks: [],
});

/** What is true on the platform: who exists, who spoke where, what readers see, what the bot did wrong. */
export class World extends Scene<Sent, Refusal> {
  readonly bot: BotAccount;
  readonly app: AppAccount;
  readonly timings: Timings;
  readonly limits: Limits;
  readonly members: Map<string, Member>;
  readonly webhooks: Map<string, string>;
  readonly tables: Map<string, FakeTable>;
  readonly groups = new Set<string>();
  /** docs/protocol-wecom.md, section 4.7: where somebody spoke to the bot, a push may follow. */
  readonly spoken = new Set<string>();
  /** docs/protocol-wecom.md, section 4.6: a task id is unique per bot. */
  readonly taskIds = new Set<string>();
  private readonly responseCodes = new Map<string, number>();
  readonly counters = noCounts();
  readonly faults = noFaults();
  botUrl: string | undefined;
  appUrl: string | undefined;
  /** Known once the port is. */
  origin = '';
  stopped = false;

  constructor(options: FakeWecomOptions) {
    super(options.clock);
    this.bot = { ...BOT, ...options.bot };
    this.app = { ...APP, ...options.app };
    this.timings = { ...TIMINGS, ...options.timings };
    this.limits = { ...LIMITS, ...options.limits };
    this.members = new Map(Object.entries(options.members ?? {}));
    this.webhooks = new Map(Object.entries(options.webhooks ?? {}));
    this.tables = new Map(
      Object.entries(options.tables ?? {}).map(([key, columns]) => [key, { columns, rows: new Map() }]),
    );
    for (const chatid of this.webhooks.values()) this.groups.add(chatid);
    this.botUrl = options.botUrl;
    this.appUrl = options.appUrl;
  }

  protected get waitMs(): number {
    return this.timings.waitMs;
  }

  protected tell({ where, errcode, errmsg }: Refusal): string {
    return `${where}: ${errcode} ${errmsg}`;
  }

  /** Good for one change of a card, for 72 hours. */
  responseCode(): string {
    const code = `RESP${this.next()}`;
    this.responseCodes.set(code, this.now() + 72 * 3_600_000);
    return code;
  }

  useResponseCode(code: string): boolean {
    const until = this.responseCodes.get(code);
    this.responseCodes.delete(code);
    return until !== undefined && this.now() <= until;
  }

  know(kind: ChatId['kind'], id: string): void {
    if (kind === 'group') this.groups.add(id);
    else if (!this.members.has(id)) this.members.set(id, { name: id });
  }

  show(bubble: Pick<Sent, 'via' | 'chat' | 'msgtype'> & Partial<Sent>): Sent {
    const blank = { at: this.clock.now(), text: '', truncated: false, mentions: [], mobiles: [], files: [] };
    return this.put({ ...blank, ...bubble });
  }

  refuse(where: string, errcode: number, errmsg: string): Answer {
    this.note({ where, errcode, errmsg });
    return { errcode, errmsg };
  }

  /** A refusal that a correct client never earns. */
  forbid(where: string, rule: string, errcode: number, detail = ''): Answer {
    this.violate(where, rule, detail);
    return this.refuse(where, errcode, `${rule} ${detail}`.trim());
  }
}

export const OK: Answer = { errcode: 0, errmsg: 'ok' };
