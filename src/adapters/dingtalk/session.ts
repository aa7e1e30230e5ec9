import type { Delivery } from '../../application/ports.ts';
import type { Bucket } from '../wire/bucket.ts';
import { AddressRefused, guarded } from '../wire/exchange.ts';
import { queued, refused } from '../wire/parts.ts';
import type { ReplyContext } from './decode.ts';
import { deliveryOf } from './errors.ts';
import { type Rendered, withMentions } from './render.ts';
import type { Rest } from './rest.ts';

/** Time for a message that waits to get there. */
const MARGIN_MS = 60_000;
/** The address came with a message: only the platform's own hosts are written to. */
const PLATFORM = /(^|\.)dingtalk\.(com|io)$/;

export interface SessionParts {
  rest: Rest;
  bucket: Bucket;
  trusted: Set<string>;
  now(): number;
}

/** The answer in place, with mentions, for as long as the address that came with the message lives (section 4.2). */
export class SessionWay {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  lives(context: ReplyContext | undefined): context is ReplyContext {
    return context !== undefined && this.#parts.now() < Date.parse(context.until) - MARGIN_MS;
  }

  async say(chatId: string, { webhook }: ReplyContext, message: Rendered, mentions: string[]): Promise<Delivery> {
    const { rest, bucket, trusted } = this.#parts;
    let url: URL;
    try {
      url = guarded(webhook, trusted).url;
    } catch (error) {
      if (error instanceof AddressRefused) return refused('address');
      throw error;
    }
    if (!trusted.has(url.hostname) && !PLATFORM.test(url.hostname)) return refused('address');
    const wait = await bucket.take(chatId);
    if (wait > 0) return queued(wait, 'rate');
    return deliveryOf(await rest.postTo(url, markdownOf(message, mentions)));
  }
}

/** The same for both kinds of webhook. */
export const markdownOf = ({ title, text }: Rendered, mentions: string[]) => ({
  msgtype: 'markdown',
  markdown: { title, text: withMentions(text, mentions) },
  at: { atUserIds: mentions, isAtAll: false },
});
