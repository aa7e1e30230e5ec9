import { Readable } from 'node:stream';
import type { Chat, IncomingFile, Message, Post } from '../../application/message.ts';
import type { Channel, Clock, Delivery, FileStore, Opened } from '../../application/ports.ts';
import { normalise } from '../../application/words/normalise.ts';
import { maskNumbers } from '../../application/words/privacy.ts';
import type { PracticeMessage, Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import type { ChatFile, Shown, ShownFile } from './chat.ts';
import { decode, type FileSource, reachesBot, type Spoken } from './decode.ts';
import { BOT, CHANNEL, GROUP, type PracticeNames, type PracticePerson } from './people.ts';

/**
 * A platform of our own: it remembers its chats, gives the bot what a real one would give (only what is addressed to it,
 * no plain files in a group), and takes the bot's posts.
 */
export class PracticeChannel implements Channel {
  readonly name = CHANNEL;
  readonly knowsRepeats = true;
  readonly people: PracticePerson[];
  readonly names: PracticeNames;
  readonly #prisma: PrismaClient;
  readonly #clock: Clock;
  readonly #stores: Record<ChatFile['from'], FileStore>;
  readonly #listeners = new Set<(shown: Shown) => void>();

  constructor(
    parts: { prisma: PrismaClient; clock: Clock; uploads: FileStore; store: FileStore },
    people: PracticePerson[],
    names: PracticeNames,
  ) {
    this.#prisma = parts.prisma;
    this.#clock = parts.clock;
    this.#stores = { platform: parts.uploads, bot: parts.store };
    this.people = people;
    this.names = names;
  }

  /** Puts somebody's message into a chat; returns it, and what reaches the bot of it, if anything does. */
  async say(spoken: Spoken): Promise<{ shown: Shown; message?: Message }> {
    const masked = maskNumbers(normalise(spoken.text));
    const text = masked.masked ? masked.text : spoken.text.replaceAll('\0', '').toWellFormed();
    const { shown } = await this.#append({
      chat: spoken.chat,
      senderId: spoken.as.id,
      text,
      files: spoken.files.map((file) => ({ ...file, name: maskNumbers(file.name).text })),
      quoteId: spoken.quote ?? null,
      mention: spoken.mention,
    });
    const at = `@${this.names.bot}`;
    if (!reachesBot(spoken, shown, at)) return { shown };
    const quoted = spoken.quote === undefined ? null : await this.message(spoken.quote);
    return { shown, message: decode(spoken, shown, quoted, at) };
  }

  async open(file: IncomingFile): Promise<Opened> {
    const { sha256, from } = file.source as FileSource;
    return { bytes: sha256 === '' ? Readable.from([]) : this.#stores[from].open(sha256) };
  }

  async send(chat: Chat, post: Post, key: string): Promise<Delivery> {
    const outboundId = BigInt(key.replace('out-', ''));
    const earlier = await this.#prisma.practiceMessage.findUnique({ where: { outboundId } });
    if (earlier) return { state: 'sent', messageId: String(earlier.id) };
    const files: ChatFile[] = post.files.map((file) => ({
      ...file,
      size: 0,
      mime: file.name.endsWith('.png') ? 'image/png' : '',
      from: 'bot',
    }));
    const where = chat.kind === 'group' ? GROUP : `direct/${chat.id}`;
    const before = post.text === '' && files.length > 0 ? await this.#lastOfBot(where) : undefined;
    if (before) return this.#hang(before, files);
    const { shown } = await this.#append({
      chat: where,
      senderId: BOT,
      text: post.text,
      files: files as unknown as Prisma.InputJsonArray,
      mentions: post.mentions,
      outboundId,
    });
    return { state: 'sent', messageId: shown.messageId };
  }

  #lastOfBot(chat: string): Promise<PracticeMessage | null> {
    return this.#prisma.practiceMessage.findFirst({ where: { chat, senderId: BOT }, orderBy: { id: 'desc' } });
  }

  /** A picture without words hangs on the words that it shows; it does so once. */
  async #hang(row: PracticeMessage, files: ChatFile[]): Promise<Delivery> {
    const there = row.files as unknown as ChatFile[];
    const more = files.filter(({ sha256 }) => !there.some((file) => file.sha256 === sha256));
    if (more.length > 0) {
      const all = [...there, ...more] as unknown as Prisma.InputJsonArray;
      const hung = await this.#prisma.practiceMessage.update({ where: { id: row.id }, data: { files: all } });
      const shown = await this.#shown(hung);
      for (const hear of this.#listeners) hear(shown);
    }
    return { state: 'sent', messageId: String(row.id) };
  }

  async chat(name: string): Promise<Shown[]> {
    const rows = await this.#prisma.practiceMessage.findMany({ where: { chat: name }, orderBy: { id: 'asc' } });
    return Promise.all(rows.map((row) => this.#shown(row)));
  }

  /** What the bot said after a message, or since an instant of the chats' own order. */
  async saidSince(id: bigint, where: Prisma.PracticeMessageWhereInput = {}): Promise<Shown[]> {
    const rows = await this.#prisma.practiceMessage.findMany({
      where: { ...where, senderId: BOT, id: { gt: id } },
      orderBy: { id: 'asc' },
    });
    return Promise.all(rows.map((row) => this.#shown(row)));
  }

  /** What the bot answered to one message, wherever it said it. */
  async repliesTo(messageId: string): Promise<Shown[]> {
    const inbound = await this.#prisma.inbound.findUnique({
      where: { channel_messageId: { channel: CHANNEL, messageId } },
      select: { id: true },
    });
    if (!inbound) return [];
    const sent = await this.#prisma.outbound.findMany({ where: { inboundId: inbound.id }, select: { id: true } });
    return this.saidSince(0n, { outboundId: { in: sent.map(({ id }) => id) } });
  }

  async last(): Promise<bigint> {
    return (await this.#prisma.practiceMessage.aggregate({ _max: { id: true } }))._max.id ?? 0n;
  }

  message(id: bigint): Promise<PracticeMessage | null> {
    return this.#prisma.practiceMessage.findUnique({ where: { id } });
  }

  bytes(file: ChatFile): Readable {
    return file.sha256 === '' ? Readable.from([]) : this.#stores[file.from].open(file.sha256);
  }

  /** Hears of every message from now on; returns how to stop. */
  listen(hear: (shown: Shown) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  async #append(data: Omit<Prisma.PracticeMessageUncheckedCreateInput, 'at'>): Promise<{ shown: Shown }> {
    const row = await this.#prisma.practiceMessage.create({ data: { ...data, at: this.#clock.now() } });
    const shown = await this.#shown(row);
    for (const hear of this.#listeners) hear(shown);
    return { shown };
  }

  async #shown(row: PracticeMessage): Promise<Shown> {
    const quoted = row.quoteId === null ? null : await this.message(row.quoteId);
    return {
      messageId: String(row.id),
      chat: row.chat,
      from: { id: row.senderId, name: this.#nameOf(row.senderId), bot: row.senderId === BOT },
      text: row.text,
      at: row.at.toISOString(),
      mention: row.mention,
      mentions: (row.mentions as string[]).map((id) => this.#nameOf(id)),
      quote: quoted && {
        messageId: String(quoted.id),
        from: this.#nameOf(quoted.senderId),
        text: quoted.text,
        files: this.#shownFiles(quoted),
      },
      files: this.#shownFiles(row),
    };
  }

  #shownFiles(row: PracticeMessage): ShownFile[] {
    return (row.files as unknown as ChatFile[]).map(({ name, size, mime }, index) => ({
      name,
      url: `/practice/files/${row.id}-${index}`,
      size,
      image: mime.startsWith('image/'),
      video: mime.startsWith('video/'),
    }));
  }

  #nameOf(id: string): string {
    return id === BOT ? this.names.bot : (this.people.find((person) => person.id === id)?.name ?? id);
  }
}
