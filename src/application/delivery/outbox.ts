import type { Prisma } from '../../generated/prisma/client.ts';
import type { Chat, Destination, Message, Post } from '../message.ts';
import type { Office, Tx } from '../office.ts';
import type { Delivery } from '../ports.ts';
import type { Answer, Recipe } from './answer.ts';
import { backOffMs } from './back-off.ts';
import { keepRenewing, writtenDown } from './in-hand.ts';
import { shownIn } from './shown-in.ts';

export interface Waiting {
  id: bigint;
  channel: string;
  chat_kind: Chat['kind'];
  chat_id: string;
  post: Post;
  recipe: Recipe | null;
  attempts: number;
  /** Changed by whoever postpones it: says which of the times it was claimed this one is. */
  next_at: Date;
  created_at: Date;
  reply_context: unknown;
  progress: object | null;
}

/** A post made anew: what to say, or that nobody needs it any more, that it comes too late, or not at this hour. */
export type Remade = Pick<Post, 'text' | 'mentions'> | { drop: 'needless' | 'missed' } | { afterMs: number };
export type Remake = (recipe: Recipe, to: Destination, since: Date) => Promise<Remade>;

/** How long a process may be silent over one post before another may look at it again. */
const LEASE = '2 minutes';
const RENEWED_EVERY_MS = 30_000;
const MOST_ATTEMPTS = 12;
const LONGEST_QUEUE_MS = 24 * 3_600_000;
/** What was made so lately is as true as what would be made now. */
const FRESH_MS = 10_000;
const ANEW_AGAIN_MS = 5_000;

const keyOf = (id: bigint): string => `out-${id}`;
/** The post that a channel was given this key for. */
export const idOfKey = (key: string): bigint | undefined => {
  const digits = /^out-(\d{1,18})$/.exec(key)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
};

/** Makes rows of what the bot says, in order; they are sent after the transaction is committed. */
export async function enqueue(
  tx: Tx,
  answers: Answer[],
  at: Date,
  here?: { message: Message; inboundId: bigint },
): Promise<void> {
  const rows = answers.map((answer): Prisma.OutboundCreateManyInput => {
    const { to, text, files = [], mentions = [], choices, table, recipe } = answer;
    const { channel, chat } = to ?? here?.message ?? nowhere();
    const post: Post = { text, files, mentions, ...(choices && { choices }), ...(table && { table }) };
    return {
      channel,
      chatKind: chat.kind,
      chatId: chat.id,
      inboundId: here?.inboundId ?? null,
      post: post as object,
      ...(recipe && { recipe: recipe as object }),
      createdAt: at,
      // At once, whatever the clocks of the database and of this computer say.
      nextAt: new Date(0),
    };
  });
  if (rows.length > 0) await tx.outbound.createMany({ data: rows });
}

function nowhere(): never {
  throw new Error('a post without a destination');
}

/** What is said here becomes one answer, in its order; what is said elsewhere stays as it is. */
export function asOne(answers: Answer[]): Answer[] {
  const here = answers.filter(({ to }) => to === undefined);
  if (here.length < 2) return answers;
  const table = here.find((answer) => answer.table)?.table;
  const joined: Answer = {
    text: here
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join('\n\n'),
    files: here.flatMap(({ files }) => files ?? []),
    mentions: here.flatMap(({ mentions }) => mentions ?? []),
    choices: here.flatMap(({ choices }) => choices ?? []),
    ...(table && { table }),
  };
  return [joined, ...answers.filter(({ to }) => to !== undefined)];
}

/**
 * Sends whatever waits, oldest first per chat, until nothing is due. A post whose outcome is unknown stays so: it is
 * not repeated. What did not get through is marked, for staff to be told. Nothing is begun any more
 * once `goesOn` says no.
 */
export async function sendWaiting(office: Office, remake: Remake, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const waiting = await claim(office);
    if (!waiting) return;
    await sendOne(office, waiting, remake);
  }
}

