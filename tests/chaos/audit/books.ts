import type { Message, Post, Table } from '../../../src/application/message.ts';
import type { PrismaClient } from '../../../src/generated/prisma/client.ts';

export interface InboundRow {
  id: bigint;
  channel: string;
  messageId: string;
  senderId: string;
  state: string;
  attempts: number;
  /** The chat in which its sender may have been told that files take their time. */
  filesFrom?: string;
}

export interface OutboundRow {
  id: bigint;
  channel: string;
  chatId: string;
  inboundId: bigint | null;
  state: string;
  reason: string | null;
  createdAt: Date;
  text: string;
  table?: Table;
}

export interface EntryRow {
  number: number;
  unitId: string;
  categoryId: string;
  state: string;
  title: string;
  version: number;
  fields: Record<string, string>;
  sha256: string[];
}

/** What the bot has recorded, as far as the audit asks for it. */
export interface Books {
  inbound: InboundRow[];
  outbound: OutboundRow[];
  entries: EntryRow[];
  /** `unit category` → `received accepted returned`, of those that are not all zero. */
  tally: Map<string, string>;
  reminders: { key: string; state: string }[];
  blobs: string[];
  /** Direct chats of the city's side. */
  staffChats: Set<string>;
}

export async function readBooks(prisma: PrismaClient): Promise<Books> {
  const inbound = await prisma.inbound.findMany({
    orderBy: { id: 'asc' },
    select: { id: true, channel: true, messageId: true, senderId: true, state: true, attempts: true, message: true },
  });
  const posts = await prisma.outbound.findMany({
    orderBy: { id: 'asc' },
    select: {
      id: true,
      channel: true,
      chatId: true,
      inboundId: true,
      state: true,
      reason: true,
      createdAt: true,
      post: true,
    },
  });
  const entries = await prisma.submission.findMany({
    orderBy: { number: 'asc' },
    include: { files: { where: { retiredAt: null }, orderBy: { id: 'asc' } } },
  });
  const tallies = await prisma.tally.findMany();
  const staff = await prisma.account.findMany({
    where: { directChatId: { not: null }, person: { memberships: { some: { role: { in: ['staff', 'admin'] } } } } },
  });
  return {
    inbound: inbound.map(({ message, ...row }) => {
      const { chat, files, quote } = message as unknown as Message;
      const carries = files.length > 0 || (quote?.files ?? []).length > 0;
      return { ...row, ...(carries && { filesFrom: chat.id }) };
    }),
    outbound: posts.flatMap(({ post, ...row }) => {
      const { text = '', table, picture } = post as unknown as Partial<Post>;
      return picture ? [] : [{ ...row, text, ...(table && { table }) }];
    }),
    entries: entries.map(({ files, fields, ...entry }) => ({
      ...entry,
      fields: fields as Record<string, string>,
      sha256: files.map(({ sha256 }) => sha256),
    })),
    tally: new Map(
      tallies
        .filter(({ received, accepted, returned }) => received + accepted + returned > 0)
        .map(({ unitId, categoryId, received, accepted, returned }) => [
          `${unitId} ${categoryId}`,
          `${received} ${accepted} ${returned}`,
        ]),
    ),
    reminders: await prisma.reminder.findMany({ select: { key: true, state: true } }),
    blobs: (await prisma.blob.findMany({ select: { sha256: true } })).map(({ sha256 }) => sha256),
    staffChats: new Set(staff.map(({ directChatId }) => directChatId as string)),
  };
}

/** What must not be, with the message, entry or post that it is about. */
export interface Violation {
  rule: string;
  what: string;
}

export const firstLine = (text: string): string => text.split('\n')[0] ?? '';
