import type { Clock } from '../../../src/application/ports.ts';

/** Three of the four ways in; the group webhook only sends. */
export type Via = 'ws' | 'url' | 'app';

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
  /** What `batch/openuserid_to_userid` turns into the plain id. */
  openUserId?: string;
}

/** Real milliseconds. Rates, validity of ids, URLs and tokens go by the clock instead. */
export interface Timings {
  /** A callback without an answer is cut off (section 1.7). */
  callbackMs: number;
  /** Pause before a callback is sent again. */
  retryMs: number;
  /** GET verification (section 1.5). */
  verifyMs: number;
  /** Pause between two polls of an unfinished passive stream (section 4.4). */
  pollMs: number;
  /** A socket without a frame from the bot is cut (section 4.7). */
  silenceMs: number;
  /** How long the fake works on one uploaded chunk; parallel chunks are counted meanwhile (section 4.8). */
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
}

export interface FakeWecomOptions {
  /** Real time when absent. The bot under test should be given the same. */
  clock?: Clock;
  bot?: Partial<BotAccount>;
  app?: Partial<AppAccount>;
  /** Key → chat id. */
  webhooks?: Record<string, string>;
  members?: Record<string, Member>;
  timings?: Partial<Timings>;
  limits?: Partial<Limits>;
  /** Where the bot listens for the URL callback of the 智能机器人, and of the 自建应用; can be set later. */
  botUrl?: string;
  appUrl?: string;
  port?: number;
}

/** How the media server misbehaves for one file (section 4.3); every count is used up request by request. */
export interface FileFaults {
  /** Answers 503 so many times first. */
  unavailable?: number;
  /** So many requests get no answer at all. */
  silent?: number;
  /** So many requests stop in the middle, the connection stays open. */
  stall?: number;
  /** So many requests are cut in the middle. */
  cut?: number;
  /** Content-Length says that many bytes more (or fewer, when negative) than there are; so many times, default always. */
  lies?: { bytes: number; times?: number };
  /** `noise`: does not decrypt · `plain`: was never encrypted · `truncated`: the last block is missing. */
  bytes?: 'noise' | 'plain' | 'truncated';
}

/** How the name is told (section 4.3.2): `form` is what was seen live. */
export type Disposition = 'form' | 'star' | 'plain' | 'stray-percent' | 'none';

export interface Attachment {
  bytes: Uint8Array;
  name?: string;
  /** `form` for a file, `none` for video and image, when absent. `raw` is sent as the header as it stands. */
  disposition?: Disposition | { raw: string };
  faults?: FileFaults;
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
 * read the frame. `given-up`: three tries without. `lost`: nobody was connected (section 4.7, nothing is replayed).
 * `not-delivered`: the platform does not pass this on (section 4.2). `undecided`: a fault (`hold`, `deaf`) keeps it back.
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
  stream?: { id: string; finished: boolean; versions: string[] };
  /** Webhook key, when sent through one. */
  key?: string;
}

/** Something a correct client never does, whatever the network does. */
export interface Violation {
  where: string;
  rule: string;
  detail: string;
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
  /** A blank after every URL, as in the document's samples (section 4.2). */
  blankAfterUrl: boolean;
  /** `aeskey` without its `=` (section 4.3.3). */
  unpaddedKeys: boolean;
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
