import type { Prisma } from '../../generated/prisma/client.ts';
import type { Chat, Post } from '../message.ts';
import type { House } from '../office.ts';
import type { Delivery } from '../ports.ts';
import type { Recipe } from './answer.ts';
import { inHandFor, type Lease, oldest, renewal } from './rows.ts';

export type NewRow = Prisma.OutboundCreateManyInput;

export interface Waiting {
  id: bigint;
  channel: string;
  chat_kind: Chat['kind'];
  chat_id: string;
  post: Post;
  recipe: Recipe | null;
  attempts: number;
  /**
   * Whoever postpones the post changes it. A write that names the old value then changes nothing, so a repeated
   * statement cannot undo what came after it.
   */
  next_at: Date;
  created_at: Date;
  reply_context: unknown;
  progress: object | null;
  /** Others are due as well. */
  more: boolean;
}

/** How long a process may be silent over one post before another may look at it again. */
const LEASE: Lease = '2 minutes';

/** The oldest that is due, of the answers or of the rest. */
const oldestDue = (answers: 'IS NOT NULL' | 'IS NULL') =>
  oldest(
    'outbound',
    `w.state = 'waiting' AND w.next_at <= now() AND w.channel <> ALL($1) AND w.inbound_id ${answers}`,
    'chat_id',
  );

/**
 * Takes the next post; answers first, as somebody waits for them. The reply context is given only when the post goes to
 * the chat of the message it answers: elsewhere the platform would show it as a reply in the wrong chat.
 */
export async function takeNext(house: House): Promise<Waiting | undefined> {
  const elsewhere = [...house.channels.values()]
    .filter((channel) => channel.sends?.() === false)
    .map(({ name }) => name);
  const rows = await house.prisma.$queryRawUnsafe<Waiting[]>(
    `
    UPDATE outbound o SET ${inHandFor(LEASE)}
    WHERE o.id = coalesce((${oldestDue('IS NOT NULL')}), (${oldestDue('IS NULL')}))
    RETURNING o.id, o.channel, o.chat_kind, o.chat_id, o.post, o.recipe, o.progress, o.attempts, o.next_at, o.created_at,
      (SELECT i.message -> 'replyContext' FROM inbound i
        WHERE i.id = o.inbound_id AND i.channel = o.channel AND i.message #>> '{chat,kind}' = o.chat_kind
          AND i.message #>> '{chat,id}' = o.chat_id) AS reply_context,
      EXISTS (SELECT 1 FROM outbound w
        WHERE w.state = 'waiting' AND w.next_at <= now() AND w.channel <> ALL($1) AND w.id <> o.id) AS more`,
    elsewhere,
  );
  return rows[0];
}

/** Whether what was said with it is in the chat: a picture alone, or below words of which nobody knows, tells nothing. */
export async function wordsAreThere(
  { prisma }: Pick<House, 'prisma'>,
  { id, channel, chat_id, created_at }: Waiting,
): Promise<boolean> {
  const [words] = await prisma.$queryRaw<{ state: string }[]>`
    SELECT state FROM outbound WHERE channel = ${channel} AND chat_id = ${chat_id} AND id < ${id}
      AND created_at = ${created_at}::timestamptz AND NOT post ? 'picture' ORDER BY id DESC LIMIT 1`;
  return words === undefined || words.state === 'sent';
}

/** Another process leaves it alone while this one lives, however long the platform takes. */
export const renew = (house: Pick<House, 'prisma'>, { id }: Waiting): Promise<unknown> =>
  house.prisma.$executeRawUnsafe(renewal('outbound', LEASE), id);

export interface PutBack {
  attempts: number;
  reason: string;
  /** What was shown so far is the beginning of this very text: it is not made anew. */
  begun: boolean;
  progress: object | null;
  waitMs: number;
}

/**
 * The post waits again. Safe to repeat when the answer to this statement was lost: it changes nothing once another
 * process has taken the post since.
 */
export const putBack = (
  { prisma }: Pick<House, 'prisma'>,
  { id, next_at }: Waiting,
  { attempts, reason, begun, progress, waitMs }: PutBack,
): Promise<unknown> => prisma.$executeRaw`
  UPDATE outbound SET state = 'waiting', attempts = ${attempts}, reason = ${reason}, lease_until = NULL,
    recipe = CASE WHEN ${begun} THEN NULL ELSE recipe END, progress = ${progress && JSON.stringify(progress)}::jsonb,
    next_at = now() + make_interval(secs => ${waitMs / 1000})
  WHERE id = ${id} AND state = 'working' AND next_at = ${next_at}::timestamptz`;

/** What became of a post for good. */
export type Outcome = Exclude<Delivery, { state: 'later' }> | { state: 'dropped'; reason: 'needless' | 'missed' };

/** It is over with; `trouble`: staff are to be told. */
export const writeOutcome = (
  { prisma, clock }: Pick<House, 'prisma' | 'clock'>,
  id: bigint,
  outcome: Outcome,
  trouble: boolean,
): Promise<unknown> =>
  prisma.outbound.update({
    where: { id },
    data: {
      state: outcome.state,
      reason: 'reason' in outcome ? outcome.reason : null,
      unreached: outcome.state === 'sent' ? (outcome.unreached ?? []) : [],
      attempts: { increment: 1 },
      leaseUntil: null,
      ...(trouble && { trouble: 'untold' }),
      ...(outcome.state === 'sent' && { sentAt: clock.now(), messageId: outcome.messageId ?? null }),
    },
  });

/**
 * Posts that were in hand on these channels wait again; `expired`: only those that no living process can still have.
 */
export const putBackLeftOver = (
  { prisma }: Pick<House, 'prisma'>,
  channels: string[],
  which: 'all' | 'expired',
): Promise<unknown> => prisma.$executeRaw`
  UPDATE outbound SET state = 'waiting', lease_until = NULL
  WHERE state = 'working' AND channel = ANY(${channels}) AND (${which === 'all'} OR lease_until < now())`;

/**
 * For all other channels: what was in hand when its process died has an unknown outcome, as nobody can tell whether it
 * is in the chat.
 */
export const giveUpLeftOver = ({ prisma }: Pick<House, 'prisma'>, besides: string[]): Promise<unknown> =>
  prisma.$executeRaw`
  UPDATE outbound SET state = 'unknown', reason = 'interrupted', lease_until = NULL,
    trouble = CASE WHEN post ? 'picture' THEN trouble ELSE 'untold' END
  WHERE state = 'working' AND channel <> ALL(${besides}) AND lease_until < now()`;
