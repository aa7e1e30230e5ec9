import type { Chat, IncomingFile, Post } from '../../application/message.ts';
import {
  type Channel,
  type ChannelStatus,
  type Delivery,
  FileGone,
  type Opened,
  type Reach,
} from '../../application/ports.ts';
import { type Part, Progress, refused } from '../wire/parts.ts';
import { CHANNEL, isOutsider, type ReplyContext } from './decode.ts';
import { download, type RobotFiles } from './download.ts';
import { type Rendered, rendered } from './render.ts';
import type { RobotWay } from './robot.ts';
import type { SessionWay } from './session.ts';
import type { WebhookWay } from './webhook.ts';

export interface ChannelParts {
  session: SessionWay;
  robot: RobotWay;
  webhook: WebhookWay;
  files: RobotFiles;
  fetchAgainAfterMs: readonly number[];
  status(): ChannelStatus;
}

/** One attempt at a piece of the text. */
interface Way {
  name: string;
  rings: boolean;
  say(message: Rendered, mentions: string[]): Promise<Delivery>;
}

/** 钉钉 as the bot sees it: one channel, whatever ways in and out the office has set up. */
export class DingtalkChannel implements Channel {
  readonly name = CHANNEL;
  readonly knowsRepeats = false;
  readonly fetchAgainAfterMs: readonly number[];
  readonly #parts: ChannelParts;
  readonly #progress = new Progress();

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.fetchAgainAfterMs = parts.fetchAgainAfterMs;
  }

  async open(file: IncomingFile): Promise<Opened> {
    if (file.withheld) throw new FileGone('withheld');
    return download(file, this.#parts.files);
  }

  /** Every piece of the text goes the first way that takes it; files go through the app alone (section 4.1). */
  async send(chat: Chat, post: Post, key: string, replyContext?: unknown): Promise<Delivery> {
    const context = replyContext as ReplyContext | undefined;
    const texts = rendered(post.text).map(
      (message, index): Part =>
        () =>
          this.#say(chat, message, index === 0 ? post.mentions : [], context),
    );
    const files = post.files.map(
      (file): Part =>
        () =>
          this.#parts.robot.sendFile(chat, file),
    );
    return (await this.#progress.run(key, [...texts, ...files])).delivery;
  }

  reach(chat: Chat): Reach {
    if (chat.kind === 'direct') return { posts: !isOutsider(chat.id), mentions: true };
    return { posts: true, mentions: this.#parts.webhook.has(chat.id) };
  }

  status(): ChannelStatus {
    return this.#parts.status();
  }

  async #say(chat: Chat, message: Rendered, mentions: string[], context: ReplyContext | undefined): Promise<Delivery> {
    const reasons: string[] = [];
    for (const way of this.#ways(chat, mentions.length > 0, context)) {
      const delivery = await way.say(message, mentions);
      // Whoever had to hear of it did not: the app's robot cannot mention (section 4.3).
      if (delivery.state === 'sent' && mentions.length > 0 && !way.rings && this.reach(chat).mentions)
        return chat.kind === 'group' ? { ...delivery, unreached: mentions } : delivery;
      if (delivery.state !== 'refused') return delivery;
      reasons.push(`${way.name} ${delivery.reason}`);
    }
    return refused(reasons.join(', '));
  }

  #ways(chat: Chat, calls: boolean, context: ReplyContext | undefined): Way[] {
    const { session, robot, webhook } = this.#parts;
    const inPlace: Way[] = session.lives(context)
      ? [{ name: 'session', rings: true, say: (message, mentions) => session.say(chat.id, context, message, mentions) }]
      : [];
    const posted: Way = { name: 'robot', rings: false, say: (message) => robot.say(chat, message) };
    const rung: Way[] =
      chat.kind === 'group' && webhook.has(chat.id)
        ? [{ name: 'webhook', rings: true, say: (message, mentions) => webhook.say(chat.id, message, mentions) }]
        : [];
    return calls ? [...inPlace, ...rung, posted] : [...inPlace, posted, ...rung];
  }
}
