import { createHash } from 'node:crypto';
import type { OutgoingFile, Post } from '../../application/message.ts';
import { type Delivery, type FileStore, NotBegun } from '../../application/ports.ts';
import type { Bucket } from '../wire/bucket.ts';
import { deliveryOf, fieldOf, prepared } from '../wire/outcome.ts';
import { load } from '../wire/outgoing-file.ts';
import { type Part, queued, refused } from '../wire/parts.ts';
import { UPLOADS } from './allowances.ts';
import { type Form, rendered } from './render.ts';
import type { Rest } from './rest.ts';

const FORM: Form = { dialect: 'plain', limit: 2048 };
/** A table needs markdown_v2, which rings for nobody. */
const TABLE_FORM: Form = { dialect: 'markdown', limit: 4096 };

export interface WebhookParts {
  rest: Rest;
  store: FileStore;
  /** Chat id → key. */
  keys: Map<string, string>;
  bucket: Bucket;
  /** Mobile numbers for ids that mean nothing outside of the bot. */
  phonesOf(senderIds: string[]): Promise<Map<string, string>>;
}

/**
 * Ids of a bot that an ordinary member created are the bot's own (docs/protocol-wecom.md, section 5.1): only a mobile
 * number rings.
 */
export const isOpenId = (id: string): boolean => /^T[\w-]{19,}$/.test(id);

/** The robot of one group (docs/protocol-wecom.md, section 3): the only way that makes phones ring. */
export class WebhookWay {
  readonly #parts: WebhookParts;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  has(chatId: string): boolean {
    return this.#parts.keys.has(chatId);
  }

  parts(chatId: string, post: Post): Part[] {
    const key = this.#parts.keys.get(chatId);
    if (key === undefined) return [];
    const texts =
      post.table && post.mentions.length === 0
        ? rendered(post, TABLE_FORM).map(
            (content): Part =>
              () =>
                this.#send(key, { msgtype: 'markdown_v2', markdown_v2: { content } }),
          )
        : rendered(post, FORM).map(
            (content, index): Part =>
              () =>
                this.#say(key, content, index === 0 ? post.mentions : []),
          );
    return [
      ...texts,
      ...post.files.map(
        (file): Part =>
          () =>
            this.#sendFile(key, file),
      ),
    ];
  }

  #phonesOf(ids: string[]): Promise<Map<string, string>> {
    return this.#parts.phonesOf(ids).catch((error) => {
      throw new NotBegun((error as Error).name);
    });
  }

  async #say(key: string, content: string, mentions: string[]): Promise<Delivery> {
    const open = mentions.filter(isOpenId);
    const phones = open.length > 0 ? await this.#phonesOf(open) : new Map<string, string>();
    const plain = mentions.filter((id) => !isOpenId(id));
    const text = {
      content,
      ...(plain.length > 0 && { mentioned_list: plain }),
      ...(phones.size > 0 && { mentioned_mobile_list: [...new Set(phones.values())] }),
    };
    const delivery = await this.#send(key, { msgtype: 'text', text });
    const unreached = open.filter((id) => !phones.has(id));
    return delivery.state === 'sent' && unreached.length > 0 ? { ...delivery, unreached } : delivery;
  }

  /** Waits for its turn: 20 a minute, and what is over is blocked for longer. */
  async #send(key: string, message: object): Promise<Delivery> {
    const wait = await this.#parts.bucket.take(key);
    if (wait > 0) return queued(wait, 'rate');
    return deliveryOf(await this.#parts.rest.post('/cgi-bin/webhook/send', { key }, message));
  }

  async #sendFile(key: string, file: OutgoingFile): Promise<Delivery> {
    const loaded = await load(this.#parts.store, file, UPLOADS);
    if (!loaded) return refused('file does not fit');
    if (loaded.kind === 'image') {
      const md5 = createHash('md5').update(loaded.bytes).digest('hex');
      return this.#send(key, { msgtype: 'image', image: { base64: loaded.bytes.toString('base64'), md5 } });
    }
    const uploaded = await this.#parts.rest.upload('/cgi-bin/webhook/upload_media', { key, type: 'file' }, loaded);
    const media = fieldOf(uploaded, 'media_id');
    if (media === undefined) return prepared(uploaded);
    return this.#send(key, { msgtype: 'file', file: { media_id: media } });
  }
}
