import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { HOUR, MINUTE } from '../platform/rate.ts';
import { base64, cardUpdate, codeOf, type PassiveStream, passive, responseUrl, welcome, wrong } from './bodies.ts';
import type { Callbacks, Tried } from './callbacks.ts';
import { begin, refresh } from './conversation.ts';
import type { Inbound } from './inbound.ts';
import { unfit } from './media.ts';
import { sign, unseal } from './seal.ts';
import type { Sent, SentFile } from './types.ts';
import { type Answer, OK, type World } from './world.ts';

const envelope = z.strictObject({
  encrypt: base64,
  msgsignature: z.string(),
  timestamp: z.int(),
  nonce: z.string(),
});

/**
 * What the bot answers to a URL callback: sealed replies, polled streams, `response_url`
 * (docs/protocol-wecom.md, sections 1.7 and 4.4).
 */
export class Passive {
  private readonly codes = new Map<string, { inbound: Inbound; used: boolean }>();
  private readonly world: World;
  private readonly callbacks: Callbacks;

  constructor(world: World, callbacks: Callbacks) {
    this.world = world;
    this.callbacks = callbacks;
  }

  expect(inbound: Inbound): void {
    this.codes.set(inbound.responseCode, { inbound, used: false });
  }

  /** Empty bodies are welcome. */
  answered(inbound: Inbound, tried: Tried) {
    const message = this.opened(tried);
    if (message === undefined) return;
    const { event } = inbound.callback;
    if (event === 'enter_chat') this.welcomed(inbound, message);
    else if (event === 'template_card_event' && isCardUpdate(message)) this.updated(inbound, message);
    else if (event === 'feedback_event') this.world.violate('url', 'feedback-takes-no-answer');
    else this.replied(inbound, message);
  }

  /** docs/protocol-wecom.md, section 4.4: one call within an hour; a card only in a single chat. */
  respond(code: string, body: unknown): Answer {
    const where = 'response_url';
    const known = this.codes.get(code);
    if (!known || known.used || this.world.now() > known.inbound.callback.at + HOUR)
      return this.world.refuse(where, 40058, 'response_code is used or expired');
    const read = responseUrl.safeParse(body);
    if (!read.success) return this.world.forbid(where, 'malformed', codeOf(read.error), wrong(read.error));
    const { chat, msgid } = known.inbound.callback;
    const base = { via: 'response-url' as const, chat, msgtype: read.data.msgtype, inReplyTo: msgid };
    if (read.data.msgtype === 'markdown') this.world.show({ ...base, text: read.data.markdown.content });
    else if (chat.kind === 'group') return this.world.forbid(where, 'card-in-group', 40058);
    else this.world.show({ ...base, card: read.data.template_card });
    known.used = true;
    return OK;
  }

  /** Checks the envelope and opens it; key names count: `msgsignature`, an integer `timestamp`. */
  private opened({ body = '', nonce }: Tried): unknown {
    if (body === '') return undefined;
    const read = envelope.safeParse(parsed(body));
    if (!read.success) return this.world.violate('url', 'malformed-envelope', wrong(read.error));
    const { encrypt, msgsignature, timestamp } = read.data;
    if (read.data.nonce !== nonce) return this.world.violate('url', 'nonce-differs', read.data.nonce);
    if (msgsignature !== sign(this.world.bot.token, String(timestamp), nonce, encrypt))
      return this.world.violate('url', 'wrong-signature', msgsignature);
    try {
      const { message, receiver } = unseal(this.world.bot.aesKey, encrypt);
      if (receiver === '') return parsed(message);
      return this.world.violate('url', 'wrong-receiver', receiver);
    } catch (error) {
      return this.world.violate('url', 'does-not-open', String(error));
    }
  }

  private welcomed({ callback }: Inbound, message: unknown) {
    const read = welcome.safeParse(message);
    if (!read.success) return this.world.violate('url', 'malformed', wrong(read.error));
    const content = read.data.msgtype === 'text' ? { text: read.data.text.content } : { card: read.data.template_card };
    const { chat, msgid } = callback;
    this.world.show({ via: 'url-reply', chat, msgtype: read.data.msgtype, inReplyTo: msgid, ...content });
  }

  private updated({ callback }: Inbound, message: unknown) {
    const read = cardUpdate.safeParse(message);
    if (!read.success) return this.world.violate('url', 'malformed', wrong(read.error));
    const card = read.data.template_card;
    if (card.task_id !== callback.taskId) return this.world.violate('url', 'task-id-differs', card.task_id);
    const { chat, msgid } = callback;
    this.world.show({ via: 'url-reply', chat, msgtype: 'template_card', inReplyTo: msgid, card });
  }

  private replied(inbound: Inbound, message: unknown) {
    const read = passive.safeParse(message);
    if (!read.success) return this.world.violate('url', 'malformed', wrong(read.error));
    const { chat, msgid } = inbound.callback;
    if (read.data.msgtype === 'template_card') {
      const card = read.data.template_card;
      this.world.show({ via: 'url-reply', chat, msgtype: 'template_card', inReplyTo: msgid, card });
      return;
    }
    const { stream } = read.data;
    const bubble = begin(this.world, 'url-reply', inbound.callback, stream);
    if ('template_card' in read.data && read.data.template_card) bubble.card = read.data.template_card;
    this.attach(bubble, stream);
    if (!stream.finish) void this.poll(inbound, bubble, stream.id);
  }

  /** Up to six minutes from the message of the user, while `finish` is false. */
  private async poll(inbound: Inbound, bubble: Sent, id: string): Promise<void> {
    const { msgid: _, quote: __, text: ___, ...rest } = inbound.body as Record<string, unknown>;
    while (!this.world.stopped && !bubble.stream?.finished) {
      await pause(this.world.timings.pollMs, undefined, { ref: false });
      if (this.world.now() > inbound.callback.at + 6 * MINUTE) return this.expire(bubble);
      const body = { ...rest, msgid: `POLL${this.world.next()}`, msgtype: 'stream', stream: { id } };
      const message = this.opened(await this.callbacks.deliver('bot', JSON.stringify(body), true));
      if (message === undefined || this.world.stopped) continue;
      const read = passive.safeParse(message);
      if (!read.success || !('stream' in read.data)) this.world.violate('url', 'malformed-poll-answer');
      else if (read.data.stream.id !== id) this.world.violate('url', 'stream-id-differs', read.data.stream.id);
      else {
        refresh(this.world, bubble, read.data.stream);
        this.attach(bubble, read.data.stream);
      }
    }
  }

  private expire(bubble: Sent): void {
    if (bubble.stream) bubble.stream.expired = true;
    this.world.changed();
  }

  /** Pictures only with the last part (docs/protocol-wecom.md, section 4.4). */
  private attach(bubble: Sent, { msg_item = [], finish }: PassiveStream) {
    if (msg_item.length > 0 && !finish) return this.world.violate('url', 'picture-before-the-end');
    const files: SentFile[] = [];
    for (const { image } of msg_item) {
      const bytes = Buffer.from(image.base64, 'base64');
      const why = unfit('image', bytes);
      if (why) this.world.violate('url', 'unfit-media', why);
      else if (createHash('md5').update(bytes).digest('hex') !== image.md5) this.world.violate('url', 'md5-differs');
      else files.push({ type: 'image', name: '', bytes });
    }
    bubble.files.push(...files);
    this.world.changed();
  }
}

const isCardUpdate = (message: unknown) =>
  typeof message === 'object' && message !== null && 'response_type' in message;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
