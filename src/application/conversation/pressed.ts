import type { PrismaClient } from '../../generated/prisma/client.ts';
import { idOfKey } from '../delivery/outbox.ts';
import type { Message, Post } from '../message.ts';
import type { Office } from '../office.ts';
import { namesOf } from '../people/people.ts';

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

/** What a card shows once somebody pressed. */
export interface PressOutcome {
  label: string;
  /** By whom, and what came of it. */
  told: string;
  /** It was done, or its question answered: for everybody to see. Else it is for whoever pressed alone. */
  done: boolean;
}

type Parts = Pick<Office, 'prisma' | 'say'> & {
  /** Resolves when the message is stored. */
  accept(message: Message): Promise<unknown>;
  /** How long the platform waits for what the card shows, in milliseconds. */
  withinMs?: number;
};

const WITHIN_MS = 2_500;
const LOOK_EVERY_MS = 50;

/**
 * Does what the pressed button stands for, once, and tells what came of it: by the first line of the answer, if that is there in
 * time. Undefined: there is no such post, or nothing is to be said of it.
 */
export async function press(parts: Parts, pressed: Pressed): Promise<PressOutcome | undefined> {
  const { prisma, say, accept, withinMs = WITHIN_MS } = parts;
  const choice = await meantByPress(prisma, pressed);
  if (!choice) return undefined;
  const { label } = choice;
  if ('refused' in choice && choice.refused === 'stale') return { label, told: say('bot.choice-stale'), done: false };
  if ('message' in choice) await accept(choice.message);
  const [name = ''] = await namesOf(prisma, pressed.channel, [pressed.senderId]);
  for (let waited = 0; waited <= withinMs; waited += LOOK_EVERY_MS) {
    const outcome = await outcomeOf(prisma, pressed);
    if (outcome) {
      const done = outcome.changed || choice.answers === true;
      const { line } = outcome;
      return {
        label,
        done,
        told: done ? say('bot.pressed', { name, label, line }) : line || say('bot.chosen', { label }),
      };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return { label, told: say('bot.pressed', { name, label, line: '' }), done: true };
}

/** Once it is handled: the first line of the answer where it was pressed, and whether anything was changed by it. */
async function outcomeOf(prisma: PrismaClient, { channel, id }: Pressed) {
  const inbound = await prisma.inbound.findUnique({
    where: { channel_messageId: { channel, messageId: id } },
    select: { id: true, state: true },
  });
  if (!inbound || !['handled', 'failed'].includes(inbound.state)) return undefined;
  const changes = await prisma.audit.count({ where: { entrance: 'message', entranceId: String(inbound.id) } });
  const [answer] = await prisma.outbound.findMany({
    where: { inboundId: inbound.id },
    orderBy: { id: 'asc' },
    take: 1,
  });
  const { text = '' } = (answer?.post ?? {}) as Partial<Post>;
  return { changed: changes > 0, line: text.split('\n')[0] ?? '' };
}

type Meant = { label: string; answers?: boolean } & ({ message: Message } | { refused: 'again' | 'stale' });

/**
 * The message that the pressed button stands for. `again`: this very press was handled before. `stale`: the button
 * answers a question that somebody else was asked, or whose person has said something else since. Undefined: there is
 * no such post.
 */
async function meantByPress(
  prisma: PrismaClient,
  { channel, id, key, messageId, index, senderId }: Pressed,
): Promise<Meant | undefined> {
  const row = await prisma.outbound.findFirst({
    where: { id: idOfKey(key) ?? -1n, channel, OR: [{ messageId }, { messageId: null, state: 'working' }] },
  });
  const choice = row ? (row.post as unknown as Post).choices?.[index] : undefined;
  if (!row || !choice) return undefined;
  const { says, ...shown } = { label: choice.label, says: choice.says, answers: choice.answers === true };
  const { answers } = shown;
  if ((await prisma.inbound.count({ where: { channel, messageId: id } })) > 0) return { refused: 'again', ...shown };
  if (answers && !(await isLastWord(prisma, row, senderId))) return { refused: 'stale', ...shown };
  const chat = { kind: row.chatKind === 'group' ? ('group' as const) : ('direct' as const), id: row.chatId };
  return { ...shown, message: { channel, id, chat, sender: { id: senderId }, text: says, files: [] } };
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