async function sendOne(office: Office, waiting: Waiting, remake: Remake): Promise<void> {
  const { id } = waiting;
  const renewed = `UPDATE outbound SET lease_until = now() + interval '${LEASE}' WHERE id = $1 AND state = 'working'`;
  const letGo = keepRenewing(office, () => office.prisma.$executeRawUnsafe(renewed, id), RENEWED_EVERY_MS);
  try {
    const old = office.clock.now().getTime() - waiting.created_at.getTime() > FRESH_MS;
    const post = waiting.recipe && old ? await anew(office, waiting, waiting.recipe, remake) : waiting.post;
    if ('afterMs' in post) return await postpone(office, waiting, { ...post, queued: true });
    if ('drop' in post) return await settle(office, waiting, { state: 'dropped', reason: post.drop });
    const delivery = await deliver(office, waiting, post);
    if (delivery.state !== 'later') await settle(office, waiting, delivery);
    else if (asksAgain(office, waiting, delivery.queued === true)) await postpone(office, waiting, delivery);
    else await settle(office, waiting, { state: 'refused', reason: delivery.reason });
  } finally {
    letGo();
  }
}

/** The row has what is about to be said before it is said: who is told of its unknown outcome reads it there. */
async function anew(office: Office, waiting: Waiting, recipe: Recipe, remake: Remake) {
  const chat: Chat = { kind: waiting.chat_kind, id: waiting.chat_id };
  try {
    const made = await remake(recipe, { channel: waiting.channel, chat }, waiting.created_at);
    if ('afterMs' in made) return { ...made, reason: 'quiet hour' };
    if (!('text' in made)) return made;
    const post: Post = { ...waiting.post, ...made };
    await office.prisma.outbound.update({ where: { id: waiting.id }, data: { post: post as object } });
    return post;
  } catch (error) {
    office.log.warn({ outbound: String(waiting.id), error }, 'post not made anew');
    return { afterMs: ANEW_AGAIN_MS, reason: 'not made anew' };
  }
}

async function deliver(office: Office, waiting: Waiting, post: Post): Promise<Delivery> {
  const channel = office.channels.get(waiting.channel);
  if (!channel) return { state: 'refused', reason: `channel ${waiting.channel} is off` };
  const chat: Chat = { kind: waiting.chat_kind, id: waiting.chat_id };
  try {
    const { id, reply_context: context, progress } = waiting;
    return await channel.send(chat, shownIn(chat, post), keyOf(id), context ?? undefined, progress ?? undefined);
  } catch (error) {
    return { state: 'unknown', reason: (error as Error).name };
  }
}

/** A post of yesterday is of no use to anybody, however patient the line. */
const asksAgain = (office: Office, { attempts, created_at }: Waiting, queued: boolean): boolean =>
  queued ? office.clock.now().getTime() - created_at.getTime() < LONGEST_QUEUE_MS : attempts + 1 < MOST_ATTEMPTS;

type Later = Omit<Extract<Delivery, { state: 'later' }>, 'state'>;

/**
 * To be asked again later. What waits in the queue was not turned down: it is no attempt. Whoever has lost the answer to
 * this and asks again changes nothing of what another one has made of the post since.
 */
async function postpone(office: Office, waiting: Waiting, later: Later): Promise<void> {
  const { afterMs, reason, queued, begun, progress = waiting.progress } = later;
  const attempts = waiting.attempts + (queued ? 0 : 1);
  // Many that wait for one allowance do not all come back at one moment.
  const wait = queued
    ? afterMs * (reason === 'rate' ? 1 + Math.random() : 1)
    : backOffMs(attempts, afterMs, Math.random());
  await writtenDown(
    office,
    () => office.prisma.$executeRaw`
      UPDATE outbound SET state = 'waiting', attempts = ${attempts}, reason = ${reason}, lease_until = NULL,
        recipe = CASE WHEN ${begun === true} THEN NULL ELSE recipe END, progress = ${progress && JSON.stringify(progress)}::jsonb,
        next_at = now() + make_interval(secs => ${wait / 1000})
      WHERE id = ${waiting.id} AND state = 'working' AND next_at = ${waiting.next_at}::timestamptz`,
  );
}

