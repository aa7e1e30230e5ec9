import type { PrismaClient } from '../../generated/prisma/client.ts';
import { idOfKey } from '../delivery/outbox.ts';
import type { Message, Post } from '../message.ts';

/** A button that somebody pressed on a post. */
export interface Pressed {
  channel: string;
  /** Of the press: the same id again is the same press again. */
  id: string;
  /**
   * `key`: under which the channel sent the post. `messageId`: the id that the platform gave back, which may not be
   * written down yet when somebody presses at once.
   */
  key: string;
  messageId: string;
  /** Position among the post's choices. */
  index: number;
  senderId: string;
}

/**
 * The message that the pressed button stands for. `again`: this very press was handled before. `stale`: the button
 * answers a question that somebody else was asked, or whose person has said something else since. Undefined: there is
 * no such post.
 */
export async function meantByPress(
  prisma: PrismaClient,
  { channel, id, key, messageId, index, senderId }: Pressed,
): Promise<{ message: Message; label: string } | { refused: 'again' | 'stale'; label: string } | undefined> {
  const row = await prisma.outbound.findFirst({
    where: { id: idOfKey(key) ?? -1n, channel, OR: [{ messageId }, { messageId: null, state: 'working' }] },
  });
  const choice = row ? (row.post as unknown as Post).choices?.[index] : undefined;
  if (!row || !choice) return undefined;
  const { label, says, answers } = choice;
  if ((await prisma.inbound.count({ where: { channel, messageId: id } })) > 0) return { refused: 'again', label };
  if (answers && !(await isLastWord(prisma, row, senderId))) return { refused: 'stale', label };
  const chat = { kind: row.chatKind === 'group' ? ('group' as const) : ('direct' as const), id: row.chatId };
  return { label, message: { channel, id, chat, sender: { id: senderId }, text: says, files: [] } };
}

async function isLastWord(
  prisma: PrismaClient,
  { channel, chatId, inboundId }: { channel: string; chatId: string; inboundId: bigint | null },
  senderId: string,
): Promise<boolean> {
  const [asked, later] = await Promise.all([
    prisma.inbound.findUnique({ where: { id: inboundId ?? -1n }, select: { senderId: true } }),
    prisma.inbound.count({
      where: {
        channel,
        senderId,
        id: { gt: inboundId ?? -1n },
        message: { path: ['chat', 'id'], equals: chatId },
      },
    }),
  ]);
  return asked?.senderId === senderId && later === 0;
}
