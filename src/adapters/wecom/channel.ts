import type { Chat, IncomingFile, Message, Post } from '../../application/message.ts';
import {
  type Channel,
  type ChannelStatus,
  type Delivery,
  FileGone,
  type Opened,
  type Reach,
} from '../../application/ports.ts';
import { type Part, Progress, refused, type Shown } from '../wire/parts.ts';
import type { DownloadParts } from '../wire/remote-file.ts';
import { UPLOADS } from './allowances.ts';
import type { AppWay } from './app.ts';
import type { BotWay } from './bot.ts';
import type { Connection } from './connection.ts';
import { CHANNEL, type OneAnswer, type ReplyContext } from './decode.ts';
import type { FileSource } from './decode-content.ts';
import { download, fileKey } from './download.ts';
import type { OpenPosts } from './open-posts.ts';
import { responseUrlParts } from './response-url.ts';
import type { Rest } from './rest.ts';
import { isOpenId, type WebhookWay } from './webhook.ts';

export interface ChannelParts {
  rest: Rest;
  connection?: Connection | undefined;
  bot?: BotWay | undefined;
  app?: AppWay | undefined;
  webhook: WebhookWay;
  /** The key of the bot's callback settings, which its files are sealed with there. */
  callbackKey?: Buffer | undefined;
  callbacks: string[];
  openPosts: OpenPosts;
  download: DownloadParts;
  fetchAgainAfterMs: readonly number[];
  tellAfterMs?: number | undefined;
  now(): number;
}

/** One way to bring a post to where it belongs. */
interface Way {
  name: string;
  parts: Part[];
  /** Whom it is for, one by one: when it got to none of them, it did not go out. */
  people?: string[];
}

