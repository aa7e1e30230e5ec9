import { z } from 'zod';
import type { IncomingFile, Message } from '../../application/message.ts';
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

/** `quota`: the organisation's pushes of this month are used up, and a notice of it comes instead of a message. */
export type Decoded = { what: 'message'; message: Message } | { what: 'quota'; code: string };

/**
 * Whoever is not of the robot's organisation has no id that could be written to, only a name and a cipher
 * (docs/protocol-dingtalk.md, section 6).
 */
const OUTSIDER = 'outsider:';
export const isOutsider = (id: string): boolean => id.startsWith(OUTSIDER);

// Fields are absent, empty or null as the client likes; unknown ones appear without notice
// (docs/protocol-dingtalk.md, section 3.1).
const word = z
  .union([z.string().max(4000), z.number()])
  .transform(String)
  .catch('');
/** An id of the platform, verbatim. What is longer, or has control characters, no index of the database would take. */
const id = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u);
const body = z.looseObject({
  msgId: id,
  msgtype: z.string().min(1).max(200),
  conversationType: word,
  conversationId: id,
  senderId: word,
  senderStaffId: word,
  senderNick: word,
  robotCode: word,
  sessionWebhook: word,
  sessionWebhookExpiredTime: word,
  text: z.unknown().optional(),
  content: z.unknown().optional(),
});
const notice = z.looseObject({ errorCode: z.union([z.string(), z.number()]) });

const LONGEST_ID = 250;

const strip = mentionStripper([]);

/**
 * A message of the robot, pushed or posted (docs/protocol-dingtalk.md, section 3). Undefined for what is none.
 * `robotCode` is that of the settings, for a body without one.
 */
export function decode(raw: unknown, robotCode: string): Decoded | undefined {
  const read = body.safeParse(raw);
  if (!read.success) {
    const told = notice.safeParse(raw);
    return told.success ? { what: 'quota', code: String(told.data.errorCode) } : undefined;
  }
  const said = read.data;
  const inGroup = said.conversationType === '2';
  const staffId = said.senderStaffId.trim();
  const senderId = staffId !== '' ? staffId : `${OUTSIDER}${said.senderId}`;
  if (senderId === OUTSIDER || senderId.length > LONGEST_ID || said.robotCode.length > LONGEST_ID) return undefined;
  const content = contentOf(said.msgtype, said);
  const text = content.text.slice(0, LONGEST);
  const quote = quoteOf(said);
  const message: Message = {
    channel: CHANNEL,
    // Two robots that are called in one message get a push each (docs/protocol-dingtalk.md, section 1.4).
    id: `${said.robotCode.trim() || robotCode}:${said.msgId}`,
    chat: inGroup ? { kind: 'group', id: said.conversationId } : { kind: 'direct', id: senderId },
    sender: {
      id: senderId,
      ...(said.senderNick !== '' && { name: said.senderNick }),
      ...(staffId === '' && { unidentified: true }),
    },
    text: inGroup ? strip(text) : text.trim(),
    files: content.files as IncomingFile[],
    ...replyContextOf(said),
    ...(quote && { quote }),
    ...(content.unreadable && { unreadable: true }),
  };
  return { what: 'message', message };
}

function replyContextOf({ sessionWebhook, sessionWebhookExpiredTime }: z.infer<typeof body>): {
  replyContext?: ReplyContext;
} {
  const expires = Number(sessionWebhookExpiredTime);
  if (sessionWebhook.trim() === '' || !(expires > 0) || expires > 8.64e15) return {};
  return { replyContext: { webhook: sessionWebhook.trim(), until: new Date(expires).toISOString() } };
}
