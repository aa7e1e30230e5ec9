import type { FileFaults } from './faults.ts';

/** The two ways in; a custom webhook robot only sends. */
export type Via = 'stream' | 'http';

export interface Attachment {
  bytes: Uint8Array;
  name?: string;
  faults?: FileFaults;
}

export type Piece = { text: string } | { image: Attachment } | { file: Attachment } | { video: Attachment };

export type Quoted =
  | Piece
  | { voice: string; sound?: Attachment }
  | { mixed: Piece[] }
  /** A 钉钉文档 or another card. */
  | { card: Record<string, unknown> }
  /** A forwarded chat record. */
  | { record: string };

/**
 * The shapes of docs/protocol-dingtalk.md, section 3.5. `usual`: a file has its code · `codeless`: it has a name and
 * ids only · `unknown`: `unknownMsgType` without anything · `empty`: no content · `absent`: no `repliedMsg` · `string`:
 * the content is a JSON string (a quoted text: the bare string) · `alternate`: the other names of the same fields ·
 * `untyped`: no kind · `reply`, `quoteMessage`: under that name · `own`: the robot itself said it.
 */
export type QuoteShape =
  | 'usual'
  | 'codeless'
  | 'unknown'
  | 'empty'
  | 'absent'
  | 'string'
  | 'alternate'
  | 'untyped'
  | 'reply'
  | 'quoteMessage'
  | 'own';

export interface Saying {
  /** A userId; an unknown one becomes a member. */
  from: string;
  /** `group` when there is a chat id, else `single`. */
  chat?: 'single' | 'group';
  /** The conversation id of a group. */
  chatid?: string;
  /** When absent: `stream` if somebody is connected, else the robot's URL when there is one. */
  via?: Via;
  text?: string;
  /**
   * In a group; the token itself never arrives, a blank stays in its place (docs/protocol-dingtalk.md, section 3.3).
   * `front` (when absent): the robot is mentioned in front, unless the text has `@name` · `verbatim`: the text arrives
   * as it stands · `none`: nobody was addressed, so nothing reaches the bot · `all`: `@所有人`, which does not either.
   */
  mention?: 'front' | 'verbatim' | 'none' | 'all';
  /** Arrives as `richText`. */
  mixed?: Piece[];
  image?: Attachment;
  file?: Attachment;
  video?: Attachment;
  /** The recognised words, with the sound when there is one. */
  voice?: string;
  sound?: Attachment;
  quote?: Quoted;
  quoteShape?: QuoteShape;
  /** A kind the document does not know, with its fields: `{ msgtype: 'markdown', content: {…} }`. */
  other?: { msgtype: string } & Record<string, unknown>;
  /**
   * The month's pushes are used up: an `errorCode` stands in place of what was said, beside
   * the other fields (docs/protocol-dingtalk.md, section 3.1).
   */
  quotaSpent?: boolean;
  /** `content` as a JSON string (docs/protocol-dingtalk.md, section 3.2). */
  contentAs?: 'object' | 'string';
  /** To say the same message twice. */
  msgid?: string;
  /** Further or other fields of the body. */
  fields?: Record<string, unknown>;
}

/**
 * `acknowledged`: by an ack frame, over HTTP by status 200 · `unacknowledged`: not in time, it comes again
 * (docs/protocol-dingtalk.md, section 1.3) · `refused`: another HTTP status · `lost`: nobody was connected ·
 * `not-delivered`: the platform does not pass this on (docs/protocol-dingtalk.md, section 3.4) · `undecided`: a fault
 * (`reorder`) keeps it back.
 */
export type Outcome = 'acknowledged' | 'unacknowledged' | 'refused' | 'lost' | 'not-delivered' | 'undecided';

export interface Said {
  /** `msgId`. */
  msgid: string;
  outcome: Outcome;
  via: Via;
  /** Of the acknowledgement. */
  latencyMs: number;
  /** HTTP status, in HTTP mode. */
  status?: number;
  /** Download codes of the files in it, in order. */
  codes: string[];
  /** The body as it went. */
  body: Record<string, unknown>;
  /** The first thing users see in answer to it. */
  reply(): Promise<Sent>;
}

export type SentVia = 'session' | 'group-api' | 'direct-api' | 'webhook' | 'card';

export interface SentFile {
  /** `image`, `voice`, `video` or `file`. */
  type: string;
  name: string;
  bytes: Buffer;
}

/** One bubble in a chat. */
export interface Sent {
  at: Date;
  via: SentVia;
  /** A single chat has the userId of its person. */
  chat: { kind: 'single' | 'group'; id: string };
  /** `text`, `markdown`, `actionCard`, … or the msgKey. */
  msgtype: string;
  title: string;
  /** As it was sent, of a card the parameter `text`; empty for a file. */
  text: string;
  /** People whose phone rings: userIds, `@all`. */
  mentions: string[];
  mobiles: string[];
  files: SentFile[];
  card?: Record<string, unknown>;
  /** Of an interactive card. */
  outTrackId?: string;
  /** `msgId` of the message answered, when sent through its sessionWebhook. */
  inReplyTo?: string;
  /** Token of the webhook robot, when sent through one. */
  key?: string;
  processQueryKey?: string;
}

/** An answer that says no; `code` is an errcode or a code of the api host. */
export interface Refusal {
  where: string;
  code: string;
  message: string;
}

export interface Ack {
  /** `msgId` of a robot message, `outTrackId` of a card action, `eventId` of an event. */
  msgid: string;
  /** Of the frame. */
  messageId: string;
  latencyMs: number;
  /** 1 for the first delivery. */
  delivery: number;
}

export interface Counters {
  /** Calls of the gateway, those it refused, connections opened with a ticket, handshakes refused. */
  opens: number;
  opensRefused: number;
  connections: number;
  handshakesRefused: number;
  disconnects: number;
  /** WebSocket pings of the client; liveness pings of the platform that were answered. */
  pings: number;
  pongs: number;
  /** Frames that came while the fake was deaf. */
  unread: number;
  /** Pushes over connections, repeats included, and the repeats among them; POSTs to the robot's URL. */
  pushes: number;
  redeliveries: number;
  callbacks: number;
  tokens: number;
  /** Requests by path. */
  requests: Record<string, number>;
  downloads: number;
  /** Metered API calls by month, `2020-09`. */
  calls: Record<string, number>;
  acks: Ack[];
}

export interface SignedRequest {
  headers: { timestamp: string; sign: string };
  body: string;
}

/** Somebody presses a button of an interactive card. */
export interface Press {
  /** A userId. */
  by: string;
  outTrackId: string;
  actionIds?: string[];
  params?: Record<string, unknown>;
}

export interface Pressed {
  outcome: Outcome;
  latencyMs: number;
  /** As it looks afterwards. */
  card: Sent;
  /** What only the person sees who pressed. */
  privately?: Record<string, string>;
}

/** An event the developer ticked, such as `user_add_org`. */
export interface Happening {
  eventType: string;
  data?: Record<string, unknown>;
}