type Settled = Exclude<Delivery, { state: 'later' }> | { state: 'dropped'; reason: 'needless' | 'missed' };

async function settle(office: Office, { id }: Waiting, outcome: Settled): Promise<void> {
  const { state } = outcome;
  const reason = 'reason' in outcome ? outcome.reason : null;
  const unreached = state === 'sent' ? (outcome.unreached ?? []) : [];
  const trouble = state === 'sent' ? unreached.length > 0 : reason !== 'needless';
  if (trouble)
    office.log.warn({ outbound: String(id), state, reason, unreached: unreached.length }, 'post not delivered');
  await writtenDown(office, () =>
    office.prisma.outbound.update({
      where: { id },
      data: {
        state,
        reason,
        unreached,
        attempts: { increment: 1 },
        leaseUntil: null,
        ...(trouble && { trouble: 'untold' }),
        ...(state === 'sent' && { sentAt: office.clock.now(), messageId: outcome.messageId ?? null }),
      },
    }),
  );
}

/** The oldest that is due and has none of its own chat before it, of the answers or of the rest. */
const oldest = (answers: 'IS NOT NULL' | 'IS NULL') => `
  SELECT w.id FROM outbound w
  WHERE w.state = 'waiting' AND w.next_at <= now() AND w.channel <> ALL($1) AND w.inbound_id ${answers}
    AND NOT EXISTS (
      SELECT 1 FROM outbound e
      WHERE e.channel = w.channel AND e.chat_id = w.chat_id AND e.id < w.id AND e.state IN ('waiting', 'working'))
  ORDER BY w.id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Answers go before what nobody waits for. What is said in another chat than the message's is no reply to it: the platform would show it where the message was. */
async function claim(office: Office): Promise<Waiting | undefined> {
  const elsewhere = [...office.channels.values()]
    .filter((channel) => channel.sends?.() === false)
    .map(({ name }) => name);
  const rows = await office.prisma.$queryRawUnsafe<Waiting[]>(
    `
    UPDATE outbound o SET state = 'working', lease_until = now() + interval '${LEASE}'
    WHERE o.id = coalesce((${oldest('IS NOT NULL')}), (${oldest('IS NULL')}))
    RETURNING o.id, o.channel, o.chat_kind, o.chat_id, o.post, o.recipe, o.progress, o.attempts, o.next_at, o.created_at,
      (SELECT i.message -> 'replyContext' FROM inbound i
        WHERE i.id = o.inbound_id AND i.channel = o.channel AND i.message #>> '{chat,kind}' = o.chat_kind
          AND i.message #>> '{chat,id}' = o.chat_id) AS reply_context`,
    elsewhere,
  );
  return rows[0];
}

/**
 * After a crash: a post that was being sent may be in the chat. A channel that knows a repeat by its key gets it again,
 * at the start at once; for the others the outcome is unknown once no living process can be sending it.
 */
export async function takeUpSending(office: Office, which: 'all' | 'expired'): Promise<void> {
  const repeatable = [...office.channels.values()].filter((channel) => channel.knowsRepeats).map(({ name }) => name);
  await office.prisma.$executeRaw`
    UPDATE outbound SET state = 'waiting', lease_until = NULL
    WHERE state = 'working' AND channel = ANY(${repeatable}) AND (${which === 'all'} OR lease_until < now())`;
  await office.prisma.$executeRaw`
    UPDATE outbound SET state = 'unknown', reason = 'interrupted', trouble = 'untold', lease_until = NULL
    WHERE state = 'working' AND channel <> ALL(${repeatable}) AND lease_until < now()`;
}