/** 企业微信 as the bot sees it: one channel, whatever ways in and out are set up. */
export class WecomChannel implements Channel {
  readonly name = CHANNEL;
  readonly knowsRepeats = false;
  readonly largestFile = UPLOADS.largestFile;
  readonly fetchAgainAfterMs: readonly number[];
  readonly tellAfterMs?: number;
  readonly #parts: ChannelParts;
  readonly #progress = new Progress();

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.fetchAgainAfterMs = parts.fetchAgainAfterMs;
    if (parts.tellAfterMs !== undefined) this.tellAfterMs = parts.tellAfterMs;
  }

  /** The URL callback's `response_url` takes one call. */
  answersOnce(message: Message): boolean {
    return (message.replyContext as ReplyContext | undefined)?.via === 'callback';
  }

  /** Whoever has the long connection sends everything: no other process can speak on it. */
  sends(): boolean {
    const state = this.#parts.connection?.state;
    return state !== 'standby' && state !== 'closed';
  }

  async open(file: IncomingFile): Promise<Opened> {
    const source = file.source as FileSource;
    if ('mediaId' in source) {
      if (!this.#parts.app) throw new FileGone('no app');
      return this.#parts.app.open(source.mediaId);
    }
    const key = source.key === undefined ? this.#parts.callbackKey : fileKey(source.key);
    if (!key) throw new FileGone('no key');
    return download(file, { kind: source.kind, url: source.url, key }, this.#parts.download);
  }

  /** Never by `response_url`, which takes one call: a callback's POST is answered with it, if that still waits. */
  async tellMeanwhile({ chat, sender, replyContext }: Message, text: string): Promise<void> {
    const { connection, app } = this.#parts;
    const context = replyContext as ReplyContext | undefined;
    this.#parts.openPosts.answer(context, text);
    const post: Post = { text, files: [], mentions: [] };
    const up = connection?.state === 'subscribed';
    const [byBot] = context?.via === 'connection' && up ? (this.#bot()?.parts(chat, post, context.reqId) ?? []) : [];
    const [byApp] = context?.via === 'app' ? (app?.parts([sender.id], post) ?? []) : [];
    await (byBot ?? byApp)?.().catch(() => undefined);
  }

  /**
   * Tries the ways in their order; the next one only when the one before was refused and nothing of the post is shown. What
   * began one way goes on that way.
   */
  async send(chat: Chat, post: Post, key: string, replyContext?: unknown, progress?: object): Promise<Delivery> {
    const shown = progress as (Shown & { way: string }) | undefined;
    this.#parts.openPosts.answer(replyContext);
    const reasons: string[] = [];
    const ways = this.#ways(chat, post, replyContext as ReplyContext | undefined, key);
    for (const { name, parts, people = [] } of ways.filter(({ name }) => !shown || shown.way === name)) {
      const { delivery, began } = await this.#progress.run(`${key}/${name}`, parts, shown);
      if (delivery.state === 'later' && delivery.progress)
        return { ...delivery, progress: { ...delivery.progress, way: name } };
      if (delivery.state !== 'refused') {
        const unreached = 'unreached' in delivery ? (delivery.unreached ?? []) : [];
        if (people.length === 0 || people.some((id) => !unreached.includes(id))) return delivery;
      } else if (began) return delivery;
      reasons.push(`${name} ${'reason' in delivery ? delivery.reason : 'reached nobody'}`);
    }
    return refused(reasons.join(', ') || 'no way');
  }

  reach(chat: Chat): Reach {
    const { app, webhook } = this.#parts;
    const bot = this.#bot();
    if (chat.kind === 'direct') {
      const posts = Boolean(bot ?? app);
      return { posts, mentions: true, ...(posts && { largestFile: UPLOADS.largestFile }) };
    }
    const rings = webhook.has(chat.id);
    const posts = rings || bot !== undefined;
    return { posts, mentions: rings, ...(posts && { largestFile: UPLOADS.largestFile }) };
  }

  /**
   * The app writes to members without having been spoken to, but knows them by their plain ids alone
   * (docs/protocol-wecom.md, section 5.1).
   */
  directChatWith(senderId: string): string | undefined {
    return this.#parts.app && !isOpenId(senderId) ? senderId : undefined;
  }

  status(): ChannelStatus {
    const { connection, app, callbacks } = this.#parts;
    return { ready: true, ...connection?.status(), callbacks, app: app !== undefined };
  }

  /**
   * Who must hear a mention is told where phones ring; a mere answer stays where the question was
   * (docs/protocol-wecom.md, section 8).
   */
  #ways(chat: Chat, post: Post, context: ReplyContext | undefined, key: string): Way[] {
    const bot = this.#bot();
    const { app, webhook } = this.#parts;
    const posted: Way[] = bot ? [{ name: 'bot', parts: bot.parts(chat, post, undefined, key) }] : [];
    const rung: Way[] = chat.kind === 'group' ? ways('webhook', webhook.parts(chat.id, post)) : [];
    const people = chat.kind === 'direct' ? [chat.id] : post.mentions;
    const written =
      app && people.length > 0
        ? [{ name: 'app', parts: app.parts(people, post, chat.kind === 'direct' ? key : undefined), people }]
        : [];
    const answered = this.#answer(chat, post, context, key);
    if (context?.via === 'app') return [...written, ...posted];
    if (chat.kind === 'group' && post.mentions.length > 0 && !context) return [...rung, ...posted, ...written];
    return [...answered, ...(context?.via === 'connection' && bot ? [] : posted), ...rung, ...written];
  }

  /** What came over the long connection has one answer more, for when the line is down or another process has it. */
  #answer(chat: Chat, post: Post, context: ReplyContext | undefined, key: string): Way[] {
    if (context?.via === 'callback') return this.#once(post, context);
    if (context?.via !== 'connection') return [];
    const reply = this.#bot()?.parts(chat, post, context.reqId, key) ?? [];
    if (this.#parts.connection?.state === 'subscribed') return ways('reply', reply);
    const once = this.#once(post, context).filter(({ parts }) => parts.length === 1);
    return [...once, ...ways('reply', reply)];
  }

  #once(post: Post, { responseUrl, until }: OneAnswer): Way[] {
    if (responseUrl === undefined) return [];
    if (until !== undefined && this.#parts.now() > Date.parse(until)) return [];
    const { rest, download } = this.#parts;
    return ways('response_url', responseUrlParts(rest, download.trusted, responseUrl, post));
  }

  #bot(): BotWay | undefined {
    const { bot } = this.#parts;
    return bot?.alive ? bot : undefined;
  }
}

const ways = (name: string, parts: Part[]): Way[] => (parts.length > 0 ? [{ name, parts }] : []);
