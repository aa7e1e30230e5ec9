import { createHash, randomUUID } from 'node:crypto';
import type { Chat, OutgoingFile, Post } from '../../application/message.ts';
import type { Delivery, FileStore } from '../../application/ports.ts';
import type { Bucket } from '../wire/bucket.ts';
import { deliveryOf, fieldOf, type Outcome, prepared } from '../wire/outcome.ts';
import { type Loaded, load } from '../wire/outgoing-file.ts';
import { type Part, queued, refused } from '../wire/parts.ts';
import { UPLOADS } from './allowances.ts';
import { cardOf } from './card.ts';
import type { Connection } from './connection.ts';
import { type Form, rendered } from './render.ts';

/** 20480 bytes are allowed, but phones fold long bubbles (docs/protocol-wecom.md, section 5.5). */
const FORM: Form = { dialect: 'markdown', limit: 4096 };
/**
 * Codes for a req_id that is too old, belongs to an event, or whose stream has ended: then the text is sent as a post
 * of its own (docs/protocol-wecom.md, section 4.7, rule 5).
 */
const REPLY_IS_DEAD = new Set(['846605', '846608']);
const CHUNK = 512 * 1024;
const CHUNKS_AT_ONCE = 2;
const CHUNK_TRIES = 3;
const MOST_REMEMBERED = 5000;

/**
 * The way out over the long connection: answers on the message's own req_id, posts, uploads
 * (docs/protocol-wecom.md, sections 4.7 and 4.8).
 */
export class BotWay {
  readonly #connection: Connection;
  readonly #store: FileStore;
  readonly #chats: Bucket;
  readonly #uploads: Bucket;
  /** One req_id carries one answer only; the rest is sent as posts. */
  readonly #answered = new Set<string>();

  constructor(parts: { connection: Connection; store: FileStore; chats: Bucket; uploads: Bucket }) {
    this.#connection = parts.connection;
    this.#store = parts.store;
    this.#chats = parts.chats;
    this.#uploads = parts.uploads;
  }

  /** Whether it is of any use to wait for the line. */
  get alive(): boolean {
    return this.#connection.state !== 'stopped';
  }

  /** `key`: of the post, where its choices are to be buttons. */
  parts(chat: Chat, post: Post, reqId?: string, key?: string): Part[] {
    const texts = rendered(post, FORM).map(
      (content): Part =>
        () =>
          this.#say(chat, content, reqId),
    );
    return [
      ...texts,
      ...post.files.map(
        (file): Part =>
          () =>
            this.#sendFile(chat, file),
      ),
      ...this.#buttons(chat, post, reqId, key),
    ];
  }

  /**
   * A push of buttons is documented for a direct chat alone, an answer with them for both (docs/protocol-wecom.md, sections 4.6 and
   * 4.7). The words are there already: without buttons nothing is missing.
   */
  #buttons(chat: Chat, { text, choices = [] }: Post, reqId?: string, key?: string): Part[] {
    const made = key === undefined ? undefined : cardOf(key, text, choices);
    if (!made || (chat.kind === 'group' && reqId === undefined)) return [];
    const message = { msgtype: 'template_card', template_card: made.card };
    const show: Part = async () => {
      const shown =
        chat.kind === 'direct'
          ? await this.#post(chat, message)
          : deliveryOf(await this.#connection.request('aibot_respond_msg', message, reqId));
      return shown.state === 'sent' ? { ...shown, messageId: made.task } : { state: 'sent' };
    };
    return [show];
  }

  async #say(chat: Chat, content: string, reqId: string | undefined): Promise<Delivery> {
    if (reqId === undefined || this.#answered.has(reqId))
      return this.#post(chat, { msgtype: 'markdown', markdown: { content } });
    const stream = { id: randomUUID(), finish: true, content };
    const answer = await this.#limited(chat, 'aibot_respond_msg', { msgtype: 'stream', stream }, reqId);
    if ('afterMs' in answer) return answer;
    if (answer.state === 'fault' && REPLY_IS_DEAD.has(answer.code)) {
      this.#remember(reqId);
      return this.#post(chat, { msgtype: 'markdown', markdown: { content } });
    }
    const delivery = deliveryOf(answer);
    if (delivery.state !== 'later') this.#remember(reqId);
    return delivery;
  }

  async #post(chat: Chat, message: object): Promise<Delivery> {
    const body = { chatid: chat.id, chat_type: chat.kind === 'group' ? 2 : 1, ...message };
    const answer = await this.#limited(chat, 'aibot_send_msg', body);
    return 'afterMs' in answer ? answer : deliveryOf(answer);
  }

  async #limited(
    chat: Chat,
    cmd: string,
    body: object,
    reqId?: string,
  ): Promise<Outcome | Extract<Delivery, { afterMs: number }>> {
    const wait = this.#connection.state === 'subscribed' ? await this.#chats.take(chat.id) : 0;
    if (wait > 0) return queued(wait, 'rate') as Extract<Delivery, { afterMs: number }>;
    return this.#connection.request(cmd, body, reqId);
  }

  async #sendFile(chat: Chat, file: OutgoingFile): Promise<Delivery> {
    const loaded = await load(this.#store, file, UPLOADS);
    if (!loaded) return refused('file does not fit');
    if (this.#connection.state !== 'subscribed') return deliveryOf({ state: 'offline' });
    const wait = await this.#uploads.take('');
    if (wait > 0) return queued(wait, 'rate');
    const media = await this.#upload(loaded);
    if (typeof media !== 'string') return media;
    return this.#post(chat, { msgtype: loaded.kind, [loaded.kind]: { media_id: media } });
  }

  /**
   * docs/protocol-wecom.md, section 4.8; chunks may be repeated, as the platform knows them by their number, counted
   * from 0.
   */
  async #upload({ kind, name, bytes }: Loaded): Promise<string | Delivery> {
    const count = Math.ceil(bytes.length / CHUNK);
    const opened = await this.#connection.request('aibot_upload_media_init', {
      type: kind,
      filename: name,
      total_size: bytes.length,
      total_chunks: count,
      md5: createHash('md5').update(bytes).digest('hex'),
    });
    const uploadId = fieldOf(opened, 'upload_id');
    if (uploadId === undefined) return prepared(opened);
    const waiting = Array.from({ length: count }, (_, index) => index);
    let failed: Outcome | undefined;
    const hand = async () => {
      for (let index = waiting.shift(); index !== undefined && !failed; index = waiting.shift()) {
        const answer = await this.#chunk(uploadId, index, bytes);
        if (answer.state !== 'done') failed = answer;
      }
    };
    await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, hand));
    if (failed) return prepared(failed);
    const finished = await this.#connection.request('aibot_upload_media_finish', { upload_id: uploadId });
    return fieldOf(finished, 'media_id') ?? prepared(finished);
  }

  async #chunk(uploadId: string, index: number, bytes: Buffer): Promise<Outcome> {
    const data = bytes.subarray(index * CHUNK, (index + 1) * CHUNK).toString('base64');
    let answer: Outcome = { state: 'offline' };
    for (let tried = 0; tried < CHUNK_TRIES; tried++) {
      const body = { upload_id: uploadId, chunk_index: index, base64_data: data };
      answer = await this.#connection.request('aibot_upload_media_chunk', body);
      if (answer.state === 'done' || (answer.state === 'fault' && answer.fault !== 'busy')) return answer;
    }
    return answer;
  }

  #remember(reqId: string): void {
    this.#answered.add(reqId);
    const [oldest] = this.#answered;
    if (this.#answered.size > MOST_REMEMBERED && oldest !== undefined) this.#answered.delete(oldest);
  }
}
