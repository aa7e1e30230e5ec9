import type { Delivery } from '../../application/ports.ts';
import type { Bucket } from '../wire/bucket.ts';
import { deliveryOf } from '../wire/outcome.ts';
import { queued, refused } from '../wire/parts.ts';
import { AddressRefused, guarded } from '../wire/public-address.ts';
import type { ReplyContext } from './decode.ts';
import { type Rendered, withMentions } from './render.ts';
import type { Rest } from './rest.ts';

/** Time for a message that waits to get there. */
const MARGIN_MS = 60_000;
/**
 * The address came with a message: only the platform's own place for such answers is written to, not the robot of some group on the
 * same host (docs/protocol-dingtalk.md, section 4.2).
 */
const PLATFORM = /^(oapi|api)\.dingtalk\.(com|io)$/;
const REPLY_PATH = '/robot/sendBySession';

export interface SessionParts {
  rest: Rest;
  bucket: Bucket;
  trusted: Set<string>;
  now(): number;
}

/**
 * The answer in place, with mentions, for as long as the address that came with the message lives
 * (docs/protocol-dingtalk.md, section 4.2).
 */
export class SessionWay {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  lives(context: ReplyContext | undefined): context is ReplyContext {
    return context !== undefined && this.#parts.now() < Date.parse(context.until) - MARGIN_MS;
  }

  async say(chatId: string, { webhook }: ReplyContext, message: Rendered, mentions: string[]): Promise<Delivery> {
    const url = this.#address(webhook);
    if (!url) return refused('address');
    const wait = await this.#parts.bucket.take(chatId);
    if (wait > 0) return queued(wait, 'rate');
    return deliveryOf(await this.#parts.rest.postTo(url, markdownOf(message, mentions)));
  }

  /**
   * Sends without asking the allowance, which is in the database: this is the sentence that says that the database is
   * away.
   */
  async lastWord(context: ReplyContext | undefined, message: Rendered): Promise<void> {
    const url = this.lives(context) ? this.#address(context.webhook) : undefined;
    if (url) await this.#parts.rest.postTo(url, markdownOf(message, []));
  }

  /** Undefined for any but the platform's own. */
  #address(webhook: string): URL | undefined {
    const { trusted } = this.#parts;
    try {
      const { url } = guarded(webhook, trusted);
      const platforms = trusted.has(url.hostname) || (PLATFORM.test(url.hostname) && url.port === '');
      return platforms && url.pathname === REPLY_PATH ? url : undefined;
    } catch (error) {
      if (error instanceof AddressRefused) return undefined;
      throw error;
    }
  }
}

/** The same for both kinds of webhook. */
export const markdownOf = ({ title, text }: Rendered, mentions: string[]) => ({
  msgtype: 'markdown',
  markdown: { title, text: withMentions(text, mentions) },
  at: { atUserIds: mentions, isAtAll: false },
});
