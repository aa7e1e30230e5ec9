import type { Chat, OutgoingFile } from '../../application/message.ts';
import type { Delivery, FileStore } from '../../application/ports.ts';
import { extensionOf } from '../../domain/formats.ts';
import type { Bucket } from '../wire/bucket.ts';
import { deliveryOf, fieldOf, type Outcome, prepared } from '../wire/outcome.ts';
import { type Loaded, load } from '../wire/outgoing-file.ts';
import { queued, refused } from '../wire/parts.ts';
import type { AccessToken } from '../wire/token.ts';
import { UPLOADS } from './allowances.ts';
import { isOutsider } from './decode.ts';
import type { Rendered } from './render.ts';
import type { Rest } from './rest.ts';

const MOST_REMEMBERED = 200;
/**
 * Whoever is throttled hears of a thing within a minute of the platform's letting it: 80 calls an hour, at most 640 in a working day,
 * of the 10,000 of a month.
 */
const FLOW_MS = 45_000;
/** Afterwards it may be for the day, and calls are counted. */
const LONG_FLOW_MS = 5 * 60_000;
const LONG_AFTER_MS = 8 * 3_600_000;

export interface RobotParts {
  rest: Rest;
  token: AccessToken;
  robotCode: string;
  store: FileStore;
  bucket: Bucket;
  now(): number;
}

/**
 * The app's robot writes to groups and to members without having been asked
 * (docs/protocol-dingtalk.md, sections 4.3 to 4.6).
 */
export class RobotWay {
  readonly #parts: RobotParts;
  /** What was uploaded can be sent again: ids do not expire. */
  readonly #uploaded = new Map<string, { kind: Loaded['kind']; name: string; mediaId: string }>();
  /** Since when a person is throttled. */
  readonly #throttled = new Map<string, number>();

  constructor(parts: RobotParts) {
    this.#parts = parts;
  }

  say(chat: Chat, { title, text }: Rendered): Promise<Delivery> {
    return this.#send(chat, 'sampleMarkdown', { title, text });
  }

  async sendFile(chat: Chat, file: OutgoingFile): Promise<Delivery> {
    if (isOutsider(chat.id)) return refused('no staff id');
    const media = await this.#upload(file);
    if ('state' in media) return media;
    const { kind, name, mediaId } = media;
    if (kind === 'image') return this.#send(chat, 'sampleImageMsg', { photoURL: mediaId });
    return this.#send(chat, 'sampleFile', { mediaId, fileName: name, fileType: extensionOf(name) || 'file' });
  }

  async #send(chat: Chat, msgKey: string, param: object): Promise<Delivery> {
    if (isOutsider(chat.id)) return refused('no staff id');
    const { rest, token, robotCode, bucket } = this.#parts;
    const wait = await bucket.take('');
    if (wait > 0) return queued(wait, 'rate');
    const message = { robotCode, msgKey, msgParam: JSON.stringify(param) };
    const [path, to] =
      chat.kind === 'group'
        ? ['/v1.0/robot/groupMessages/send', { openConversationId: chat.id }]
        : ['/v1.0/robot/oToMessages/batchSend', { userIds: [chat.id] }];
    const answer = await token.with((one) => rest.post(path, one, { ...message, ...to }));
    return chat.kind === 'group' ? deliveryOf(answer) : this.#reached(answer, chat.id);
  }

  /** HTTP 200 does not mean delivered: two lists say whom it did not get to (docs/protocol-dingtalk.md, section 4.4). */
  #reached(answer: Outcome, id: string): Delivery {
    const delivery = deliveryOf(answer);
    if (answer.state !== 'done') return delivery;
    const isListed = (name: string) => [answer.body[name]].flat().includes(id);
    // The platform asks for patience and turned nothing down: no attempt is lost.
    if (isListed('flowControlledStaffIdList')) return queued(this.#patience(id), 'flow control');
    this.#throttled.delete(id);
    return isListed('invalidStaffIdList') && delivery.state === 'sent' ? { ...delivery, unreached: [id] } : delivery;
  }

  #patience(id: string): number {
    const now = this.#parts.now();
    const since = this.#throttled.get(id) ?? now;
    this.#throttled.set(id, since);
    return now - since < LONG_AFTER_MS ? FLOW_MS : LONG_FLOW_MS;
  }

  async #upload(file: OutgoingFile): Promise<{ kind: Loaded['kind']; name: string; mediaId: string } | Delivery> {
    const key = `${file.sha256} ${file.name}`;
    const known = this.#uploaded.get(key);
    if (known) return known;
    const loaded = await load(this.#parts.store, file, UPLOADS);
    if (!loaded) return refused('file does not fit');
    const { kind, name } = loaded;
    const answer = await this.#parts.token.with((token) => this.#parts.rest.upload(token, kind, loaded));
    const id = fieldOf(answer, 'media_id');
    if (id === undefined) return prepared(answer);
    const media = { kind, name, mediaId: id };
    const [oldest] = this.#uploaded.keys();
    if (this.#uploaded.size >= MOST_REMEMBERED && oldest !== undefined) this.#uploaded.delete(oldest);
    this.#uploaded.set(key, media);
    return media;
  }
}
