import type { FileFaults } from './faults.ts';

/** Three of the four ways in; the group webhook only sends. */
export type Via = 'ws' | 'url' | 'app';

/** How the name is told (docs/protocol-wecom.md, section 4.3, point 2): `form` is what was seen live. */
export type Disposition = 'form' | 'star' | 'plain' | 'stray-percent' | 'none';

export interface Attachment {
  bytes: Uint8Array;
  name?: string;
  /** `form` for a file, `none` for video and image, when absent. `raw` is sent as the header as it stands. */
  disposition?: Disposition | { raw: string };
  faults?: FileFaults;
  /** The message itself tells this name, beside the URL (docs/protocol-wecom.md, section 4.2). */
  filename?: string;
}

export type Piece = { text: string } | { image: Attachment } | { file: Attachment } | { video: Attachment };

export type Quoted = Piece | { voice: string } | { mixed: Piece[] };

export interface Saying {
  /** A user id; an unknown one becomes a member. */
  from: string;
  /** `group` when there is a chat id, else `single`. */
  chat?: 'single' | 'group';
  chatid?: string;
  /** When absent: `ws` if subscribed, else the configured URL of the bot, else of the app. */
  via?: Via;
  text?: string;
  /**
   * In a group. `front` (when absent): the fake writes `@name ` before a text that does not contain `@name`.
   * `verbatim`: the text addresses the bot as it stands. `none`: nobody was addressed, so nothing reaches the bot.
   */
  mention?: 'front' | 'verbatim' | 'none';
  mixed?: Piece[];
  /** `string`: written out as JSON, as some clients do (docs/protocol-wecom.md, section 4.2). */
  mixedAs?: 'object' | 'string';
  /** Arrives as `appmsg`, undocumented. */
  shared?: { title?: string; url?: string; file?: Attachment };
  image?: Attachment;
  file?: Attachment;
  video?: Attachment;
  /** The transcript; of the app, the voice is only a media id. */
  voice?: string;
  quote?: Quoted;
  /** `{ eventtype: 'enter_chat' }`; of the app, the XML fields: `{ Event: 'enter_agent', EventKey: '' }`. */
  event?: Record<string, unknown>;
  /** A kind the document does not know, with its fields: `{ msgtype: 'location', location: {…} }`. */
  other?: { msgtype: string } & Record<string, unknown>;
  /** To say the same message twice. */
  msgid?: string;
}

/**
 * `acknowledged`: HTTP 200 in time; over the long connection, which has no acknowledgement of its own, the bot's socket has
 * read the frame. `given-up`: three tries without. `lost`: nobody was connected (docs/protocol-wecom.md, section 4.7,
 * nothing is replayed). `not-delivered`: the platform does not pass this on (docs/protocol-wecom.md, section 4.2).
 * `undecided`: a fault (`hold`, `deaf`) keeps it back.
 */
export type Outcome = 'acknowledged' | 'given-up' | 'lost' | 'not-delivered' | 'undecided';

export interface Said {
  msgid: string;
  outcome: Outcome;
  via: Via;
  tries: number;
  /** Of the try that was acknowledged. */
  latencyMs: number;
  /** HTTP status of the last try. */
  status?: number;
  /** URLs of the files in it, in order. */
  urls: string[];
  /** The first thing users see in answer to it. */
  reply(): Promise<Sent>;
}

export type SentVia =
  | 'ws-reply'
  | 'ws-welcome'
  | 'ws-update'
  | 'ws-push'
  | 'url-reply'
  | 'response-url'
  | 'app'
  | 'app-update'
  | 'webhook';

export interface SentFile {
  /** `image`, `voice`, `video` or `file`. */
  type: string;
  name: string;
  bytes: Buffer;
}

/** One bubble in a chat. A stream is one bubble whose text changes. */
export interface Sent {
  at: Date;
  via: SentVia;
  chat: { kind: 'single' | 'group'; id: string };
  msgtype: string;
  /** As the reader gets it, after truncation; empty for a file or a card. */
  text: string;
  truncated: boolean;
  /** People whose phone rings: user ids, `@all`. Only the webhook rings. */
  mentions: string[];
  mobiles: string[];
  files: SentFile[];
  card?: Record<string, unknown>;
  /** `msgid` of the message answered. */
  inReplyTo?: string;
  /** Whose card changed; everybody's when absent. */
  userids?: string[];
  /** `expired`: never finished within six minutes, polled no more. */
  stream?: { id: string; finished: boolean; versions: string[]; expired?: boolean };
  /** Webhook key, when sent through one. */
  key?: string;
}

/** What stands in a row, by its fields. */
export type TableRow = Record<string, string | number>;

/** A table that takes data from outside. */
export interface FakeTable {
  /** By their fields, as the sample has them; without a type: text. */
  columns: Record<string, { title: string; type?: string }>;
  /** By their ids. */
  rows: Map<string, TableRow>;
}

/** An answer with an errcode. */
export interface Refusal {
  where: string;
  errcode: number;
  errmsg: string;
}

export interface Ack {
  via: Via;
  msgid: string;
  latencyMs: number;
  tries: number;
}

export interface Counters {
  /** WebSocket connections, successful subscribes, refused ones, connections kicked by a second subscribe. */
  opens: number;
  subscribes: number;
  subscribesRefused: number;
  kicks: number;
  pings: number;
  /** Answers to a `ping` of the platform. */
  pongs: number;
  /** Frames that came while the fake was deaf. */
  unread: number;
  /** Frames by `cmd`. */
  frames: Record<string, number>;
  /** Pushes to the long connection, and POSTs to a callback URL, repeats included. */
  pushes: number;
  callbacks: number;
  tokens: number;
  /** Requests by path. */
  requests: Record<string, number>;
  downloads: number;
  /** What the platform swallows: over 30 a minute to one member, or a repeated content under duplicate check. */
  dropped: number;
  acks: Ack[];
}

export interface SealedRequest {
  query: { msg_signature: string; timestamp: string; nonce: string };
  body: string;
  /** The ciphertext in it. */
  encrypt: string;
}

export interface Verification {
  ok: boolean;
  status?: number;
  body?: string;
  /** Why not. */
  why?: string;
}
