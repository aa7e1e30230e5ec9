import { Alarms } from '../platform/alarms.ts';
import { MINUTE } from '../platform/rate.ts';
import { type ChatId, Scene } from '../platform/scene.ts';
import type { Faults } from './faults.ts';
import { identities } from './identity.ts';
import type {
  AppAccount,
  FakeDingtalkOptions,
  FakeTable,
  Group,
  Limits,
  Member,
  Timings,
  WebhookRobot,
} from './settings.ts';
import type { Counters, Refusal, Sent } from './types.ts';

export type { ChatId };

const APP: AppAccount = {
  clientId: 'dingfakeapp000001',
  clientSecret: 'fake-client-secret',
  robotCode: 'dingfakeapp000001',
  name: '报送助手',
  corpId: 'dingfakecorp0001',
  published: true,
  streamMode: true,
  scopes: ['qyapi_robot_sendmsg', 'qyapi_get_member', 'Card.Instance.Write', 'Notable.Base.Write.All'],
  templates: ['fake-card.schema'],
};
const TIMINGS: Timings = { ackMs: 10_000, pingMs: 60_000, callbackMs: 5_000, waitMs: 15_000 };
const LIMITS: Limits = {
  ticketMs: 90_000,
  redeliverMs: MINUTE,
  redeliveries: 1,
  silenceMs: 10_000,
  sessionMs: 90 * MINUTE,
  sessionPerMinute: 20,
  webhookPerMinute: 20,
  webhookBlockedMs: 10 * MINUTE,
  codeMs: 30 * MINUTE,
  linkMs: 10 * MINUTE,
  perSecond: 20,
  callsPerMonth: 10_000,
};

const noCounts = (): Counters => ({
  opens: 0,
  opensRefused: 0,
  connections: 0,
  handshakesRefused: 0,
  disconnects: 0,
  pings: 0,
  pongs: 0,
  unread: 0,
  pushes: 0,
  redeliveries: 0,
  callbacks: 0,
  tokens: 0,
  requests: {},
  downloads: 0,
  calls: {},
  acks: [],
});

/** What is true on the platform: who exists, what groups there are, what readers see, what the bot did wrong. */
export class World extends Scene<Sent, Refusal> {
  readonly app: AppAccount;
  readonly alarms: Alarms;
  readonly timings: Timings;
  readonly limits: Limits;
  readonly registered: NonNullable<FakeDingtalkOptions['registered']>;
  readonly members: Map<string, Member>;
  readonly groups = new Map<string, Group>();
  readonly webhooks: Map<string, WebhookRobot>;
  readonly tables: Map<string, FakeTable>;
  readonly counters = noCounts();
  readonly faults: Faults = { unreachable: false, deaf: false, duplicates: 0, reorder: 0 };
  robotUrl: string | undefined;
  /** Known once the ports are. */
  readonly origins = { api: '', oapi: '' };
  stopped = false;
  private seed: number;

  constructor(options: FakeDingtalkOptions) {
    super(options.clock);
    this.app = structuredClone({ ...APP, ...options.app });
    if (options.app?.clientId && !options.app.robotCode) this.app.robotCode = options.app.clientId;
    this.alarms = new Alarms(this.clock);
    this.timings = { ...TIMINGS, ...options.timings };
    this.limits = { ...LIMITS, ...options.limits };
    this.registered = options.registered ?? 'sometimes';
    this.members = new Map(Object.entries(options.members ?? {}));
    this.webhooks = new Map(Object.entries(options.webhooks ?? {}));
    this.tables = new Map(
      Object.entries(options.tables ?? {}).map(([place, columns]) => [place, { columns, rows: new Map() }]),
    );
    for (const { chatid } of this.webhooks.values()) this.know('group', chatid);
    this.robotUrl = options.robotUrl;
    this.seed = options.seed ?? 1;
  }

  protected get waitMs(): number {
    return this.timings.waitMs;
  }

  protected tell({ where, code, message }: Refusal): string {
    return `${where}: ${code} ${message}`;
  }

  /** From 0 up to, not including, 1: a linear congruential sequence, the same for the same seed. */
  random(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }

  know(kind: ChatId['kind'], id: string): void {
    if (kind === 'single' && !this.members.has(id)) this.members.set(id, { name: id });
    if (kind === 'group' && !this.groups.has(id)) this.groups.set(id, { title: `${id} 群`, state: 'open' });
  }

  /** The userId when the app may know it (docs/protocol-dingtalk.md, section 6). */
  staffId(userid: string): string | undefined {
    return this.app.published && this.members.get(userid)?.outsider !== true ? userid : undefined;
  }

  conversationId(chat: ChatId): string {
    return chat.kind === 'group' ? chat.id : identities.conversation(chat.id);
  }

  show(bubble: Pick<Sent, 'via' | 'chat' | 'msgtype'> & Partial<Sent>): Sent {
    const blank = { at: this.clock.now(), title: '', text: '', mentions: [], mobiles: [], files: [] };
    return this.put({ ...blank, ...bubble });
  }
}
