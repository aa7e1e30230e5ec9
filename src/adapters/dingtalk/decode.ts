import type { Message } from '../../application/message.ts';
import { type Fields, fieldsOf, fingerprintOf, wordIn } from '../wire/json.ts';
import { mentionStripper } from '../wire/mentions.ts';
import { contentOf } from './decode-content.ts';
import { quoteOf } from './decode-quote.ts';

export const CHANNEL = 'dingtalk';

/** The bot reads less; what is longer costs time. */
const LONGEST = 6000;

/**
 * How to answer a message where it was said, as long as that works (docs/protocol-dingtalk.md, section 4.2). Times are
 * ISO.
 */
export interface ReplyContext {
  webhook: string;
  until: string;
}

/**
 * `quota`: the organisation's pushes of this month are used up, and a notice of it came in place of what somebody said
 * (docs/protocol-dingtalk.md, section 3.1).
 */
export type Decoded = { what: 'message'; message: Message } | ({ what: 'quota' } & QuotaNotice);
export interface QuotaNotice {
  code: string;
  replyContext?: ReplyContext;
}

/**
 * Whoever is not of the robot's organisation has no id that could be written to, only a name and a cipher
 * (docs/protocol-dingtalk.md, section 6).
 */
const OUTSIDER = 'outsider:';
export const isOutsider = (id: string): boolean => id.startsWith(OUTSIDER);

/** What is longer, or has control characters, no index of the database would take. */
const STORABLE = /^[^\p{Cc}\p{Cs}]{0,200}$/u;
const LONGEST_FIELD = 4000;

const strip = mentionStripper([]);

/**
 * A message of the robot, pushed or posted (docs/protocol-dingtalk.md, section 3). Undefined for what nobody said, or said
 * in a group without an id. Fields are absent, empty or null as the client likes; unknown ones appear without notice.
 * `robotCode` is that of the settings, for a body without one.
 */
export function decode(raw: unknown, robotCode: string): Decoded | undefined {
  const said = fieldsOf(raw);
  const content = contentOf(wordIn(said, 'msgtype'), said);
  const quote = quoteOf(said, wordIn(said, 'chatbotUserId'));
  const code = wordIn(said, 'errorCode', 'errCode');
  if (!['', '0'].includes(code) && content.text.trim() === '' && content.files.length === 0)
    return { what: 'quota', code, ...replyContextOf(said) };
  const people = peopleOf(said);
  const ids = [wordIn(said, 'msgId'), wordIn(said, 'robotCode')];
  if (!people || !ids.every((id) => STORABLE.test(id))) return undefined;
  const text = content.text.slice(0, LONGEST);
  const message: Message = {
    channel: CHANNEL,
    // Two robots that are called in one message get a push each (docs/protocol-dingtalk.md, section 1.4).
    id: `${wordIn(said, 'robotCode').trim() || robotCode}:${wordIn(said, 'msgId') || fingerprintOf(said)}`,
    ...people,
    text: people.chat.kind === 'group' ? strip(text) : text.trim(),
    files: content.files,
    ...replyContextOf(said),
    ...(quote && { quote }),
    ...(content.unreadable && { unreadable: true }),
  };
  return { what: 'message', message };
}

/** Who said it, and where. */
function peopleOf(said: Fields): Pick<Message, 'chat' | 'sender'> | undefined {
  const staffId = wordIn(said, 'senderStaffId').trim();
  const senderId = staffId !== '' ? staffId : `${OUTSIDER}${wordIn(said, 'senderId')}`;
  const conversation = wordIn(said, 'conversationId');
  const group = isGroup(said);
  if (senderId === OUTSIDER || (group && conversation === '')) return undefined;
  if (![senderId, conversation].every((id) => STORABLE.test(id))) return undefined;
  const nick = wordIn(said, 'senderNick').slice(0, LONGEST_FIELD);
  return {
    chat: group ? { kind: 'group', id: conversation } : { kind: 'direct', id: senderId },
    sender: { id: senderId, ...(nick !== '' && { name: nick }), ...(staffId === '' && { unidentified: true }) },
  };
}

/** What has a title or a mention of the robot and is not called direct is a group: what is only for a direct chat must not be said there. */
function isGroup(said: Fields): boolean {
  const type = wordIn(said, 'conversationType');
  return type === '2' || (type !== '1' && (wordIn(said, 'conversationTitle') !== '' || said.isInAtList === true));
}

function replyContextOf(said: Fields): { replyContext?: ReplyContext } {
  const webhook = wordIn(said, 'sessionWebhook').trim();
  const expires = Number(wordIn(said, 'sessionWebhookExpiredTime'));
  if (webhook === '' || webhook.length > LONGEST_FIELD || !(expires > 0) || expires > 8.64e15) return {};
  return { replyContext: { webhook, until: new Date(expires).toISOString() } };
}
