import type { Chat, Choice, IncomingFile, Message, Post } from '../../application/message.ts';
import {
  type Channel,
  type ChannelStatus,
  type Delivery,
  FileGone,
  type Opened,
  type Reach,
} from '../../application/ports.ts';
import { type Part, Progress, refused, type Shown } from '../wire/parts.ts';
import { UPLOADS } from './allowances.ts';
import type { CardWay } from './card.ts';
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
  /** Absent where no template is set up. */
  card?: CardWay | undefined;
  files: RobotFiles;
  fetchAgainAfterMs: readonly number[];
  tellAfterMs?: number | undefined;
  status(): ChannelStatus;
}

/** What a piece of the text is said with. */
interface Said {
  key: string;
  mentions: string[];
  choices: Choice[] | undefined;
  context: ReplyContext | undefined;
}

/** One attempt at a piece of the text. */
interface Way {
  name: string;
  rings: boolean;
  say(message: Rendered, mentions: string[]): Promise<Delivery>;
}

/** A message mentions at most so many (docs/protocol-dingtalk.md, section 4.8). */
const MOST_MENTIONS = 50;

/** Whom each message calls; where phones ring, those who are too many for the text are called under its title. */
function calling(messages: Rendered[], mentions: string[], rings: boolean) {
  const groups = Array.from({ length: Math.ceil(mentions.length / MOST_MENTIONS) }, (_, index) =>
    mentions.slice(index * MOST_MENTIONS, (index + 1) * MOST_MENTIONS),
  );
  const title = messages[0]?.title ?? '';
  const more = rings && messages.length > 0 ? groups.slice(messages.length) : [];
  return [...messages, ...more.map((): Rendered => ({ title, text: title }))].map((message, index) => ({
    message,
    mentions: groups[index] ?? [],
  }));
}

/** 钉钉 as the bot sees it: one channel, whatever ways in and out are set up. */
export class DingtalkChannel implements Channel {
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

  async open(file: IncomingFile): Promise<Opened> {
    if (file.withheld) throw new FileGone('withheld');
    return download(file, this.#parts.files);
  }

  /** By the address that came with the message: no call that is counted. */
  async tellMeanwhile({ chat, replyContext }: Message, text: string): Promise<void> {
    const { session } = this.#parts;
    const context = replyContext as ReplyContext | undefined;
    const [words] = rendered(text);
    if (words && session.lives(context)) await session.say(chat.id, context, words, []).catch(() => undefined);
  }

  /**
   * Every piece of the text goes the first way that takes it; files go through the app alone
   * (docs/protocol-dingtalk.md, section 4.1).
   */
  async send(chat: Chat, post: Post, key: string, replyContext?: unknown, progress?: object): Promise<Delivery> {
    const context = replyContext as ReplyContext | undefined;
    const messages = rendered(post.text);
    const choices = messages.length === 1 && !isOutsider(chat.id) ? post.choices : undefined;
    const rings = this.#rings(chat) || this.#parts.session.lives(context);
    const texts = calling(messages, post.mentions, rings).map(
      ({ message, mentions }): Part =>
        () =>
          this.#say(chat, message, { key, mentions, choices, context }),
    );
    const files = post.files.map(
      (file): Part =>
        () =>
          this.#parts.robot.sendFile(chat, file),
    );
    return (await this.#progress.run(key, [...texts, ...files], progress as Shown | undefined)).delivery;
  }

  reach(chat: Chat): Reach {
    if (chat.kind === 'direct') {
      const inside = !isOutsider(chat.id);
      return { posts: inside, mentions: true, ...(inside && { largestFile: UPLOADS.largestFile }) };
    }
    return { posts: true, mentions: this.#rings(chat), largestFile: UPLOADS.largestFile };
  }

  status(): ChannelStatus {
    return this.#parts.status();
  }

  async #say(chat: Chat, message: Rendered, said: Said): Promise<Delivery> {
    const { mentions } = said;
    const reasons: string[] = [];
    for (const way of this.#ways(chat, said)) {
      const delivery = await way.say(message, mentions);
      // Whoever had to hear of it did not: the app's robot cannot mention (docs/protocol-dingtalk.md, section 4.3).
      if (delivery.state === 'sent' && mentions.length > 0 && !way.rings && this.#rings(chat))
        return { ...delivery, unreached: mentions };
      if (delivery.state !== 'refused') return delivery;
      reasons.push(`${way.name} ${delivery.reason}`);
    }
    return refused(reasons.join(', '));
  }

  #ways(chat: Chat, { key, mentions, choices, context }: Said): Way[] {
    const { session, robot, webhook, card } = this.#parts;
    const ways: Way[] = [];
    if (card && choices?.length && mentions.length === 0)
      ways.push({ name: 'card', rings: false, say: (message) => card.say(chat, message, choices, key) });
    if (session.lives(context))
      ways.push({ name: 'session', rings: true, say: (message, ids) => session.say(chat.id, context, message, ids) });
    const posted: Way = { name: 'robot', rings: false, say: (message) => robot.say(chat, message) };
    if (!this.#rings(chat)) return [...ways, posted];
    const rung: Way = { name: 'webhook', rings: true, say: (message, ids) => webhook.say(chat.id, message, ids) };
    return [...ways, ...(mentions.length > 0 ? [rung, posted] : [posted, rung])];
  }

  #rings({ kind, id }: Chat): boolean {
    return kind === 'group' && this.#parts.webhook.has(id);
  }
}
