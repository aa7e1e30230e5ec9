import type { Message } from '../../application/message.ts';
import { type Fields, fieldsOf, fingerprintOf, wordIn } from '../wire/json.ts';
import type { MentionStripper } from '../wire/mentions.ts';
import { pressedOn } from './card.ts';
import { contentOf } from './decode-content.ts';

export const CHANNEL = 'wecom';

/** The bot reads less; what is longer costs time. */
export const LONGEST = 6000;

/** One answer that needs no line (docs/protocol-wecom.md, section 4.4); `until` is ISO. */
export interface OneAnswer {
  responseUrl?: string;
  until?: string;
}

/** How to answer a message: each way in has its own. */
export type ReplyContext =
  | ({ via: 'connection'; reqId: string } & OneAnswer)
  | ({ via: 'callback' } & OneAnswer)
  | { via: 'app' };

/** What a callback of the bot turns out to be (docs/protocol-wecom.md, sections 4.2 and 4.5). */
export type Decoded =
  | { what: 'message'; message: Message }
  | { what: 'press'; press: Press }
  | { what: 'welcome' }
  | { what: 'nothing'; event: string };

/** A button of a card that the bot has sent. */
export interface Press {
  /** Of the press: the same again is the same press. */
  id: string;
  /** The card's, which an update has to name. */
  task: string;
  key: string;
  /** Among the post's choices; -1: none of them. */
  index: number;
  senderId: string;
}

/** Whichever way the platform tells of it, one person's press on one button is one press. */
export const pressBy = (task: string, senderId: string, index: number): Pick<Press, 'id' | 'task' | 'senderId'> => ({
  id: `card:${task}:${senderId}:${index}`,
  task,
  senderId,
});

/** An id of the platform, verbatim. What is longer, or has control characters, no index of the database would take. */
const ID = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
export const isId = (text: string): boolean => ID.test(text);
const idIn = (fields: Fields, name: string): string | undefined => {
  const id = fields[name];
  return typeof id === 'string' && isId(id) ? id : undefined;
};

interface Given {
  strip: MentionStripper;
  reqId?: string | undefined;
  now: Date;
}

/** Undefined for what is no callback at all: it is dropped, and its msgid is all that a log may say of it. */
export function decodeBot(raw: unknown, given: Given): Decoded | undefined {
  const body = fieldsOf(raw);
  if (body.msgtype === 'event' || 'eventtype' in fieldsOf(body.event)) return decodeEvent(body, given);
  if (body.msgtype === 'stream') return { what: 'nothing', event: 'stream' };
  const head = addressed(body, given.reqId, given.now);
  if (!head) return undefined;
  const said = contentOf(body);
  const text = said.text.slice(0, LONGEST);
  const message: Message = {
    ...head,
    text: head.chat.kind === 'group' ? given.strip(text) : text,
    files: said.files,
  };
  const quote = fieldsOf(body.quote);
  if (Object.keys(quote).length > 0) {
    const quoted = contentOf(quote);
    message.quote = {
      files: quoted.files,
      ...(quoted.text !== '' && { text: quoted.text.slice(0, LONGEST) }),
    };
  }
  if (said.unreadable) message.unreadable = true;
  return { what: 'message', message };
}

function decodeEvent(body: Fields, { reqId, now }: Given): Decoded {
  const event = fieldsOf(body.event);
  const type = wordIn(event, 'eventtype');
  if (type === 'enter_chat') return { what: 'welcome' };
  // Its fields were seen beside `eventtype` too (docs/protocol-wecom.md, section 4.5).
  const nested = fieldsOf(event.template_card_event);
  const key = [nested, event].map((card) => wordIn(card, 'event_key', 'eventkey')).find((one) => one !== '');
  const head = addressed(body, undefined, now);
  if (!['template_card_event', ''].includes(type) || key === undefined || !head)
    return { what: 'nothing', event: type };
  const task = [nested, event].map((card) => wordIn(card, 'task_id', 'taskid')).find((one) => one !== '') ?? '';
  const ours = pressedOn(task, key);
  if (ours) {
    const { id: senderId } = head.sender;
    return { what: 'press', press: { ...ours, ...pressBy(task, senderId, ours.index) } };
  }
  const { replyContext, ...message } = head;
  const click = { ...message, text: key.slice(0, LONGEST) };
  // The req_id of an event answers no message (846605): what the bot says to a click is a post there.
  return { what: 'message', message: reqId === undefined ? { ...click, replyContext } : click };
}

const HOUR_MS = 3_600_000;
const LONGEST_URL = 4000;

/**
 * Undefined for what nobody said, and for a group without an id, where nothing could be said. What has a chat id and is not
 * called single is a group: what is only for a direct chat must not be said there.
 */
function addressed(body: Fields, reqId: string | undefined, now: Date): Message | undefined {
  const sender = idIn(fieldsOf(body.from), 'userid');
  const chatId = idIn(body, 'chatid');
  const group = body.chattype !== 'single' && (body.chattype === 'group' || chatId !== undefined);
  if (sender === undefined || (group && chatId === undefined)) return undefined;
  const once = oneAnswerIn(body, now);
  return {
    channel: CHANNEL,
    id: `bot:${idIn(body, 'msgid') ?? fingerprintOf(body, reqId)}`,
    chat: group ? { kind: 'group', id: chatId as string } : { kind: 'direct', id: sender },
    sender: { id: sender },
    text: '',
    files: [],
    replyContext: (reqId === undefined
      ? { via: 'callback', ...once }
      : { via: 'connection', reqId, ...once }) satisfies ReplyContext,
  };
}

function oneAnswerIn(body: Fields, now: Date): OneAnswer {
  const responseUrl = wordIn(body, 'response_url').trim();
  if (responseUrl === '' || responseUrl.length > LONGEST_URL) return {};
  return { responseUrl, until: new Date(now.getTime() + HOUR_MS).toISOString() };
}
