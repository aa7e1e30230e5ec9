import { Readable } from 'node:stream';
import type { Chat, IncomingFile, Post } from '../src/application/message.ts';
import type { Channel, Delivery, Opened, Reach } from '../src/application/ports.ts';

export interface Sent {
  chat: string;
  text: string;
  key: string;
  mentions: string[];
}

/** A platform without wires: it keeps what it is given, and answers as it is told to. */
export class FakeChannel implements Channel {
  readonly name: string;
  readonly knowsRepeats: boolean;
  /** Every attempt, in order, whatever came of it. */
  readonly attempts: Sent[] = [];
  /** What is in the chats. */
  readonly sent: Sent[] = [];
  /** Pictures behind the words that they show. */
  readonly pictures: Sent[] = [];
  /** How the platform answers a post; a post without an answer is sent. */
  answer: (attempt: Sent) => Delivery | Promise<Delivery> | undefined = () => undefined;
  /** What it can do in a chat. */
  reaches: (chat: Chat) => Reach = () => ({ posts: true, mentions: true });
  /** The bytes of a file. */
  bytes: (file: IncomingFile) => Readable | Promise<Readable> = () => Readable.from(['bytes']);

  constructor(name: string, knowsRepeats = false) {
    this.name = name;
    this.knowsRepeats = knowsRepeats;
  }

  async open(file: IncomingFile): Promise<Opened> {
    return { bytes: await this.bytes(file) };
  }

  async send(chat: Chat, post: Post, key: string): Promise<Delivery> {
    const attempt = { chat: chat.kind === 'group' ? 'group' : chat.id, text: post.text, key, mentions: post.mentions };
    const alone = post.text === '' && post.files.length > 0;
    if (!alone) this.attempts.push(attempt);
    const answer = await this.answer(attempt);
    if (answer === undefined || answer.state === 'sent') (alone ? this.pictures : this.sent).push(attempt);
    return answer ?? { state: 'sent', messageId: key };
  }

  reach(chat: Chat): Reach {
    return this.reaches(chat);
  }

  textsIn(chat: string): string[] {
    return this.sent.filter((one) => one.chat === chat).map(({ text }) => text);
  }
}
