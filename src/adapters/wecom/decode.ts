import { z } from 'zod';
import type { IncomingFile, Message } from '../../application/message.ts';
import type { FileKind } from '../wire/file-kind.ts';
import type { MentionStripper } from '../wire/mentions.ts';

export const CHANNEL = 'wecom';

/** The bot reads less; what is longer costs time. */
export const LONGEST = 6000;
/** Nobody can put more into one message by hand. */
const MOST_PIECES = 50;

/** Where the bytes of a file are: under a URL that dies in five minutes, or under an id of the app's media store. */
export type FileSource =
  | { kind: FileKind; url: string /** Base64; absent where the key of the callback settings holds. */; key?: string }
  | { kind: FileKind; mediaId: string };

/** How to answer a message: each way in has its own. */
export type ReplyContext =
  | { via: 'connection'; reqId: string }
  | { via: 'callback'; responseUrl?: string; until?: string }
  | { via: 'app' };

/** What a callback of the bot turns out to be (docs/protocol-wecom.md, sections 4.2 and 4.5). */
export type Decoded = { what: 'message'; message: Message } | { what: 'welcome' } | { what: 'nothing'; event: string };

/** An id of the platform, verbatim. What is longer, or has control characters, no index of the database would take. */
const ID = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
export const isId = (text: string): boolean => ID.test(text);
const id = z.string().regex(ID);
/** A part of an unexpected shape counts as missing: it must not cost the rest of the message. */
const ifFit = <T extends z.ZodType>(part: T) => part.optional().catch(undefined);
const content = z.looseObject({ content: z.string().catch('') });
// The document's own samples end with a blank inside the string.
const located = z.looseObject({ url: z.string().trim().min(1).max(4000), aeskey: ifFit(z.string().max(200)) });
const piece = z.looseObject({
  msgtype: z.string().catch(''),
  text: ifFit(content),
  voice: ifFit(content),
  image: ifFit(located),
  file: ifFit(located),
  video: ifFit(located),
});
const whole = piece.extend({ mixed: ifFit(z.looseObject({ msg_item: z.array(piece.catch({ msgtype: '' })) })) });
const callback = whole.extend({
  msgid: id,
  chatid: ifFit(id),
  chattype: ifFit(z.string()),
  from: z.looseObject({ userid: id }),
  response_url: ifFit(z.string().max(4000)),
  quote: ifFit(whole),
});
const event = z.looseObject({
  event: z.looseObject({ eventtype: z.string(), template_card_event: ifFit(z.looseObject({})) }),
});

type Piece = z.infer<typeof piece>;

/** Undefined for what is no callback at all: it is dropped, and its msgid is all that a log may say of it. */
export function decodeBot(
  body: unknown,
  { strip, reqId, now }: { strip: MentionStripper; reqId?: string | undefined; now: Date },
): Decoded | undefined {
  if ((body as { msgtype?: unknown } | null)?.msgtype === 'event') return decodeEvent(body, { strip, reqId, now });
  if ((body as { msgtype?: unknown } | null)?.msgtype === 'stream') return { what: 'nothing', event: 'stream' };
  const read = callback.safeParse(body);
  const head = read.success ? addressed(read.data, reqId, now) : undefined;
  if (!read.success || !head) return undefined;
  const { msgid, quote } = read.data;
  const said = contentOf(read.data);
  const text = said.text.slice(0, LONGEST);
  const message: Message = {
    ...head,
    id: `bot:${msgid}`,
    text: head.chat.kind === 'group' ? strip(text) : text,
    files: said.files,
  };
  if (quote) {
    const quoted = contentOf(quote);
    message.quote = {
      files: quoted.files,
      ...(quoted.text !== '' && { text: quoted.text.slice(0, LONGEST) }),
    };
  }
  if (said.unreadable) message.unreadable = true;
  return { what: 'message', message };
}

function decodeEvent(body: unknown, given: { strip: MentionStripper; reqId?: string | undefined; now: Date }): Decoded {
  const read = event.safeParse(body);
  const type = read.data?.event.eventtype ?? '';
  if (type === 'enter_chat') return { what: 'welcome' };
  const card = read.data?.event.template_card_event as { event_key?: unknown; eventkey?: unknown } | undefined;
  const key = card?.event_key ?? card?.eventkey;
  const clicked = callback.safeParse({ ...(body as object), msgtype: 'text' });
  const head = clicked.success ? addressed(clicked.data, undefined, given.now) : undefined;
  if (type !== 'template_card_event' || typeof key !== 'string' || !clicked.success || !head)
    return { what: 'nothing', event: type };
  const { replyContext, ...message } = head;
  const click = { ...message, id: `bot:${clicked.data.msgid}`, text: key.slice(0, LONGEST), files: [] };
  // The req_id of an event cannot carry an answer (846605): what the bot says to a click is sent as a post.
  return { what: 'message', message: given.reqId === undefined ? { ...click, replyContext } : click };
}

const HOUR_MS = 3_600_000;

/**
 * Undefined for a group without an id, where nothing could be said. What has a chat id and is not called single is a group:
 * what is only for a direct chat must not be said there.
 */
function addressed(read: z.infer<typeof callback>, reqId: string | undefined, now: Date): Message | undefined {
  const { from, response_url: url, chatid, chattype } = read;
  const group = chattype !== 'single' && (chattype === 'group' || chatid !== undefined);
  if (group && chatid === undefined) return undefined;
  const replyContext: ReplyContext =
    reqId !== undefined
      ? { via: 'connection', reqId }
      : {
          via: 'callback',
          ...(url && { responseUrl: url.trim(), until: new Date(now.getTime() + HOUR_MS).toISOString() }),
        };
  return {
    channel: CHANNEL,
    id: '',
    chat: group ? { kind: 'group', id: chatid as string } : { kind: 'direct', id: from.userid },
    sender: { id: from.userid },
    text: '',
    files: [],
    replyContext,
  };
}

const KINDS: FileKind[] = ['image', 'video', 'file'];

/**
 * The text runs of a mixed message are one text, whatever stands between them (docs/protocol-wecom.md, section 5.3).
 */
function contentOf(read: z.infer<typeof whole>): { text: string; files: IncomingFile[]; unreadable: boolean } {
  const pieces: Piece[] = read.msgtype === 'mixed' ? (read.mixed?.msg_item ?? []).slice(0, MOST_PIECES) : [read];
  const texts = pieces.map((one) => (one.msgtype === 'voice' ? one.voice : one.text)?.content.trim() ?? '');
  const files = pieces.flatMap((one) => KINDS.flatMap((kind) => (one.msgtype === kind ? fileOf(kind, one[kind]) : [])));
  const text = texts.filter((one) => one !== '').join('\n');
  return { text, files, unreadable: text === '' && files.length === 0 && read.msgtype !== 'text' };
}

function fileOf(kind: FileKind, where: z.infer<typeof located> | undefined): IncomingFile[] {
  if (!where) return [];
  const source: FileSource = { kind, url: where.url, ...(where.aeskey && { key: where.aeskey }) };
  return [{ source }];
}
