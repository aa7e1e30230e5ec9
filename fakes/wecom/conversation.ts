import type { z } from 'zod';
import { DAY, HOUR, MINUTE, Rate } from '../platform/rate.ts';
import { address, cardUpdate, codeOf, pushed, respondMsg, welcome, wrong } from './bodies.ts';
import type { MediaStore } from './media.ts';
import type { Sent, SentVia } from './types.ts';
import { type Answer, type ChatId, OK, type World } from './world.ts';

/** What a req_id stands for (docs/protocol-wecom.md, section 4.7). */
export interface Callback {
  kind: 'message' | 'event';
  event?: string;
  taskId?: string;
  msgid: string;
  chat: ChatId;
  at: number;
}

export interface Stream {
  bubble: Sent;
  startedAt: number;
}

type Reply = z.infer<typeof respondMsg>;

const SECOND = 1_000;
const STREAM_LIFE = 6 * MINUTE;

/**
 * What the bot says in chats over the long connection: replies, welcomes, card updates, pushes
 * (docs/protocol-wecom.md, section 4.7).
 */
export class Conversation {
  private readonly streams = new Map<string, Stream>();
  private readonly quota: Rate;
  private readonly world: World;
  private readonly media: MediaStore;

  constructor(world: World, media: MediaStore) {
    this.world = world;
    this.media = media;
    this.quota = new Rate(
      () => world.now(),
      () => [
        { ms: MINUTE, most: world.limits.botPerMinute },
        { ms: HOUR, most: world.limits.botPerHour },
      ],
    );
  }

  /** At most 24 hours after the message; an event's req_id is refused (docs/protocol-wecom.md, section 9, 846605). */
  respond(callback: Callback | undefined, body: unknown): Answer {
    const where = 'aibot_respond_msg';
    if (callback?.kind !== 'message' || this.older(callback, DAY)) return this.invalidReqId(where);
    const read = respondMsg.safeParse(body);
    if (!read.success) return this.malformed(where, read.error);
    if (read.data.msgtype === 'stream') return this.stream(callback, read.data.stream);
    return this.post(where, 'ws-reply', callback.chat, read.data, callback.msgid);
  }

  /** At most 5 s after `enter_chat`. */
  welcome(callback: Callback | undefined, body: unknown): Answer {
    const where = 'aibot_respond_welcome_msg';
    if (callback?.event !== 'enter_chat' || this.older(callback, 5 * SECOND)) return this.invalidReqId(where);
    const read = welcome.safeParse(body);
    if (!read.success) return this.malformed(where, read.error);
    const via: SentVia = 'ws-welcome';
    if (read.data.msgtype === 'template_card') return this.post(where, via, callback.chat, read.data, callback.msgid);
    return this.counted(where, callback.chat, {
      via,
      msgtype: 'text',
      text: read.data.text.content,
      inReplyTo: callback.msgid,
    });
  }

  /** At most 5 s after `template_card_event`, with that event's task id (docs/protocol-wecom.md, section 4.6). */
  updateCard(callback: Callback | undefined, body: unknown): Answer {
    const where = 'aibot_respond_update_msg';
    if (callback?.event !== 'template_card_event' || this.older(callback, 5 * SECOND)) return this.invalidReqId(where);
    const read = cardUpdate.safeParse(body);
    if (!read.success) return this.malformed(where, read.error);
    const card = read.data.template_card;
    if (card.task_id !== callback.taskId) return this.world.forbid(where, 'task-id-differs', 40058, card.task_id);
    const { userids } = read.data;
    const bubble = {
      ...{ via: 'ws-update' as const, msgtype: 'template_card', card, inReplyTo: callback.msgid },
      ...(userids && { userids }),
    };
    return this.counted(where, callback.chat, bubble);
  }

  push(body: Record<string, unknown>): Answer {
    const where = 'aibot_send_msg';
    const { chatid, chat_type, ...message } = body;
    const to = address.safeParse({ chatid, chat_type });
    const read = pushed.safeParse(message);
    if (!to.success) return this.malformed(where, to.error);
    if (!read.success) return this.malformed(where, read.error);
    const chat = this.chatOf(to.data.chatid, to.data.chat_type ?? 0);
    if (!chat) return this.unknownChat(where, to.data.chatid, to.data.chat_type ?? 0);
    if (!this.world.spoken.has(`${chat.kind} ${chat.id}`))
      return this.world.refuse(where, 93001, 'nobody spoke to the bot in this chat');
    return this.post(where, 'ws-push', chat, read.data);
  }

