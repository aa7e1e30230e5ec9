import type { Agent, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { OutgoingFile, Post } from '../../application/message.ts';
import { type Delivery, FileGone, type FileStore, type Opened } from '../../application/ports.ts';
import type { Bucket } from '../wire/bucket.ts';
import { nameIn } from '../wire/disposition.ts';
import { exchange, wholeBody } from '../wire/exchange.ts';
import { readJson } from '../wire/json.ts';
import { type Body, deliveryOf, fieldOf, type Outcome, prepared } from '../wire/outcome.ts';
import { load } from '../wire/outgoing-file.ts';
import { type Part, queued, refused } from '../wire/parts.ts';
import type { AccessToken } from '../wire/token.ts';
import { UPLOADS } from './allowances.ts';
import { cardOf } from './card.ts';
import { outcomeOf } from './errors.ts';
import { type Form, rendered } from './render.ts';
import type { Rest } from './rest.ts';

/** Longer texts are cut off without a word (docs/protocol-wecom.md, section 2.4). */
const FORM: Form = { dialect: 'plain', limit: 2048 };
/** The member does not exist, or is outside of what the app may see (docs/protocol-wecom.md, section 9). */
const NOBODY_THERE = new Set(['60011', '60111', '81013']);
/** `media/get` gives out so much at once (docs/protocol-wecom.md, section 2.6). */
const RANGE = 20 * 1024 * 1024;
const MEDIA_INVALID = '40007';

export interface AppParts {
  rest: Rest;
  token: AccessToken;
  agentId: number;
  base: string;
  store: FileStore;
  bucket: Bucket;
  silenceMs: number;
  agent?: Agent | undefined;
  /** The platform tells of presses on its cards. */
  hears: boolean;
}

/**
 * The self-built app (docs/protocol-wecom.md, section 2): writes to members directly, without having been spoken to.
 */
export class AppWay {
  readonly #parts: AppParts;

  constructor(parts: AppParts) {
    this.#parts = parts;
  }

  /**
   * One message for each person: over 30 a minute to one member is dropped without a word
   * (docs/protocol-wecom.md, section 2.7), so that each waits for an own turn and spends nobody else's.
   */
  parts(userIds: string[], post: Post, key?: string): Part[] {
    const uploads = post.files.map((file) => this.#uploadOnce(file));
    const alone = userIds.length === 1;
    return userIds.flatMap((id) => [
      ...rendered(post, FORM).map(
        (content): Part =>
          () =>
            this.#send(id, { msgtype: 'text', text: { content } }, alone),
      ),
      ...uploads.map(
        (upload): Part =>
          async () => {
            const media = await upload();
            return 'state' in media
              ? media
              : this.#send(id, { msgtype: media.kind, [media.kind]: { media_id: media.id } }, alone);
          },
      ),
      ...(alone && key !== undefined ? this.#buttons(id, key, post) : []),
    ]);
  }

  /** The words are there already: without buttons nothing is missing. */
  #buttons(id: string, key: string, { text, choices = [] }: Post): Part[] {
    const made = this.#parts.hears ? cardOf(key, text, choices) : undefined;
    if (!made) return [];
    const show: Part = async () => {
      const shown = await this.#send(id, { msgtype: 'template_card', template_card: made.card }, true);
      return shown.state === 'sent' ? { ...shown, messageId: made.task } : { state: 'sent' };
    };
    return [show];
  }

  /** Changes a card of one person, by the code that a press on it brought. */
  async change(userId: string, responseCode: string, card: object, label: string): Promise<void> {
    const { token, rest, agentId } = this.#parts;
    const body = { userids: [userId], agentid: agentId, response_code: responseCode };
    const template_card = { ...card, replace_text: label };
    await token.with((access_token) =>
      rest.post('/cgi-bin/message/update_template_card', { access_token }, { ...body, template_card }),
    );
  }

  /**
   * People who cannot be written to do not keep the others from getting the post; if there is only one, the refusal
   * itself tells.
   */
  async #send(id: string, message: object, alone: boolean): Promise<Delivery> {
    const wait = await this.#parts.bucket.take(id);
    if (wait > 0) return queued(wait, 'rate');
    const body = { touser: id, agentid: this.#parts.agentId, safe: 0, ...message };
    const answer = await this.#parts.token.with((access_token) =>
      this.#parts.rest.post('/cgi-bin/message/send', { access_token }, body),
    );
    const missed = missedBy(answer);
    if (missed === undefined) return deliveryOf(answer);
    return alone ? refused(`${missed} out of reach`) : { state: 'sent', unreached: [id] };
  }

  /** Uploads a file for all who get it. */
  #uploadOnce(file: OutgoingFile): () => Promise<{ kind: string; id: string } | Delivery> {
    let uploaded: { kind: string; id: string } | undefined;
    return async () => {
      if (uploaded) return uploaded;
      const loaded = await load(this.#parts.store, file, UPLOADS);
      if (!loaded) return refused('file does not fit');
      const answer = await this.#parts.token.with((access_token) =>
        this.#parts.rest.upload('/cgi-bin/media/upload', { access_token, type: loaded.kind }, loaded),
      );
      const media = fieldOf(answer, 'media_id');
      if (media === undefined) return prepared(answer);
      uploaded = { kind: loaded.kind, id: media };
      return uploaded;
    };
  }

  /** Opens what a member sent to the app; the id is good for three days. */
  async open(mediaId: string): Promise<Opened> {
    const first = await this.#range(mediaId, 0);
    const name = nameIn(first.headers['content-disposition']);
    const total = Number(/\/(\d+)$/.exec(first.headers['content-range'] ?? '')?.[1] ?? first.headers['content-length']);
    const more = (from: number) => this.#range(mediaId, from);
    return {
      bytes: Readable.from(ranges(first, total, more)),
      ...(name !== undefined && { name }),
      ...(Number.isFinite(total) && { size: total }),
    };
  }

  async #range(mediaId: string, from: number): Promise<IncomingMessage> {
    const { token, base, silenceMs, agent } = this.#parts;
    let response: IncomingMessage | undefined;
    const answer = await token.with(async (access_token): Promise<Outcome> => {
      const url = new URL(`${base.replace(/\/+$/, '')}/cgi-bin/media/get`);
      url.search = new URLSearchParams({ access_token, media_id: mediaId }).toString();
      const headers = { range: `bytes=${from}-${from + RANGE - 1}` };
      const got = await exchange(url, { withinMs: silenceMs, agent, headers });
      const isAnswer = /json|text\/plain/.test(got.headers['content-type'] ?? '');
      if (!isAnswer && (got.statusCode === 200 || got.statusCode === 206)) {
        response = got;
        return { state: 'done', body: {} };
      }
      const body = readJson(String(await wholeBody(got, RANGE))) as { errcode?: number } | undefined;
      return outcomeOf(body?.errcode ?? -1, {});
    });
    if (response) return response;
    const code = answer.state === 'fault' ? answer.code : answer.state;
    throw code === MEDIA_INVALID ? new FileGone(code) : new Error(`media/get ${code}`);
  }
}

/** The code under which a message did not get to its one person; undefined: it did, or it is not known. */
function missedBy(outcome: Outcome): string | undefined {
  if (outcome.state === 'fault') return NOBODY_THERE.has(outcome.code) ? outcome.code : undefined;
  const said: Body = outcome.state === 'done' ? outcome.body : {};
  return said.invaliduser || said.unlicenseduser ? '0' : undefined;
}

async function* ranges(
  first: IncomingMessage,
  total: number,
  more: (from: number) => Promise<IncomingMessage>,
): AsyncGenerator<Buffer> {
  let sent = 0;
  for (let response = first; ; response = await more(sent)) {
    for await (const part of response) {
      sent += (part as Buffer).length;
      yield part as Buffer;
    }
    if (!(sent < total)) return;
  }
}
