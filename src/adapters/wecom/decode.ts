import { z } from 'zod';
import type { IncomingFile, Message } from '../../application/message.ts';
import type { MentionStripper } from '../wire/mentions.ts';

export const CHANNEL = 'wecom';

/** The bot reads less; what is longer costs time. */
const LONGEST = 6000;

/** Where the bytes of a file are: under a URL that dies in five minutes, or under an id of the app's media store. */
export type FileSource =
  | { kind: FileKind; url: string /** Base64; absent where the key of the callback settings holds. */; key?: string }
  | { kind: FileKind; mediaId: string };
export type FileKind = 'image' | 'video' | 'file';

/** How to answer a message: each way in has its own. */
export type ReplyContext =
  | { via: 'connection'; reqId: string }
  | { via: 'callback'; responseUrl?: string; until?: string }
  | { via: 'app' };

/** What a callback of the bot turns out to be (sections 4.2 and 4.5). */
export type Decoded =
  | { what: 'message'; message: Message }
  | { what: 'welcome' }
  | { what: 'kicked' }
  | { what: 'nothing'; event: string };

const content = z.looseObject({ content: z.string().default('') });
// The document's own samples end with a blank inside the string.
const located = z.looseObject({ url: z.string().trim().min(1), aeskey: z.string().optional() });
const piece = z.looseObject({
  msgtype: z.string(),
  text: content.optional(),
  voice: content.optional(),
  image: located.optional(),
  file: located.optional(),
  video: located.optional(),
});
const whole = piece.extend({ mixed: z.looseObject({ msg_item: z.array(piece).default([]) }).optional() });
const callback = whole.extend({
  msgid: z.string().min(1),
  chatid: z.string().optional(),
  chattype: z.string().optional(),
  from: z.looseObject({ userid: z.string().min(1) }),
  response_url: z.string().optional(),
  quote: whole.optional(),
});
const event = z.looseObject({
  msgid: z.string().optional(),
  event: z.looseObject({ eventtype: z.string(), template_card_event: z.looseObject({}).optional() }),
});

type Piece = z.infer<typeof piece>;

/** Undefined for what is no callback at all: it is dropped, and its msgid is all that a log may say of it. */
export function decodeBot(
  body: unknown,
  { strip, reqId, now }: { strip: MentionStripper; reqId?: string; now: Date },
): Decoded | undefined {
  if ((body as { msgtype?: unknown } | null)?.msgtype === 'event') return decodeEvent(body, { strip, reqId, now });
  if ((body as { msgtype?: unknown } | null)?.msgtype === 'stream') return { what: 'nothing', event: 'stream' };
  const read = callback.safeParse(body);
  if (!read.success) return undefined;
  const { msgid, quote } = read.data;
  const said = contentOf(read.data);
  const message = {
    ...addressed(read.data, reqId, now),
    id: `bot:${msgid}`,
    text: read.data.chattype === 'group' ? strip(said.text.slice(0, LONGEST)) : said.text.slice(0, LONGEST),
    files: said.files,
  };
  if (quote) {
    const quoted = contentOf(quote);
    message.quote = { files: quoted.files, ...(quoted.text !== '' && { text: quoted.text }) };
  }
  if (said.unreadable) message.unreadable = true;
  return { what: 'message', message };
}

function decodeEvent(body: unknown, given: { strip: MentionStripper; reqId?: string | undefined; now: Date }): Decoded {
  const read = event.safeParse(body);
  const type = read.data?.event.eventtype ?? '';
  if (type === 'enter_chat') return { what: 'welcome' };
  if (type === 'disconnected_event') return { what: 'kicked' };
  const click = read.data?.event.template_card_event as { event_key?: unknown; eventkey?: unknown } | undefined;
  const key = click?.event_key ?? click?.eventkey;
  const head = callback.safeParse({ ...(body as object), msgtype: 'text' });
  if (type !== 'template_card_event' || typeof key !== 'string' || !head.success)
    return { what: 'nothing', event: type };
  // The req_id of an event answers no message (846605): what the bot says to a click is a post.
  const { replyContext: _, ...message } = addressed(head.data, undefined, given.now);
  return { what: 'message', message: { ...message, id: `bot:${head.data.msgid}`, text: key, files: [] } };
}

const HOUR_MS = 3_600_000;

function addressed(read: z.infer<typeof callback>, reqId: string | undefined, now: Date): Message {
  const { from, response_url: url } = read;
  const group = read.chattype === 'group' && read.chatid !== undefined;
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
    chat: group ? { kind: 'group', id: read.chatid as string } : { kind: 'direct', id: from.userid },
    sender: { id: from.userid },
    text: '',
    files: [],
    replyContext,
  };
}

const KINDS: FileKind[] = ['image', 'video', 'file'];

/** The text runs of a mixed message are one text, whatever stands between them (section 5.3). */
function contentOf(read: z.infer<typeof whole>): { text: string; files: IncomingFile[]; unreadable: boolean } {
  const pieces: Piece[] = read.msgtype === 'mixed' ? (read.mixed?.msg_item ?? []) : [read];
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