  /** docs/protocol-wecom.md, section 4.7: 1 is single, 2 is group, 0 prefers the group. Ids are case-sensitive. */
  private chatOf(id: string, type: number): ChatId | undefined {
    if (type !== 1 && this.world.groups.has(id)) return { kind: 'group', id };
    if (type !== 2 && this.world.members.has(id)) return { kind: 'single', id };
    return undefined;
  }

  private unknownChat(where: string, id: string, type: number): Answer {
    if (type !== 0 && this.chatOf(id, 0)) this.world.violate(where, 'wrong-chat-type', `${id} is not of type ${type}`);
    const known = [...this.world.groups, ...this.world.members.keys()];
    if (known.some((one) => one !== id && one.toLowerCase() === id.toLowerCase()))
      this.world.violate(where, 'chat-id-not-verbatim', id);
    return this.world.refuse(where, 93006, 'invalid chatid');
  }

  /**
   * First use of an id creates, the same id refreshes, `finish` seals; all within 6 minutes
   * (docs/protocol-wecom.md, section 4.7).
   */
  private stream(callback: Callback, part: { id: string; finish: boolean; content: string }): Answer {
    const where = 'aibot_respond_msg';
    const key = `${callback.msgid} ${part.id}`;
    const open = this.streams.get(key);
    if (open && this.world.now() > open.startedAt + STREAM_LIFE)
      return this.world.refuse(where, 846608, 'stream message expired');
    if (open?.bubble.stream?.finished) return this.world.forbid(where, 'stream-sealed', 846608, part.id);
    if (!this.quota.take(callback.chat.id)) return this.tooOften(where);
    if (open) refresh(this.world, open.bubble, part);
    else this.streams.set(key, { bubble: begin(this.world, 'ws-reply', callback, part), startedAt: this.world.now() });
    return OK;
  }

  private post(
    where: string,
    via: SentVia,
    chat: ChatId,
    message: Exclude<Reply, { msgtype: 'stream' }>,
    inReplyTo?: string,
  ): Answer {
    const base = { via, msgtype: message.msgtype, ...(inReplyTo !== undefined && { inReplyTo }) };
    if (message.msgtype === 'markdown') return this.counted(where, chat, { ...base, text: message.markdown.content });
    if (message.msgtype === 'template_card') {
      const card = message.template_card;
      if (card.task_id !== undefined && this.world.taskIds.has(card.task_id))
        return this.world.forbid(where, 'task-id-used', 40058, card.task_id);
      return this.counted(where, chat, { ...base, card });
    }
    const struct = (message as unknown as Record<string, { media_id: string }>)[message.msgtype];
    const media = this.media.get(struct?.media_id ?? '', 'bot', message.msgtype);
    if (!media) return this.world.refuse(where, 40007, 'invalid media_id');
    const file = { type: media.kind, name: media.name, bytes: media.bytes };
    return this.counted(where, chat, { ...base, files: [file] });
  }

  /** Replies and pushes together, per conversation (docs/protocol-wecom.md, section 4.7). */
  private counted(where: string, chat: ChatId, bubble: Pick<Sent, 'via' | 'msgtype'> & Partial<Sent>): Answer {
    if (!this.quota.take(chat.id)) return this.tooOften(where);
    if (typeof bubble.card?.task_id === 'string') this.world.taskIds.add(bubble.card.task_id);
    this.world.show({ ...bubble, chat });
    return OK;
  }

  private older(callback: Callback, ms: number): boolean {
    return this.world.now() > callback.at + ms;
  }

  private invalidReqId(where: string): Answer {
    return this.world.refuse(where, 846605, 'invalid req_id');
  }

  private tooOften(where: string): Answer {
    return this.world.refuse(where, 45009, 'api freq out of limit');
  }

  private malformed(where: string, error: z.ZodError): Answer {
    return this.world.forbid(where, 'malformed', codeOf(error), wrong(error));
  }
}

/** docs/protocol-wecom.md, section 4.4: `content` is the whole text so far. */
export function begin(
  world: World,
  via: SentVia,
  to: { chat: ChatId; msgid: string },
  part: { id: string; finish: boolean; content: string },
): Sent {
  return world.show({
    via,
    chat: to.chat,
    msgtype: 'stream',
    text: part.content,
    inReplyTo: to.msgid,
    stream: { id: part.id, finished: part.finish, versions: [part.content] },
  });
}

export function refresh(world: World, bubble: Sent, part: { finish: boolean; content: string }): void {
  bubble.text = part.content;
  bubble.stream?.versions.push(part.content);
  if (bubble.stream) bubble.stream.finished = part.finish;
  if (part.content.includes('\uFFFD')) world.violate(bubble.via, 'broken-character', part.content);
  world.changed();
}
