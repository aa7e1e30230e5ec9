import type { Answer, Office, Tx } from './context.ts';
import type { Chat, Message, Post } from './message.ts';

interface Waiting {
  id: bigint;
  channel: string;
  chat_kind: Chat['kind'];
  chat_id: string;
  post: Post;
  attempts: number;
  created_at: Date;
  reply_context: unknown;
}

/** How long a process may take to send one post before another may look at it again. */
const LEASE = '2 minutes';
const MOST_ATTEMPTS = 8;
const LONGEST_QUEUE_MS = 24 * 3_600_000;

/** Makes rows of what the bot says, in order; they are sent after the transaction is committed. */
export async function enqueue(
  tx: Tx,
  answers: Answer[],
  at: Date,
  here?: { message: Message; inboundId: bigint },
): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (const answer of answers) {
    const to = answer.to ?? (here && { channel: here.message.channel, chat: here.message.chat });
    if (!to) throw new Error('a post without a destination');
    const post: Post = { text: answer.text, files: answer.files ?? [], mentions: answer.mentions ?? [] };
    const row = await tx.outbound.create({
      data: {
        channel: to.channel,
        chatKind: to.chat.kind,
        chatId: to.chat.id,
        inboundId: here?.inboundId ?? null,
        post: post as object,
        createdAt: at,
        // At once, whatever the clocks of the database and of this computer say.
        nextAt: new Date(0),
      },
      select: { id: true },
    });
    ids.push(row.id);
  }
  return ids;
}

/** What is said here becomes one answer, in its order; what is said elsewhere stays as it is. */
export function asOne(answers: Answer[]): Answer[] {
  const here = answers.filter(({ to }) => to === undefined);
  if (here.length < 2) return answers;
  const joined: Answer = {
    text: here
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join('\n\n'),
    files: here.flatMap(({ files }) => files ?? []),
    mentions: here.flatMap(({ mentions }) => mentions ?? []),
  };
  return [joined, ...answers.filter(({ to }) => to !== undefined)];
}

interface Outcome {
  /** The post was refused for good, or nobody knows; or it went out and did not get to these people. */
  onTrouble(id: bigint, unreached?: string[]): Promise<void>;
  /** The channel wants to be asked again then. */
  onLater(afterMs: number): void;
}

/**
 * Sends whatever waits, oldest first per chat, until nothing is due. A post whose outcome is unknown stays so: it is
 * not repeated.
 */
export async function sendWaiting(office: Office, { onTrouble, onLater }: Outcome): Promise<void> {
  for (let waiting = await claim(office); waiting; waiting = await claim(office)) {
    const chat: Chat = { kind: waiting.chat_kind, id: waiting.chat_id };
    const channel = office.channels.get(waiting.channel);
    const delivery = channel
      ? await channel
          .send(chat, waiting.post, `out-${waiting.id}`, waiting.reply_context ?? undefined)
          .catch((error: Error) => ({ state: 'unknown' as const, reason: error.name }))
      : { state: 'refused' as const, reason: `channel ${waiting.channel} is off` };
    if (delivery.state === 'later' && asksAgain(office, waiting, delivery.queued === true)) {
      const attempt = delivery.queued ? 0 : 1;
      await office.prisma.$executeRaw`
        UPDATE outbound SET state = 'waiting', attempts = attempts + ${attempt}, reason = ${delivery.reason}, lease_until = NULL,
          next_at = now() + make_interval(secs => ${delivery.afterMs / 1000}) WHERE id = ${waiting.id}`;
      onLater(delivery.afterMs);
      continue;
    }
    const state = delivery.state === 'later' ? 'refused' : delivery.state;
    await office.prisma.outbound.update({
      where: { id: waiting.id },
      data: {
        state,
        attempts: { increment: 1 },
        leaseUntil: null,
        ...('reason' in delivery && { reason: delivery.reason }),
        ...('messageId' in delivery && delivery.messageId !== undefined && { messageId: delivery.messageId }),
        ...(state === 'sent' && { sentAt: office.clock.now() }),
      },
    });
    if (state !== 'sent') {
      const reason = 'reason' in delivery ? delivery.reason : '';
      office.log.warn({ outbound: String(waiting.id), state, reason }, 'post not delivered');
      await onTrouble(waiting.id);
    } else if ('unreached' in delivery && delivery.unreached?.length) {
      office.log.warn({ outbound: String(waiting.id), unreached: delivery.unreached.length }, 'people not reached');
      await onTrouble(waiting.id, delivery.unreached);
    }
  }
}

/** A post of yesterday is of no use to anybody, however patient the line. */
const asksAgain = (office: Office, { attempts, created_at }: Waiting, queued: boolean): boolean =>
  queued ? office.clock.now().getTime() - created_at.getTime() < LONGEST_QUEUE_MS : attempts + 1 < MOST_ATTEMPTS;

/** What is said in another chat than the message's is no reply to it: the platform would show it where the message was. */
async function claim(office: Office): Promise<Waiting | undefined> {
  const elsewhere = [...office.channels.values()]
    .filter((channel) => channel.sends?.() === false)
    .map(({ name }) => name);
  const rows = await office.prisma.$queryRawUnsafe<Waiting[]>(
    `
    UPDATE outbound o SET state = 'working', lease_until = now() + interval '${LEASE}'
    WHERE o.id = (
      SELECT w.id FROM outbound w
      WHERE w.state = 'waiting' AND w.next_at <= now() AND w.channel <> ALL($1)
        AND NOT EXISTS (
          SELECT 1 FROM outbound e
          WHERE e.channel = w.channel AND e.chat_id = w.chat_id AND e.id < w.id AND e.state IN ('waiting', 'working'))
      ORDER BY w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING o.id, o.channel, o.chat_kind, o.chat_id, o.post, o.attempts, o.created_at,
      (SELECT i.message -> 'replyContext' FROM inbound i
        WHERE i.id = o.inbound_id AND i.message #>> '{chat,id}' = o.chat_id) AS reply_context`,
    elsewhere,
  );
  return rows[0];
}

/** Whether a post is due that this process could send, such as one that another process has made. */
export async function isPostDue(office: Office): Promise<boolean> {
  const here = [...office.channels.values()].filter((channel) => channel.sends?.() !== false).map(({ name }) => name);
  const [row] = await office.prisma.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM outbound WHERE state = 'waiting' AND next_at <= now() AND channel = ANY(${here})) AS due`;
  return row?.due === true;
}

/**
 * After a crash: a post that was being sent may be in the chat. A channel that knows a repeat by its key gets it again,
 * at the start at once; for the others the outcome is unknown once no living process can be sending it.
 */
export async function takeUpSending(office: Office, which: 'all' | 'expired'): Promise<bigint[]> {
  const repeatable = [...office.channels.values()].filter((channel) => channel.knowsRepeats).map(({ name }) => name);
  await office.prisma.$executeRaw`
    UPDATE outbound SET state = 'waiting', lease_until = NULL
    WHERE state = 'working' AND channel = ANY(${repeatable}) AND (${which === 'all'} OR lease_until < now())`;
  const unknown = await office.prisma.$queryRaw<{ id: bigint }[]>`
    UPDATE outbound SET state = 'unknown', reason = 'interrupted', lease_until = NULL
    WHERE state = 'working' AND channel <> ALL(${repeatable}) AND lease_until < now() RETURNING id`;
  return unknown.map(({ id }) => id);
}
